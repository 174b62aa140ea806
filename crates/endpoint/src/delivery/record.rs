//! A record: what was asked and answered, line by line, for somebody to read. Holds answers: no `Debug`.

use serde::Serialize;

use super::{pdf::Template, plain_fiche::PlainFiche, printer::Printable};

/// A plain document of titled lines.
#[derive(Serialize)]
pub(crate) struct Record {
    pub(crate) title: String,
    pub(crate) mission_locale: String,
    /// Sentences before the lines.
    pub(crate) lead: Vec<String>,
    pub(crate) sections: Vec<RecordSection>,
    /// Sentences after the lines.
    pub(crate) closing: Vec<String>,
}

impl Printable for Record {
    const TEMPLATE: Template = Template::Record;

    fn plain(&self) -> PlainFiche {
        let mut fiche = PlainFiche::new(&self.title, &self.mission_locale);
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
pub(crate) struct RecordSection {
    pub(crate) title: String,
    pub(crate) rows: Vec<RecordRow>,
}

/// One line; nothing stands for a question that was left out.
#[derive(Serialize)]
pub(crate) struct RecordRow {
    pub(crate) label: String,
    pub(crate) value: Option<String>,
}

impl RecordRow {
    /// A line that says something.
    pub(crate) fn new(label: &str, value: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            value: Some(value.into()),
        }
    }
}
