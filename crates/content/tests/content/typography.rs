//! French typography: curly apostrophes, and spaces that do not break before high punctuation.

use std::fs;

use anyhow::Context;
use content::SiteFile;

use crate::folder::{library, real};

/// The space before a colon and inside guillemets.
const FIXED_SPACE: char = '\u{a0}';

/// The space before other high punctuation.
const NARROW_SPACE: char = '\u{202f}';

/// What is wrong with a sentence, if anything is.
fn fault(sentence: &str) -> Option<&'static str> {
    let characters: Vec<char> = sentence.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied();
    for (index, character) in characters.iter().enumerate() {
        let (before, after) = (at(index.checked_sub(1)), at(index.checked_add(1)));
        // A colon inside a time or an address is no punctuation.
        let inside = after.is_some_and(|after| after.is_ascii_digit() || after == '/');
        match character {
            '\'' => return Some("a straight apostrophe"),
            '"' => return Some("a straight quotation mark"),
            '?' | '!' | ';' if before != Some(NARROW_SPACE) => {
                return Some("no narrow space before high punctuation");
            }
            ':' if !inside && before != Some(FIXED_SPACE) => {
                return Some("no fixed space before a colon");
            }
            '«' if after != Some(FIXED_SPACE) => return Some("no fixed space after «"),
            '»' if before != Some(FIXED_SPACE) => return Some("no fixed space before »"),
            '.' if before == Some('.') => return Some("dots instead of …"),
            _ => {}
        }
    }
    None
}

#[test]
fn faults_are_seen() {
    for bad in [
        "l'ami",
        "Vraiment ?",
        "Vraiment\u{a0}?",
        "ici: là",
        "ici\u{202f}: là",
        "«mot»",
        "et...",
    ] {
        assert!(fault(bad).is_some(), "{bad}");
    }
    for good in [
        "l’ami",
        "Vraiment\u{202f}?",
        "ici\u{a0}: là",
        "«\u{a0}mot\u{a0}»",
        "à 09:30",
        "https://exemple.fr",
    ] {
        assert_eq!(fault(good), None, "{good}");
    }
}

#[test]
fn every_french_sentence_is_well_set() -> anyhow::Result<()> {
    let library = library()?;
    let mut sentences: Vec<String> = Vec::new();
    let bundle = library.bundle("fr").context("French")?;
    let texts = library.texts("fr").context("French")?;
    sentences.extend(texts.iter().map(|(_, text)| text.clone()));
    for form in bundle.forms {
        sentences.push(form.wording.title);
        for (_, section) in form.wording.sections.iter() {
            sentences.push(section.title.clone());
            sentences.extend(section.lead.clone());
        }
        for (_, question) in form.wording.questions.iter() {
            sentences.push(question.label.clone());
            sentences.extend(question.hint.clone());
            let choices = question.choices.iter().chain(question.refusals.iter());
            sentences.extend(choices.map(|(_, text)| text.clone()));
        }
    }
    let notices = bundle.notices.into_iter().map(|notice| notice.layers);
    let pages = bundle.pages.into_iter().map(|page| page.layers);
    for layers in notices.chain(pages) {
        sentences.push(layers.title);
        sentences.extend(layers.summary);
        for topic in layers.topics {
            sentences.push(topic.title);
            sentences.extend(topic.blocks.into_iter().map(|block| block.text));
        }
    }
    for sheet in library.sheets() {
        let sheet: domain::imilo::Sheet = serde_json::from_str(&sheet.json)?;
        sentences.extend(
            sheet
                .values
                .into_values()
                .flat_map(std::collections::BTreeMap::into_values),
        );
        for section in sheet.sections {
            sentences.push(section.title);
            sentences.extend(section.fields.into_iter().map(|field| field.title));
        }
    }
    for file in fs::read_dir(real().join("sites"))? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let site = SiteFile::read_public(&path)?;
        sentences.extend(site.address.into_iter().chain([site.name]));
    }
    for file in fs::read_dir(real().join("mails"))? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let mails: toml::Table = fs::read_to_string(&path)?.parse()?;
        let texts = mails.into_iter().map(|(name, text)| match text {
            toml::Value::String(text) => Ok(text),
            other => anyhow::bail!("{name} is {other}, no sentence"),
        });
        sentences.extend(texts.collect::<anyhow::Result<Vec<String>>>()?);
    }
    assert!(sentences.len() > 400, "the real texts were read");
    let faulty: Vec<String> = sentences
        .iter()
        .filter_map(|text| Some(format!("{}: {text}", fault(text)?)))
        .collect();
    assert!(faulty.is_empty(), "{}", faulty.join("\n"));
    Ok(())
}
