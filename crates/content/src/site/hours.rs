//! Opening hours as the site's file writes them: `lundi = "09:00-17:30"`.

use domain::calendar::{OpenDay, OpeningHours};

use crate::source::Value;

const DAYS: [(&str, i8); 7] = [
    ("lundi", 1),
    ("mardi", 2),
    ("mercredi", 3),
    ("jeudi", 4),
    ("vendredi", 5),
    ("samedi", 6),
    ("dimanche", 7),
];

/// One entry for each day that the table names; a day it does not name is closed.
pub(crate) fn opening_hours(value: &Value<'_>) -> Option<OpeningHours> {
    let fields = value.fields()?;
    let mut days = Vec::new();
    for (name, weekday) in DAYS {
        let hours = fields.optional(name).and_then(|value| {
            value.parsed(
                "hours as \"09:00-17:30\", the first before the second",
                range,
            )
        });
        if let Some((opens_minutes, closes_minutes)) = hours {
            days.push(OpenDay {
                weekday,
                opens_minutes,
                closes_minutes,
            });
        }
    }
    if fields.entries().is_empty() {
        value
            .place
            .refuse("expected at least one open day, such as lundi = \"09:00-17:30\"");
    }
    fields.refuse_unknown();
    Some(OpeningHours { days })
}

fn range(text: &str) -> Option<(i16, i16)> {
    let (opens, closes) = text.split_once('-')?;
    let (opens, closes) = (minutes(opens)?, minutes(closes)?);
    (opens < closes).then_some((opens, closes))
}

fn minutes(text: &str) -> Option<i16> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| -> Option<i16> {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
