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
        ("end = \"Fin\"", "", "letter.toml, end: manque"),
        (
            "end =",
            "ende = \"Fin\"\nend =",
            "letter.toml, ligne 7, ende: champ inconnu, il faut l’un de : end, subject, text",
        ),
        (
            "{number}\"",
            "{numero}\"",
            "letter.toml, ligne 2, subject: il faut ces mots entre accolades, chacun au moins une fois : {number}",
        ),
        (
            ", {number}.",
            ".",
            "letter.toml, ligne 3, text: il faut ces mots entre accolades, chacun au moins une fois : {number} {day}",
        ),
        (
            "\"Fin\"",
            "\"Fin {day}\"",
            "letter.toml, ligne 7, end: il ne faut aucun mot entre accolades",
        ),
        (
            "Envoi {",
            "Envoi {{",
            "letter.toml, ligne 2, subject: il faut à chaque { sa }",
        ),
        (
            "\"Fin\"",
            "\"\"",
            "letter.toml, ligne 7, end: il faut un texte, ni vide",
        ),
        (
            "\"Fin\"",
            "3",
            "letter.toml, ligne 7, end: il faut un texte entre guillemets droits, et non un nombre",
        ),
        (
            "end =",
            "end",
            "letter.toml, ligne 7: il faut du TOML valable",
        ),
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
    assert_says(&told, "other.toml: il faut un fichier UTF-8 lisible");
    assert_says(
        &told,
        "lettre.toml: il faut l’un de ces fichiers : letter, other",
    );
    Ok(())
}
