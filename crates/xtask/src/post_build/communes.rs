//! Splits the communes of France into small files: one per postal area, one per first letters of a name.
//!
//! A phone loads the one it needs.
//! The data are those of the Code officiel géographique and of La Poste, packaged by Etalab (Licence Ouverte).
//! Delegated and associated communes have no postal code there: each is listed under all codes of its commune.

mod cache;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, ensure};
use domain::{
    formats::postal_area,
    places::{Place, Territory, letters, list_of, without_article},
    site::Site,
    tidy::{Form, composed},
};
use serde::Deserialize;

pub(super) use cache::write_or_copy;

use super::{Files, short_hash};

const DATA: &str = "@etalab/decoupage-administratif/data/communes.json";

/// One line of the data.
#[derive(Deserialize)]
struct Commune {
    code: String,
    nom: String,
    #[serde(rename = "type")]
    kind: String,
    /// Of a municipal arrondissement: the commune it is part of.
    #[serde(rename = "commune")]
    city: Option<String>,
    /// Of a delegated or associated commune: the commune it belongs to.
    #[serde(rename = "chefLieu")]
    whole: Option<String>,
    #[serde(rename = "codesPostaux", default)]
    postal_codes: Vec<String>,
}

/// The lines of each file, as [`Place::read`] reads them, by its name without the extension: `59`, `name-ro`.
type Lists = BTreeMap<String, Vec<String>>;

/// Where the files are.
pub(super) struct Communes {
    /// Path of their folder, which is named by the bytes of all: `/communes/<hash>/`.
    pub(super) folder: String,
    /// Path of the list of the site's own territory.
    pub(super) near: String,
}

/// Writes beside the lists of that folder the one of the site's own territory, `near-<hash>.json`: every commune of a postal
/// code that one of its communes has. It is what a phone keeps from a first visit on.
pub(super) fn with_near(
    files: &mut Files,
    folder: String,
    site: &Site,
) -> anyhow::Result<Communes> {
    let mut near = Vec::new();
    for area in &site.postal_areas {
        let path = format!("{folder}{area}.json");
        let json = files.read(path.trim_start_matches('/')).with_context(|| {
            format!("the site names a postal area that no commune is in: {area}")
        })?;
        let lines: Vec<String> = serde_json::from_str(&json)?;
        near.extend(near_lines(&lines, &site.territory));
    }
    let json = serde_json::to_vec(&near)?;
    let near = format!("/communes/near-{}.json", short_hash(&json));
    files.write(&near, &json)?;
    Ok(Communes { folder, near })
}

/// The lines of the postal codes of a territory; all of them where the site does not say what it is.
fn near_lines(lines: &[String], territory: &[String]) -> Vec<String> {
    let is_inside = |place: &Place<'_>| {
        let where_it_is = Territory::of(place.postal_code, place.commune, territory);
        where_it_is.is_none_or(|it| it == Territory::Inside)
    };
    let places = || lines.iter().filter_map(|line| Place::read(line));
    let codes: BTreeSet<&str> = places()
        .filter(is_inside)
        .map(|place| place.postal_code)
        .collect();
    let is_near =
        |line: &&String| Place::read(line).is_some_and(|place| codes.contains(place.postal_code));
    lines.iter().filter(is_near).cloned().collect()
}

/// Writes `communes/<hash>/<postal area>.json`, and `name-<beginning>.json` beside them; returns the path of their folder.
pub(super) fn write(files: &mut Files, node_modules: &Path) -> anyhow::Result<String> {
    let source = node_modules.join(DATA);
    let json = fs::read(&source).with_context(|| {
        format!("{DATA} is not in node_modules: run `cargo xtask build`, which installs it")
    })?;
    let communes: Vec<Commune> =
        serde_json::from_slice(&json).context("the list of communes is not as expected")?;
    let lists = lists(lines(&communes));
    ensure!(
        lists.len() > 400,
        "the list of communes makes {} files only",
        lists.len()
    );

    let mut cut = Vec::new();
    for (name, lines) in &lists {
        cut.push((name, serde_json::to_vec(lines)?));
    }
    let all: Vec<u8> = cut
        .iter()
        .flat_map(|(name, bytes)| [name.as_bytes(), bytes].concat())
        .collect();
    let folder = format!("/communes/{}/", short_hash(&all));
    for (name, bytes) in cut {
        files.write(&format!("{folder}{name}.json"), &bytes)?;
    }
    Ok(folder)
}

/// One line for each commune, arrondissement and part under each of its postal codes, in the order of names.
fn lines(communes: &[Commune]) -> Vec<String> {
    let of_kind = |kind: &'static str| communes.iter().filter(move |it| it.kind == kind);
    let arrondissements = || of_kind("arrondissement-municipal");
    let today: BTreeMap<&str, &Commune> = of_kind("commune-actuelle")
        .map(|it| (it.code.as_str(), it))
        .collect();
    // Somebody in 75011 lives in "Paris 11e Arrondissement"; "Paris" beside it would be a second right answer.
    let divided: BTreeSet<(&str, &str)> = arrondissements()
        .filter_map(|it| it.city.as_deref().map(|city| (city, &it.postal_codes)))
        .flat_map(|(city, codes)| codes.iter().map(move |code| (city, code.as_str())))
        .collect();

    let mut lines = Vec::new();
    for commune in today.values().copied().chain(arrondissements()) {
        for postal_code in &commune.postal_codes {
            if !divided.contains(&(&commune.code, postal_code)) {
                lines.push(format!("{postal_code} {} {}", commune.code, commune.nom));
            }
        }
    }
    for part in of_kind("commune-deleguee").chain(of_kind("commune-associee")) {
        let whole = part.whole.as_deref().and_then(|whole| today.get(whole));
        // Many have the name of the whole: once is enough.
        let Some(whole) = whole.filter(|whole| letters_of(&whole.nom) != letters_of(&part.nom))
        else {
            continue;
        };
        for postal_code in &whole.postal_codes {
            lines.push(format!(
                "{postal_code} {}/{} {} ({})",
                whole.code, part.code, part.nom, whole.nom
            ));
        }
    }
    lines.sort_by_cached_key(|line| {
        let name = Place::read(line).map_or("", |place| place.name);
        // Arrondissements are in the order of their codes.
        let letters = letters_of(name);
        let digit = letters.find(|c: char| c.is_ascii_digit());
        let letters = digit
            .and_then(|digit| letters.get(..digit))
            .unwrap_or(&letters);
        (letters.to_owned(), line.clone())
    });
    lines
}

fn lists(lines: Vec<String>) -> Lists {
    let mut lists = Lists::new();
    for line in lines {
        let Some(place) = Place::read(&line) else {
            continue;
        };
        let Some(area) = postal_area(place.postal_code) else {
            continue;
        };
        // Under its article, and without.
        let names = [Some(place.name), without_article(place.name)];
        let names = names.into_iter().flatten();
        let lists_of_names = names.filter_map(|name| list_of(&letters_of(name)));
        let lists_of_names = lists_of_names.map(|beginning| format!("name-{beginning}"));
        let names: BTreeSet<String> = lists_of_names.chain([area.to_owned()]).collect();
        for name in names {
            lists.entry(name).or_default().push(line.clone());
        }
    }
    lists
}

fn letters_of(name: &str) -> String {
    letters(&composed(name, Form::Nfd))
}

#[cfg(test)]
mod tests;
