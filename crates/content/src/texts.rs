//! The app's own sentences: `content/texts/`, one file for each language.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use domain::{language::Language, outbox::StuckReason, sorted_map::SortedMap, submission::Reason};

use crate::{
    fields::Fields,
    folder, placeholder,
    problem::Problems,
    source::{Mark, Source},
};

/// Sentences by key, and where each stands.
type Marked = BTreeMap<String, (String, Mark)>;

/// By language, the sentences by dotted key. Every language has the keys and placeholders of French.
pub(crate) fn read(folder: &Path, problems: &Problems) -> BTreeMap<String, SortedMap<String>> {
    let mut languages: BTreeMap<String, Marked> = BTreeMap::new();
    for file in folder::files(folder, "toml", problems) {
        if Language::from_code(&file.stem).is_none() {
            let known = Language::ALL.map(Language::code).join(", ");
            problems.add(
                &file.path,
                None,
                "",
                format!("il faut une langue que le programme connaît : {known}"),
            );
        }
        let mut texts = Marked::new();
        if let Some(source) = Source::load(&file.path, problems)
            && let Some(table) = source.parse()
        {
            flatten(&source.top(&table), "", &mut texts);
            languages.insert(file.stem, texts);
        }
    }
    let reference = Language::REFERENCE.code();
    let reference_file = folder.join(format!("{reference}.toml"));
    let Some(french) = languages.get(reference) else {
        problems.add(&reference_file, None, "", "il faut les textes en français");
        return BTreeMap::new();
    };
    for key in needed() {
        if !french.contains_key(&key) {
            problems.add(
                &reference_file,
                None,
                &key,
                "manque : il faut la phrase de ce code",
            );
        }
    }
    for (language, texts) in languages
        .iter()
        .filter(|(language, _)| *language != reference)
    {
        compare(
            &folder.join(format!("{language}.toml")),
            french,
            texts,
            problems,
        );
    }
    let plain = |texts: Marked| {
        texts
            .into_iter()
            .map(|(key, (text, _))| (key, text))
            .collect()
    };
    languages
        .into_iter()
        .map(|(language, texts)| (language, plain(texts)))
        .collect()
}

/// The sentences that code asks for by a code of its own.
fn needed() -> BTreeSet<String> {
    let refusals = Reason::ALL
        .iter()
        .map(|reason| format!("refusals.{}", reason.code()));
    let stuck = StuckReason::ALL
        .iter()
        .map(|reason| format!("stuck.{}", reason.code()));
    refusals.chain(stuck).collect()
}

fn flatten(fields: &Fields<'_>, above: &str, texts: &mut Marked) {
    for (name, value) in fields.entries() {
        let key = if above.is_empty() {
            name
        } else {
            format!("{above}.{name}")
        };
        if value.is_table() {
            if let Some(inner) = value.fields() {
                flatten(&inner, &key, texts);
            }
        } else if let Some(text) = value.text() {
            if !placeholder::is_balanced(&text) {
                value.place.refuse("il faut à chaque { sa }");
            }
            texts.insert(key, (text, value.place.mark()));
        }
    }
}

fn compare(path: &Path, french: &Marked, texts: &Marked, problems: &Problems) {
    for (key, (sentence, _)) in french {
        let Some((text, mark)) = texts.get(key) else {
            problems.add(path, None, key, "manque : le français l’a");
            continue;
        };
        let (wanted, found) = (placeholder::names(sentence), placeholder::names(text));
        if wanted != found {
            let wanted: Vec<String> = wanted.iter().map(|name| format!("{{{name}}}")).collect();
            mark.refuse(
                problems,
                format!(
                    "il faut les mots entre accolades du français : {}",
                    wanted.join(" ")
                ),
            );
        }
    }
    for (_, mark) in texts
        .iter()
        .filter(|(key, _)| !french.contains_key(*key))
        .map(|(_, text)| text)
    {
        mark.refuse(problems, "texte inconnu : le français ne l’a pas");
    }
}
