//! What a page of questions refuses, with the real questionnaire.

use domain::{
    bundle::Bundle,
    submission::{MessageKind, Reason},
};

use super::*;
use crate::{
    testing::{LINA, answered, french},
    text_keys::NAMES,
};

fn form(bundle: &Bundle, kind: MessageKind) -> &Form {
    let form = bundle.form(kind.questionnaire());
    form.unwrap_or_else(|| panic!("the form"))
}

fn today() -> Date {
    "2026-12-01".parse().unwrap_or_else(|_| panic!("a day"))
}

/// The page that asks a question.
fn page_of<'f>(form: &'f Form, question: &str) -> &'f str {
    let mut sections = form.questionnaire.sections.iter();
    let section = sections.find(|section| section.questions.iter().any(|it| it.id == question));
    &section.unwrap_or_else(|| panic!("{question} is asked")).id
}

fn names(refusals: &[Refusal]) -> Vec<&str> {
    refusals.iter().map(|it| it.question.as_str()).collect()
}

#[test]
fn a_commune_is_not_refused_before_there_is_a_postal_code() {
    let bundle = french();
    let form = form(&bundle, MessageKind::Registration);
    let page = page_of(form, "commune_code");
    let mut answers = answered(form, &LINA);
    assert!(of_section(form, page, &answers, today()).is_empty());
    answers.set("commune_code", "");
    let refused = of_section(form, page, &answers, today());
    assert_eq!(names(&refused), ["commune_code"]);
    answers.set("postal_code", "");
    let refused = of_section(form, page, &answers, today());
    assert_eq!(names(&refused), ["postal_code"]);
}

#[test]
fn what_is_put_right_is_refused_no_more() {
    let bundle = french();
    let form = form(&bundle, MessageKind::Registration);
    let mut answers = answered(form, &LINA);
    answers.set("first_name", "");
    answers.set("usage_name", "");
    let page = page_of(form, "first_name");
    let refused = of_section(form, page, &answers, today());
    answers.set("first_name", "Lina");
    let left = still(form, &answers, &refused, today(), |_| true);
    assert!(!names(&left).contains(&"first_name"));
    assert!(names(&left).contains(&"usage_name"));
}

#[test]
fn an_age_stays_refused_for_as_long_as_that_date_is_asked_back() {
    let bundle = french();
    let form = form(&bundle, MessageKind::Registration);
    let mut answers = answered(form, &LINA);
    answers.set("birth_date", "1950-01-01");
    let page = page_of(form, "birth_date");
    let refused = of_section(form, page, &answers, today());
    assert!(refused.iter().any(|it| it.reason == Reason::TooOld));
    let left =
        |is_asked_back: bool| still(form, &answers, &refused, today(), |_| is_asked_back).len();
    assert_eq!((left(true), left(false)), (1, 0));
}

#[test]
fn the_short_form_can_be_sent_once_all_that_it_asks_is_answered() {
    let bundle = french();
    let form = form(&bundle, MessageKind::CallbackRequest);
    let mut answers = answered(form, &LINA);
    assert!(are_none(form, &answers, today()));
    answers.set("phone", "");
    assert!(!are_none(form, &answers, today()));
}

#[test]
fn an_age_leads_elsewhere_only_when_it_is_said_again_of_what_was_read() {
    let (date, other) = ("1950-01-01", "1951-01-01");
    let refused = |reason| Refusal {
        question: "birth_date".into(),
        reason,
    };
    let old = [refused(Reason::TooOld)];
    let other_reason = [refused(Reason::Missing)];
    assert!(is_asked_back(Some(date), true, &old, date));
    for (asked, is_read, shown, now) in [
        (None, true, &old, date),
        (Some(date), false, &old, date),
        (Some(date), true, &other_reason, date),
        (Some(date), true, &old, other),
    ] {
        assert!(!is_asked_back(asked, is_read, shown, now));
    }
    assert!(
        !is_asked_back(Some(date), true, &[], date),
        "it went with its page"
    );
    assert_eq!(age_of("2007-05-14", today()), 19);
    assert_eq!(age_of("2007-12-02", today()), 18, "tomorrow");
    assert_eq!(age_of("nothing", today()), 0);
}

#[test]
fn each_reason_has_the_sentence_of_its_code() {
    let bundle = french();
    for reason in Reason::ALL {
        let key = sentence(reason);
        let code = ["refusals.", reason.code()].concat();
        assert_eq!(NAMES[usize::from(key.0)], code);
        assert!(bundle.texts.get(key).is_some(), "{code} is no text");
    }
}
