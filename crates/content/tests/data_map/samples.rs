//! Samples of what travels and of what a phone keeps, with every member filled in.

use domain::{
    answers::Answers,
    code::{Code, Digest},
    language::Language,
    options::Purpose,
    outbox::{Entry, Standing, StuckReason},
    owner::OwnerSecret,
    reference::Reference,
    submission::{Acknowledgement, Consent, Context, Message, MessageKind, QuestionnaireRef},
    time::Timestamp,
    wire::{Receipt, SubmissionId},
};

pub(crate) fn message() -> Message {
    let moment = Timestamp::from_unix_seconds(0);
    let code = || -> Code { "a".parse().unwrap_or_else(|_| panic!("a code")) };
    let digest = || -> Digest {
        let digits = "0".repeat(64);
        digits.parse().unwrap_or_else(|_| panic!("a digest"))
    };
    Message {
        kind: MessageKind::Registration,
        questionnaire: QuestionnaireRef {
            id: code(),
            version: code(),
            digest: digest(),
        },
        language: Language::French,
        about: Some(SubmissionId::from_random([0; 16])),
        proof: Some(OwnerSecret::from_random([0; 16])),
        owner: Some(OwnerSecret::from_random([0; 16])),
        answers: Answers::default(),
        acknowledgement: Acknowledgement {
            notice: code(),
            version: code(),
            digest: digest(),
            language: Language::French,
            shown_at: moment,
        },
        consents: vec![Consent {
            purpose: Purpose::News,
            granted: false,
            at: moment,
        }],
        context: Context {
            source: Some(code()),
            event: Some(code()),
        },
        filled_at: moment,
        shared_device: false,
    }
}

pub(crate) fn entry() -> Entry {
    let moment = Timestamp::from_unix_seconds(0);
    let id = SubmissionId::from_random([0; 16]);
    let entry = Entry::new(
        id,
        MessageKind::Registration,
        String::new(),
        String::new(),
        moment,
    );
    Entry {
        standing: Standing::Stuck(StuckReason::Refused),
        shared_device: true,
        owner: Some(OwnerSecret::from_random([0; 16])),
        ..entry
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt {
        reference: Reference::from_random([0; 8]),
        received_at: Timestamp::from_unix_seconds(0),
        sha256: String::new(),
        due_on: None,
    }
}
