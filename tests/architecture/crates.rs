//! Dependencies between crates, read from their manifests.

use super::{imports::crates, tree::read};

#[test]
fn the_domain_depends_on_nothing_that_acts_and_does_not_know_the_envelope() {
    let manifest = read("crates/domain/Cargo.toml");
    let dependencies = section(&manifest, "[dependencies]");
    let allowed = [
        "base64ct",
        "jiff",
        "serde",
        "unicode-normalization",
        "validator",
    ];
    assert_eq!(
        dependencies, allowed,
        "no I/O, clock, randomness, async runtime or cryptography"
    );
    let manifest = read("crates/envelope/Cargo.toml");
    assert!(
        !section(&manifest, "[dependencies]").contains(&"domain"),
        "the envelope does not know the domain"
    );
}

#[test]
fn the_lowest_crates_depend_on_none_of_ours() {
    let graph = crates();
    for lowest in ["domain", "elements", "envelope"] {
        assert!(graph.edges.contains_key(lowest), "{lowest} is a crate");
        let names: Vec<&str> = graph.targets(lowest).collect();
        assert!(names.is_empty(), "{lowest} depends on {names:?}");
    }
}

#[test]
fn nobody_depends_on_what_measures_and_the_first_tool_built_stays_light() {
    for manifest in [
        "Cargo.toml",
        "crates/domain/Cargo.toml",
        "crates/envelope/Cargo.toml",
        "crates/content/Cargo.toml",
        "crates/elements/Cargo.toml",
        "crates/endpoint/Cargo.toml",
        "crates/phone/Cargo.toml",
        "crates/xtask/Cargo.toml",
    ] {
        let named = read(manifest).contains("premier-accueil-bench");
        assert!(!named, "{manifest} depends on the bench");
    }
    let manifest = read("crates/xtask/Cargo.toml");
    let dependencies = section(&manifest, "[dependencies]");
    assert!(
        !dependencies.contains(&"endpoint"),
        "xtask starts the endpoint and what measures it; it does not compile them"
    );
}

#[test]
fn nobody_but_tests_and_the_bench_depends_on_what_tests_share() {
    let graph = crates();
    let nodes = graph.edges.keys().map(String::as_str);
    let users = nodes.filter(|name| graph.targets(name).any(|target| target == "testing"));
    assert_eq!(users.collect::<Vec<_>>(), ["bench"]);
}

/// The names of a manifest's dependencies.
fn section<'a>(manifest: &'a str, title: &str) -> Vec<&'a str> {
    let lines = manifest.lines().skip_while(|line| *line != title).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let name = |line: &'a str| {
        line.split(['.', ' ', '='])
            .next()
            .filter(|name| !name.is_empty() && !name.starts_with('#'))
    };
    let names: Vec<&str> = lines.filter_map(name).collect();
    assert!(!names.is_empty(), "{title} is empty");
    names
}
