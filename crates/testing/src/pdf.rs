//! The text of a PDF.

use anyhow::Result;
use lopdf::Document;

/// The text of every page on one line, in the order in which it is read.
pub fn pdf_text(pdf: &[u8]) -> Result<String> {
    document_text(&Document::load_mem(pdf)?)
}

/// The same of a document that is open.
pub fn document_text(document: &Document) -> Result<String> {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
