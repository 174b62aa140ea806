//! Words that cannot be avoided: every name and acronym that people read is explained in `content/pages/mots`.

use anyhow::Context;

use crate::reading::{TERMS, french, inside, is_acronym, texts};

#[test]
fn every_name_and_acronym_is_explained_on_the_page_of_words() -> anyhow::Result<()> {
    let bundle = french()?;
    let explained = bundle.page("mots").context("the page of words")?;
    let entries = explained
        .layers
        .topics
        .iter()
        .flat_map(|topic| &topic.blocks);
    let entries: Vec<&str> = entries
        .filter_map(|entry| Some(entry.text.split_once("\u{a0}:")?.0))
        .collect();
    let is_explained = |term: &str| {
        let mut named = entries.iter().flat_map(|entry| words_of_entry(entry));
        named.any(|name| name == term)
    };
    // In the plural it is the same word.
    for term in TERMS.iter().filter(|term| **term != "Missions Locales") {
        assert!(
            entries.iter().any(|entry| entry.starts_with(term)),
            "{term} is not explained"
        );
    }
    let mut everything = texts(&bundle);
    // Names of software and licences are not explained: credits and the declaration are full of them.
    let mut blocks = inside(&bundle);
    blocks.retain(|(id, _)| id != "credits" && id != "accessibilite");
    everything.append(&mut blocks);
    let mut unexplained = Vec::new();
    for (id, said) in everything {
        for acronym in said.iter().flat_map(|text| acronyms(text)) {
            if !is_explained(&acronym) {
                unexplained.push(format!("{id}: {acronym}"));
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    Ok(())
}

fn words_of_entry(entry: &str) -> Vec<String> {
    let bare = entry
        .split_whitespace()
        .map(|word| word.trim_matches(['(', ')', ',']));
    bare.map(str::to_owned).collect()
}

/// The acronyms of a text; one that a number follows is part of an address.
fn acronyms(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || "’(),.;".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: Option<&&str>| {
        word.is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()))
    };
    let numbered = words.iter().enumerate();
    numbered
        .filter(|(place, word)| is_acronym(word) && !is_number(words.get(place + 1)))
        .map(|(_, word)| (*word).to_owned())
        .collect()
}

#[test]
fn acronyms_are_seen() {
    assert_eq!(acronyms("TSA 80715, le CHRS (ou FJT)"), ["CHRS", "FJT"]);
    assert_eq!(acronyms("d’un CAP, à Roubaix"), ["CAP"]);
}
