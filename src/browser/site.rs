//! The Mission Locale, read from the JSON that the endpoint and the build write.

use domain::{
    calendar::{OpenDay, OpeningHours},
    site::{PublicKey, Site},
};

use super::json::Json;

/// The Mission Locale of that JSON; `None` when anything of it is missing.
pub fn read(json: &str) -> Option<Site> {
    let site = Json::parse(json);
    Some(Site {
        id: site.text("id")?,
        name: site.text("name")?,
        address: site.member("address").items()?,
        phone: site.text("phone")?,
        phone_e164: site.text("phone_e164")?,
        email: site.text("email")?,
        website: site.text("website")?,
        officer_email: site.text("officer_email")?,
        time_zone: site.text("time_zone")?,
        opening_hours: OpeningHours {
            days: site.member("opening_hours").list("days", open_day)?,
        },
        postal_areas: site.member("postal_areas").items()?,
        keep_after_delivery_days: site.number("keep_after_delivery_days")?,
        notices: site.texts("notices")?.into_iter().collect(),
        keys: site.list("keys", key)?,
    })
}

fn open_day(day: &Json) -> Option<OpenDay> {
    Some(OpenDay {
        weekday: day.number("weekday")?,
        opens_minutes: day.number("opens_minutes")?,
        closes_minutes: day.number("closes_minutes")?,
    })
}

fn key(key: &Json) -> Option<PublicKey> {
    Some(PublicKey {
        kid: key.text("kid")?,
        public_key: key.text("public_key")?,
        seal_until: key.parsed("seal_until")?,
    })
}
