//! The codes that phones store and send: once used, they never change.

use std::{fmt::Write as _, fs, path::Path};

use domain::questionnaire::{Kind, Question};

use crate::folder::library;

/// A line for each question of each form: its name, its kind, its codes.
fn stored_codes() -> anyhow::Result<String> {
    let mut codes = String::new();
    for form in library()?
        .bundle("fr")
        .into_iter()
        .flat_map(|bundle| bundle.forms)
    {
        writeln!(codes, "{}", form.questionnaire.id)?;
        for question in form.questionnaire.questions() {
            writeln!(
                codes,
                "  {} {}{}",
                question.id,
                kind(question.kind),
                choices(question)
            )?;
        }
    }
    Ok(codes)
}

fn kind(kind: Kind) -> String {
    serde_json::to_string(&kind)
        .unwrap_or_default()
        .replace('"', "")
}

fn choices(question: &Question) -> String {
    let mut codes: Vec<&str> = question
        .choices
        .iter()
        .map(|choice| choice.code.as_str())
        .collect();
    // A long list is sorted by its labels: the codes alone are pinned.
    if codes.len() > 20 {
        codes.sort_unstable();
    }
    let separated = codes.iter().map(|code| format!(" {code}"));
    separated.collect()
}

#[test]
fn stored_codes_are_the_ones_that_phones_know() -> anyhow::Result<()> {
    let found = stored_codes()?;
    let kept = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codes.txt"))?;
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codes.txt");
    fs::write(&new, &found)?;
    assert!(
        found == kept,
        "a code may be added, never changed or taken away; if that is what happened, copy {} to tests/codes.txt",
        new.display()
    );
    Ok(())
}
