//! The text of a PDF.

use anyhow::Result;
use lopdf::{Document, Object};

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

/// The files that are attached to a PDF.
pub fn attached_files(document: &Document) -> Result<Vec<Vec<u8>>> {
    let mut files = Vec::new();
    for object in document.objects.values() {
        let Ok(stream) = object.as_stream() else {
            continue;
        };
        let kind = stream.dict.get(b"Type").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"EmbeddedFile") {
            files.push(stream.decompressed_content()?);
        }
    }
    Ok(files)
}
