//! `[desk]`: the host of the advisors' pages, as their browsers see it, and where young people are welcomed together.

use std::collections::BTreeSet;

use super::{id, reached::address};
use crate::{fields::Fields, source::Value};

/// What a first run is reached at: browsers take it for safe without TLS.
const LOCALHOST: &str = "localhost";

const OVER_TLS: &str = "https://";

/// The desk of a Mission Locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The origin of its pages, without a slash at the end: `https://espace.mission-locale.example`.
    pub origin: String,
    /// The host in it. Passkeys are made for that name, and are of no use under another.
    pub host: String,
    /// Places of collective welcomes, beside the Mission Locale itself and its branches.
    pub welcome_places: Vec<WelcomePlace>,
}

/// Where young people are welcomed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelcomePlace {
    /// Short stable name: the database keeps it.
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The postal address, one line each.
    pub address: Vec<String>,
}

impl Desk {
    /// Whether browsers reach it over TLS; else it is `http://localhost`, for a first run.
    #[must_use]
    pub fn is_over_tls(&self) -> bool {
        self.origin.starts_with(OVER_TLS)
    }
}

impl WelcomePlace {
    /// Name and address on one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let parts = [&self.name].into_iter().chain(&self.address);
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// What the file says of the desk; nothing without its table, or where it is refused. `taken` are ids of other places.
pub(super) fn read(fields: &Fields<'_>, taken: BTreeSet<String>) -> Option<Desk> {
    let table = fields.optional("desk")?.fields()?;
    let origin = table.required("origin", "l’adresse de l’espace conseillers");
    let places = table.optional("welcome_places");
    let places = places.map_or(Some(Vec::new()), |value| welcome_places(&value, taken));
    table.refuse_unknown();
    let mut desk = desk(&origin?)?;
    desk.welcome_places = places?;
    Some(desk)
}

/// Every place of the list; each has an id of its own.
fn welcome_places(value: &Value<'_>, mut taken: BTreeSet<String>) -> Option<Vec<WelcomePlace>> {
    let items = value.items();
    let places = items.iter().map(|item| {
        let fields = item.fields()?;
        let id = id(&fields);
        let name = fields.required("name", "le nom du lieu, comme \"Maison des associations\"");
        let name = name.and_then(|value| value.text());
        let address = address(&fields);
        fields.refuse_unknown();
        let id = id?;
        if !taken.insert(id.clone()) {
            item.place
                .refuse(format!("il faut un autre id: \"{id}\" est déjà pris"));
        }
        Some(WelcomePlace {
            id,
            name: name?,
            address: address?,
        })
    });
    // All are read, so that every mistake is told.
    let places: Vec<Option<WelcomePlace>> = places.collect();
    places.into_iter().collect()
}

fn desk(value: &Value<'_>) -> Option<Desk> {
    value.parsed(
        "une adresse https:// faite d’un nom sans chemin, comme \"https://espace.mission-locale.example\", \
         ou \"http://localhost:8081\" pour un essai",
        parse,
    )
}

fn parse(text: &str) -> Option<Desk> {
    let (is_tls, rest) = match text.strip_prefix(OVER_TLS) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("http://")?),
    };
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let is_port = |port: &str| {
        port.parse::<u16>()
            .is_ok_and(|number| number.to_string() == port)
    };
    let is_allowed = if is_tls {
        is_name(host)
    } else {
        host == LOCALHOST
    };
    // Browsers leave the usual port out of an origin.
    let usual = if is_tls { "443" } else { "80" };
    let is_said = port.is_none_or(|port| is_port(port) && port != usual);
    (is_allowed && is_said).then(|| Desk {
        origin: text.to_owned(),
        host: host.to_owned(),
        welcome_places: Vec::new(),
    })
}

/// A name, which the address of a machine is not: no passkey can be made for one.
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(is_sign)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_a_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    host.len() <= 253
        && host.split('.').all(is_label)
        && !host.rsplit('.').next().is_none_or(is_a_number)
        && (host == LOCALHOST || host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_name_over_tls_or_this_machine() {
        for text in [
            "https://espace.mission-locale.example",
            "https://espace.mission-locale.example:8443",
            "https://localhost:8443",
            "http://localhost:8081",
            "http://localhost",
        ] {
            assert_eq!(parse(text).map(|desk| desk.origin).as_deref(), Some(text));
        }
        for text in [
            "",
            "espace.mission-locale.example",
            "http://espace.mission-locale.example",
            "https://espace.mission-locale.example/",
            "https://espace.mission-locale.example/espace",
            "https://Espace.mission-locale.example",
            "https://a@espace.mission-locale.example",
            "https://192.0.2.1",
            "https://[::1]:8081",
            "https://espace",
            "https://espace..example",
            "https://-espace.example",
            "https://espace.example:",
            "https://espace.example:080",
            "https://espace.example:99999",
            "https://espace.example:443",
            "http://localhost:80",
            "http://127.0.0.1:8081",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
