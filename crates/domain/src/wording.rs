//! The sentences of a questionnaire in one language, by the ids of what they name.

use std::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};

use crate::submission::Reason;

/// Every sentence of one questionnaire in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The form's name, as people read it.
    pub title: String,
    /// By section id.
    pub sections: BTreeMap<String, SectionWording>,
    /// By question id.
    pub questions: BTreeMap<String, QuestionWording>,
}

/// The words of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionWording {
    /// The page's heading.
    pub title: String,
    /// A sentence below it, where one helps.
    #[serde(default)]
    pub lead: Option<String>,
}

/// The words of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionWording {
    /// The question itself.
    pub label: String,
    /// An example or a reason, where one helps.
    #[serde(default)]
    pub hint: Option<String>,
    /// Labels by choice code.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
    /// Sentences by [`Reason`] code, where this question has its own.
    #[serde(default)]
    pub refusals: BTreeMap<String, String>,
}

impl QuestionWording {
    /// The label of a choice; the code itself should the file miss it.
    pub fn choice<'a>(&'a self, code: &'a str) -> &'a str {
        self.choices.get(code).map_or(code, String::as_str)
    }

    /// This question's own sentence for a refusal.
    pub fn refusal(&self, reason: Reason) -> Option<&str> {
        self.refusals.get(reason.code()).map(String::as_str)
    }
}

/// Puts values into a sentence: `{name}` becomes the value called `name`.
///
/// A placeholder without a value stays as it is, so that a test can see it.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::from(sentence);
    for (name, value) in values {
        let mut placeholder = String::from("{");
        placeholder.push_str(name);
        placeholder.push('}');
        filled = filled.replace(&placeholder, value);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_sentence_is_filled_and_an_unknown_name_stays() {
        assert_eq!(fill("{a} et {b}", &[("a", "Lina")]), "Lina et {b}");
    }
}
