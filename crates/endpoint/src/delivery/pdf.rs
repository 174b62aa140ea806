//! A page becomes a PDF: tagged (PDF/UA-1), in French, with its own font. Done by Typst as a library.
//!
//! What people typed reaches the template as values, never as code, and never more of it than a fiche may hold.

use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use typst::{
    foundations::{Bytes, Datetime, Dict, Smart},
    text::{Font, FontInfo},
};
use typst_as_lib::{TypstEngine, TypstTemplateCollection};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{printable::Bounds, printer::PdfError};

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

/// The template of a fiche.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Template {
    /// A registration, to be read on the telephone.
    Page,
    /// Titled lines.
    Record,
}

impl Template {
    fn file(self) -> &'static str {
        match self {
            Self::Page => PAGE,
            Self::Record => RECORD,
        }
    }
}

/// One fiche to lay out. Holds answers: no `Debug`.
#[derive(Serialize, Deserialize)]
pub(super) struct Job {
    pub(super) template: Template,
    /// All that the PDF says of time.
    pub(super) created_at: Timestamp,
    /// What the template shows.
    pub(super) shown: Value,
}

/// Lays fiches out; costly to set up, cheap to use.
pub(super) struct Layout {
    engine: TypstEngine<TypstTemplateCollection>,
    font: Vec<FontInfo>,
}

impl Layout {
    pub(super) fn new() -> Self {
        let engine = TypstEngine::builder()
            .fonts(FONTS)
            .with_static_source_file_resolver(TEMPLATES)
            .build();
        let regular = FONTS.first().copied().unwrap_or_default();
        let font = Font::iter(Bytes::new(regular))
            .map(|font| font.info().clone())
            .collect();
        Self { engine, font }
    }

    /// The PDF of a fiche, of what is within the bounds.
    pub(super) fn print(&self, job: Job) -> Result<Vec<u8>, PdfError> {
        let mut value = job.shown;
        let shows = |sign| self.shows(sign);
        let mut bounds = Bounds::new(&shows);
        bounds.value(&mut value);
        if let (Value::Object(members), true) = (&mut value, bounds.is_cut()) {
            members.insert("cut".to_owned(), Value::Bool(true));
        }
        let inputs: Dict = serde_json::from_value(value).map_err(|_| PdfError::Page)?;
        let template = job.template.file();
        let compiled = self
            .engine
            .compile_with_input::<_, _, PagedDocument>(template, inputs);
        let document = compiled.output.map_err(|_| PdfError::Template)?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PdfError::Standard)?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("Premier accueil".to_owned())),
            timestamp: datetime(job.created_at).map(typst_pdf::Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|_| PdfError::Standard)
    }

    fn shows(&self, sign: char) -> bool {
        self.font
            .iter()
            .any(|font| font.coverage.contains(u32::from(sign)))
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
