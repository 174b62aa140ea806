//! What a rights request is about, on one's own phone and on a shared device.

use domain::{
    outbox::{Entry, contract},
    reference::Reference,
};

use super::*;

fn sent(number: u8, kind: MessageKind) -> SentRecord {
    let entry = Entry {
        kind,
        ..contract::entry(number)
    };
    SentRecord {
        reference: Reference::from_random([number; _]),
        ..SentRecord::new(&entry, &contract::receipt(&entry))
    }
}

fn naming(record: &SentRecord) -> Answers {
    let mut answers = Answers::default();
    answers.set(REFERENCE, &record.reference.spaced());
    answers
}

const OWN_PHONE: InHand<'_> = InHand {
    just_sent: None,
    shared_device: false,
};

#[test]
fn a_request_is_about_the_number_in_the_form_where_this_phone_was_given_it() {
    let records = [1, 2].map(|number| sent(number, MessageKind::Registration));
    let tapped = Some(&records[0].id);
    let named = OWN_PHONE.about(&naming(&records[1]), tapped, &records);
    assert!(named.as_ref() == Some(&records[1].id));
    // A number of somebody else proves nothing, and takes the place of what was tapped.
    let stranger = sent(3, MessageKind::Registration);
    assert!(
        OWN_PHONE
            .about(&naming(&stranger), tapped, &records)
            .is_none()
    );
    let mut broken = Answers::default();
    broken.set(REFERENCE, "no number");
    assert!(OWN_PHONE.about(&broken, tapped, &records).is_none());
    // Without a number it is what was tapped.
    let none = Answers::default();
    assert!(OWN_PHONE.about(&none, tapped, &records).as_ref() == tapped);
    assert!(OWN_PHONE.about(&none, None, &records).is_none());
}

#[test]
fn on_a_shared_device_nobody_is_taken_for_somebody_before() {
    let records = [1, 2].map(|number| sent(number, MessageKind::Registration));
    let shared = |just_sent| InHand {
        just_sent,
        shared_device: true,
    };
    let (nobody, second) = (shared(None), shared(Some(&records[1].id)));
    assert!(nobody.last_registration(&records).is_none());
    assert!(nobody.about(&naming(&records[0]), None, &records).is_none());
    assert!(
        second
            .last_registration(&records)
            .is_some_and(|last| last.id == records[1].id)
    );
    assert!(second.about(&naming(&records[0]), None, &records).is_none());
    assert!(second.about(&naming(&records[1]), None, &records).is_some());
}

#[test]
fn the_last_registration_is_the_newest_that_is_one() {
    let request = sent(1, MessageKind::RightsRequest);
    let call = sent(2, MessageKind::CallbackRequest);
    let older = sent(3, MessageKind::Registration);
    let records = [request, call, older];
    let last = OWN_PHONE.last_registration(&records);
    assert!(last.is_some_and(|last| last.id == records[1].id));
    assert!(OWN_PHONE.last_registration(&records[..1]).is_none());
}
