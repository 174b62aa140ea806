//! The sentences of a questionnaire in one language, by the ids of what they name.

use std::string::String;

use serde::{Deserialize, Serialize};

use crate::{binary::binary_structs, sorted_map::SortedMap, submission::Reason};

/// Every sentence of one questionnaire in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The form's name, as people read it.
    pub title: String,
    /// By section id.
    pub sections: SortedMap<SectionWording>,
    /// By question id.
    pub questions: SortedMap<QuestionWording>,
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
    pub choices: SortedMap<String>,
    /// Sentences by [`Reason`] code, where this question has its own.
    #[serde(default)]
    pub refusals: SortedMap<String>,
}

binary_structs! {
    Wording { title, sections, questions }
    SectionWording { title, lead }
    QuestionWording { label, hint, choices, refusals }
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
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = after.split_once('}');
        let value = named.and_then(|(name, after)| {
            let known = values.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value, after))
        });
        rest = if let Some((value, after)) = value {
            filled.push_str(value);
            after
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_sentence_is_filled_and_an_unknown_name_stays() {
        let values = [("a", "Lina"), ("c", "{a}")];
        for (sentence, filled) in [
            ("{a} et {b}", "Lina et {b}"),
            ("{a}{a}", "LinaLina"),
            ("{c}", "{a}"),
            ("{ {a} {", "{ Lina {"),
            ("rien", "rien"),
        ] {
            assert_eq!(fill(sentence, &values), filled);
        }
    }
}
