//! Where a Mission Locale is: its time zone, its postal codes, its communes.

use std::collections::BTreeSet;

use domain::formats;

use crate::source::{Mark, Value};

/// The time zones of France (IANA names); a Mission Locale is in one of them.
const TIME_ZONES: [&str; 14] = [
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Marigot",
    "America/Martinique",
    "America/Miquelon",
    "America/St_Barthelemy",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Gambier",
    "Pacific/Marquesas",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
];

/// One of the time zones of France.
pub(crate) fn time_zone(value: &Value<'_>) -> Option<String> {
    let what = format!(
        "un fuseau horaire de France, l’un de : {}",
        TIME_ZONES.join(", ")
    );
    value.parsed(&what, |text| {
        TIME_ZONES.contains(&text).then(|| text.to_owned())
    })
}

/// What the postal codes of the territory start with; at least one.
pub(crate) fn postal_areas(value: &Value<'_>) -> Vec<String> {
    let items = value.items();
    if items.is_empty() {
        value
            .place
            .refuse("il en faut au moins une, comme [\"59\"]");
    }
    let area = |text: &str| {
        let code = format!("{text:0<5}");
        (formats::postal_area(&code) == Some(text)).then(|| text.to_owned())
    };
    let what = "les deux premiers chiffres d’un code postal, ou trois outre-mer (\"59\", \"974\")";
    items
        .iter()
        .filter_map(|item| item.parsed(what, area))
        .collect()
}

/// The communes of a place that has some: one at least.
pub(super) fn some_communes(value: &Value<'_>) -> Vec<(String, Mark)> {
    let communes = territory(value);
    if communes.is_empty() {
        value
            .place
            .refuse("il en faut au moins une, comme [\"59350\"]");
    }
    communes
}

/// INSEE codes, each once, and where they stand.
pub(crate) fn territory(value: &Value<'_>) -> Vec<(String, Mark)> {
    let mut seen = BTreeSet::new();
    let commune = |text: &str| formats::is_insee_code(text).then(|| text.to_owned());
    let items = value.items();
    let codes = items.iter().filter_map(|item| {
        let code = item.parsed(
            "le code INSEE d’une commune, comme \"59512\" (pas un code postal)",
            commune,
        )?;
        if !seen.insert(code.clone()) {
            item.place.refuse("il faut chaque commune une fois");
        }
        Some((code, item.place.mark()))
    });
    codes.collect()
}
