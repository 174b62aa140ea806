//! The Mission Locale as the app reads it, against the way in which the endpoint writes it.

use std::collections::BTreeSet;

use app::browser::site;
use domain::{
    calendar::{OpenInterval, OpeningHours},
    site::{PublicKey, Site},
    time::Timestamp,
};
use wasm_bindgen_test::wasm_bindgen_test;

/// What a phone may have kept the site without.
const LATER: [&str; 10] = [
    "branches",
    "callers",
    "calls_from",
    "host",
    "mail_provider",
    "news",
    "partners",
    "sms",
    "territory",
    "written_at",
];

pub(super) fn demo() -> Site {
    let day = |weekday| OpenInterval {
        weekday,
        opens_minutes: 540,
        closes_minutes: 1050,
    };
    let whole = Site {
        id: "demo".into(),
        name: "Mission Locale de l’Exemple".into(),
        address: vec!["1 rue de l’Exemple".into(), "59100 Roubaix".into()],
        phone: "03 53 01 12 34".into(),
        phone_e164: "+33353011234".into(),
        email: "accueil@mission-locale.example".into(),
        website: "https://mission-locale.example".into(),
        officer_email: "donnees@mission-locale.example".into(),
        host: "Hébergeur Exemple".into(),
        mail_provider: "Messagerie Exemple".into(),
        time_zone: "Europe/Paris".into(),
        opening_hours: OpeningHours {
            days: [1, 5].map(day).into(),
            closed_on: vec!["2026-12-24".into()],
        },
        postal_areas: vec!["59".into()],
        territory: vec!["59512".into()],
        keep_after_delivery_days: 7,
        notices: [("preinscription".to_owned(), "2026-11".to_owned())]
            .into_iter()
            .collect(),
        partners: [("mission-interim".to_owned(), "Agence Exemple".to_owned())]
            .into_iter()
            .collect(),
        news: true,
        sms: true,
        callers: vec!["Samira".into()],
        calls_from: "03 53 01 99 99".into(),
        branches: Vec::new(),
        keys: vec![PublicKey {
            kid: "19d4ff7643c4750a".into(),
            public_key: "onH8ciagGYZwvsvy1dhpIoXpqBAoLFSrG_MfqUlfnCA".into(),
            seal_until: Timestamp::from_unix_seconds(1_800_000_000),
        }],
        written_at: Some(Timestamp::from_unix_seconds(1_790_000_000)),
    };
    let branch = Site {
        id: "hem".into(),
        territory: vec!["59299".into()],
        ..whole.clone()
    };
    Site {
        branches: vec![branch],
        ..whole
    }
}

#[wasm_bindgen_test]
fn what_the_endpoint_writes_is_read_whole() {
    let json = serde_json::to_string(&demo()).unwrap_or_default();
    assert_eq!(site::read(&json), Some(demo()));
}

#[wasm_bindgen_test]
fn a_site_that_misses_any_other_member_is_none() {
    let json = serde_json::to_value(demo()).unwrap_or_default();
    let members: BTreeSet<String> = json
        .as_object()
        .map(|site| site.keys().cloned().collect())
        .unwrap_or_default();
    let read_without = |member: &&String| {
        let mut without = json.clone();
        if let Some(site) = without.as_object_mut() {
            site.remove(*member);
        }
        site::read(&without.to_string()).is_some()
    };
    let spared: Vec<&String> = members.iter().filter(read_without).collect();
    assert_eq!(spared, LATER);
    for text in ["", "null", "[]", "{", "<html>"] {
        assert!(site::read(text).is_none(), "{text}");
    }
}

#[wasm_bindgen_test]
fn a_site_kept_by_an_earlier_edition_is_read_without_what_came_later() {
    let mut json = serde_json::to_value(demo()).unwrap_or_default();
    if let Some(site) = json.as_object_mut() {
        for member in LATER {
            site.remove(member);
        }
    }
    let earlier = Site {
        branches: Vec::new(),
        host: String::new(),
        mail_provider: String::new(),
        territory: Vec::new(),
        partners: domain::sorted_map::SortedMap::default(),
        news: false,
        sms: false,
        callers: Vec::new(),
        calls_from: String::new(),
        written_at: None,
        ..demo()
    };
    assert_eq!(site::read(&json.to_string()), Some(earlier));
}
