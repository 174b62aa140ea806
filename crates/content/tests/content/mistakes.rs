//! Each mistake is refused with its file, its line, its field and what was expected.

use domain::language::Language;

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
        "{FORM}, ligne {line}, section.2.question.1.kind: il faut l’un de : choice, choices, text, date,"
    );
    assert_says(&copy.mistakes().join("\n"), &expected);
    Ok(())
}

#[test]
fn a_title_that_is_a_question_further_down_is_refused() -> anyhow::Result<()> {
    let found = spoilt(
        "questionnaires/droits.fr.toml",
        "title = \"Qui es-tu\u{202f}?\"",
        "title = \"Ton nom\"",
    )?;
    assert_says(
        &found,
        "un autre titre : \"Ton nom\" est déjà la question usage_name",
    );
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
        "required: il faut true ou false, et non un texte",
        "last_year: champ inconnu",
        "refusals.missing: manque",
        "refusals.absent: texte inconnu",
        "{site.telephone}: mot entre accolades inconnu",
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
            "il faut chaque question une fois, \"first_name\" y est déjà",
        ),
        (
            "id = \"contact\"",
            "id = \"toi\"",
            "il faut chaque rubrique une fois, \"toi\" y est déjà",
        ),
        ("id = \"contact\"", "id = \"verifier\"", "pas \"verifier\""),
        (
            "is = [\"no\"]",
            "is = [\"non\"]",
            "il faut que ask_when nomme des codes de born_abroad, et non \"non\"",
        ),
        (
            "question = \"born_abroad\"",
            "question = \"nationality\"",
            "une question plus haut, et non \"nationality\"",
        ),
        (
            "is = [\"no\"] }",
            "is = [\"no\"], is_not = [\"yes\"] }",
            "il faut des codes ou dans is ou dans is_not",
        ),
        (
            "{ code = \"mr\"",
            "{ code = \"ms\"",
            "et chaque code une fois, et non \"ms\"",
        ),
        (
            "Identité / Prénom",
            "Identité / Surnom",
            "un champ de content/imilo.toml, et non \"Identité / Surnom\"",
        ),
        (
            "list = \"countries\"",
            "list = \"planets\"",
            "le nom d’un fichier de questionnaires/lists, et non \"planets\"",
        ),
        (
            "kind = \"phone\"\nrequired = true",
            "kind = \"phone\"",
            "il faut la question phone, obligatoire, toujours posée",
        ),
        (
            "ages = { from = 16, to = 25 }",
            "ages = { from = 26, to = 25 }",
            "il faut d’abord l’âge le plus jeune",
        ),
        (
            "autocomplete = \"tel\"",
            "autocomplete = \"phone\"",
            "autocomplete: il faut l’un de : ",
        ),
        (
            "{ code = \"unknown\" },\n]\nimilo = \"Cursus",
            "{ code = \"unknown\", exclusive = true },\n]\nimilo = \"Cursus",
            "seul un choix parmi plusieurs peut être seul",
        ),
        (
            "{ code = \"ms\"",
            "{ code = \"ms\", icon = \"M4 8h16\"",
            "il faut un dessin (icon) pour chaque choix, ou pour aucun",
        ),
        (
            "icon = \"M4 8h16v11H4zM9 8V5h6v3M4 13h16\"",
            "icon = \"url(x)\"",
            "il faut un dessin : le d d’un path SVG",
        ),
        (
            "ask_when = { question = \"born_abroad\", is = [\"yes\"] }",
            "",
            "il faut une à 5 questions par page",
        ),
        (
            "only_with = \"sms\"",
            "only_with = \"fax\"",
            "only_with: il faut l’un de : sms, et non \"fax\"",
        ),
        (
            "{ code = \"hotel\" }",
            "{ code = \"hotel\", only_with = \"sms\" }",
            "il faut only_with dans une question facultative",
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
            "questions.birth_country: manque : il faut les mots de cette question",
        ),
        (
            "[questions.postal_code]\n",
            "[questions.code]\n",
            "questions.postal_code.label: manque : il faut la question elle-même",
        ),
        (
            "[questions.birth_name]",
            "[questions.name]",
            "questions.name: champ inconnu",
        ),
        (
            "midday = ",
            "noon = ",
            "questions.contact_slots.choices.midday: manque : il faut le libellé de ce choix",
        ),
        (
            "midday = ",
            "noon = ",
            "questions.contact_slots.choices.noon: champ inconnu",
        ),
        (
            "[sections.contact]",
            "[sections.joindre]",
            "sections.contact: manque",
        ),
        (
            "not_a_postal_code = ",
            "not_an_email = ",
            "questions.postal_code.refusals.not_an_email: champ inconnu",
        ),
        (
            "label = \"Ton prénom\"",
            "label = \"\"",
            "il faut un texte, ni vide",
        ),
    ] {
        assert_says(&spoilt(WORDS, then, now)?, expected);
    }
    let countries = "questionnaires/lists/countries.toml";
    let found = spoilt(countries, "en = \"Belgium\", ", "")?;
    assert_says(
        &found,
        "choices.BE.en: manque : il faut le libellé dans cette langue",
    );
    Ok(())
}

#[test]
fn a_language_is_whole_or_refused() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.write("texts/pl.toml", "")?;
    copy.write("questionnaires/preinscription.de.toml", "")?;
    let found = copy.mistakes().join("\n");
    assert_says(
        &found,
        "texts/pl.toml: il faut une langue que le programme connaît : fr, fr-simple, en, es, uk, ar",
    );
    assert_says(
        &found,
        "texts/pl.toml, refusals.missing: manque : le français l’a",
    );
    assert_says(
        &found,
        "questionnaires/preinscription.pl.toml: il faut un fichier UTF-8 lisible",
    );
    assert_says(
        &found,
        "notices/preinscription/2027-02.pl.md: il faut un fichier UTF-8 lisible",
    );
    assert_says(
        &found,
        "questionnaires/preinscription.de.toml: il faut un questionnaire de ce nom et une langue",
    );
    Ok(())
}

#[test]
fn texts_keep_the_placeholders_of_french() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    for language in Language::ALL.map(Language::code) {
        let text = match language {
            "en" => "At {site.phone}",
            _ => "Au {site.phone}, {name}",
        };
        copy.change(
            &format!("texts/{language}.toml"),
            "[stuck]",
            &format!("[probe]\ncall = \"{text}\"\n[stuck]"),
        )?;
    }
    let line = copy.line("texts/en.toml", "call = ")?;
    let expected = format!(
        "texts/en.toml, ligne {line}, probe.call: il faut les mots entre accolades du français : {{name}} {{site.phone}}"
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
        &format!("{FORM}, ligne {line}: il faut du TOML valable"),
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
            "il faut la question right, obligatoire, qui propose access, cancellation, rectification, restriction, withdrawal",
        ),
        (
            "{ code = \"access\" }",
            "{ code = \"objection\" }",
            "il faut la question right, obligatoire, qui propose",
        ),
        (
            "id = \"registration_reference\"\nkind = \"text\"\nmax_length = 20",
            "id = \"registration_reference\"\nkind = \"phone\"",
            "il faut la question registration_reference, de la sorte Text",
        ),
        (
            "id = \"objection\"\nkind = \"tick\"",
            "id = \"objection\"\nkind = \"yes_no\"",
            "il faut la question objection, de la sorte Tick",
        ),
    ] {
        assert_says(&spoilt(file, then, now)?, expected);
    }
    Ok(())
}
