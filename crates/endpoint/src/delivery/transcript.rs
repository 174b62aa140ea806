//! A transcript: what was asked and answered, line by line, as a PDF to read. Holds answers: no `Debug`.

use std::sync::Arc;

use serde::Serialize;

use super::{pdf::Template, plain_fiche::PlainFiche, printer::Printable};
use crate::mails::FicheWords;

/// A plain document of titled lines.
#[derive(Serialize)]
pub(crate) struct Transcript {
    pub(crate) title: String,
    pub(crate) mission_locale: String,
    /// Sentences before the lines.
    pub(crate) lead: Vec<String>,
    pub(crate) sections: Vec<TranscriptSection>,
    /// Sentences after the lines.
    pub(crate) closing: Vec<String>,
}

impl Printable for Transcript {
    const TEMPLATE: Template = Template::Transcript;

    fn plain(&self, words: &Arc<FicheWords>) -> PlainFiche {
        let mut fiche = PlainFiche::new(words, &self.title, &self.mission_locale);
        self.lead.iter().for_each(|sentence| fiche.say(sentence));
        for section in &self.sections {
            fiche.heading(&section.title);
            for row in &section.rows {
                fiche.row(&row.label, row.value.as_deref());
            }
        }
        fiche.heading("");
        self.closing.iter().for_each(|sentence| fiche.say(sentence));
        fiche
    }
}

/// Lines under one title.
#[derive(Serialize)]
pub(crate) struct TranscriptSection {
    pub(crate) title: String,
    pub(crate) rows: Vec<TranscriptRow>,
}

/// One line; nothing stands for a question that was left out.
#[derive(Serialize)]
pub(crate) struct TranscriptRow {
    pub(crate) label: String,
    pub(crate) value: Option<String>,
}

impl TranscriptRow {
    /// A line that says something.
    pub(crate) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: Some(value.into()),
        }
    }
}
