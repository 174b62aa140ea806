//! Long lists that stand once, with their words in every language: `questionnaires/lists/`.

use std::{collections::BTreeMap, path::Path};

use domain::{language::Language, questionnaire::Choice};
use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::Locale;

use crate::{fields::Fields, folder, names, problem::Problems, source::Source};

/// A list: by language, then code, the label.
pub(crate) struct List {
    labels: BTreeMap<String, BTreeMap<String, String>>,
}

impl List {
    /// The labels in that language, by code.
    pub(crate) fn labels(&self, language: &str) -> BTreeMap<String, String> {
        self.labels.get(language).cloned().unwrap_or_default()
    }

    /// The choices in the alphabetical order of that language.
    pub(crate) fn choices(&self, language: &str) -> Vec<Choice> {
        let mut labels: Vec<_> = self.labels(language).into_iter().collect();
        // Every language has an order: that of all alphabets, where it has none of its own.
        if let Some(alphabet) = alphabet(language) {
            labels.sort_by(|(_, one), (_, other)| alphabet.compare(one, other));
        }
        labels
            .into_iter()
            .map(|(code, _)| Choice {
                code,
                exclusive: false,
                icon: None,
                only_with: None,
            })
            .collect()
    }
}

/// What puts labels in the alphabetical order of a language (CLDR, Unicode Technical Standard 35).
fn alphabet(language: &str) -> Option<CollatorBorrowed<'static>> {
    let preferences = language.parse::<Locale>().ok()?.into();
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

/// The language whose names stand in lists: easy-to-read French calls a country what French calls it.
fn named_as(language: &str) -> &str {
    match Language::from_code(language) {
        Some(french) if french.is_french() => Language::REFERENCE.code(),
        _ => language,
    }
}

/// Every list of the folder, by name; each line must have its label in every language.
pub(crate) fn read(
    folder: &Path,
    languages: &[String],
    problems: &Problems,
) -> BTreeMap<String, List> {
    let mut lists = BTreeMap::new();
    for file in folder::files(folder, "toml", problems) {
        let Some(source) = Source::load(&file.path, problems) else {
            continue;
        };
        let Some(table) = source.parse() else {
            continue;
        };
        let top = source.top(&table);
        let mut labels: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let choices = top.required("choices", "une table avec une ligne par choix");
        for (code, value) in choices
            .and_then(|value| value.fields())
            .iter()
            .flat_map(Fields::entries)
        {
            if !names::is_list_code(&code) {
                value.place.refuse("il faut un code en lettres et chiffres");
            }
            let Some(words) = value.fields() else {
                continue;
            };
            for language in languages {
                let label = words
                    .required(named_as(language), "le libellé dans cette langue")
                    .and_then(|label| label.text());
                labels
                    .entry(language.clone())
                    .or_default()
                    .extend(label.map(|label| (code.clone(), label)));
            }
            words.refuse_unknown();
        }
        top.refuse_unknown();
        lists.insert(file.stem, List { labels });
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_stand_in_the_order_of_the_alphabet_of_their_language() {
        for (language, ordered) in [
            (
                "fr-simple",
                &["Éthiopie", "Fidji", "Îles Caïmans", "Inde"][..],
            ),
            (
                "uk",
                &[
                    "Вірменія",
                    "Данія",
                    "Естонія",
                    "Єгипет",
                    "Замбія",
                    "Індія",
                    "Йорданія",
                    "Ямайка",
                ],
            ),
            ("ar", &["ألبانيا", "بلجيكا", "تونس", "مصر"]),
        ] {
            let Some(alphabet) = alphabet(language) else {
                panic!("{language} has no order")
            };
            let mut sorted = ordered.to_vec();
            sorted.sort_by(|one, other| alphabet.compare(one, other));
            assert_eq!(sorted, ordered);
        }
    }
}
