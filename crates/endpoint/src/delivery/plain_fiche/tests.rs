//! The plainer fiche, read back.

use anyhow::Result;
use lopdf::{Document, LoadOptions};
use proptest::prelude::*;

use super::*;
use crate::{delivery::password, mails::Mails};

/// Any signs at all, and the bytes that a PDF gives a meaning to more often than by chance.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..2_000),
        prop::collection::vec(proptest::char::range('\0', '\u{ff}'), 0..300),
    ]
    .prop_map(String::from_iter)
}

fn words() -> Arc<FicheWords> {
    let read = Mails::ours().map(|mails| mails.fiche);
    read.unwrap_or_else(|error| panic!("{error}"))
}

fn drawn(title: &str, text: &str) -> PlainFiche {
    let mut fiche = PlainFiche::new(&words(), title, text);
    fiche.heading(text);
    fiche.row(text, Some(text));
    fiche
}

/// Closing takes a second without optimisation: few are closed, and many are not.
fn runs(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(runs(100))]

    #[test]
    fn any_text_at_all_is_printed(title in any_text(), text in any_text()) {
        let (_, read) = read(&drawn(&title, &text).pdf()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(read.contains("FICHE SIMPLIFIÉE"));
    }
}

proptest! {
    #![proptest_config(runs(4))]

    #[test]
    fn any_text_at_all_can_be_closed(title in any_text(), text in any_text()) {
        const PASSWORD: &str = "Une phrase de passe, longue";
        let closed = password::protect(&drawn(&title, &text).pdf(), PASSWORD);
        let closed = closed.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let opened = LoadOptions::with_password(PASSWORD);
        let opened = Document::load_mem_with_options(&closed, opened)?;
        prop_assert!(opened.extract_text(&[1])?.contains("FICHE SIMPLIFIÉE"));
    }
}

/// Pages, and the text of all of them.
fn read(pdf: &[u8]) -> Result<(usize, String)> {
    let document = Document::load_mem(pdf)?;
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    Ok((pages.len(), document.extract_text(&pages)?))
}

fn fiche(lines: impl IntoIterator<Item = String>) -> PlainFiche {
    let mut fiche = PlainFiche::new(
        &words(),
        "Préinscription KT4-HW7-PX",
        "Mission Locale d’Ici",
    );
    for line in lines {
        fiche.row("Prénom", Some(&line));
    }
    fiche
}

#[test]
fn it_says_what_it_is_and_everything_it_was_given() -> Result<()> {
    let (pages, text) = read(&fiche(["Zoë (dite \\Zo) Łu".to_owned()]).pdf())?;
    assert_eq!(pages, 1);
    for expected in [
        "FICHE SIMPLIFIÉE",
        "Préinscription KT4-HW7-PX",
        "Mission Locale d’Ici",
        "Zoë (dite \\Zo) Lu",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("coupé"), "{text}");
    Ok(())
}

#[test]
fn a_line_goes_on_under_itself_and_none_is_wider_than_the_paper() {
    for text in [
        "a".repeat(1_000),
        "bon jour ".repeat(100),
        "«\u{a0}".repeat(400),
    ] {
        let lines = wrapped(&letters(&text));
        assert!(lines.iter().all(|line| line.len() <= COLUMNS));
        let kept = |lines: &[Vec<u8>]| lines.concat().iter().filter(|byte| **byte != b' ').count();
        assert_eq!(kept(&lines), kept(&[letters(&text)]), "{text}");
    }
}

#[test]
fn what_is_too_much_is_cut_and_told() -> Result<()> {
    for lines in [vec!["e\u{301}".repeat(22_000)], vec!["a".to_owned(); 9_000]] {
        let (pages, text) = read(&fiche(lines).pdf())?;
        assert!(pages <= PAGES + 1, "{pages}");
        assert!(text.contains("a été coupé"), "it says so");
    }
    Ok(())
}
