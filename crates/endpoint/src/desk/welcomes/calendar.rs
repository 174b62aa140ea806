//! A welcome as an entry of a calendar (iCalendar, RFC 5545), without any name.

use axum::{extract::State, response::Response};
use domain::{desk::Act, time::Timestamp};

use super::place;
use crate::{
    desk::{DeskState, case, download, forms::NumberPath, problem::DeskProblem},
    store::{SignedIn, Welcome},
};

/// A line is folded before it has more bytes (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// What an entry says.
struct Entry<'a> {
    /// Stays the same whatever changes.
    uid: String,
    welcome: &'a Welcome,
    title: String,
    location: String,
    text: String,
    /// The Mission Locale's address.
    organiser: &'a str,
}

/// The welcome at which this registration has a seat, or had one that was cancelled, as a file for the person.
pub(in crate::desk) async fn file(
    State(state): State<DeskState>,
    _: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    let store = &state.endpoint.store;
    let registration = store.registration(&number).await?;
    let registration = registration.filter(|registration| !registration.is_held);
    let registration = registration.ok_or(DeskProblem::NotFound)?;
    let seats = case::steps(&registration).filter_map(|step| match step.act {
        Act::Invited(seat) | Act::WelcomeMoved(seat) | Act::WelcomeCancelled(seat) => Some(seat),
        _ => None,
    });
    let last = seats.last().ok_or(DeskProblem::NotFound)?;
    let welcome = store.welcome(last.welcome).await?;
    let welcome = welcome.ok_or(DeskProblem::NotFound)?;
    let site = &state.endpoint.site.public;
    let place = place(&state, &welcome.plan.place);
    let entry = Entry {
        uid: format!("accueil-{}@{}", welcome.id.0, state.desk.host.host),
        title: format!("Accueil collectif, {}", site.name),
        location: place.in_words(),
        text: format!(
            "Tu ne peux pas venir\u{a0}? Appelle le {} et donne ce numéro\u{a0}: {}.",
            site.phone,
            number.spaced()
        ),
        organiser: &site.email,
        welcome: &welcome,
    };
    let text = written(&entry, now);
    download::named(
        "accueil.ics",
        "text/calendar; charset=utf-8",
        text.into_bytes(),
    )
}

fn written(entry: &Entry<'_>, now: Timestamp) -> String {
    let welcome = entry.welcome;
    let (method, status) = if welcome.is_cancelled {
        ("CANCEL", "CANCELLED")
    } else {
        ("PUBLISH", "CONFIRMED")
    };
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Premier accueil//FR".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", entry.uid),
        format!("SEQUENCE:{}", welcome.revision),
        format!("DTSTAMP:{}", universal(now)),
        format!("DTSTART:{}", universal(welcome.plan.starts_at)),
        format!("DTEND:{}", universal(welcome.plan.ends_at)),
        format!("SUMMARY:{}", escaped(&entry.title)),
        format!("LOCATION:{}", escaped(&entry.location)),
        format!("DESCRIPTION:{}", escaped(&entry.text)),
        format!("ORGANIZER:mailto:{}", entry.organiser),
        format!("STATUS:{status}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// `20261203T083000Z`.
fn universal(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_second(at.unix_seconds()).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Signs that mean something to calendars (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// The line with its end, in pieces that are short enough; no sign is cut.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut bytes = 0;
    for sign in line.chars() {
        if bytes + sign.len_utf8() > LINE_BYTES {
            folded.push_str("\r\n ");
            bytes = 1;
        }
        folded.push(sign);
        bytes += sign.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use domain::desk::WelcomeId;

    use super::*;
    use crate::store::WelcomePlan;

    fn welcome(is_cancelled: bool) -> anyhow::Result<Welcome> {
        Ok(Welcome {
            id: WelcomeId(7),
            plan: WelcomePlan {
                place: "demo".to_owned(),
                starts_at: "2026-12-03T08:30:00Z".parse()?,
                ends_at: "2026-12-03T10:00:00Z".parse()?,
                seats: 12,
            },
            revision: 2,
            is_cancelled,
        })
    }

    fn text(is_cancelled: bool) -> anyhow::Result<String> {
        let welcome = welcome(is_cancelled)?;
        let entry = Entry {
            uid: "accueil-7@espace.example".to_owned(),
            title: "Accueil collectif, Mission Locale de l’Exemple ; antenne, « Été »".to_owned(),
            location: "1 rue de l’Exemple, 59100 Roubaix\r\nBEGIN:VEVENT".to_owned(),
            text: "Appelle le 03\\53".to_owned(),
            organiser: "accueil@mission-locale.example",
            welcome: &welcome,
        };
        Ok(written(&entry, "2026-12-01T07:00:00Z".parse()?))
    }

    #[test]
    fn an_entry_is_as_calendars_read_it() -> anyhow::Result<()> {
        assert_eq!(
            text(false)?,
            "BEGIN:VCALENDAR\r\n\
             VERSION:2.0\r\n\
             PRODID:-//Premier accueil//FR\r\n\
             METHOD:PUBLISH\r\n\
             BEGIN:VEVENT\r\n\
             UID:accueil-7@espace.example\r\n\
             SEQUENCE:2\r\n\
             DTSTAMP:20261201T070000Z\r\n\
             DTSTART:20261203T083000Z\r\n\
             DTEND:20261203T100000Z\r\n\
             SUMMARY:Accueil collectif\\, Mission Locale de l’Exemple \\; antenne\\, « \r\n Été »\r\n\
             LOCATION:1 rue de l’Exemple\\, 59100 Roubaix\\nBEGIN:VEVENT\r\n\
             DESCRIPTION:Appelle le 03\\\\53\r\n\
             ORGANIZER:mailto:accueil@mission-locale.example\r\n\
             STATUS:CONFIRMED\r\n\
             END:VEVENT\r\n\
             END:VCALENDAR\r\n"
        );
        let cancelled = text(true)?;
        assert!(cancelled.contains("METHOD:CANCEL\r\n"));
        assert!(cancelled.contains("STATUS:CANCELLED\r\n"));
        Ok(())
    }

    #[test]
    fn no_line_is_longer_than_calendars_take_and_nothing_is_lost() {
        let line = "é,".repeat(200);
        let folded = folded(&line);
        let lines: Vec<&str> = folded.split_terminator("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= LINE_BYTES));
        let whole: String = lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                if at == 0 {
                    line
                } else {
                    line.get(1..).unwrap_or_default()
                }
            })
            .collect();
        assert_eq!(whole, line);
    }
}
