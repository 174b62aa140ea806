//! The Mission Locale, read from the JSON that the endpoint and the build write.

use domain::{
    calendar::{OpenDay, OpeningHours},
    site::{PublicKey, Site},
    time::Timestamp,
};

use super::json::{Json, Record};

/// The Mission Locale of that JSON; `None` when anything of it is missing.
pub fn read(json: &str) -> Option<Site> {
    let json = Json::parse(json);
    Record::read(&json, |site| Site {
        id: site.text("id"),
        name: site.text("name"),
        address: site.texts("address"),
        phone: site.text("phone"),
        phone_e164: site.text("phone_e164"),
        email: site.text("email"),
        website: site.text("website"),
        officer_email: site.text("officer_email"),
        host: site.text_if_any("host"),
        mail_provider: site.text_if_any("mail_provider"),
        time_zone: site.text("time_zone"),
        opening_hours: site.member("opening_hours", |hours| OpeningHours {
            days: hours.list("days", open_day),
        }),
        postal_areas: site.texts("postal_areas"),
        territory: json.member("territory").texts().unwrap_or_default(),
        keep_after_delivery_days: site.number("keep_after_delivery_days"),
        notices: site.texts_by_name("notices").collect(),
        partners: site.texts_by_name_if_any("partners").collect(),
        news: site.flag("news"),
        keys: site.list("keys", key),
        // What is kept from an earlier edition does not say.
        written_at: json.parsed("written_at"),
    })
}

fn open_day(day: &Record<'_>) -> OpenDay {
    OpenDay {
        weekday: day.number("weekday"),
        opens_minutes: day.number("opens_minutes"),
        closes_minutes: day.number("closes_minutes"),
    }
}

fn key(key: &Record<'_>) -> PublicKey {
    PublicKey {
        kid: key.text("kid"),
        public_key: key.text("public_key"),
        seal_until: key.parsed("seal_until", Timestamp::from_unix_seconds(0)),
    }
}
