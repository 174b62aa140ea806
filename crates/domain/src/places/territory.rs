//! Territory: whether a commune is one of those that a Mission Locale serves.

use std::string::String;

use serde::Serialize;

use super::insee_code;
use crate::formats::ABROAD;

/// Of an arrondissement the city; of any other commune itself. No other commune has a code that begins so.
fn city_of(code: &str) -> &str {
    let begins = |beginning| code.starts_with(beginning);
    if begins("751") {
        "75056"
    } else if begins("6938") {
        "69123"
    } else if begins("1320") || begins("1321") {
        "13055"
    } else {
        code
    }
}

/// Whether a person lives in the communes of a Mission Locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Territory {
    /// In one of them.
    Inside,
    /// In another.
    Outside,
    /// The commune was typed by hand.
    ToCheck,
}

impl Territory {
    /// Where the commune of an answer is, seen from these INSEE codes; nothing where there are none: the site does not say.
    /// With the postal code that stands for another country no commune is inside.
    pub fn of(postal_code: &str, answer: &str, communes: &[String]) -> Option<Self> {
        if communes.is_empty() {
            return None;
        }
        if postal_code == ABROAD {
            return Some(Self::Outside);
        }
        let Some(code) = insee_code(answer) else {
            return Some(Self::ToCheck);
        };
        // Files of territories have arrondissements, or the city.
        let city = city_of(code);
        let is_inside = communes.iter().any(|here| here == code || here == city);
        Some(if is_inside {
            Self::Inside
        } else {
            Self::Outside
        })
    }
}
