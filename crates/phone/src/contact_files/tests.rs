//! Read back as the two formats say: unfolded, split at line ends, unescaped.

use proptest::prelude::*;

use super::*;
use crate::testing;

/// The lines of a file, as name and value.
fn read(file: &str) -> Vec<(String, String)> {
    assert!(file.ends_with("\r\n"));
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{line:?} is longer than a line may be");
        assert!(!line.contains(['\r', '\n']), "{line:?} holds a line end");
    }
    let whole = file.replace("\r\n ", "");
    let lines = whole.split_terminator("\r\n");
    lines
        .map(|line| {
            let (name, value) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("a line has a name"));
            (name.to_owned(), unescaped(value))
        })
        .collect()
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => panic!("{value:?} ends in the middle of an escape"),
            },
            other => text.push(other),
        }
    }
    text
}

fn value<'l>(lines: &'l [(String, String)], name: &str) -> &'l str {
    let mut found = lines.iter().filter(|(other, _)| other == name);
    let (_, value) = found.next().unwrap_or_else(|| panic!("{name} is there"));
    assert!(found.next().is_none(), "{name} stands there twice");
    value
}

fn event(title: &str, text: &str) -> String {
    calendar_event(&PromisedCall {
        uid: "NB4JS7WW@demo",
        due: "2026-11-30T16:30:00Z"
            .parse()
            .unwrap_or_else(|_| panic!("a moment")),
        now: "2026-11-29T20:41:07Z"
            .parse()
            .unwrap_or_else(|_| panic!("a moment")),
        title,
        text,
    })
}

#[test]
fn a_contact_has_the_number_that_calls() {
    let (mut site, _) = testing::site();
    site.name = "Mission Locale de l’Exemple, Sud ; \\ Nord".to_owned();
    let lines = read(&contact_card(&site));
    assert_eq!(lines[0], ("BEGIN".to_owned(), "VCARD".to_owned()));
    assert_eq!(value(&lines, "FN"), site.name);
    assert_eq!(value(&lines, "TEL;TYPE=WORK"), site.phone_e164);
}

#[test]
fn an_event_ends_with_the_deadline() {
    let lines = read(&event("Appel", "Pas d’appel ?"));
    assert_eq!(value(&lines, "DTSTART"), "20261130T161500Z");
    assert_eq!(value(&lines, "DTEND"), "20261130T163000Z");
    assert_eq!(value(&lines, "DTSTAMP"), "20261129T204107Z");
    assert_eq!(value(&lines, "UID"), "NB4JS7WW@demo");
}

proptest! {
    /// Whatever a Mission Locale is called, and whatever is written: it is read as it was, and ends nothing.
    #[test]
    fn any_text_is_read_as_it_was(title in "\\PC{0,200}", text in "(\\PC|\n){0,400}") {
        let lines = read(&event(&title, &text));
        prop_assert_eq!(lines.len(), 12);
        prop_assert_eq!(value(&lines, "SUMMARY"), title);
        prop_assert_eq!(value(&lines, "DESCRIPTION"), text);
    }
}
