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
    places::{Place, letters, list_of, without_article},
    tidy::{Form, composed},
};
use serde::Deserialize;

pub(super) use cache::write_or_copy;

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
}

/// Writes `communes/<hash>/<postal area>.json`, and `name-<beginning>.json` beside them.
pub(super) fn write(files: &mut Files, node_modules: &Path) -> anyhow::Result<Communes> {
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
    let mut hash = sha256(&all);
    hash.truncate(16);
    let folder = format!("/communes/{hash}/");
    for (name, bytes) in cut {
        files.write(&format!("{folder}{name}.json"), &bytes)?;
    }
    Ok(Communes { folder })
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
            city: whole.filter(|_| kind.starts_with("arr")).map(Into::into),
            whole: whole.filter(|_| !kind.starts_with("arr")).map(Into::into),
            postal_codes: postal_codes.iter().map(|code| (*code).into()).collect(),
        }
    }

    const WHOLE: &str = "commune-actuelle";

    fn made_of(communes: &[Commune]) -> Lists {
        lists(lines(communes))
    }

    #[test]
    fn a_postal_code_lists_its_communes_by_name() {
        let lists = made_of(&[
            commune("59512", "Roubaix", WHOLE, None, &["59100"]),
            commune("69194", "Saint-Didier", WHOLE, None, &["69130"]),
            commune("69081", "Écully", WHOLE, None, &["69130", "69131"]),
            commune("97411", "Saint-Denis", WHOLE, None, &["97400"]),
        ]);
        assert_eq!(lists["59"], ["59100 59512 Roubaix"]);
        assert_eq!(
            lists["69"],
            [
                "69130 69081 Écully",
                "69131 69081 Écully",
                "69130 69194 Saint-Didier"
            ]
        );
        assert_eq!(lists["974"], ["97400 97411 Saint-Denis"]);
    }

    #[test]
    fn in_a_divided_city_people_choose_their_arrondissement() {
        let part = |code, name, postal_code: &str| {
            let kind = "arrondissement-municipal";
            commune(code, name, kind, Some("75056"), &[postal_code])
        };
        let lists = made_of(&[
            commune("75056", "Paris", WHOLE, None, &["75002", "75011", "75099"]),
            part("75111", "Paris 11e Arrondissement", "75011"),
            part("75102", "Paris 2e Arrondissement", "75002"),
        ]);
        let expected = [
            "75002 75102 Paris 2e Arrondissement",
            "75011 75111 Paris 11e Arrondissement",
            "75099 75056 Paris",
        ];
        assert_eq!(lists["75"], expected);
        assert_eq!(lists["name-pa"], expected);
    }

    #[test]
    fn parts_of_a_commune_are_under_all_its_codes_with_its_own_and_never_twice() {
        let lists = made_of(&[
            commune("59350", "Lille", WHOLE, None, &["59000", "59160"]),
            commune("59355", "Lomme", "commune-associee", Some("59350"), &[]),
            commune("74010", "Annecy", WHOLE, None, &["74000"]),
            commune("74010", "Annecy", "commune-deleguee", Some("74010"), &[]),
            commune("49023", "Beaupréau-en-Mauges", WHOLE, None, &["49600"]),
            commune("49023", "Beaupréau", "commune-deleguee", Some("49023"), &[]),
            commune("01999", "Orpheline", "commune-deleguee", Some("01998"), &[]),
        ]);
        assert_eq!(
            lists["59"],
            [
                "59000 59350 Lille",
                "59160 59350 Lille",
                "59000 59350/59355 Lomme (Lille)",
                "59160 59350/59355 Lomme (Lille)"
            ]
        );
        assert_eq!(lists["74"], ["74000 74010 Annecy"]);
        assert_eq!(
            lists["49"],
            [
                "49600 49023/49023 Beaupréau (Beaupréau-en-Mauges)",
                "49600 49023 Beaupréau-en-Mauges"
            ]
        );
        assert_eq!(lists["name-lo"], &lists["59"][2..]);
        assert!(!lists.contains_key("01"));
    }

    #[test]
    fn a_name_is_in_the_list_of_its_beginning_with_its_article_and_without() {
        let lists = made_of(&[
            commune("42218", "Saint-Étienne", WHOLE, None, &["42000", "42100"]),
            commune("76351", "Le Havre", WHOLE, None, &["76600"]),
            commune("94038", "L'Haÿ-les-Roses", WHOLE, None, &["94240"]),
        ]);
        for (name, line) in [
            ("name-stet", "42000 42218 Saint-Étienne"),
            ("name-leh", "76600 76351 Le Havre"),
            ("name-ha", "76600 76351 Le Havre"),
            ("name-lh", "94240 94038 L'Haÿ-les-Roses"),
            ("name-ha", "94240 94038 L'Haÿ-les-Roses"),
        ] {
            assert!(lists[name].iter().any(|one| one == line), "{name}");
        }
        assert_eq!(lists["name-stet"].len(), 2);
    }

    /// The five codes of people who did not find themselves, and what they are looked for by, in the data themselves.
    #[test]
    fn people_find_the_name_they_use() -> anyhow::Result<()> {
        let data = crate::paths::node_modules().join(DATA);
        let json = fs::read(&data).context("run `cargo xtask build` once: it installs the data")?;
        let communes: Vec<Commune> = serde_json::from_slice(&json)?;
        let lines = lines(&communes);
        let distinct: BTreeSet<&String> = lines.iter().collect();
        assert_eq!(distinct.len(), lines.len(), "no line twice");
        let lists = lists(lines);
        for (area, line) in [
            ("59", "59160 59350/59355 Lomme (Lille)"),
            ("59", "59260 59350/59298 Hellemmes-Lille (Lille)"),
            ("49", "49600 49023/49006 Andrezé (Beaupréau-en-Mauges)"),
            ("74", "74940 74010/74011 Annecy-le-Vieux (Annecy)"),
            (
                "93",
                "93380 93066/93059 Pierrefitte-sur-Seine (Saint-Denis)",
            ),
            ("75", "75011 75111 Paris 11e Arrondissement"),
            ("name-lo", "59160 59350/59355 Lomme (Lille)"),
        ] {
            assert!(lists[area].iter().any(|one| one == line), "{line}");
        }
        let is_seen_twice = |lines: &Vec<String>| {
            let seen = lines.iter().filter_map(|line| Place::read(line));
            let seen: Vec<_> = seen.map(|place| (place.postal_code, place.name)).collect();
            seen.iter().collect::<BTreeSet<_>>().len() != seen.len()
        };
        let doubled: Vec<_> = lists
            .iter()
            .filter(|(_, lines)| is_seen_twice(lines))
            .collect();
        assert!(
            doubled.is_empty(),
            "{:?}",
            doubled.iter().map(|it| it.0).collect::<Vec<_>>()
        );
        let everywhere = |line: &String| {
            lists
                .iter()
                .any(|(name, lines)| name.starts_with("name-") && lines.contains(line))
        };
        let nowhere: Vec<_> = (lists["80"].iter().chain(&lists["974"]))
            .filter(|line| !everywhere(line))
            .collect();
        assert_eq!(nowhere, ["80190 80829 Y"]);
        // A slow phone waits for one of them.
        let longest = lists.values().map(|lines| lines.join("").len()).max();
        assert!(longest < Some(70_000), "{longest:?}");
        Ok(())
    }
}
