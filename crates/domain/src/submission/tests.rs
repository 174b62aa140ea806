//! What a submission accepts and refuses, rule by rule.

use std::{string::ToString, vec};

use super::*;
use crate::questionnaire::tests_support::sample;

const FILLED_AT: &str = "2026-11-22T09:30:00Z";

fn good() -> Answers {
    let mut answers = Answers::default();
    for (question, text) in [
        ("birth_date", "2007-05-14"),
        ("postal_code", "59100"),
        ("commune_code", "59512"),
        ("first_name", "Lina"),
        ("usage_name", "Benoît-Haddad"),
        ("phone", "06 12 34 56 78"),
    ] {
        answers.set(question, text);
    }
    answers
}

fn refused(change: impl Fn(&mut Answers)) -> Vec<(std::string::String, Reason)> {
    let mut answers = good();
    change(&mut answers);
    let today = FILLED_AT.parse::<Timestamp>().map(Timestamp::date);
    let refusals = refusals(
        &sample(),
        &answers,
        today.unwrap_or_else(|_| panic!("a moment")),
    );
    refusals
        .into_iter()
        .map(|refusal| (refusal.question, refusal.reason))
        .collect()
}

#[test]
fn a_complete_form_is_accepted() {
    assert_eq!(refused(|_| {}), vec![]);
}

#[test]
fn each_rule_refuses_its_breach_and_nothing_else() {
    let long = "é".repeat(61);
    let breaches: [(&str, &str, Reason); 16] = [
        ("birth_date", "", Reason::Missing),
        ("birth_date", "2007-02-30", Reason::NotADate),
        ("birth_date", "2030-01-01", Reason::NotADate),
        ("birth_date", "2010-11-23", Reason::TooYoung),
        ("birth_date", "2000-11-22", Reason::TooOld),
        ("postal_code", "5910", Reason::NotAPostalCode),
        ("first_name", &long, Reason::TooLong),
        ("first_name", "Li\u{7}na", Reason::NotReadable),
        ("first_name", "…", Reason::NotReadable),
        ("phone", "06 12", Reason::NotAPhone),
        ("email", "lina@", Reason::NotAnEmail),
        ("housing", "castle", Reason::NotAChoice),
        ("no_stable_address", "no", Reason::NotAChoice),
        ("born_abroad", "maybe", Reason::NotAChoice),
        ("school_exit_year", "2016", Reason::NotAYear),
        ("birth_country", "FR", Reason::NotAsked),
    ];
    for (question, text, reason) in breaches {
        let expected = vec![(question.to_string(), reason)];
        assert_eq!(
            refused(|answers| answers.set(question, text)),
            expected,
            "{question} = {text}"
        );
    }
}

#[test]
fn the_age_bounds_are_inside() {
    assert_eq!(
        refused(|answers| answers.set("birth_date", "2010-11-22")),
        vec![],
        "16 today"
    );
    assert_eq!(
        refused(|answers| answers.set("birth_date", "2000-11-23")),
        vec![],
        "26 tomorrow"
    );
}

#[test]
fn several_choices_are_codes_of_the_list_and_none_stands_alone() {
    let set = |codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        refused(move |answers| answers.set_many("transport_modes", codes.clone()))
    };
    let not = |reason| vec![("transport_modes".to_string(), reason)];
    assert_eq!(set(&["walking", "car"]), vec![]);
    assert_eq!(set(&["walking", "rocket"]), not(Reason::NotAChoice));
    assert_eq!(set(&["walking", "walking"]), not(Reason::NotAChoice));
    assert_eq!(set(&["walking", "none"]), not(Reason::NotAlone));
    assert_eq!(
        refused(|answers| answers.set("transport_modes", "walking")),
        not(Reason::NotAChoice)
    );
}

#[test]
fn tapping_keeps_the_order_of_the_file_and_the_lone_choice_alone() {
    let questionnaire = sample();
    let Some(question) = questionnaire.question("transport_modes") else {
        panic!("in the sample")
    };
    let mut answers = Answers::default();
    answers.toggle(question, "car", true);
    answers.toggle(question, "walking", true);
    assert_eq!(answers.many("transport_modes"), ["walking", "car"]);
    answers.toggle(question, "none", true);
    assert_eq!(answers.many("transport_modes"), ["none"]);
    answers.toggle(question, "car", true);
    assert_eq!(answers.many("transport_modes"), ["car"]);
    answers.toggle(question, "car", false);
    assert!(answers.get("transport_modes").is_none());
}
