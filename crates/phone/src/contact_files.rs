//! Files that the page after sending gives: a vCard of the Mission Locale, an iCalendar event of the promised call.
//!
//! vCard 3.0 is RFC 2426, iCalendar RFC 5545. Nothing of the person's answers is in them.

use domain::{site::Site, time::Timestamp};

/// Octets of a line before it is folded: both formats ask for at most 75, and a line that goes on begins with a space.
const LINE_BYTES: usize = 74;

/// Seconds of the event, which ends with the deadline.
const EVENT_SECONDS: i64 = 15 * 60;

/// The Mission Locale, for the phone's address book: its call is not from an unknown number then.
pub fn contact_card(site: &Site) -> String {
    let name = escaped(&site.name);
    // The number that shows at the call, where it is another; an empty line is none.
    let calls_from = match site.calls_from.as_str() {
        "" => String::new(),
        number => ["TEL;TYPE=WORK:", number].concat(),
    };
    file(&[
        "BEGIN:VCARD",
        "VERSION:3.0",
        &["N:;", &name, ";;;"].concat(),
        &["FN:", &name].concat(),
        &["TEL;TYPE=WORK:", &site.phone_e164].concat(),
        &calls_from,
        "END:VCARD",
    ])
}

/// The call, for the phone's calendar.
pub struct PromisedCall<'a> {
    /// Unique among all events: the registration's number and the site's id, both without signs to escape.
    pub uid: &'a str,
    /// By when somebody calls.
    pub due: Timestamp,
    /// When this is written.
    pub now: Timestamp,
    /// What the event is called.
    pub title: &'a str,
    /// What to do if nobody calls.
    pub text: &'a str,
}

/// The event of a promised call.
pub fn calendar_event(call: &PromisedCall<'_>) -> String {
    let starts = call.due.plus_seconds(-EVENT_SECONDS);
    file(&[
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//premier-accueil//1",
        "BEGIN:VEVENT",
        &["UID:", call.uid].concat(),
        &["DTSTAMP:", &utc(call.now)].concat(),
        &["DTSTART:", &utc(starts)].concat(),
        &["DTEND:", &utc(call.due)].concat(),
        &["SUMMARY:", &escaped(call.title)].concat(),
        &["DESCRIPTION:", &escaped(call.text)].concat(),
        "END:VEVENT",
        "END:VCALENDAR",
    ])
}

/// The moment as `20261130T163000Z`.
fn utc(moment: Timestamp) -> String {
    let written = moment.to_string();
    written
        .chars()
        .filter(|sign| !matches!(sign, '-' | ':'))
        .collect()
}

/// A text of the content or of the site's file, which has no control characters, as a value: what would end it, or begin
/// another, is escaped.
fn escaped(text: &str) -> String {
    let mut value = String::new();
    for sign in text.chars() {
        match sign {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', sign]),
            _ => value.push(sign),
        }
    }
    value
}

/// Lines, folded where they are long.
fn file(lines: &[&str]) -> String {
    let mut file = String::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let mut room = LINE_BYTES;
        for sign in line.chars() {
            if room < sign.len_utf8() {
                file.push_str("\r\n ");
                room = LINE_BYTES;
            }
            room -= sign.len_utf8();
            file.push(sign);
        }
        file.push_str("\r\n");
    }
    file
}

#[cfg(test)]
mod tests;
