//! Types that hold answers have no way to be printed.

use super::tree::{Source, assert_none, names, shipped};

#[test]
fn types_that_hold_answers_cannot_be_printed() {
    let all = shipped();
    for name in [
        "Answer",
        "Answers",
        "Message",
        "Submission",
        "Identity",
        "LastSent",
        "OwnerSecret",
        "Transcript",
        "TranscriptRow",
        "Pdf",
        "Job",
        "Fiche",
        "PlainFiche",
    ] {
        let definitions: Vec<(&Source, Vec<&str>)> = all
            .iter()
            .filter_map(|source| Some((source, attributes_of(source, name)?)))
            .collect();
        assert!(
            !definitions.is_empty(),
            "{name} is not defined any more: take it off the list"
        );
        for (source, attributes) in definitions {
            let printable = attributes
                .iter()
                .any(|line| names(line, "Debug") || names(line, "Display"));
            assert!(
                !printable,
                "{}: {name} holds answers and derives a way to print them",
                source.path
            );
            let by_hand = ["Debug for ", "Display for "].map(|of| [of, name].concat());
            let by_hand: Vec<&str> = by_hand.iter().map(String::as_str).collect();
            let guilty: Vec<String> = source.uses(&by_hand).collect();
            assert_none(
                &guilty,
                "a type that holds answers has no way to be printed",
            );
        }
    }
}

/// The attributes right above a type's definition; `None` where it is not defined.
fn attributes_of<'a>(source: &'a Source, name: &str) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = source.text.lines().collect();
    let defines = |line: &str| {
        ["struct", "enum"]
            .iter()
            .any(|kind| names(line, &[kind, " ", name].concat()))
    };
    let at = lines
        .iter()
        .position(|line| !line.trim_start().starts_with("//") && defines(line))?;
    let above = lines
        .get(..at)?
        .iter()
        .rev()
        .take_while(|line| !line.trim().is_empty());
    Some(
        above
            .filter(|line| !line.trim_start().starts_with("//"))
            .copied()
            .collect(),
    )
}
