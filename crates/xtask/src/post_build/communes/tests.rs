//! Lists of communes: what is in them, and that people find the name they use.

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

#[test]
fn near_are_all_communes_of_the_postal_codes_of_a_territory() {
    let lines = || {
        [
            "59100 59512 Roubaix",
            "59390 59339 Leers",
            "59390 59366 Lys",
            "59000 59350 Lille",
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let territory = ["59512", "59339"].map(str::to_owned);
    assert_eq!(near_lines(&lines(), &territory), lines()[..3]);
    assert_eq!(near_lines(&lines(), &[]), lines(), "the site does not say");
}
