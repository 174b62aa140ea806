//! Long lists that stand once, with their words in every language: `questionnaires/lists/`.

use std::{collections::BTreeMap, path::Path};

use domain::{identity::unaccented_capitals, questionnaire::Choice};

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

    /// The choices in the alphabetical order of that language, accents aside.
    pub(crate) fn choices(&self, language: &str) -> Vec<Choice> {
        let mut labels: Vec<_> = self.labels(language).into_iter().collect();
        labels.sort_by_cached_key(|(code, label)| (unaccented_capitals(label), code.clone()));
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
                    .required(language, "le libellé dans cette langue")
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
