//! Whether a draft is offered, what of the answers it holds, and in which order it is kept, taken up and cleared.

use domain::submission::MessageKind;

use super::*;
use crate::testing::{FakePhone, LINA, answered, block_on, french};

const A_DAY: i64 = 24 * 60 * 60;

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
    assert_eq!(after_sealing(&typed, true), SealedDraft::Kept);
    assert_eq!(after_sealing(&typed, false), SealedDraft::NotKept);
    for kept in [true, false] {
        assert_eq!(
            after_sealing(&Answers::default(), kept),
            SealedDraft::Outdated
        );
    }
}

#[test]
fn a_draft_is_offered_only_while_it_is_younger_than_a_day() {
    let phone = &FakePhone::new();
    for (age, is_offered) in [(60, true), (A_DAY - 1, true), (A_DAY + 1, false)] {
        phone.has_draft_since(age);
        let kept_at = block_on(recall(phone, Some(true), false));
        assert_eq!(kept_at.is_some(), is_offered, "{age}");
        assert_eq!(phone.draft.borrow().is_some(), is_offered, "else erased");
    }
}

#[test]
fn a_draft_is_looked_for_only_after_a_yes_and_erased_on_a_shared_device() {
    let phone = &FakePhone::new();
    phone.has_draft_since(60);
    for own in [None, Some(false)] {
        assert_eq!(block_on(recall(phone, own, false)), None);
    }
    assert!(phone.logged().is_empty());
    assert_eq!(block_on(recall(phone, Some(true), true)), None);
    assert_eq!(phone.logged(), ["draft cleared"]);
}

#[test]
fn a_yes_keeps_what_is_answered_and_a_no_clears_it() {
    let phone = &FakePhone::new();
    block_on(answer(phone, phone, Some(phone.draft_now()), true));
    assert_eq!(phone.logged(), ["draft kept", "said: kept"]);
    assert!(phone.has_kept.get());
    assert_eq!(phone.kept_word(OWN_PHONE).as_deref(), Some("yes"));

    block_on(answer(phone, phone, Some(phone.draft_now()), false));
    assert_eq!(phone.logged(), ["draft cleared", "said: not kept"]);
    assert!(!phone.has_kept.get());
    assert_eq!(phone.kept_word(OWN_PHONE).as_deref(), Some("no"));
}

#[test]
fn a_yes_that_cannot_be_kept_is_said_and_remembered_as_a_no() {
    let phone = &FakePhone::new();
    phone.keeps_drafts.set(false);
    block_on(answer(phone, phone, Some(phone.draft_now()), true));
    assert_eq!(phone.logged(), ["draft cleared", "said: not kept"]);
    assert_eq!(phone.kept_word(OWN_PHONE).as_deref(), Some("no"));
}

#[test]
fn a_yes_before_anything_is_answered_stays_a_yes() {
    let phone = &FakePhone::new();
    block_on(answer(phone, phone, None, true));
    assert_eq!(phone.logged(), ["said: kept"]);
}

#[test]
fn a_draft_that_another_tab_removed_is_not_kept_again() {
    let phone = &FakePhone::new();
    block_on(keep(phone, phone, phone.draft_now()));
    assert_eq!(phone.draft_waits.get(), Some(phone.clock.now()));
    phone.draft.replace(None);
    block_on(keep(phone, phone, phone.draft_now()));
    assert_eq!(phone.logged(), ["draft kept"], "once");
    assert!(phone.draft.borrow().is_none());
}

#[test]
fn a_draft_whose_answers_were_sent_while_it_was_sealed_is_cleared_at_once() {
    let phone = &FakePhone::new();
    let draft = phone.draft_now();
    phone.answers.replace(Answers::default());
    block_on(keep(phone, phone, draft));
    assert_eq!(phone.logged(), ["draft kept", "draft cleared"]);
    assert_eq!(phone.draft_waits.get(), None);
    assert!(!phone.has_kept.get());
}

#[test]
fn a_draft_that_cannot_be_kept_leaves_word_of_the_one_before() {
    let phone = &FakePhone::new();
    let before = phone.clock.now();
    phone.draft_waits.set(Some(before));
    phone.clock.pass(60);
    phone.keeps_drafts.set(false);
    block_on(keep(phone, phone, phone.draft_now()));
    assert_eq!(phone.draft_waits.get(), Some(before));
    assert!(!phone.has_kept.get());
}

#[test]
fn a_draft_is_taken_up_with_its_answers() {
    let phone = &FakePhone::new();
    phone.has_draft_since(60);
    let typed = phone.answers.replace(Answers::default());
    block_on(resume(phone, phone));
    assert!(*phone.answers.borrow() == typed && phone.has_kept.get());
    assert!(phone.draft.borrow().is_some(), "it stays until it is sent");
}

#[test]
fn a_draft_that_is_gone_or_too_old_is_cleared_and_said_to_be_unreadable() {
    let phone = &FakePhone::new();
    phone.answers.replace(Answers::default());
    block_on(resume(phone, phone));
    phone.has_draft_since(A_DAY + 1);
    block_on(resume(phone, phone));
    assert_eq!(phone.logged(), ["draft cleared"; 2]);
    assert_eq!(phone.said.get(), Some(key!("draft.unreadable")));
    assert!(phone.answers.borrow().is_empty());
}
