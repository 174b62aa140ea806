//! What is typed on the command line, read: numbers, days, moments, addresses. What is wrong is said in French.

use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use domain::{options::Purpose, reference::Reference, rights::Right, time::Date};
use jiff::civil::{DateTime, Time};

use super::Channel;
use crate::{keys::MAX_PUBLISH_AFTER_DAYS, store::Role};

const A_DAY: &str = "il faut un jour comme 29/11/2026";
const A_MOMENT: &str = "il faut un jour et une heure, comme 30/11/2026-8h30";

/// An address of this machine and a port.
pub(super) fn address(text: &str) -> Result<SocketAddr, &'static str> {
    let expected = "il faut une adresse IP et un port, comme 127.0.0.1:8080";
    text.parse().map_err(|_| expected)
}

/// A whole number of that kind.
pub(super) fn number<N: FromStr>(text: &str) -> Result<N, &'static str> {
    let expected = "il faut un nombre entier, ni trop grand ni trop petit ici";
    text.parse().map_err(|_| expected)
}

pub(super) fn days_of_a_key(text: &str) -> Result<u16, String> {
    let days = text.parse().ok();
    let days = days.filter(|days| *days <= MAX_PUBLISH_AFTER_DAYS);
    days.ok_or_else(|| format!("il faut un nombre de jours, {MAX_PUBLISH_AFTER_DAYS} au plus"))
}

/// A name with a dot, of letters, digits and hyphens: what RFC 5321 wants said in EHLO, section 4.1.1.1.
pub(super) fn host_name(text: &str) -> Result<String, &'static str> {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if text.len() <= 253 && text.contains('.') && text.split('.').all(label) {
        Ok(text.to_owned())
    } else {
        Err("il faut un nom de machine entier, comme accueil.example.fr")
    }
}

/// The number of a registration or of a request, as people type it.
pub(super) fn reference(text: &str) -> Result<Reference, &'static str> {
    let expected = "il faut un numéro de huit signes, comme KT4-HW7-PX";
    text.parse().map_err(|_| expected)
}

/// What a person does at the desk.
pub(super) fn role(text: &str) -> Result<Role, &'static str> {
    let role = Role::ALL.into_iter().find(|role| role.code() == text);
    role.ok_or("il faut equipe, droits ou gestion, ou plusieurs avec des virgules")
}

/// `29/11/2026`, or `2026-11-29`.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split('/').collect();
    let [day, month, year] = parts[..] else {
        return Err(A_DAY);
    };
    let is_number = |part: &str| part.bytes().all(|sign| sign.is_ascii_digit());
    let is_day = day.len() <= 2 && month.len() <= 2 && year.len() == 4;
    if !(is_day && [day, month, year].into_iter().all(is_number)) {
        return Err(A_DAY);
    }
    let date = day
        .parse()
        .ok()
        .zip(month.parse().ok())
        .zip(year.parse().ok());
    let date = date.and_then(|((day, month), year)| Date::new(year, month, day));
    date.ok_or(A_DAY)
}

/// `30/11/2026-8h30`, `30/11/2026 à 8 h 30`, or `2026-11-30T08:30`.
pub(super) fn moment(text: &str) -> Result<DateTime, &'static str> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let compact: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != 'à')
        .collect();
    // The day is ten signs long, however it is written.
    let (date, time) = compact.split_at_checked(10).ok_or(A_MOMENT)?;
    let date = day(date).map_err(|_| A_MOMENT)?;
    let time = time.trim_start_matches(['-', 'T', 't']);
    let (hour, minute) = time.split_once(['h', ':']).ok_or(A_MOMENT)?;
    let minute = if minute.is_empty() { "0" } else { minute };
    let time = hour.parse().ok().zip(minute.parse().ok());
    let time = time.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    Ok(date.civil().to_datetime(time.ok_or(A_MOMENT)?))
}

/// A right by its French name, with or without accents, or by its code.
pub(super) fn right(text: &str) -> Result<Right, String> {
    let named = RIGHTS.into_iter().find(|(name, _)| *name == plain(text));
    let right = named
        .map(|(_, right)| right)
        .or_else(|| Right::from_code(text));
    right.ok_or_else(|| one_of(&RIGHTS.map(|(name, _)| name)))
}

/// By which way a request came, in French or by its code.
pub(super) fn channel(text: &str) -> Result<Channel, String> {
    let plain = plain(text);
    let named = CHANNELS
        .into_iter()
        .find(|(name, channel)| *name == plain || channel.code() == plain);
    let channel = named.map(|(_, channel)| channel);
    channel.ok_or_else(|| one_of(&CHANNELS.map(|(name, _)| name)))
}

pub(super) fn purpose(code: &str) -> Result<Purpose, String> {
    Purpose::from_code(code).ok_or_else(|| one_of(&Purpose::ALL.map(Purpose::code)))
}

const RIGHTS: [(&str, Right); 6] = [
    ("acces", Right::Access),
    ("rectification", Right::Rectification),
    ("limitation", Right::Restriction),
    ("opposition", Right::Objection),
    ("retrait", Right::Withdrawal),
    ("annulation", Right::Cancellation),
];

const CHANNELS: [(&str, Channel); 3] = [
    ("telephone", Channel::Phone),
    ("courrier", Channel::Letter),
    ("accueil", Channel::Desk),
];

/// Small letters without the accents of those names.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['é', 'è'], "e")
}

fn one_of(names: &[&str]) -> String {
    format!("il faut l’un de : {}", names.join(", "))
}

/// A database file, as `sqlite:<file>`.
#[derive(Debug, Clone)]
pub(super) struct StoreFile(PathBuf);

impl StoreFile {
    pub(super) fn into_path(self) -> PathBuf {
        self.0
    }
}

impl FromStr for StoreFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let file = text.strip_prefix("sqlite:").filter(|file| !file.is_empty());
        let file = file.ok_or("il faut sqlite:<fichier>")?;
        // SQLite's own words for a database that is nowhere.
        if file.starts_with(':') {
            return Err("il faut sqlite:<fichier> ; une base en mémoire ne garderait rien");
        }
        Ok(Self(file.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_as_the_french_or_as_programs_write_it() {
        let Some(expected) = Date::new(2026, 11, 2) else {
            panic!("a day")
        };
        for text in ["02/11/2026", "2/11/2026", "2026-11-02"] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        for text in [
            "31/02/2026",
            "11/2026",
            "02/11/26",
            "02-11-2026",
            "+2/11/2026",
            "",
        ] {
            assert_eq!(day(text), Err(A_DAY), "{text}");
        }
    }

    #[test]
    fn a_moment_is_typed_with_one_of_several_signs_for_the_hour() {
        let expected = jiff::civil::date(2026, 11, 30).at(8, 30, 0, 0);
        for text in [
            "30/11/2026-8h30",
            "30/11/2026 8h30",
            "30/11/2026 à 8 h 30",
            "30/11/2026 08:30",
            "2026-11-30T08:30",
        ] {
            assert_eq!(moment(text), Ok(expected), "{text}");
        }
        assert_eq!(
            moment("30/11/2026-8h"),
            Ok(jiff::civil::date(2026, 11, 30).at(8, 0, 0, 0))
        );
        for text in [
            "30/11/2026",
            "30/11/2026-25h",
            "30/11/2026-8h61",
            "8h30",
            "aujourd’hui à 8h",
        ] {
            assert_eq!(moment(text), Err(A_MOMENT), "{text}");
        }
    }

    #[test]
    fn rights_and_ways_have_french_names_and_keep_their_codes() {
        for right_ in Right::ALL {
            assert_eq!(right(right_.code()), Ok(right_));
            assert!(RIGHTS.iter().any(|(_, named)| *named == right_));
        }
        assert_eq!(right("Accès"), Ok(Right::Access));
        assert_eq!(channel("téléphone"), Ok(Channel::Phone));
        assert_eq!(channel("desk"), Ok(Channel::Desk));
        assert!(right("effacement").is_err() && channel("fax").is_err());
    }
}
