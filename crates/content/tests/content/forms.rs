//! What the real questionnaires, texts and notices are.

use std::collections::BTreeSet;

use anyhow::Context;
use domain::{
    answers::Answers,
    imilo::Sheet,
    journey::Journey,
    language::Language,
    outbox::StuckReason,
    questionnaire::{Kind, Questionnaire},
    submission::{self, MessageKind, Reason},
    time::{Date, Timestamp},
};

use crate::folder::library;

fn questionnaire(id: &str) -> anyhow::Result<Questionnaire> {
    let bundle = library()?.bundle("fr").context("French")?;
    Ok(bundle.form(id).context("the form")?.questionnaire.clone())
}

fn sheet(id: &str) -> anyhow::Result<Sheet> {
    let sheets = library()?.sheets();
    let sheet = sheets
        .iter()
        .find(|sheet| sheet.id == id)
        .context("the sheet")?;
    Ok(serde_json::from_str(&sheet.json)?)
}

fn required(questionnaire: &Questionnaire) -> Vec<&str> {
    let required = questionnaire
        .questions()
        .filter(|question| question.required);
    required.map(|question| question.id.as_str()).collect()
}

#[test]
fn the_full_form_requires_ten_answers_and_asks_the_call_back_ones_first() -> anyhow::Result<()> {
    let full = questionnaire("preinscription")?;
    let ten = [
        "birth_date",
        "postal_code",
        "commune_code",
        "first_name",
        "usage_name",
        "phone",
        "current_situation",
        "last_class",
        "highest_diploma",
        "housing",
    ];
    assert_eq!(required(&full), ten);
    let short = questionnaire("etre-rappele")?;
    let mut short = required(&short);
    short.sort_unstable();
    let mut first = ten[..6].to_vec();
    first.sort_unstable();
    assert_eq!(short, first);
    Ok(())
}

#[test]
fn a_message_can_name_every_form_and_every_notice() -> anyhow::Result<()> {
    let library = library()?;
    assert_eq!(library.languages(), Language::ALL.map(Language::code));
    for language in Language::ALL {
        let bundle = library.bundle(language.code()).context("a bundle")?;
        for form in &bundle.forms {
            assert!(form.reference().is_some(), "{}", form.questionnaire.id);
        }
        let shown_at = Timestamp::from_unix_seconds(0);
        for notice in &bundle.notices {
            let named = notice.acknowledgement(language, shown_at);
            assert!(named.is_some(), "{}", notice.id);
        }
        let before_sending = bundle.notice(domain::notice::BEFORE_SENDING, None);
        assert!(before_sending.is_some());
    }
    Ok(())
}

#[test]
fn the_short_form_asks_what_the_full_form_asks_in_the_same_words() -> anyhow::Result<()> {
    for language in library()?.languages() {
        let bundle = library()?.bundle(&language).context("a bundle")?;
        let full = bundle.form("preinscription").context("the full form")?;
        let short = bundle.form("etre-rappele").context("the short form")?;
        assert_eq!(short.questionnaire.questions().count(), 7);
        for question in short.questionnaire.questions() {
            assert_eq!(full.questionnaire.question(&question.id), Some(question));
            assert_eq!(
                full.wording.questions.get(&question.id),
                short.wording.questions.get(&question.id)
            );
        }
    }
    Ok(())
}

#[test]
fn every_question_choice_and_section_has_its_words_in_every_language_and_no_other()
-> anyhow::Result<()> {
    let library = library()?;
    for language in library.languages() {
        for form in library.bundle(&language).context("a bundle")?.forms {
            let sections: BTreeSet<&str> = form
                .questionnaire
                .sections
                .iter()
                .map(|section| section.id.as_str())
                .collect();
            assert_eq!(
                form.wording
                    .sections
                    .iter()
                    .map(|(id, _)| id)
                    .collect::<BTreeSet<_>>(),
                sections,
                "{language}"
            );
            let questions: BTreeSet<&str> = form
                .questionnaire
                .questions()
                .map(|question| question.id.as_str())
                .collect();
            assert_eq!(
                form.wording
                    .questions
                    .iter()
                    .map(|(id, _)| id)
                    .collect::<BTreeSet<_>>(),
                questions,
                "{language}"
            );
            for question in form.questionnaire.questions() {
                let words = form.wording.questions.get(&question.id);
                let words = words.context("every question has words")?;
                let labels = words.choices.iter().map(|(code, _)| code);
                let codes: BTreeSet<&str> = match question.kind {
                    Kind::YesNo => ["no", "yes"].into(),
                    Kind::Tick => ["yes"].into(),
                    Kind::Year => ["earlier"].into(),
                    _ => question
                        .choices
                        .iter()
                        .map(|choice| choice.code.as_str())
                        .collect(),
                };
                assert_eq!(
                    labels.collect::<BTreeSet<_>>(),
                    codes,
                    "{language}, {}",
                    question.id
                );
            }
        }
    }
    Ok(())
}

#[test]
fn long_lists_follow_the_alphabet_of_their_language() -> anyhow::Result<()> {
    for (language, first, germany_before) in [("fr", "AF", "AO"), ("en", "AF", "GH")] {
        let bundle = library()?.bundle(language).context("a bundle")?;
        let form = bundle.form("preinscription").context("the form")?;
        let countries = form
            .questionnaire
            .question("birth_country")
            .context("the question")?;
        let codes: Vec<&str> = countries
            .choices
            .iter()
            .map(|choice| choice.code.as_str())
            .collect();
        let at = |code: &str| codes.iter().position(|found| *found == code);
        assert_eq!(codes.first(), Some(&first));
        assert!(
            at("DE").context("Germany")? < at(germany_before).context("the other")?,
            "{language}"
        );
        assert!(
            at("EG").context("Egypt")? < at("ES").context("Spain")?,
            "{language}: accents aside"
        );
    }
    Ok(())
}

#[test]
fn the_phone_names_the_sheet_that_the_endpoint_prints_with() -> anyhow::Result<()> {
    let (first, second) = (library()?, library()?);
    assert_eq!(
        first.sheets(),
        second.sheets(),
        "the same content gives the same bytes"
    );
    for language in first.languages() {
        let bundle = first.bundle(&language).context("a bundle")?;
        for kind in MessageKind::ALL {
            let sheet = first
                .sheets()
                .into_iter()
                .find(|sheet| sheet.id == kind.questionnaire())
                .context("a sheet")?;
            assert_eq!(sheet.digest, envelope::sha256_hex(sheet.json.as_bytes()));
            assert_eq!(
                bundle.form(&sheet.id).context("the form")?.digest,
                sheet.digest,
                "{language}"
            );
        }
    }
    Ok(())
}

#[test]
fn every_question_has_its_place_in_the_dossier_in_the_order_of_imilo() -> anyhow::Result<()> {
    let sheet = sheet("preinscription")?;
    let titles: Vec<&str> = sheet
        .sections
        .iter()
        .map(|section| section.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Identité",
            "Coordonnées",
            "Compléments",
            "Mobilité",
            "Cursus",
            "Situations",
            "Projets"
        ]
    );
    let fields = sheet.sections.iter().flat_map(|section| &section.fields);
    let placed: BTreeSet<&String> = fields.flat_map(|field| &field.questions).collect();
    for question in sheet.questionnaire.questions() {
        assert!(
            placed.contains(&question.id),
            "{} is typed nowhere",
            question.id
        );
    }
    let identity: Vec<&str> = sheet.sections[0]
        .fields
        .iter()
        .map(|field| field.title.as_str())
        .collect();
    assert_eq!(
        identity[..4],
        ["Civilité", "Prénom", "Date de naissance", "Nom d’usage"]
    );
    Ok(())
}

#[test]
fn diplomas_stand_on_both_scales_and_imilo_words_where_they_are_known() -> anyhow::Result<()> {
    let sheet = sheet("preinscription")?;
    let level = |code: &str| {
        let level = sheet.levels.get(code)?;
        Some((level.level_1969.as_deref()?, level.level_2019.as_deref()?))
    };
    assert_eq!(level("no_diploma"), Some(("VI", "aucun")));
    assert_eq!(level("below_level_3"), Some(("V bis", "infra 3")));
    assert_eq!(level("level_3"), Some(("V", "3")));
    assert_eq!(level("level_7_8"), Some(("I", "7 ou 8")));
    assert_eq!(level("foreign_diploma"), None);
    assert_eq!(sheet.values["civility"]["ms"], "Madame");
    assert_eq!(sheet.values["needs"]["apprenticeship"], "Alternance");
    assert!(!sheet.values["housing"].contains_key("other"));
    Ok(())
}

#[test]
fn every_code_of_the_engine_has_its_sentence() -> anyhow::Result<()> {
    let library = library()?;
    for language in library.languages() {
        let texts = library.texts(&language).context("texts")?;
        for code in Reason::ALL.map(Reason::code) {
            assert!(
                texts.get(&format!("refusals.{code}")).is_some(),
                "{language}, {code}"
            );
        }
        for code in StuckReason::ALL.map(StuckReason::code) {
            assert!(
                texts.get(&format!("stuck.{code}")).is_some(),
                "{language}, {code}"
            );
        }
    }
    Ok(())
}

#[test]
fn a_usual_registration_is_accepted_and_a_wrong_one_refused() -> anyhow::Result<()> {
    let full = questionnaire("preinscription")?;
    let mut answers = Answers::default();
    for (question, answer) in [
        ("birth_date", "2007-05-14"),
        ("postal_code", "59100"),
        ("commune_code", "59512"),
        ("first_name", "Lina"),
        ("usage_name", "Benoît-Haddad"),
        ("phone", "06 12 34 56 78"),
        ("no_stable_address", "yes"),
        ("housing", "friends"),
        ("born_abroad", "yes"),
        ("birth_country", "MA"),
        ("current_situation", "job_seeking"),
        ("last_class", "cap_year_2"),
        ("highest_diploma", "level_3"),
        ("diploma_title", "CAP cuisine"),
        ("school_exit_year", "earlier"),
    ] {
        answers.set(question, answer);
    }
    answers.set_many("needs", vec!["job".to_owned(), "housing".to_owned()]);
    let today = Date::new(2026, 11, 22).context("a day")?;
    assert_eq!(submission::refusals(&full, &answers, today), []);
    answers.set("no_stable_address", "");
    answers.set("highest_diploma", "no_diploma");
    let refused = submission::refusals(&full, &answers, today);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(
        (refused[0].question.as_str(), refused[0].reason),
        ("diploma_title", Reason::NotAsked)
    );
    Ok(())
}

#[test]
fn objection_comes_first_and_alone_and_no_right_asks_for_an_age_or_a_paper() -> anyhow::Result<()> {
    let rights = questionnaire("droits")?;
    let journey = |answers: &[(&str, &str)]| -> Vec<String> {
        let mut given = Answers::default();
        for (question, answer) in answers {
            given.set(question, answer);
        }
        let journey = Journey::new(&rights, &given);
        journey
            .questions()
            .map(|question| question.id.clone())
            .collect()
    };
    let ends = [
        "registration_reference",
        "first_name",
        "usage_name",
        "phone",
        "email",
    ];
    let with = |own: &[&'static str]| [own, &ends].concat();
    assert_eq!(
        journey(&[("objection", "yes")]),
        with(&["objection", "situation"])
    );
    for (right, own) in [
        ("access", None),
        ("cancellation", None),
        ("rectification", Some("correction")),
        ("restriction", Some("restriction_ground")),
        ("withdrawal", Some("option")),
    ] {
        let own: Vec<&str> = ["objection", "right"].into_iter().chain(own).collect();
        assert_eq!(journey(&[("right", right)]), with(&own), "{right}");
    }
    Ok(())
}
