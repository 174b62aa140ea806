//! Each mistake is refused with its file, its line, its field and what was expected.

use crate::folder::Copy;

const FORM: &str = "questionnaires/preinscription.toml";
const WORDS: &str = "questionnaires/preinscription.fr.toml";
const NOTICE: &str = "notices/preinscription/2026-11.fr.md";

/// Spoils one file and returns what the reader says of it.
pub(crate) fn spoilt(file: &str, then: &str, now: &str) -> anyhow::Result<String> {
    let copy = Copy::new()?;
    copy.change(file, then, now)?;
    Ok(copy.mistakes().join("\n"))
}

pub(crate) fn assert_says(found: &str, expected: &str) {
    assert!(
        found.contains(expected),
        "expected to be told\n  {expected}\nbut was told\n  {found}"
    );
}

#[test]
fn the_real_folder_has_no_mistake() -> anyhow::Result<()> {
    assert_eq!(Copy::new()?.mistakes(), [""; 0]);
    Ok(())
}

#[test]
fn a_mistake_names_its_file_line_field_and_what_was_expected() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(FORM, "kind = \"date\"", "kind = \"day\"")?;
    let line = copy.line(FORM, "kind = \"day\"")?;
    let expected = format!(
        "{FORM}, line {line}, section.2.question.1.kind: expected one of: choice, choices, text, date,"
    );
    assert_says(&copy.mistakes().join("\n"), &expected);
    Ok(())
}

#[test]
fn every_mistake_is_named_in_one_run() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(FORM, "required = true", "required = \"oui\"")?;
    copy.change(FORM, "last_years = 10", "last_year = 10")?;
    copy.change("texts/en.toml", "missing =", "absent =")?;
    copy.change(NOTICE, "{site.phone}", "{site.telephone}")?;
    let found = copy.mistakes().join("\n");
    for expected in [
        "required: expected true or false, found string",
        "last_year: unknown field",
        "refusals.missing: missing",
        "refusals.absent: unknown text",
        "{site.telephone}: unknown placeholder",
    ] {
        assert_says(&found, expected);
    }
    Ok(())
}

#[test]
fn a_questionnaire_that_contradicts_itself_is_refused() -> anyhow::Result<()> {
    for (then, now, expected) in [
        (
            "id = \"birth_name\"",
            "id = \"first_name\"",
            "expected each question once, \"first_name\" is there already",
        ),
        (
            "id = \"contact\"",
            "id = \"toi\"",
            "expected each section once, \"toi\" is there already",
        ),
        ("id = \"contact\"", "id = \"verifier\"", "not \"verifier\""),
        (
            "is = [\"no\"]",
            "is = [\"non\"]",
            "expected ask_when to name codes of born_abroad, found \"non\"",
        ),
        (
            "question = \"born_abroad\"",
            "question = \"nationality\"",
            "a question above this one, found \"nationality\"",
        ),
        (
            "is = [\"no\"] }",
            "is = [\"no\"], is_not = [\"yes\"] }",
            "expected codes in either is or is_not",
        ),
        (
            "{ code = \"mr\"",
            "{ code = \"ms\"",
            "each code once, found \"ms\"",
        ),
        (
            "Identité / Prénom",
            "Identité / Surnom",
            "a field of content/imilo.toml, found \"Identité / Surnom\"",
        ),
        (
            "list = \"countries\"",
            "list = \"planets\"",
            "the name of a file of questionnaires/lists, found \"planets\"",
        ),
        (
            "kind = \"phone\"\nrequired = true",
            "kind = \"phone\"",
            "expected the question phone, required, always asked",
        ),
        (
            "ages = { from = 16, to = 25 }",
            "ages = { from = 26, to = 25 }",
            "expected the youngest age first",
        ),
        (
            "autocomplete = \"tel\"",
            "autocomplete = \"phone\"",
            "autocomplete: expected one of: ",
        ),
        (
            "{ code = \"unknown\" },\n]\nimilo = \"Cursus",
            "{ code = \"unknown\", exclusive = true },\n]\nimilo = \"Cursus",
            "only one of several choices can stand alone",
        ),
        (
            "{ code = \"ms\"",
            "{ code = \"ms\", icon = \"M4 8h16\"",
            "expected an icon for each choice, or for none",
        ),
        (
            "icon = \"M4 8h16v11H4zM9 8V5h6v3M4 13h16\"",
            "icon = \"url(x)\"",
            "expected a drawing: the d of an SVG path",
        ),
        (
            "ask_when = { question = \"born_abroad\", is = [\"yes\"] }",
            "",
            "expected one to 5 questions on a page",
        ),
        (
            "only_with = \"sms\"",
            "only_with = \"fax\"",
            "only_with: expected one of: sms, found \"fax\"",
        ),
        (
            "{ code = \"hotel\" }",
            "{ code = \"hotel\", only_with = \"sms\" }",
            "expected only_with in a question that may be left out",
        ),
    ] {
        assert_says(&spoilt(FORM, then, now)?, expected);
    }
    Ok(())
}

#[test]
fn a_missing_or_unused_word_is_refused() -> anyhow::Result<()> {
    for (then, now, expected) in [
        (
            "[questions.birth_country]",
            "[questions.country]",
            "questions.birth_country: missing, expected the words of this question",
        ),
        (
            "[questions.postal_code]\n",
            "[questions.code]\n",
            "questions.postal_code.label: missing, expected the question itself",
        ),
        (
            "[questions.birth_name]",
            "[questions.name]",
            "questions.name: unknown field",
        ),
        (
            "midday = ",
            "noon = ",
            "questions.contact_slots.choices.midday: missing, expected the label of this choice",
        ),
        (
            "midday = ",
            "noon = ",
            "questions.contact_slots.choices.noon: unknown field",
        ),
        (
            "[sections.contact]",
            "[sections.joindre]",
            "sections.contact: missing",
        ),
        (
            "not_a_postal_code = ",
            "not_an_email = ",
            "questions.postal_code.refusals.not_an_email: unknown field",
        ),
        (
            "label = \"Ton prénom\"",
            "label = \"\"",
            "expected a text that is not empty",
        ),
    ] {
        assert_says(&spoilt(WORDS, then, now)?, expected);
    }
    let countries = "questionnaires/lists/countries.toml";
    let found = spoilt(
        countries,
        "{ fr = \"Belgique\", en = \"Belgium\" }",
        "{ fr = \"Belgique\" }",
    )?;
    assert_says(
        &found,
        "choices.BE.en: missing, expected the label in this language",
    );
    Ok(())
}

#[test]
fn a_language_is_whole_or_refused() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.write("texts/ar.toml", "")?;
    copy.write("questionnaires/preinscription.de.toml", "")?;
    let found = copy.mistakes().join("\n");
    assert_says(
        &found,
        "texts/ar.toml: expected a language that the program knows: fr, en",
    );
    assert_says(
        &found,
        "texts/ar.toml, refusals.missing: missing, expected because French has it",
    );
    assert_says(
        &found,
        "questionnaires/preinscription.ar.toml: expected a readable UTF-8 file",
    );
    assert_says(
        &found,
        "notices/preinscription/2026-11.ar.md: expected a readable UTF-8 file",
    );
    assert_says(
        &found,
        "questionnaires/preinscription.de.toml: expected a questionnaire of this name and a language",
    );
    Ok(())
}

#[test]
fn texts_keep_the_placeholders_of_french() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    for (file, text) in [
        ("texts/fr.toml", "Au {site.phone}, {name}"),
        ("texts/en.toml", "At {site.phone}"),
    ] {
        copy.change(
            file,
            "[stuck]",
            &format!("[probe]\ncall = \"{text}\"\n[stuck]"),
        )?;
    }
    let line = copy.line("texts/en.toml", "call = ")?;
    let expected = format!(
        "texts/en.toml, line {line}, probe.call: expected the placeholders of French: {{name}} {{site.phone}}"
    );
    assert_eq!(copy.mistakes(), [expected]);
    Ok(())
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(FORM, "version = \"2027-01\"", "version = 2027-01\"")?;
    let line = copy.line(FORM, "version = 2027-01\"")?;
    assert_says(
        &copy.mistakes().join("\n"),
        &format!("{FORM}, line {line}: expected valid TOML"),
    );
    Ok(())
}

#[test]
fn a_rights_request_offers_each_right_and_objection_apart() -> anyhow::Result<()> {
    let file = "questionnaires/droits.toml";
    for (then, now, expected) in [
        (
            "  { code = \"restriction\" },\n",
            "",
            "expected the question right, required, to offer access, cancellation, rectification, restriction, withdrawal",
        ),
        (
            "{ code = \"access\" }",
            "{ code = \"objection\" }",
            "expected the question right, required, to offer",
        ),
        (
            "id = \"registration_reference\"\nkind = \"text\"\nmax_length = 20",
            "id = \"registration_reference\"\nkind = \"phone\"",
            "expected the question registration_reference, of kind Text",
        ),
        (
            "id = \"objection\"\nkind = \"tick\"",
            "id = \"objection\"\nkind = \"yes_no\"",
            "expected the question objection, of kind Tick",
        ),
    ] {
        assert_says(&spoilt(file, then, now)?, expected);
    }
    Ok(())
}
