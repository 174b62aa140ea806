//! Opening hours and closures as the site's file writes them: `lundi = "09:00-17:30"`, `fermetures = ["24/12/2026"]`.

use std::{collections::BTreeSet, iter::successors};

use domain::{
    calendar::{OpenInterval, OpeningHours},
    time::Date,
};

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

/// A closure of more days is a mistyped year.
const LONGEST_CLOSURE_DAYS: usize = 92;

const HOURS: &str = "des heures comme \"09:00-17:30\", ou [\"09:00-12:00\", \"13:30-17:30\"] pour un jour avec une pause, dans l’ordre";
const CLOSURE: &str = "un jour comme \"24/12/2026\", ou le premier et le dernier comme \"24/12/2026-02/01/2027\", 92 jours au plus";

/// The intervals of each day that the table names, and the closures; a day it does not name is closed.
pub(crate) fn opening_hours(value: &Value<'_>) -> Option<OpeningHours> {
    let fields = value.fields()?;
    let mut days = Vec::new();
    for (name, weekday) in DAYS {
        if let Some(value) = fields.optional(name) {
            days.extend(intervals(&value, weekday));
        }
    }
    let closures = fields.optional("fermetures");
    let closed_on = closures.map(|value| closed_days(&value));
    if !DAYS.iter().any(|(day, _)| fields.optional(day).is_some()) {
        value
            .place
            .refuse("il faut au moins un jour ouvert, comme lundi = \"09:00-17:30\"");
    }
    fields.refuse_unknown();
    Some(OpeningHours {
        days,
        closed_on: closed_on.unwrap_or_default(),
    })
}

/// The intervals of one day, each after the one before it.
fn intervals(value: &Value<'_>, weekday: i8) -> Vec<OpenInterval> {
    let mut intervals: Vec<OpenInterval> = Vec::new();
    let texts = value.texts();
    if texts.is_empty() {
        value.place.refuse(format!("il faut {HOURS}"));
    }
    for (_, item) in texts {
        let after = intervals.last().map_or(-1, |last| last.closes_minutes);
        let range = |text: &str| range(text).filter(|(opens, _)| *opens > after);
        let Some((opens_minutes, closes_minutes)) = item.parsed(HOURS, range) else {
            continue;
        };
        intervals.push(OpenInterval {
            weekday,
            opens_minutes,
            closes_minutes,
        });
    }
    intervals
}

fn range(text: &str) -> Option<(i16, i16)> {
    let (opens, closes) = text.split_once('-')?;
    let (opens, closes) = (minutes(opens.trim())?, minutes(closes.trim())?);
    (opens < closes).then_some((opens, closes))
}

fn minutes(text: &str) -> Option<i16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The number of a text of so many digits.
fn digits(text: &str, count: usize) -> Option<i16> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Each closed day once, in order.
fn closed_days(value: &Value<'_>) -> Vec<String> {
    let items = value.items();
    let closures = items
        .iter()
        .filter_map(|item| item.parsed(CLOSURE, closure));
    let days: BTreeSet<Date> = closures.flatten().collect();
    days.iter().map(Date::to_string).collect()
}

/// The days from the first to the last.
fn closure(text: &str) -> Option<Vec<Date>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first_day, last_day) = (day(first.trim())?, day(last.trim())?);
    let next = |day: &Date| day.civil().tomorrow().ok().map(Date::from);
    let days = successors(Some(first_day), next).take_while(|day| *day <= last_day);
    let days: Vec<Date> = days.take(LONGEST_CLOSURE_DAYS + 1).collect();
    (1..=LONGEST_CLOSURE_DAYS)
        .contains(&days.len())
        .then_some(days)
}

/// `24/12/2026`.
fn day(text: &str) -> Option<Date> {
    let (day, rest) = text.split_once('/')?;
    let (month, year) = rest.split_once('/')?;
    let (day, month, year) = (digits(day, 2)?, digits(month, 2)?, digits(year, 4)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}
