//! The Mission Locale in the page itself, as HTML and as JSON: who to call where no code runs.
//!
//! The build writes it for the site that it is told; an endpoint of another site puts its own in its place.

use std::{fmt::Write as _, path::Path};

use domain::{
    calendar::{OpenInterval, OpeningHours},
    site::Site,
};

use crate::regular_file;

const WEEKDAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

/// Where the page's data block begins, and where it ends.
const FILES: [&str; 2] = ["id=\"files\">", "</script>"];

/// Name, address and number, as the footer of the app has them.
#[must_use]
pub fn contact(site: &Site) -> String {
    format!(
        "<b>{}</b><br>{}<br><a href=\"tel:{}\">{}</a>",
        text(&site.name),
        text(&site.address.join(", ")),
        escaped(&site.phone_e164),
        text(&site.phone)
    )
}

/// The same with the hours, as a paragraph beside a sentence that says to call.
#[must_use]
pub fn contact_and_hours(site: &Site) -> String {
    let hours = text(&hours_in_words(&site.opening_hours));
    format!("<p>{}<br>{hours}</p>", contact(site))
}

/// The name as the bar on top of every page has it.
fn brand(site: &Site) -> String {
    format!("</span>{}</a>", text(&site.name))
}

/// The card as the page's data block holds it: a JSON string, of JSON, in HTML. Keys are asked for, never built in.
#[must_use]
pub fn card(site: &Site) -> String {
    let site = Site {
        keys: Vec::new(),
        ..site.clone()
    };
    let card = serde_json::to_string(&site).unwrap_or_default();
    serde_json::Value::String(card)
        .to_string()
        .replace('<', "\\u003c")
}

/// The page with `site` in the place of the site that it was built for; `None` where that is the same, or none is in it.
#[must_use]
pub fn page_of(page: &str, site: &Site) -> Option<String> {
    let built = built_for(page)?;
    // The day of the build is of the build.
    let site = &Site {
        written_at: built.written_at,
        ..site.clone()
    };
    let written: [fn(&Site) -> String; 4] = [card, contact_and_hours, contact, brand];
    let changed = written.iter().fold(page.to_owned(), |page, write| {
        page.replace(&write(&built), &write(site))
    });
    (changed != page).then_some(changed)
}

/// The name of the Mission Locale that the app of that folder was built for, where it is another than `site`.
#[must_use]
pub fn built_for_another(app: &Path, site: &Site) -> Option<String> {
    let page = regular_file::read_to_string(&app.join("index.html"));
    let built = built_for(&page.ok()?)?;
    (built.id != site.id).then_some(built.name)
}

/// The site that the page was built for.
#[must_use]
pub fn built_for(page: &str) -> Option<Site> {
    let (_, block) = page.split_once(FILES[0])?;
    let (block, _) = block.split_once(FILES[1])?;
    let files: serde_json::Value = serde_json::from_str(block).ok()?;
    serde_json::from_str(files.get("site")?.as_str()?).ok()
}

/// `text` where HTML is read, in an element or in double quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            plain => out.push(plain),
        }
    }
    out
}

/// `text` in an element, as browsers write it.
fn text(text: &str) -> String {
    escaped(text).replace("&quot;", "\"")
}

/// `Du lundi au mercredi de 9 h à 12 h et de 13 h 30 à 17 h 30, jeudi de 13 h 30 à 17 h 30.`; nothing where no day is open.
#[must_use]
pub fn hours_in_words(hours: &OpeningHours) -> String {
    let days: Vec<&[OpenInterval]> = hours
        .days
        .chunk_by(|one, next| one.weekday == next.weekday)
        .collect();
    let mut said = String::new();
    for days in days.chunk_by(|one, next| are_alike(one, next)) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            continue;
        };
        let between = if said.is_empty() { "" } else { ", " };
        let names = match days.len() {
            1 => weekday(first).to_owned(),
            2 => format!("{} et {}", weekday(first), weekday(last)),
            _ => format!("du {} au {}", weekday(first), weekday(last)),
        };
        let intervals: Vec<String> = first.iter().copied().map(interval).collect();
        // Writing to a String never fails.
        let _ = write!(said, "{between}{names} {}", intervals.join(" et "));
    }
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => said,
    }
}

/// Two days in a row with the same hours.
fn are_alike(one: &[OpenInterval], next: &[OpenInterval]) -> bool {
    let on_next_day = |interval: &OpenInterval| OpenInterval {
        weekday: interval.weekday + 1,
        ..*interval
    };
    one.iter().map(on_next_day).eq(next.iter().copied())
}

fn weekday(day: &[OpenInterval]) -> &'static str {
    let place = day.first().map_or(0, |interval| interval.weekday - 1);
    let place = usize::try_from(place).unwrap_or_default();
    WEEKDAYS.get(place).copied().unwrap_or_default()
}

/// `de 9 h à 12 h`.
fn interval(interval: OpenInterval) -> String {
    let (opens, closes) = (
        clock(interval.opens_minutes),
        clock(interval.closes_minutes),
    );
    format!("de {opens} à {closes}")
}

/// `9 h`, `17 h 30`.
fn clock(minutes: i16) -> String {
    match minutes % 60 {
        0 => format!("{}\u{a0}h", minutes / 60),
        past => format!("{}\u{a0}h\u{a0}{past:02}", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours_of(days: &[(i8, i16, i16)]) -> String {
        let days = days.iter().map(|(weekday, opens, closes)| OpenInterval {
            weekday: *weekday,
            opens_minutes: *opens,
            closes_minutes: *closes,
        });
        hours_in_words(&OpeningHours {
            days: days.collect(),
            closed_on: Vec::new(),
        })
    }

    #[test]
    fn hours_are_said_as_people_say_them() {
        let said = [
            hours_of(&[]),
            hours_of(&[(1, 540, 1050)]),
            hours_of(&[(1, 540, 1050), (2, 540, 1050), (5, 540, 725)]),
            hours_of(&[
                (1, 540, 1020),
                (2, 540, 1020),
                (3, 540, 1020),
                (5, 540, 1020),
            ]),
            hours_of(&[
                (1, 540, 720),
                (1, 810, 1050),
                (2, 540, 720),
                (2, 810, 1050),
                (3, 540, 720),
            ]),
        ]
        .map(|said| said.replace('\u{a0}', " "));
        assert_eq!(
            said,
            [
                "",
                "Lundi de 9 h à 17 h 30.",
                "Lundi et mardi de 9 h à 17 h 30, vendredi de 9 h à 12 h 05.",
                "Du lundi au mercredi de 9 h à 17 h, vendredi de 9 h à 17 h.",
                "Lundi et mardi de 9 h à 12 h et de 13 h 30 à 17 h 30, mercredi de 9 h à 12 h.",
            ]
        );
    }

    #[test]
    fn a_sentence_cannot_become_markup() {
        assert_eq!(
            escaped("« a < b & \"c\" »"),
            "« a &lt; b &amp; &quot;c&quot; »"
        );
    }

    #[test]
    fn a_page_is_given_another_site_everywhere_or_is_left_as_it_is() -> anyhow::Result<()> {
        let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/sites/demo.toml");
        let built = crate::SiteFile::read_public(demo.as_ref())?;
        let page = |site: &Site| {
            let (card, all, who) = (card(site), contact_and_hours(site), contact(site));
            let brand = brand(site);
            format!(
                "<script type=\"application/json\" id=\"files\">{{\"fr\":\"/fr\",\"site\":{card}}}</script><a><span>{brand}{all}<p>{who}</p>{who}"
            )
        };
        let own = Site {
            name: "Mission Locale <de \"l’Autre\"> & Cie".to_owned(),
            phone: "03 53 01 56 78".to_owned(),
            phone_e164: "+33353015678".to_owned(),
            ..built.clone()
        };
        assert_eq!(page_of(&page(&built), &own).as_ref(), Some(&page(&own)));
        assert_eq!(page_of(&page(&built), &built), None);
        assert_eq!(page_of("<!doctype html>", &own), None);
        assert_eq!(built_for(&page(&own)).map(|site| site.name), Some(own.name));
        Ok(())
    }
}
