//! Everything a phone loads in one language: the app's sentences, the forms, the notices.

use std::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{notice::Notice, questionnaire::Questionnaire, wording::Wording};

/// The content of one language, compiled from `content/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// `fr`, `en`.
    pub language: String,
    /// The app's own sentences, by key.
    pub texts: BTreeMap<String, String>,
    /// The questionnaires.
    pub forms: Vec<Form>,
    /// The notices in force.
    pub notices: Vec<Notice>,
}

/// One questionnaire with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The questions.
    pub questionnaire: Questionnaire,
    /// Lowercase hexadecimal SHA-256 of the [`Sheet`](crate::imilo::Sheet) that the endpoint prints it with.
    pub digest: String,
    /// The words in the bundle's language.
    pub wording: Wording,
}

impl Bundle {
    /// The form of that questionnaire.
    pub fn form(&self, questionnaire: &str) -> Option<&Form> {
        self.forms
            .iter()
            .find(|form| form.questionnaire.id == questionnaire)
    }

    /// The notice of that name.
    pub fn notice(&self, id: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.id == id)
    }
}
