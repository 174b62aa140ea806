//! Branches of a site's file: places with communes and a telephone, perhaps with hours and a mailbox of their own.

use std::collections::{BTreeMap, BTreeSet};

use domain::{calendar::OpeningHours, places::Territory, site::Site};

use super::{
    hours, id, place,
    reached::{address, callers, email, number, spaced},
};
use crate::{
    fields::Fields,
    source::{Mark, Value},
};

/// A branch, before it has what is one for the whole Mission Locale.
pub(super) struct Branch {
    id: String,
    name: String,
    address: Vec<String>,
    phone: String,
    phone_e164: String,
    hours: Option<OpeningHours>,
    callers: Vec<String>,
    calls_from: String,
    mailbox: Option<(String, Mark)>,
    communes: Vec<(String, Mark)>,
}

impl Branch {
    pub(super) fn id(&self) -> String {
        self.id.clone()
    }

    /// Where each of its communes stands in the file.
    pub(super) fn communes(&self) -> &[(String, Mark)] {
        &self.communes
    }

    /// As those see it who live there.
    pub(super) fn public(&self, whole: &Site) -> Site {
        let hours = self.hours.as_ref().unwrap_or(&whole.opening_hours);
        // The days on which the whole is closed are closed here too.
        let closed_on: BTreeSet<&String> = hours
            .closed_on
            .iter()
            .chain(&whole.opening_hours.closed_on)
            .collect();
        Site {
            id: self.id.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            phone_e164: self.phone_e164.clone(),
            opening_hours: OpeningHours {
                days: hours.days.clone(),
                closed_on: closed_on.into_iter().cloned().collect(),
            },
            territory: self.communes.iter().map(|(code, _)| code.clone()).collect(),
            callers: self.callers.clone(),
            calls_from: self.calls_from.clone(),
            postal_areas: Vec::new(),
            notices: [].into_iter().collect(),
            partners: [].into_iter().collect(),
            branches: Vec::new(),
            ..whole.clone()
        }
    }
}

/// The branches of a list of tables; each has an id and communes that nobody else of the file has.
pub(super) fn read(value: &Value<'_>, whole: Option<&str>) -> Option<Vec<Branch>> {
    let mut ids: Vec<String> = whole.map(ToOwned::to_owned).into_iter().collect();
    let items = value.items();
    let branches = items.iter().map(|item| {
        let branch = branch(item)?;
        if ids.contains(&branch.id) {
            let expected = format!("il faut un autre id: \"{}\" est déjà pris", branch.id);
            item.place.refuse(expected);
        }
        ids.push(branch.id.clone());
        Some(branch)
    });
    // All are read, so that every mistake is told.
    let branches: Vec<Option<Branch>> = branches.collect();
    branches.into_iter().collect()
}

/// The mailboxes of branches that have one of their own, by the branch's id.
pub(super) fn mailboxes(branches: &[Branch]) -> BTreeMap<String, String> {
    let own = branches.iter().filter_map(|branch| {
        let (mailbox, _) = branch.mailbox.clone()?;
        Some((branch.id.clone(), mailbox))
    });
    own.collect()
}

/// Refuses a mailbox that is the Mission Locale's, or another branch's.
pub(super) fn refuse_mailboxes(fields: &Fields<'_>, branches: &[Branch], own: Option<&str>) {
    let mut seen: BTreeSet<String> = own.map(str::to_lowercase).into_iter().collect();
    for (address, mark) in branches.iter().filter_map(|branch| branch.mailbox.as_ref()) {
        if !seen.insert(address.to_lowercase()) {
            fields.refuse_at(mark, "il faut une boîte à elle seule: sans cette ligne, ses fiches vont dans celle de la Mission Locale");
        }
    }
}

/// Refuses communes of branches that are outside the territory, a neighbour's, or another branch's.
pub(super) fn refuse_communes(
    fields: &Fields<'_>,
    communes: &[(String, Mark)],
    territory: &[String],
    neighbours: &[(String, Mark)],
) {
    for (place, (commune, mark)) in communes.iter().enumerate() {
        let is_among =
            |others: &[(String, Mark)]| others.iter().any(|(other, _)| overlap(other, commune));
        let before = communes.get(..place).unwrap_or_default();
        let expected = if Territory::of("", commune, territory) == Some(Territory::Outside) {
            format!("il faut une commune du territoire: \"{commune}\" n’est pas dans territory")
        } else if is_among(neighbours) {
            format!("il faut une commune à vous: \"{commune}\" est à une voisine")
        } else if is_among(before) {
            format!("il faut chaque commune une fois: \"{commune}\" est à une antenne plus haut")
        } else {
            continue;
        };
        fields.refuse_at(mark, expected);
    }
}

/// Whether the communes of two codes have people in common: an arrondissement lies in its city.
fn overlap(one: &str, other: &str) -> bool {
    let lies_in = |one: &str, other: &str| {
        Territory::of("", one, &[other.to_owned()]) == Some(Territory::Inside)
    };
    lies_in(one, other) || lies_in(other, one)
}

fn branch(value: &Value<'_>) -> Option<Branch> {
    let fields = value.fields()?;
    let id = id(&fields);
    let name = fields.required(
        "name",
        "le nom de l’antenne, comme les jeunes la connaissent",
    );
    let name = name.and_then(|value| value.text());
    let address = address(&fields);
    let number = number(&fields);
    let hours = fields.optional("opening_hours");
    let hours = hours.map(|value| hours::opening_hours(&value));
    let callers = callers(&fields);
    let mailbox = fields.optional("mailbox").map(|value| {
        let mark = value.place.mark();
        Some((email(&value)?, mark))
    });
    let communes = fields.required("communes", "les codes INSEE de ses communes");
    let communes = communes.map(|value| place::some_communes(&value));
    fields.refuse_unknown();
    let number = number?;
    let (callers, calls_from) = callers?;
    Some(Branch {
        id: id?,
        name: name?,
        address: address?,
        phone: spaced(&number),
        phone_e164: number.e164(),
        hours: match hours {
            Some(hours) => Some(hours?),
            None => None,
        },
        callers,
        calls_from,
        mailbox: match mailbox {
            Some(mailbox) => Some(mailbox?),
            None => None,
        },
        communes: communes?,
    })
}
