//! The column "Not" of the glossary: no item and no file is called by one of its words.

use std::collections::BTreeSet;

use super::tree::{Source, assert_none, modules, read};

#[test]
fn nothing_is_called_by_a_word_that_the_glossary_rules_out() {
    let banned = banned(&read("docs/glossary.md"));
    assert!(banned.len() > 15, "{banned:?}: this looks at nothing");
    let mut guilty = Vec::new();
    for source in modules() {
        for name in names_in(&source) {
            let words = words(&name);
            let found = words.iter().filter(|word| banned.contains(*word));
            guilty.extend(found.map(|word| format!("{}: {name} ({word})", source.path)));
        }
    }
    assert_none(&guilty, "docs/glossary.md has another word for these");
}

/// The words in backticks of the third column, in tables that have one called "Not".
fn banned(glossary: &str) -> BTreeSet<String> {
    let mut banned = BTreeSet::new();
    let mut is_inside = false;
    for line in glossary.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        is_inside = line.starts_with('|') && (is_inside || cells.get(3) == Some(&"Not"));
        let cell = cells.get(3).filter(|_| is_inside);
        let words = cell.into_iter().flat_map(|cell| cell.split('`').skip(1));
        banned.extend(words.step_by(2).map(str::to_owned));
    }
    banned
}

/// The name of the file, and of each item that is defined in it.
fn names_in(source: &Source) -> Vec<String> {
    let is_part = |letter: &char| letter.is_alphanumeric() || *letter == '_';
    let mut names = Vec::new();
    let file = source.path.rsplit('/').next().unwrap_or_default();
    names.push(file.trim_end_matches(".rs").to_owned());
    for line in source.code() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            if let [
                "fn" | "struct" | "enum" | "trait" | "type" | "mod" | "const" | "static",
                name,
            ] = pair
            {
                names.push(name.chars().take_while(is_part).collect());
            }
        }
    }
    names
}

/// The words of a name, in lower case: of `SentRecord`, `sent_record` and `SENT_RECORD`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn a_name_is_taken_apart_into_its_words() {
    for name in ["SentRecord", "sent_record", "SENT_RECORD"] {
        assert_eq!(words(name), ["sent", "record"], "{name}");
    }
}
