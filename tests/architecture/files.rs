//! Every source file: how it opens, and what it is called.

use super::tree::{Source, assert_none, modules, read, sources};

/// Whether a file opens by saying what it is; the README of a crate says it for the crate.
fn opens(source: &Source) -> bool {
    let is_crate = source.path.ends_with("/lib.rs");
    let readme = "#![doc = include_str!(\"../README.md\")]";
    source.text.starts_with("//! ") || (is_crate && source.text.starts_with(readme))
}

#[test]
fn every_file_opens_by_saying_what_it_is_in_one_line() {
    let mut all = modules();
    all.extend(sources(&[
        "tests",
        "crates/endpoint/tests",
        "crates/content/tests",
    ]));
    let silent: Vec<String> = all
        .iter()
        .filter(|source| !opens(source))
        .map(|source| source.path.clone())
        .collect();
    assert_none(&silent, "a file opens with //!, or a crate with its README");
    let opening = |source: &Source| source.text.lines().next().unwrap_or_default().to_owned();
    let long: Vec<String> = all
        .iter()
        .filter(|source| opening(source).chars().count() > 120)
        .map(|source| format!("{}: {}", source.path, opening(source)))
        .collect();
    assert_none(&long, "a first line has at most 120 characters");
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    let drawers = [
        "mod.rs",
        "utils.rs",
        "util.rs",
        "common.rs",
        "types.rs",
        "helpers.rs",
        "misc.rs",
    ];
    let is_drawer = |source: &Source| {
        source
            .path
            .rsplit('/')
            .next()
            .is_some_and(|name| drawers.contains(&name))
    };
    let found: Vec<String> = modules()
        .into_iter()
        .filter(is_drawer)
        .map(|source| source.path)
        .collect();
    assert_none(&found, "name the noun");
}

/// The service worker is a script of its own and shares no constant with the app: locks, channels and stores have their
/// names in both.
#[test]
fn the_service_worker_and_the_app_have_the_same_names_for_what_they_share() {
    let worker = read("public/sw.js");
    let names = [
        (
            "src/browser/locks.rs",
            "const NAME: &str = \"pa-sync\";",
            "locks.request('pa-sync'",
        ),
        (
            "src/browser/cross_tab.rs",
            "const NAME: &str = \"pa-outbox\";",
            "BroadcastChannel('pa-outbox')",
        ),
        (
            "src/browser/database.rs",
            "Database::named(\"premier-accueil\")",
            "indexedDB.open('premier-accueil')",
        ),
        (
            "src/browser/database.rs",
            "const ENTRIES: &str = \"entries\";",
            "objectStore('entries')",
        ),
        (
            "src/browser/service_worker.rs",
            "const TAG: &str = \"outbox\";",
            "event.tag !== 'outbox'",
        ),
    ];
    for (file, app, in_worker) in names {
        assert!(read(file).contains(app), "{file}: {app}");
        assert!(worker.contains(in_worker), "public/sw.js: {in_worker}");
    }
}
