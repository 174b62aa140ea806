//! A page becomes a PDF: tagged (PDF/UA-1), in French, with its own font. Done by Typst as a library.
//!
//! What people typed reaches the template as values, never as code.

use std::sync::Arc;

use domain::time::Timestamp;
use serde::Serialize;
use serde_json::Value;
use typst::{
    foundations::{Bytes, Datetime, Dict, Smart},
    text::{Font, FontInfo},
};
use typst_as_lib::{TypstEngine, TypstTemplateCollection};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{page::Page, record::Record};

/// The templates by name: a registration for the telephone, and a plain record of questions and answers.
const TEMPLATES: [(&str, &str); 2] = [
    (PAGE, include_str!("../../templates/page.typ")),
    (RECORD, include_str!("../../templates/record.typ")),
];
const PAGE: &str = "page.typ";
const RECORD: &str = "record.typ";
const FONTS: [&[u8]; 3] = [
    notosans::REGULAR_TTF,
    notosans::BOLD_TTF,
    notosans::ITALIC_TTF,
];

/// Stands for a character that the font does not have: a missing glyph is no PDF/UA.
const MISSING: char = '\u{fffd}';

/// Why no PDF came out. A defect of the template: the messages are Typst's own and hold no answer.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub(crate) enum PdfError {
    /// The page cannot be handed to the template.
    #[error("the page is no value that the template takes")]
    Page,
    /// The template does not compile with this page.
    #[error("the template does not compile")]
    Template,
    /// The document breaks a rule of PDF/UA-1.
    #[error("the document is not accessible")]
    Standard,
}

/// Makes PDFs; costly to set up, cheap to use.
#[derive(Clone)]
pub(crate) struct Printer {
    engine: Arc<TypstEngine<TypstTemplateCollection>>,
    font: Arc<Vec<FontInfo>>,
}

impl Printer {
    pub(crate) fn new() -> Self {
        let engine = TypstEngine::builder()
            .fonts(FONTS)
            .with_static_source_file_resolver(TEMPLATES)
            .build();
        let regular = FONTS.first().copied().unwrap_or_default();
        let font = Font::iter(Bytes::new(regular))
            .map(|font| font.info().clone())
            .collect();
        Self {
            engine: Arc::new(engine),
            font: Arc::new(font),
        }
    }

    /// The PDF of a page; `created_at` is all it says of time.
    pub(crate) fn print(&self, page: &Page, created_at: Timestamp) -> Result<Vec<u8>, PdfError> {
        self.print_with(PAGE, page, created_at)
    }

    /// The PDF of a record.
    pub(crate) fn print_record(
        &self,
        record: &Record,
        created_at: Timestamp,
    ) -> Result<Vec<u8>, PdfError> {
        self.print_with(RECORD, record, created_at)
    }

    fn print_with(
        &self,
        template: &'static str,
        shown: &impl Serialize,
        created_at: Timestamp,
    ) -> Result<Vec<u8>, PdfError> {
        let mut value = serde_json::to_value(shown).map_err(|_| PdfError::Page)?;
        self.keep_printable(&mut value);
        let inputs: Dict = serde_json::from_value(value).map_err(|_| PdfError::Page)?;
        let compiled = self
            .engine
            .compile_with_input::<_, _, PagedDocument>(template, inputs);
        let document = compiled.output.map_err(|_| PdfError::Template)?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PdfError::Standard)?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("Premier accueil".to_owned())),
            timestamp: datetime(created_at).map(typst_pdf::Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|_| PdfError::Standard)
    }

    /// Replaces what the font cannot show, wherever a text is.
    fn keep_printable(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if !text.chars().all(|character| self.shows(character)) {
                    let shown = |character| {
                        if self.shows(character) {
                            character
                        } else {
                            MISSING
                        }
                    };
                    *text = text.chars().map(shown).collect();
                }
            }
            Value::Array(values) => values
                .iter_mut()
                .for_each(|value| self.keep_printable(value)),
            Value::Object(members) => members
                .values_mut()
                .for_each(|value| self.keep_printable(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn shows(&self, character: char) -> bool {
        self.font
            .iter()
            .any(|font| font.coverage.contains(u32::from(character)))
    }
}

fn datetime(moment: Timestamp) -> Option<Datetime> {
    let civil = jiff::Timestamp::from_second(moment.unix_seconds()).ok()?;
    let civil = jiff::tz::Offset::UTC.to_datetime(civil);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Datetime::from_ymd_hms(
        i32::from(civil.year()),
        small(civil.month()),
        small(civil.day()),
        small(civil.hour()),
        small(civil.minute()),
        small(civil.second()),
    )
}
