//! Branches of a site's file: places with communes and a telephone, perhaps with hours and a mailbox of their own.

use std::collections::{BTreeMap, BTreeSet};

use domain::{calendar::OpeningHours, places::Territory, site::Site};

use super::{callers, email, hours, id, number, place, spaced};
use crate::source::{Mark, Value};

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
    mailbox: Option<String>,
    communes: Vec<(String, Mark)>,
}

impl Branch {
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
        let mailbox = branch.mailbox.clone()?;
        Some((branch.id.clone(), mailbox))
    });
    own.collect()
}

/// What is expected in the place of a commune that the territory does not have, or that a neighbour has.
pub(super) fn refusal(
    commune: &str,
    territory: &[String],
    neighbours: &[(String, Mark)],
) -> Option<String> {
    if Territory::of("", commune, territory) == Some(Territory::Outside) {
        Some(format!(
            "il faut une commune du territoire: \"{commune}\" n’est pas dans territory"
        ))
    } else if neighbours.iter().any(|(theirs, _)| theirs == commune) {
        Some(format!(
            "il faut une commune à vous: \"{commune}\" est à une voisine"
        ))
    } else {
        None
    }
}

fn branch(value: &Value<'_>) -> Option<Branch> {
    let fields = value.fields()?;
    let id = id(&fields);
    let name = fields.required(
        "name",
        "le nom de l’antenne, comme les jeunes la connaissent",
    );
    let name = name.and_then(|value| value.text());
    let address = fields.required("address", "les lignes de l’adresse postale");
    let address = address.map(|value| value.texts().into_iter().map(|(line, _)| line).collect());
    let number = number(&fields);
    let hours = fields.optional("opening_hours");
    let hours = hours.map(|value| hours::opening_hours(&value));
    let callers = callers(&fields);
    let mailbox = fields.optional("mailbox").map(|value| email(&value));
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
