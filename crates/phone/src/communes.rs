//! Communes of a postal code: asked for, what is known of them, and what becomes of the one that was answered.

use std::ops::Deref;

use domain::{
    formats,
    places::{Place, Territory, insee_code, list_of},
};

use crate::ports::{Fetch, HttpError};

/// An open page, with the communes that are known there.
pub trait Page: Copy {
    /// Where the list of that name is; `None` where the page does not say.
    fn list_path(&self, name: &str) -> Option<String>;

    /// Where the list of the Mission Locale's own territory is, which is kept from the first visit on.
    fn near_path(&self) -> Option<String>;

    /// What is known.
    fn communes(&self) -> impl Deref<Target = Communes>;

    /// That is known from now on.
    fn know(&self, communes: Communes);

    /// Whether that is the postal code that is answered now.
    fn is_asked(&self, postal_code: &str) -> bool;

    /// That is known from now on, and settles which commune is answered ([`Communes::settle`]).
    fn settle(&self, communes: Communes);

    /// The Mission Locale's own areas.
    fn own_areas(&self) -> &[String];
}

/// What is known of the communes of a postal code.
#[derive(Debug, PartialEq, Eq)]
pub enum Communes {
    /// No complete postal code yet.
    Unasked,
    /// On their way.
    Loading,
    /// What is recorded of each, and its name.
    Found(Vec<(String, String)>),
    /// In another country: the person types the name.
    Abroad,
    /// No commune has that postal code, as far as is known: the person types the name.
    Unknown,
    /// The list cannot be had: the person types the name.
    Unavailable,
}

impl Communes {
    /// What is known of a postal code that no list is asked for.
    pub fn without_list(postal_code: &str) -> Self {
        if postal_code == formats::ABROAD {
            Self::Abroad
        } else {
            Self::Unasked
        }
    }

    /// Those of a postal code among the lines of its list.
    pub fn in_list(lines: &[String], postal_code: &str) -> Self {
        let places = lines.iter().filter_map(|line| Place::read(line));
        let found: Vec<_> = places
            .filter(|place| place.postal_code == postal_code)
            .map(|place| (place.commune.to_owned(), place.name.to_owned()))
            .collect();
        if found.is_empty() {
            Self::Unknown
        } else {
            Self::Found(found)
        }
    }

    /// A commune that was answered, as people read it.
    pub fn name_of<'a>(&'a self, answer: &'a str) -> &'a str {
        let named = match self {
            Self::Found(list) => list.iter().find(|(commune, _)| commune == answer),
            _ => None,
        };
        named.map_or(answer, |(_, name)| name)
    }

    /// The commune to answer where `before` was answered, and whether its name is typed beside the list.
    ///
    /// A code left from another postal code goes, and any code where the name is typed: nobody can read it. The only
    /// commune of a postal code is chosen. What was typed stays, and is chosen where the list has it.
    pub fn settle<'a>(&'a self, before: &'a str) -> (&'a str, bool) {
        let is_typed = !before.is_empty() && insee_code(before).is_none();
        match self {
            Self::Found(list) => {
                let mut listed = list.iter();
                let chosen = listed.find(|(commune, name)| commune == before || name == before);
                match (chosen, list.as_slice()) {
                    (Some((commune, _)), _) => (commune, false),
                    _ if is_typed => (before, true),
                    (None, [(only, _)]) => (only, false),
                    _ => ("", false),
                }
            }
            _ if is_typed => (before, false),
            _ => ("", false),
        }
    }
}

/// Whether that commune is one that a Mission Locale does not serve; `territory`: those that it does.
pub fn is_outside(postal_code: &str, answer: &str, territory: &[String]) -> bool {
    Territory::of(postal_code, answer, territory) == Some(Territory::Outside)
}

/// The list that has the towns whose names begin so, or whose postal code it is; nothing for too few letters.
pub fn list_with(letters: &str) -> Option<String> {
    match formats::postal_area(letters) {
        Some(area) => Some(area.to_owned()),
        None => list_of(letters).map(|list| ["name-", &list].concat()),
    }
}

/// Learns the communes of a postal code, once all of it is typed, and answers what is known of the person's own by then.
pub async fn learn(phone: impl Fetch, page: impl Page, postal_code: String) {
    let Some(area) = formats::postal_area(&postal_code) else {
        page.know(Communes::without_list(&postal_code));
        return;
    };
    let Some(path) = page.list_path(area) else {
        return;
    };
    let is_unasked = *page.communes() == Communes::Unasked;
    if is_unasked {
        page.know(Communes::Loading);
    }
    let found = match lines(phone, &path).await {
        Ok(lines) => Communes::in_list(&lines, &postal_code),
        Err(HttpError::Refused) => Communes::Unknown,
        Err(_) => near(phone, page, &postal_code).await,
    };
    if page.is_asked(&postal_code) {
        page.settle(found);
    }
}

/// Those of a postal code of the Mission Locale's own territory, where no other list can be had.
async fn near(phone: impl Fetch, page: impl Page, postal_code: &str) -> Communes {
    let Some(path) = page.near_path() else {
        return Communes::Unavailable;
    };
    let lines = lines(phone, &path).await.unwrap_or_default();
    match Communes::in_list(&lines, postal_code) {
        Communes::Unknown => Communes::Unavailable,
        found => found,
    }
}

/// The lines of the list that towns are in whose names begin with those letters, or whose postal code it is; without
/// network those of the Mission Locale's own area, and that it is those.
pub async fn towns(
    phone: impl Fetch,
    page: impl Page,
    letters: &str,
) -> Option<(Vec<String>, bool)> {
    let Some(list) = list_with(letters) else {
        return Some((Vec::new(), false));
    };
    match lines(phone, &page.list_path(&list)?).await {
        Ok(lines) => Some((lines, false)),
        // No name begins so.
        Err(HttpError::Refused) => Some((Vec::new(), false)),
        Err(_) => {
            let mut near = Vec::new();
            for area in page.own_areas() {
                let path = page.list_path(area)?;
                near.extend(lines(phone, &path).await.unwrap_or_default());
            }
            Some((near, true))
        }
    }
}

/// The lines of a list. [`HttpError::Refused`] where there is no such list: no commune is in it.
async fn lines(phone: impl Fetch, path: &str) -> Result<Vec<String>, HttpError> {
    let json = phone.fetch(path).await?;
    phone.read_texts(&json).ok_or(HttpError::NotOurs)
}

#[cfg(test)]
mod tests;
