//! Which options are offered to whom, and codes that never change.

use super::*;

use crate::{calendar::OpeningHours, table::Table};

fn site(news: bool) -> Site {
    let text = String::new;
    Site {
        id: text(),
        name: text(),
        address: Vec::new(),
        phone: text(),
        phone_e164: text(),
        email: text(),
        website: text(),
        officer_email: text(),
        host: text(),
        mail_provider: text(),
        time_zone: text(),
        opening_hours: OpeningHours { days: Vec::new() },
        postal_areas: Vec::new(),
        keep_after_delivery_days: 7,
        notices: Table::default(),
        partners: [("mission-interim".to_owned(), "Agence Exemple".to_owned())]
            .into_iter()
            .collect(),
        news,
        keys: Vec::new(),
    }
}

fn codes(site: &Site, source: Option<&str>) -> Vec<&'static str> {
    offered(site, source).map(Purpose::code).collect()
}

#[test]
fn codes_are_stable_and_read_back() {
    let codes = Purpose::ALL.map(Purpose::code);
    assert_eq!(codes, ["opt_sms_reminders", "opt_tell_partner", "opt_news"]);
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
    }
    assert_eq!(Purpose::from_code("opt_everything"), None);
}

#[test]
fn reminders_are_always_offered_and_news_where_the_site_says_so() {
    assert_eq!(codes(&site(false), None), ["opt_sms_reminders"]);
    assert_eq!(codes(&site(true), None), ["opt_sms_reminders", "opt_news"]);
}

#[test]
fn a_partner_is_told_only_of_those_who_came_by_its_link() {
    let site = site(false);
    assert_eq!(
        codes(&site, Some("mission-interim")),
        ["opt_sms_reminders", "opt_tell_partner"]
    );
    assert_eq!(codes(&site, Some("instagram")), ["opt_sms_reminders"]);
    assert_eq!(
        partner(&site, Some("mission-interim")),
        Some("Agence Exemple")
    );
    assert_eq!(partner(&site, Some("instagram")), None);
    assert_eq!(partner(&site, None), None);
}
