//! Templates of sentences: `content/mails/`, TOML files of texts that code asks for by name and fills.
//!
//! One file is one kind of document; what is filled in are its `{words in braces}`.
//! A missing sentence, an unknown one, and words in braces that are not given or not used are
//! mistakes of the file.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{
    folder, placeholder,
    problem::{ContentError, Problems},
    source::{Source, Value},
};

/// A file of sentences that code asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The name of the file, without `.toml`.
    pub file: &'static str,
    /// Each sentence, and the words in braces that it is given.
    pub sentences: &'static [(&'static str, &'static [&'static str])],
}

/// One sentence, checked: it has the words in braces that it is given, and no others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence(String);

impl Sentence {
    /// The sentence with `given` in the place of its words in braces. Braces in what is given stay as they are.
    #[must_use]
    pub fn with(&self, given: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, opened)) = rest.split_once('{') {
            let (name, after) = opened.split_once('}').unwrap_or((opened, ""));
            let value = given.iter().find(|(given, _)| *given == name);
            filled.push_str(before);
            filled.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        filled + rest
    }
}

/// The sentences of one file, by name.
#[derive(Debug, Clone, Default)]
pub struct Sentences(BTreeMap<&'static str, Sentence>);

impl Sentences {
    /// The sentence of that name, which was among those that were asked for.
    #[must_use]
    pub fn take(&mut self, name: &str) -> Sentence {
        self.0.remove(name).unwrap_or_default()
    }
}

/// Reads the files that are asked for, in their order. No other stands in the folder.
///
/// # Errors
///
/// Every mistake of the files, each with its file, line, field and what was expected.
pub fn read(folder: &Path, asked: &[Asked]) -> Result<Vec<Sentences>, ContentError> {
    let problems = Problems::default();
    let read: Vec<Sentences> = asked
        .iter()
        .map(|asked| file(folder, asked, &problems))
        .collect();
    let names: Vec<&str> = asked.iter().map(|asked| asked.file).collect();
    for found in folder::files(folder, "toml", &problems) {
        if !names.contains(&found.stem.as_str()) {
            let expected = format!("il faut l’un de ces fichiers : {}", names.join(", "));
            problems.add(&found.path, None, "", expected);
        }
    }
    problems.into_result()?;
    Ok(read)
}

fn file(folder: &Path, asked: &Asked, problems: &Problems) -> Sentences {
    let path = folder.join(format!("{}.toml", asked.file));
    let mut sentences = BTreeMap::new();
    let Some(source) = Source::load(&path, problems) else {
        return Sentences::default();
    };
    let Some(table) = source.parse() else {
        return Sentences::default();
    };
    let top = source.top(&table);
    for (name, given) in asked.sentences {
        let value = top.required(name, "une phrase des messages et des fiches");
        let read = value.and_then(|value| sentence(&value, given));
        sentences.extend(read.map(|read| (*name, read)));
    }
    top.refuse_unknown();
    Sentences(sentences)
}

fn sentence(value: &Value<'_>, given: &[&str]) -> Option<Sentence> {
    let text = value.text()?;
    if !placeholder::is_balanced(&text) {
        value.place.refuse("il faut à chaque { sa }");
        return None;
    }
    let expected: BTreeSet<String> = given.iter().map(|name| (*name).to_owned()).collect();
    if placeholder::names(&text) != expected {
        let words: Vec<String> = given.iter().map(|name| format!("{{{name}}}")).collect();
        value.place.refuse(match words.join(" ") {
            none if none.is_empty() => "il ne faut aucun mot entre accolades".to_owned(),
            words => {
                format!("il faut ces mots entre accolades, chacun au moins une fois : {words}")
            }
        });
        return None;
    }
    Some(Sentence(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_stands_where_its_name_was_and_is_not_read_again() {
        let sentence = Sentence("Envoi {number}\u{a0}: {what}, {number}.".to_owned());
        assert_eq!(
            sentence.with(&[("number", "KT4"), ("what", "{number}")]),
            "Envoi KT4\u{a0}: {number}, KT4."
        );
    }
}
