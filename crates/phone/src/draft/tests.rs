//! Whether a draft is offered, and what of the answers it holds.

use domain::submission::MessageKind;

use super::*;
use crate::testing::{LINA, answered, french};

#[test]
fn a_draft_is_offered_for_a_day_on_a_phone_that_is_the_persons_own() {
    let now = Timestamp::from_unix_seconds(1_796_000_000);
    let ago = |seconds: i64| Some(now.plus_seconds(-seconds));
    let recent = now.plus_seconds(-60);
    for (kept_at, own, shared, becomes) in [
        (None, Some(true), false, Found::Nothing),
        (ago(60), None, false, Found::Nothing),
        (ago(60), Some(false), false, Found::Nothing),
        (ago(60), Some(true), false, Found::Offered(recent)),
        (ago(60), Some(true), true, Found::Erased),
        (ago(25 * 60 * 60), Some(true), false, Found::Erased),
        // The clock was set back.
        (ago(-60), Some(true), false, Found::Erased),
    ] {
        assert_eq!(found(kept_at, own, shared, now), becomes);
    }
}

#[test]
fn a_draft_holds_what_either_form_of_a_registration_asks() {
    let bundle = french();
    let [long, short] = [MessageKind::Registration, MessageKind::CallbackRequest].map(|kind| {
        let form = bundle.form(kind.questionnaire());
        form.unwrap_or_else(|| panic!("the form"))
    });
    assert!(answers_to_keep([long, short], &Answers::default()).is_none());
    let mut answers = answered(long, &LINA);
    answers.set("right", "access");
    let kept = answers_to_keep([long, short], &answers);
    let kept = kept.unwrap_or_else(|| panic!("there is something to keep"));
    assert_eq!(kept.one("first_name"), Some("Lina"));
    assert_eq!(
        kept.one("right"),
        None,
        "what is asked about rights is never kept"
    );
    assert!(answers_to_keep([short, short], &kept).is_some_and(|short| short != kept));
}

#[test]
fn whose_phone_it_is_is_asked_once_and_not_on_a_shared_device() {
    assert!(is_question_open(None, false, || true));
    assert!(!is_question_open(None, false, || false), "nothing lasts");
    assert!(!is_question_open(None, true, || true));
    for own in [true, false] {
        assert!(!is_question_open(Some(own), false, || true));
    }
}

#[test]
fn nothing_is_kept_before_a_yes_or_on_a_shared_device() {
    assert!(is_kept(Some(true), false));
    for (own, shared) in [(None, false), (Some(false), false), (Some(true), true)] {
        assert!(!is_kept(own, shared));
    }
}

#[test]
fn a_draft_is_offered_until_something_is_typed() {
    let (nothing, kept_at) = (Answers::default(), Timestamp::from_unix_seconds(0));
    let mut typed = Answers::default();
    typed.set("first_name", "Lina");
    assert!(is_offered(Some(kept_at), &nothing));
    assert!(!is_offered(Some(kept_at), &typed));
    assert!(!is_offered(None, &nothing));
}

#[test]
fn a_draft_of_what_was_sent_while_it_was_sealed_goes() {
    let mut typed = Answers::default();
    typed.set("first_name", "Lina");
    assert_eq!(after_sealing(&typed, true), Sealed::Kept);
    assert_eq!(after_sealing(&typed, false), Sealed::NotKept);
    for kept in [true, false] {
        assert_eq!(after_sealing(&Answers::default(), kept), Sealed::Outdated);
    }
}
