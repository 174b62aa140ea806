//! Files of sentences that code asks for: what is refused, and how it is told.

use std::fs;

use anyhow::Context;
use content::sentences::{self, Asked};

use crate::mistakes::assert_says;

const ASKED: [Asked; 2] = [
    Asked {
        file: "letter",
        sentences: &[
            ("subject", &["number"]),
            ("text", &["number", "day"]),
            ("end", &[]),
        ],
    },
    Asked {
        file: "other",
        sentences: &[("only", &[])],
    },
];

const LETTER: &str = "# A letter.\nsubject = \"Envoi {number}\"\ntext = \"\"\"\nLe {day}, {number}.\n\nFin.\"\"\"\nend = \"Fin\"\n";

/// What is said of the letter when one thing in it is another.
fn spoilt(then: &str, now: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let letter = LETTER.replacen(then, now, 1);
    fs::write(folder.path().join("letter.toml"), letter)?;
    fs::write(folder.path().join("other.toml"), "only = \"Une\"\n")?;
    let read = sentences::read(folder.path(), &ASKED);
    let folder = format!("{}/", folder.path().display());
    Ok(match read {
        Ok(_) => String::new(),
        Err(error) => error.to_string().replace(&folder, ""),
    })
}

#[test]
fn sentences_are_read_and_filled() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("letter.toml"), LETTER)?;
    fs::write(folder.path().join("other.toml"), "only = \"Une\"\n")?;
    let mut read = sentences::read(folder.path(), &ASKED)?.into_iter();
    let mut letter = read.next().context("the letter")?;
    let text = letter
        .take("text")
        .with(&[("number", "KT4"), ("day", "lundi")]);
    assert_eq!(text, "Le lundi, KT4.\n\nFin.");
    let only = read.next().context("the other")?.take("only");
    assert_eq!(only.with(&[]), "Une");
    Ok(())
}

#[test]
fn each_mistake_is_told_with_its_file_line_and_name() -> anyhow::Result<()> {
    assert_eq!(spoilt("", "")?, "");
    for (then, now, expected) in [
        ("end = \"Fin\"", "", "letter.toml, end: missing, expected"),
        (
            "end =",
            "ende = \"Fin\"\nend =",
            "letter.toml, line 7, ende: unknown field, expected one of: end, subject, text",
        ),
        (
            "{number}\"",
            "{numero}\"",
            "letter.toml, line 2, subject: expected these words in braces, each at least once: {number}",
        ),
        (
            ", {number}.",
            ".",
            "letter.toml, line 3, text: expected these words in braces, each at least once: {number} {day}",
        ),
        (
            "\"Fin\"",
            "\"Fin {day}\"",
            "letter.toml, line 7, end: expected no words in braces",
        ),
        (
            "Envoi {",
            "Envoi {{",
            "letter.toml, line 2, subject: expected every { to have its }",
        ),
        (
            "\"Fin\"",
            "\"\"",
            "letter.toml, line 7, end: expected a text that is not empty",
        ),
        (
            "\"Fin\"",
            "3",
            "letter.toml, line 7, end: expected a text in quotes, found integer",
        ),
        ("end =", "end", "letter.toml, line 7: expected valid TOML"),
    ] {
        assert_says(&spoilt(then, now)?, expected);
    }
    Ok(())
}

#[test]
fn a_file_that_is_missing_or_that_nobody_asks_for_is_a_mistake() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("letter.toml"), LETTER)?;
    fs::write(folder.path().join("lettre.toml"), LETTER)?;
    let Err(error) = sentences::read(folder.path(), &ASKED) else {
        anyhow::bail!("accepted")
    };
    let told = error.to_string();
    assert_says(&told, "other.toml: expected a readable UTF-8 file");
    assert_says(
        &told,
        "lettre.toml: expected one of these files: letter, other",
    );
    Ok(())
}
