//! A fiche as a PDF: tagged (PDF/UA-1), in French, with its own fonts. Done by Typst as a library.
//!
//! What people typed reaches the template as values, never as code, and never more of it than a fiche may hold.

use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use typst::foundations::{Datetime, Dict, Smart};
use typst_as_lib::{TypstEngine, TypstTemplateCollection};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{fonts::Fonts, printable::Bounds, printer::PdfError};

/// The templates by name: a registration for the telephone, a transcript of questions and answers, and what both use.
const TEMPLATES: [(&str, &str); 3] = [
    (
        REGISTRATION,
        include_str!("../../templates/registration.typ"),
    ),
    (TRANSCRIPT, include_str!("../../templates/transcript.typ")),
    ("typed.typ", include_str!("../../templates/typed.typ")),
];
const REGISTRATION: &str = "registration.typ";
const TRANSCRIPT: &str = "transcript.typ";

/// The template of a fiche.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Template {
    /// A registration, to be read on the telephone.
    Registration,
    /// Titled lines.
    Transcript,
}

impl Template {
    fn file(self) -> &'static str {
        match self {
            Self::Registration => REGISTRATION,
            Self::Transcript => TRANSCRIPT,
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
}

impl Layout {
    pub(super) fn new() -> Self {
        let engine = TypstEngine::builder()
            .fonts(Fonts::carried().all())
            .with_static_source_file_resolver(TEMPLATES)
            .build();
        Self { engine }
    }

    /// The PDF of a fiche, of what is within the bounds.
    pub(super) fn print(&self, job: Job) -> Result<Vec<u8>, PdfError> {
        let created_at = job.created_at;
        let document = self.lay_out(job)?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| PdfError::Standard)?;
        let options = PdfOptions {
            creator: Smart::Custom(Some("Premier accueil".to_owned())),
            timestamp: datetime(created_at).map(typst_pdf::Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|_| PdfError::Standard)
    }

    /// The pages of a fiche: what stands where.
    fn lay_out(&self, job: Job) -> Result<PagedDocument, PdfError> {
        let mut value = job.shown;
        // For programs, which bounds of the page do not concern.
        let data = value.get_mut("data").map(Value::take);
        let shows = |letter: &str| Fonts::carried().show(letter);
        let mut bounds = Bounds::new(&shows);
        bounds.value(&mut value);
        if let Value::Object(members) = &mut value {
            members.insert("cut".to_owned(), Value::Bool(bounds.is_cut()));
            members.insert("numbered".to_owned(), Value::Bool(bounds.is_numbered()));
            members.extend(data.map(|data| ("data".to_owned(), data)));
            members.insert("fonts".to_owned(), Fonts::carried().families().into());
        }
        let inputs: Dict = serde_json::from_value(value).map_err(|_| PdfError::Page)?;
        let template = job.template.file();
        let compiled = self
            .engine
            .compile_with_input::<_, _, PagedDocument>(template, inputs);
        compiled.output.map_err(|_| PdfError::Template)
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

#[cfg(test)]
mod tests;
