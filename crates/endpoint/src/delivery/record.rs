//! A record: what was asked and answered, line by line, for somebody to read. Holds answers: no `Debug`.

use serde::Serialize;

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
