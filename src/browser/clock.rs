//! The phone's clock, the only place in the app that reads the time, and moments as people say them.
//!
//! The clock may be wrong: nothing is ordered or expired by it on the endpoint, and ages, years and what a message says
//! of the time are counted on the moment that is [`believed`]. Waits are counted on the clock as it is.

use std::{cell::Cell, future::pending};

use domain::{
    clock_bounds::ClockBounds,
    language::Language,
    time::{Date as Day, Timestamp},
};
use elements::callbacks;
use js_sys::{Date, Object, Reflect};
use phone::ports::Pause;
use wasm_bindgen::JsValue;

use super::Browser;

/// What time the phone says it is.
#[expect(
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    reason = "this is the app's clock.rs; seconds fit"
)]
pub fn now() -> Timestamp {
    Timestamp::from_unix_seconds((Date::now() / 1000.0) as i64)
}

thread_local! {
    static BOUNDS: Cell<ClockBounds> = const { Cell::new(ClockBounds::NONE) };
}

/// The moment to count on, whatever the clock says.
pub fn believed() -> Timestamp {
    BOUNDS.get().believed(now())
}

/// Whether the clock is plainly wrong.
pub fn is_wrong() -> bool {
    BOUNDS.get().is_wrong(now())
}

/// What is known of the time when the page opens: the day of the build, and what the endpoint said in an earlier visit.
pub fn is_bounded_by(built_at: Option<Timestamp>, told_at: Option<Timestamp>) {
    BOUNDS.set(ClockBounds::kept(built_at, told_at));
}

/// The last receipt on this phone is of that moment. Said before [`told`]: what the endpoint says now is nearer the truth.
pub fn received(at: Timestamp) {
    BOUNDS.set(BOUNDS.get().received(at));
}

/// The endpoint says now that it is that moment.
pub fn told(at: Timestamp) {
    BOUNDS.set(BOUNDS.get().told(at, now()));
}

impl Pause for Browser {
    fn pause(&self, seconds: u32) -> impl Future<Output = ()> {
        wait(seconds)
    }
}

/// Is done after that many seconds.
pub async fn wait(seconds: u32) {
    // Nothing is waited for but the end of the time.
    let _: Option<()> = callbacks::within(seconds * 1000, pending()).await;
}

/// Is done once the browser has had its turn: it paints, and answers a tap, before what comes next.
pub async fn next_turn() {
    wait(0).await;
}

/// Minutes that the phone's local time is ahead of UTC at that moment: 60 or 120 in mainland France.
#[expect(
    clippy::cast_possible_truncation,
    reason = "less than a day in minutes"
)]
pub fn offset_minutes(moment: Timestamp) -> i64 {
    -(date(moment).get_timezone_offset() as i64)
}

/// The moment in the phone's local time, as people say it: "samedi 21 novembre à 18 h 42".
pub fn in_words(moment: Timestamp, language: &str) -> String {
    if is_french(language) {
        let [day, hour] = [
            words(moment, language, &DAY),
            hour_in_words(moment, language),
        ];
        return [&day, " à\u{a0}", &hour].concat();
    }
    words(moment, language, &[DAY.as_slice(), &HOUR].concat())
}

/// The time of day in the phone's local time: "18 h 42", "9 h".
pub fn hour_in_words(moment: Timestamp, language: &str) -> String {
    let said = words(moment, language, &HOUR);
    let Some((hour, minute)) = said.split_once(':').filter(|_| is_french(language)) else {
        return said;
    };
    let hour = hour.strip_prefix('0').unwrap_or(hour);
    match minute {
        "00" => [hour, "\u{a0}h"].concat(),
        _ => [hour, "\u{a0}h\u{a0}", minute].concat(),
    }
}

/// The day as people say it: "mardi 22 décembre", the same everywhere.
pub fn day_in_words(day: Day, language: &str) -> String {
    let noon = Timestamp::from_civil(day.civil().at(12, 0, 0, 0));
    words(
        noon,
        language,
        &[DAY.as_slice(), &[("timeZone", "UTC")]].concat(),
    )
}

const DAY: [(&str, &str); 3] = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
const HOUR: [(&str, &str); 2] = [("hour", "2-digit"), ("minute", "2-digit")];

fn words(moment: Timestamp, language: &str, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (part, form) in parts {
        // A part that cannot be asked for is left out of the sentence.
        let _ = Reflect::set(&options, &(*part).into(), &(*form).into());
    }
    // British English: the day before the month and twenty-four hours, as everything around it in France; Arabic with
    // the digits and hours that stand around it too.
    let locale = match language {
        "en" => "en-GB",
        "ar" => "ar-u-hc-h23-nu-latn",
        other => other,
    };
    let said: String = date(moment).to_locale_string(locale, &options).into();
    if !is_french(language) {
        return said;
    }
    // French says "1er décembre", and browsers "1 décembre".
    let mut words = String::new();
    for word in said.split(' ') {
        words.push_str(word);
        let is_day = word.starts_with(|sign: char| sign.is_ascii_digit());
        words.push_str(match word {
            "1" => "er\u{a0}",
            // "2 décembre" is never cut at the end of a line.
            _ if is_day => "\u{a0}",
            _ => " ",
        });
    }
    words.pop();
    words
}

fn is_french(language: &str) -> bool {
    Language::from_code(language).is_some_and(Language::is_french)
}

/// Seconds from now to a date as HTTP writes it; `None` for another text.
#[expect(clippy::cast_possible_truncation, reason = "seconds fit")]
pub(super) fn seconds_until(http_date: &str) -> Option<i64> {
    let milliseconds = Date::parse(http_date);
    milliseconds
        .is_finite()
        .then(|| (milliseconds / 1000.0) as i64 - now().unix_seconds())
}

#[expect(clippy::cast_precision_loss, reason = "the years 1970 to 9999 fit")]
fn date(moment: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(moment.unix_seconds() as f64 * 1000.0))
}
