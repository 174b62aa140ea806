//! The order of a sending: kept first, forgotten next, shown last; and what is said where it fails.

use domain::outbox::Store;

use super::*;
use crate::testing::{FakePhone, block_on};

const KIND: MessageKind = MessageKind::Registration;

fn waiting(phone: &FakePhone) -> Vec<Entry> {
    let Ok(entries) = block_on(phone.outbox.inside.entries());
    entries
}

#[test]
fn the_draft_and_the_answers_go_only_after_the_entry_is_kept() {
    let phone = &FakePhone::new();
    phone.has_draft_since(60);
    block_on(send(phone, phone, KIND));
    let order = [
        "entry kept",
        "draft cleared",
        "answers forgotten",
        "outbox shown",
        "sent shown",
    ];
    assert_eq!(phone.logged(), order);
    let sent = phone
        .last_sent
        .take()
        .unwrap_or_else(|| panic!("it is sent"));
    assert!(sent.first_name == "Lina" && waiting(phone)[0].id == sent.id);
    assert!(phone.unsent.borrow().is_none() && phone.said.get().is_none());
    assert!(phone.choices.borrow()[0].about == sent.id);
}

#[test]
fn a_failed_keep_leaves_draft_and_answers_and_says_so() {
    let phone = &FakePhone::new();
    phone.has_draft_since(60);
    phone.keeps_and_reaches_nothing();
    block_on(send(phone, phone, KIND));
    assert_eq!(phone.said.get(), Some(key!("sending.not_kept")));
    assert!(phone.logged().is_empty(), "nothing was done");
    assert!(!phone.answers.borrow().is_empty() && phone.draft.borrow().is_some());
    assert!(phone.last_sent.borrow().is_none() && phone.unsent.borrow().is_some());
}

#[test]
fn a_second_send_of_the_same_answers_is_the_same_entry() {
    let phone = &FakePhone::new();
    phone.keeps_and_reaches_nothing();
    block_on(send(phone, phone, KIND));
    let first = phone
        .unsent
        .borrow()
        .as_ref()
        .map(|sealed| sealed.entry.clone());
    phone.keeps_and_reaches_again();
    phone.clock.pass(90);
    block_on(send(phone, phone, KIND));
    assert!(waiting(phone).into_iter().next() == first);
}

#[test]
fn where_nothing_can_be_kept_the_answers_go_once_the_endpoint_has_them() {
    let phone = &FakePhone::new();
    phone.outbox.writes_fail.set(true);
    block_on(send(phone, phone, KIND));
    let sent = phone
        .last_sent
        .take()
        .unwrap_or_else(|| panic!("it is sent"));
    assert!(phone.unkept.borrow()[0].id == sent.id);
    assert!(phone.unsent.borrow().is_none() && phone.answers.borrow().is_empty());
}

#[test]
fn what_is_refused_is_shown_and_nothing_is_sealed() {
    let phone = &FakePhone::new();
    phone.answers.borrow_mut().set("phone", "06 39");
    block_on(send(phone, phone, KIND));
    assert_eq!(phone.refusals.borrow()[0].question, "phone");
    assert!(phone.logged().is_empty() && phone.said.get().is_none());
}

#[test]
fn a_new_notice_is_seen_before_anything_is_sealed() {
    let phone = &FakePhone::new();
    phone.is_notice_new.set(true);
    block_on(send(phone, phone, KIND));
    assert_eq!(phone.said.get(), Some(key!("sending.notice_changed")));
    assert!(phone.logged().is_empty() && phone.unsent.borrow().is_none());
    block_on(send(phone, phone, KIND));
    assert_eq!(waiting(phone).len(), 1, "it was seen");
}

#[test]
fn keys_are_asked_for_where_there_are_none_and_said_to_be_missing() {
    let phone = &FakePhone::new();
    phone.has_keys.set(false);
    phone.is_reached.set(false);
    block_on(send(phone, phone, KIND));
    assert_eq!(phone.said.get(), Some(key!("sending.no_key")));
    assert_eq!(phone.logged(), ["keys asked"]);
    phone.is_reached.set(true);
    block_on(send(phone, phone, KIND));
    assert_eq!(phone.logged()[..2], ["keys asked", "entry kept"]);
}

#[test]
fn on_a_shared_device_no_choices_stay_behind() {
    let phone = &FakePhone::new();
    phone.is_shared.set(true);
    block_on(send(phone, phone, KIND));
    assert!(phone.choices.borrow().is_empty() && phone.preferences.borrow().is_empty());
}

/// A phone on which a registration waits, and on which its cancellation is filled in.
fn cancelling() -> (FakePhone, SubmissionId) {
    let phone = FakePhone::new();
    block_on(send(&phone, &phone, KIND));
    let about = phone
        .last_sent
        .borrow()
        .as_ref()
        .map(|last| last.id.clone());
    let about = about.unwrap_or_else(|| panic!("it is sent"));
    let mut answers = Answers::default();
    for (question, answer) in [
        ("right", "cancellation"),
        ("first_name", "Lina"),
        ("usage_name", "Diallo"),
        ("birth_date", "2007-05-14"),
        ("phone", "06 39 98 41 27"),
    ] {
        answers.set(question, answer);
    }
    phone.answers.replace(answers);
    phone.about.replace(Some(about.clone()));
    phone.logged();
    (phone, about)
}

#[test]
fn cancelling_what_waits_takes_it_back_once_the_request_is_kept() {
    let (phone, about) = cancelling();
    block_on(send(&phone, &phone, MessageKind::RightsRequest));
    assert_eq!(phone.logged()[..2], ["entry kept", "entry removed"]);
    assert!(
        phone.choices.borrow().is_empty(),
        "nothing is left to choose"
    );
    let left = waiting(&phone);
    assert!(left.len() == 1 && left[0].id != about, "the request alone");
}

#[test]
fn what_is_cancelled_while_something_is_sent_is_taken_back_afterwards() {
    let (phone, about) = cancelling();
    phone.lock.is_held.set(true);
    block_on(send(&phone, &phone, MessageKind::RightsRequest));
    assert_eq!(waiting(&phone).len(), 2);
    let later = phone.to_take_back.take();
    let later = later.unwrap_or_else(|| panic!("it is to be taken back"));
    assert!(later == about);
    phone.lock.is_held.set(false);
    block_on(take_back_later(&phone, &phone, later));
    assert_eq!(waiting(&phone).len(), 1);
}

#[test]
fn a_cancellation_that_is_not_kept_takes_nothing_back() {
    let (phone, _) = cancelling();
    phone.keeps_and_reaches_nothing();
    block_on(send(&phone, &phone, MessageKind::RightsRequest));
    assert_eq!(phone.said.get(), Some(key!("sending.not_kept")));
    assert_eq!(
        (waiting(&phone).len(), phone.choices.borrow().len()),
        (1, 1)
    );
}

#[test]
fn what_is_given_up_goes_with_its_choices_or_stays_whole() {
    let (phone, about) = cancelling();
    phone.lock.is_held.set(true);
    assert!(!block_on(give_up(&phone, &phone, about.clone())));
    assert_eq!(
        (waiting(&phone).len(), phone.choices.borrow().len()),
        (1, 1)
    );
    phone.lock.is_held.set(false);
    assert!(block_on(give_up(&phone, &phone, about.clone())));
    assert!(waiting(&phone).is_empty() && phone.choices.borrow().is_empty());
    assert!(phone.last_sent.borrow().is_none());
}

const PURPOSE: Purpose = Purpose::SmsReminders;

#[test]
fn a_choice_counts_once_its_message_is_kept() {
    let (phone, about) = cancelling();
    phone.keeps_and_reaches_nothing();
    block_on(choose(&phone, &phone, about.clone(), PURPOSE, true));
    assert_eq!(phone.said.get(), Some(key!("sending.not_kept")));
    assert!(phone.choices.borrow()[0].on.is_empty());
    phone.keeps_and_reaches_again();
    block_on(choose(&phone, &phone, about, PURPOSE, true));
    assert_eq!(phone.said.get(), Some(key!("choices.noted")));
    assert_eq!(phone.logged(), ["entry kept", "outbox shown", "leaves"]);
    assert!(phone.choices.borrow()[0].on == [PURPOSE]);
    let kept = phone.kept_word(crate::preferences::CHOICES);
    assert!(kept == Some(options::to_lines(&phone.choices.borrow())));
}

#[test]
fn of_two_choices_in_one_second_the_later_one_is_later() {
    let (phone, about) = cancelling();
    for on in [true, false] {
        block_on(choose(&phone, &phone, about.clone(), PURPOSE, on));
    }
    let last = phone.last_choice_at.get();
    assert_eq!(last, phone.clock.now().plus_seconds(1));
}

#[test]
fn a_choice_leaves_what_could_not_be_sent_alone() {
    let (phone, about) = cancelling();
    phone.keeps_and_reaches_nothing();
    block_on(send(&phone, &phone, MessageKind::RightsRequest));
    let unsent = phone.unsent.borrow().as_ref().map(|it| it.entry.id.clone());
    block_on(choose(&phone, &phone, about, PURPOSE, true));
    let still = phone.unsent.borrow().as_ref().map(|it| it.entry.id.clone());
    assert!(unsent.is_some() && unsent == still);
}
