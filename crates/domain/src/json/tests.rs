//! The two readers of a type, on generated values: what serde writes both read, and of less both say the same.

use std::{
    fmt::{self, Debug},
    vec,
};

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::*;
use crate::{
    calendar::{OpenInterval, OpeningHours},
    outbox::{Entry, SentRecord, Standing, StuckReason, Unconfirmed},
    owner::OwnerSecret,
    reference::Reference,
    site::{PublicKey, Site},
    submission::MessageKind,
    time::{Date, Timestamp},
    wire::{Receipt, SubmissionId, SubmissionState, SubmissionStatus},
};

impl ParsedJson for Value {
    fn member(&self, name: &str) -> Self {
        self.get(name).cloned().unwrap_or_default()
    }

    fn is_missing(&self) -> bool {
        self.is_null()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(Into::into)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn entries(&self) -> Option<Vec<Self>> {
        let members = self.as_object()?.iter();
        let pair =
            |(name, value): (&String, &Self)| vec![name.as_str().into(), value.clone()].into();
        Some(members.map(pair).collect())
    }
}

/// `json` without one of the members of an object in it, once for each.
fn without_a_member(json: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match json {
        Value::Object(members) => {
            for (name, part) in members {
                let mut less = members.clone();
                less.remove(name);
                all.push(less.into());
                all.extend(without_a_member(part).into_iter().map(|part| {
                    let mut json = json.clone();
                    json[name] = part;
                    json
                }));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                all.extend(without_a_member(item).into_iter().map(|item| {
                    let mut json = json.clone();
                    json[index] = item;
                    json
                }));
            }
        }
        _ => {}
    }
    all
}

/// What serde writes of `value` is read whole, and less of it is read or refused as serde does.
fn both_read<T: Serialize + DeserializeOwned + PartialEq>(
    value: &T,
    read: fn(&Value) -> Option<T>,
) -> Result<(), TestCaseError> {
    let json = serde_json::to_value(value)?;
    prop_assert!(read(&json).as_ref() == Some(value), "{json}");
    for less in without_a_member(&json) {
        let by_serde = serde_json::from_value(less.clone()).ok();
        prop_assert!(read(&less) == by_serde, "{less}");
    }
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,8}"
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_i64).prop_map(Timestamp::from_unix_seconds)
}

fn day() -> impl Strategy<Value = Date> {
    moment().prop_map(Timestamp::date)
}

fn reference() -> impl Strategy<Value = Reference> {
    any::<[u8; 8]>().prop_map(Reference::from_random)
}

fn maybe<T: Debug>(some: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(some)
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..3)
}

prop_compose! {
    fn site()(site in site_without_branches(), branches in prop::collection::vec(site_without_branches(), 0..3)) -> Site {
        Site { branches, ..site }
    }
}

fn site_without_branches() -> impl Strategy<Value = Site> {
    let table = || prop::collection::vec((text(), text()), 0..3);
    let days = prop::collection::vec(any::<(i8, i16, i16)>(), 0..3);
    let keys = prop::collection::vec((text(), text(), moment()), 0..3);
    let members = (
        texts(),
        texts(),
        texts(),
        (days, texts()),
        table(),
        table(),
        keys,
    );
    let rest = (
        any::<u16>(),
        any::<[bool; 2]>(),
        (texts(), text()),
        maybe(moment()),
    );
    let own = prop::array::uniform10(text());
    (own, members, rest).prop_map(|(own, members, rest)| {
        let [
            id,
            name,
            phone,
            phone_e164,
            email,
            website,
            officer_email,
            host,
            mail_provider,
            time_zone,
        ] = own;
        let (address, postal_areas, territory, (days, closed_on), notices, partners, keys) =
            members;
        let (keep_after_delivery_days, [news, sms], (callers, calls_from), written_at) = rest;
        let day = |(weekday, opens_minutes, closes_minutes)| OpenInterval {
            weekday,
            opens_minutes,
            closes_minutes,
        };
        let key = |(kid, public_key, seal_until)| PublicKey {
            kid,
            public_key,
            seal_until,
        };
        Site {
            id,
            name,
            address,
            phone,
            phone_e164,
            email,
            website,
            officer_email,
            host,
            mail_provider,
            time_zone,
            opening_hours: OpeningHours {
                days: days.into_iter().map(day).collect(),
                closed_on,
            },
            postal_areas,
            territory,
            keep_after_delivery_days,
            notices: notices.into_iter().collect(),
            partners: partners.into_iter().collect(),
            news,
            sms,
            callers,
            calls_from,
            branches: Vec::new(),
            keys: keys.into_iter().map(key).collect(),
            written_at,
        }
    })
}

prop_compose! {
    fn receipt()(reference in reference(), received_at in moment(), sha256 in text(), due_on in maybe(day())) -> Receipt {
        Receipt { reference, received_at, sha256, due_on }
    }
}

prop_compose! {
    fn status()(
        state in prop::sample::select(&SubmissionState::ALL[..]),
        reference in reference(),
        received_at in moment(),
        delivered_at in maybe(moment()),
        purged_at in maybe(moment()),
        due_on in maybe(day()),
    ) -> SubmissionStatus {
        SubmissionStatus { state, reference, received_at, delivered_at, purged_at, due_on }
    }
}

prop_compose! {
    fn entry()(
        numbers in any::<(u8, u32)>(),
        secrets in any::<([u8; 16], Option<[u8; 16]>)>(),
        kind in prop::sample::select(&MessageKind::ALL[..]),
        texts in (text(), text(), text()),
        moments in (moment(), moment()),
        reason in maybe(prop::sample::select(&StuckReason::ALL[..])),
        flags in any::<(bool, bool)>(),
    ) -> Sealed {
        Sealed(Entry {
            format: numbers.0,
            id: SubmissionId::from_random(secrets.0),
            kind,
            body: texts.0,
            sha256: texts.1,
            kept_at: moments.0,
            attempts: numbers.1,
            next_attempt_at: moments.1,
            standing: reason.map_or(Standing::Waiting, Standing::Stuck),
            shared_device: flags.0,
            owner: secrets.1.map(OwnerSecret::from_random),
            branch: texts.2,
            blocked: flags.1,
        })
    }
}

/// An entry has no `Debug`, which proptest asks for.
#[derive(Clone)]
struct Sealed(Entry);

impl Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id.short())
    }
}

proptest! {
    #[test]
    fn a_site_is_read_alike(site in site()) {
        both_read(&site, Site::read)?;
    }

    #[test]
    fn a_receipt_is_read_alike(receipt in receipt()) {
        both_read(&receipt, Receipt::read)?;
    }

    #[test]
    fn a_status_is_read_alike(status in status()) {
        both_read(&status, SubmissionStatus::read)?;
    }

    #[test]
    fn an_entry_its_copy_and_its_record_are_read_alike(
        entry in entry(), receipt in receipt(), format in any::<u8>(),
        delivered_at in maybe(moment()), former_reference in maybe(reference()),
    ) {
        let Sealed(entry) = entry;
        both_read(&entry, Entry::read)?;
        let mut copy = Unconfirmed::new(entry.clone(), receipt.received_at);
        copy.format = format;
        both_read(&copy, Unconfirmed::read)?;
        let record = SentRecord { delivered_at, former_reference, ..SentRecord::new(&entry, &receipt) };
        both_read(&record, SentRecord::read)?;
    }
}
