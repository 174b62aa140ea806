//! Composition with the real content: what is sealed opens to what was answered, and a second try is the first one.

use std::cell::Cell;

use domain::{
    bundle::Bundle,
    outbox::{SentRecord, contract},
    submission::{MessageKind, Reason},
};

use super::*;
use crate::testing::{LINA, answered, french, site};

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_796_000_000)
}

fn parts<'a>(bundle: &'a Bundle, form: &'a Form, answers: &'a Answers) -> Parts<'a> {
    let notice = bundle.notice("preinscription", None);
    Parts {
        kind: MessageKind::Registration,
        form,
        answers,
        language: Language::French,
        notice: notice.unwrap_or_else(|| panic!("the notice")),
        shown_at: now(),
        about: None,
        proof: None,
        consents: Vec::new(),
        context: Context::default(),
        filled_at: now(),
        shared_device: false,
    }
}

fn form(bundle: &Bundle) -> &Form {
    let form = bundle.form(MessageKind::Registration.questionnaire());
    form.unwrap_or_else(|| panic!("the form"))
}

/// Ids and secrets that are told apart by a number.
fn identities() -> impl Fn() -> (SubmissionId, OwnerSecret) {
    let number = Cell::new(0);
    move || {
        number.set(number.get() + 1);
        (
            SubmissionId::from_random([number.get(); 16]),
            OwnerSecret::from_random([!number.get(); 16]),
        )
    }
}

fn registration() -> Message {
    let bundle = french();
    let form = form(&bundle);
    let made = message(parts(&bundle, form, &answered(form, &LINA)));
    made.unwrap_or_else(|refused| panic!("{refused:?}"))
}

#[test]
fn a_message_holds_what_the_journey_asks_and_nothing_else() {
    let bundle = french();
    let form = form(&bundle);
    let mut answers = answered(form, &LINA);
    answers.set("registration_reference", "KT4-HW7-PX");
    let made = message(parts(&bundle, form, &answers));
    let made = made.unwrap_or_else(|refused| panic!("{refused:?}"));
    assert_eq!(made.answers.one("first_name"), Some("Lina"));
    assert_eq!(made.answers.one("registration_reference"), None);
    assert!(made.owner.is_none());
}

#[test]
fn what_the_endpoint_would_refuse_is_refused_with_its_question() {
    let bundle = french();
    let form = form(&bundle);
    let mut answers = answered(form, &LINA);
    answers.set("phone", "06 39");
    let Err(Refused::Answers(refusals)) = message(parts(&bundle, form, &answers)) else {
        panic!("it is refused");
    };
    let told = refusals.iter().map(|it| (it.question.as_str(), it.reason));
    assert_eq!(told.collect::<Vec<_>>(), [("phone", Reason::PhoneTooShort)]);
}

#[test]
fn an_entry_opens_to_its_message_and_keeps_the_secret_of_its_owner() {
    let (site, private) = site();
    let sealed = seal(&site, registration(), None, identities(), now());
    let entry = sealed.unwrap_or_else(|error| panic!("{error:?}")).entry;
    let envelope = envelope::Envelope::parse(entry.body.as_bytes());
    let envelope = envelope.unwrap_or_else(|_| panic!("an envelope"));
    let aad = seal_aad(&envelope.kid, &entry.id);
    let opened = envelope::open(&envelope, &private, SEAL_INFO, &aad);
    let opened = opened.unwrap_or_else(|_| panic!("it opens"));
    let message: Message =
        serde_json::from_slice(&opened).unwrap_or_else(|error| panic!("{error}"));
    assert!(message.answers == registration().answers);
    assert!(entry.owner.is_some() && message.owner == entry.owner);
    assert_eq!(envelope::sha256_hex(entry.body.as_bytes()), entry.sha256);
    assert_eq!(entry.kept_at, now());
}

#[test]
fn on_a_shared_device_the_secret_is_sealed_and_not_kept() {
    let (site, _) = site();
    let shared = Message {
        shared_device: true,
        ..registration()
    };
    let sealed = seal(&site, shared, None, identities(), now());
    let entry = sealed.unwrap_or_else(|error| panic!("{error:?}")).entry;
    assert!(entry.shared_device && entry.owner.is_none());
}

#[test]
fn the_same_message_tried_again_is_the_same_entry_and_another_is_not() {
    let (site, _) = site();
    let identity = identities();
    let tried = |message, before| {
        let sealed = seal(&site, message, before, &identity, now());
        sealed.unwrap_or_else(|error| panic!("{error:?}"))
    };
    let first = tried(registration(), None);
    let later = Message {
        filled_at: now().plus_seconds(90),
        ..registration()
    };
    let again = tried(later.clone(), Some(first.clone()));
    assert!(again.entry == first.entry, "nothing doubles");

    let mut corrected = later;
    corrected.answers.set("first_name", "Lena");
    let other = tried(corrected.clone(), Some(first.clone()));
    assert!(other.entry.id != first.entry.id && other.entry.body != first.entry.body);
    assert_eq!(other.filled_at, corrected.filled_at, "by its own moment");
    assert!(other.owner != first.owner);
}

#[test]
fn an_entry_says_which_branch_answers_it_and_nothing_else_of_where_the_person_lives() {
    let (mut site, _) = site();
    let branch = |id: &str, commune: &str| Site {
        id: id.to_owned(),
        territory: vec![commune.to_owned()],
        ..self::site().0
    };
    // A branch that has a city has its arrondissements.
    site.branches = vec![branch("hem", "59299"), branch("paris", "75056")];
    for (commune, expected) in [
        ("59512", ""),
        ("59299", "hem"),
        ("75111", "paris"),
        ("Hem", ""),
        ("", ""),
    ] {
        let mut message = registration();
        message.answers.set("commune_code", commune);
        let sealed = seal(&site, message, None, identities(), now());
        let entry = sealed.unwrap_or_else(|error| panic!("{error:?}")).entry;
        assert_eq!(entry.branch, expected, "{commune}");
        let record = SentRecord::new(&entry, &contract::receipt(&entry));
        assert_eq!(record.branch, expected, "{commune}");
        let kept = serde_json::to_string(&record).unwrap_or_default();
        assert!(!kept.contains("59299") && kept.contains("branch") != expected.is_empty());
    }
}

#[test]
fn what_cannot_be_sealed_is_told_with_its_sentence() {
    let (site, _) = site();
    let keyless = Site {
        keys: Vec::new(),
        ..site.clone()
    };
    let told = |site: &Site, message| {
        let sealed = seal(site, message, None, identities(), now());
        sealed.map(|_| ()).map_err(NotSealed::text_key)
    };
    assert_eq!(told(&keyless, registration()), Err(key!("sending.no_key")));
    let mut damaged = site.clone();
    for key in &mut damaged.keys {
        key.public_key = "no key".into();
    }
    assert_eq!(told(&damaged, registration()), Err(key!("sending.no_key")));
    let mut large = registration();
    large
        .answers
        .set("address_line", &"a".repeat(MAX_BODY_BYTES));
    assert_eq!(told(&site, large), Err(key!("sending.too_large")));
}

#[test]
fn somebody_with_one_name_is_greeted_by_that_one() {
    for (first, usage, name) in [
        ("Lina", "Diallo", "Lina"),
        (NO_NAME, "Diallo", "Diallo"),
        ("", "Diallo", "Diallo"),
        (NO_NAME, NO_NAME, ""),
    ] {
        let mut answers = Answers::default();
        answers.set("first_name", first);
        answers.set("usage_name", usage);
        assert_eq!(name_to_greet(&answers), name);
    }
}

#[test]
fn a_request_leaves_what_is_answered_in_a_registration() {
    let bundle = french();
    let request = bundle.form(MessageKind::RightsRequest.questionnaire());
    let request = request.unwrap_or_else(|| panic!("the form"));
    let mut answers = Answers::default();
    answers.set("first_name", "Lina");
    answers.set("right", "access");
    forget_request(&mut answers, request, Some(form(&bundle)));
    assert_eq!(
        (answers.one("first_name"), answers.one("right")),
        (Some("Lina"), None)
    );
    forget_request(&mut answers, request, None);
    assert!(answers.is_empty());
}
