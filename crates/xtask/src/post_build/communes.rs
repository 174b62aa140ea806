//! The communes of France, cut into one small file per postal area: a phone loads the one it needs.
//!
//! The data are those of the Code officiel géographique and of La Poste, packaged by Etalab (Licence Ouverte).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, ensure};
use domain::{formats::postal_area, identity::unaccented_capitals};
use serde::Deserialize;

use super::{Files, sha256};

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
    whole: Option<String>,
    #[serde(rename = "codesPostaux", default)]
    postal_codes: Vec<String>,
}

/// Postal code → communes as (INSEE code, name), by name.
type Area = BTreeMap<String, Vec<(String, String)>>;

/// Where the files are.
pub(super) struct Communes {
    /// Path of their folder, which is named by the bytes of all: `/communes/<hash>/`.
    pub(super) folder: String,
}

/// Writes `communes/<hash>/<postal area>.json`.
pub(super) fn write(files: &mut Files, node_modules: &Path) -> anyhow::Result<Communes> {
    let source = node_modules.join(DATA);
    let json = fs::read(&source).with_context(|| {
        format!("{DATA} is not in node_modules: run `cargo xtask build`, which installs it")
    })?;
    let communes: Vec<Commune> =
        serde_json::from_slice(&json).context("the list of communes is not as expected")?;
    let areas = areas(communes);
    ensure!(
        areas.len() > 100,
        "the list of communes holds {} postal areas only",
        areas.len()
    );

    let mut cut = Vec::new();
    for (area, communes) in &areas {
        cut.push((area, serde_json::to_vec(communes)?));
    }
    let all: Vec<u8> = cut
        .iter()
        .flat_map(|(area, bytes)| [area.as_bytes(), bytes].concat())
        .collect();
    let mut hash = sha256(&all);
    hash.truncate(16);
    let folder = format!("/communes/{hash}/");
    for (area, bytes) in cut {
        files.write(&format!("{folder}{area}.json"), &bytes)?;
    }
    Ok(Communes { folder })
}

fn areas(communes: Vec<Commune>) -> BTreeMap<String, Area> {
    let is_part = |commune: &Commune| commune.kind == "arrondissement-municipal";
    // Somebody in 75011 lives in "Paris 11e Arrondissement"; "Paris" beside it would be a second right answer.
    let divided: BTreeSet<(String, String)> = communes
        .iter()
        .filter(|commune| is_part(commune))
        .filter_map(|part| part.whole.as_ref().map(|whole| (whole, &part.postal_codes)))
        .flat_map(|(whole, codes)| codes.iter().map(|code| (whole.clone(), code.clone())))
        .collect();

    let mut areas: BTreeMap<String, Area> = BTreeMap::new();
    for commune in communes
        .into_iter()
        .filter(|commune| commune.kind == "commune-actuelle" || is_part(commune))
    {
        for postal_code in commune.postal_codes {
            let Some(area) = postal_area(&postal_code).map(str::to_owned) else {
                continue;
            };
            if divided.contains(&(commune.code.clone(), postal_code.clone())) {
                continue;
            }
            let area = areas.entry(area).or_default();
            area.entry(postal_code)
                .or_default()
                .push((commune.code.clone(), commune.nom.clone()));
        }
    }
    for communes in areas.values_mut().flat_map(BTreeMap::values_mut) {
        // Arrondissements are in the order of their codes, names in the order people expect of accents.
        communes.sort_by_cached_key(|(code, name)| (unaccented_capitals(name), code.clone()));
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commune(
        code: &str,
        name: &str,
        kind: &str,
        whole: Option<&str>,
        postal_codes: &[&str],
    ) -> Commune {
        Commune {
            code: code.into(),
            nom: name.into(),
            kind: kind.into(),
            whole: whole.map(Into::into),
            postal_codes: postal_codes.iter().map(|code| (*code).into()).collect(),
        }
    }

    #[test]
    fn a_postal_code_lists_its_communes_by_name() {
        let areas = areas(vec![
            commune("59512", "Roubaix", "commune-actuelle", None, &["59100"]),
            commune("69081", "Écully", "commune-actuelle", None, &["69130"]),
            commune(
                "69194",
                "Saint-Didier",
                "commune-actuelle",
                None,
                &["69130"],
            ),
            commune("59999", "Hameau", "commune-deleguee", None, &["59100"]),
        ]);
        let roubaix = vec![("59512".to_owned(), "Roubaix".to_owned())];
        assert_eq!(areas["59"]["59100"], roubaix);
        let names: Vec<_> = areas["69"]["69130"]
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        assert_eq!(names, ["Écully", "Saint-Didier"]);
    }

    #[test]
    fn in_a_divided_city_people_choose_their_arrondissement() {
        let areas = areas(vec![
            commune(
                "75056",
                "Paris",
                "commune-actuelle",
                None,
                &["75011", "75099"],
            ),
            commune(
                "75111",
                "Paris 11e Arrondissement",
                "arrondissement-municipal",
                Some("75056"),
                &["75011"],
            ),
        ]);
        assert_eq!(
            areas["75"]["75011"],
            [("75111".to_owned(), "Paris 11e Arrondissement".to_owned())]
        );
        assert_eq!(
            areas["75"]["75099"],
            [("75056".to_owned(), "Paris".to_owned())]
        );
    }
}
