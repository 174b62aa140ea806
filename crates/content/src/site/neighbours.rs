//! Neighbouring Missions Locales as the site's file names them: whom to send to who lives in one of their communes.

use super::{
    place,
    reached::{address, number, spaced},
};
use crate::source::{Mark, Value};

/// Another Mission Locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// `Mission Locale de …`, in full.
    pub name: String,
    /// As people read it: `03 20 00 00 00`.
    pub phone: String,
    /// The postal address, one line each.
    pub address: Vec<String>,
    /// INSEE codes of its communes.
    pub communes: Vec<String>,
}

impl Neighbour {
    /// Name, number and address on one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let address = self.address.join(", ");
        [self.name.as_str(), &self.phone, &address].join(", ")
    }
}

/// The neighbours of a list of tables, and where each of their communes stands.
pub(super) fn read(value: &Value<'_>) -> (Vec<Neighbour>, Vec<(String, Mark)>) {
    let mut marks = Vec::new();
    let items = value.items();
    let neighbours = items.iter().filter_map(|item| {
        let (neighbour, communes) = neighbour(item)?;
        marks.extend(communes);
        Some(neighbour)
    });
    let neighbours = neighbours.collect();
    (neighbours, marks)
}

fn neighbour(value: &Value<'_>) -> Option<(Neighbour, Vec<(String, Mark)>)> {
    let fields = value.fields()?;
    let name = fields.required("name", "le nom entier de la voisine");
    let name = name.and_then(|value| value.text());
    let phone = number(&fields);
    let address = address(&fields);
    let communes = fields.required("communes", "les codes INSEE de ses communes");
    let communes = communes.map(|value| place::some_communes(&value));
    fields.refuse_unknown();
    let communes = communes?;
    let neighbour = Neighbour {
        name: name?,
        phone: spaced(&phone?),
        address: address?,
        communes: communes.iter().map(|(code, _)| code.clone()).collect(),
    };
    Some((neighbour, communes))
}
