//! Boundaries between modules: who may name the browser, the clock, SQL, files and the environment.

use super::tree::{Source, assert_none, read, shipped, sources};

/// Asserts that each of these places names one of the needles, and that no other source does.
///
/// A place is a file, or a folder where it ends in `/`. One that names none is a rule that looks at nothing.
fn assert_only_in(places: &[&str], sources: &[Source], needles: &[&str], rule: &str) {
    let is_at = |source: &Source, place: &str| {
        source.path == place || (place.ends_with('/') && source.is_in(place))
    };
    for place in places {
        let named = sources
            .iter()
            .any(|source| is_at(source, place) && source.uses(needles).next().is_some());
        assert!(named, "{place} no longer names any of {needles:?}");
    }
    let guilty: Vec<String> = sources
        .iter()
        .filter(|source| !places.iter().any(|place| is_at(source, place)))
        .flat_map(|source| source.uses(needles))
        .collect();
    assert_none(&guilty, rule);
}

#[test]
fn only_the_browser_door_names_the_browser() {
    let sources = sources(&["src", "crates/phone/src"]);
    for needle in ["web_sys", "js_sys", "idb", "gloo"] {
        assert_only_in(
            &["src/browser/"],
            &sources,
            &[needle],
            "only src/browser/** talks to the browser",
        );
    }
}

#[test]
fn components_know_neither_state_nor_sync_nor_browser() {
    let needles = [
        "state::",
        "sync::",
        "browser::",
        "crate::state",
        "crate::sync",
        "crate::browser",
    ];
    let components = sources(&["src/components"]);
    let guilty: Vec<String> = components
        .iter()
        .flat_map(|source| source.uses(&needles))
        .collect();
    let guilty: Vec<String> = guilty
        .into_iter()
        .filter(|line| !line.contains("std::sync::"))
        .collect();
    assert_none(&guilty, "a component is data in, events out");
}

#[test]
fn pages_reach_the_network_and_the_outbox_through_sending_alone() {
    let needles = [
        "crate::sync",
        "sync::run",
        "http::",
        "database::",
        "browser::outbox",
    ];
    let guilty: Vec<String> = sources(&["src/pages"])
        .iter()
        .flat_map(|source| source.uses(&needles).collect::<Vec<_>>())
        .collect();
    assert_none(&guilty, "pages show and ask; they neither store nor send");
}

#[test]
fn only_the_two_clocks_read_the_time() {
    let clocks = ["src/browser/clock.rs", "crates/endpoint/src/clock.rs"];
    let needles = [
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "Date::now",
        "Date::new_0",
        "now_utc",
    ];
    assert_only_in(&clocks, &shipped(), &needles, "everyone else takes `now`");
}

#[test]
fn only_the_store_holds_sql() {
    let store = ["crates/endpoint/src/store/", "crates/endpoint/src/store.rs"];
    let needles = [
        "sqlx", "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ",
    ];
    assert_only_in(
        &store,
        &shipped(),
        &needles,
        "only crates/endpoint/src/store/** holds SQL",
    );
}

#[test]
fn the_endpoint_opens_regular_files_and_writes_them_whole() {
    let needles = [
        "fs::read",
        "fs::read_to_string",
        "fs::write",
        "fs::copy",
        "fs::rename",
        "File::open",
        "File::create",
    ];
    let is_test = |source: &Source| source.path.ends_with("/tests.rs");
    let sources = sources(&["crates/endpoint/src"]);
    let mut sources: Vec<Source> = sources
        .into_iter()
        .filter(|source| !is_test(source))
        .collect();
    for source in &mut sources {
        // A test may write what the endpoint never would.
        if let Some(tests) = source.text.find("#[cfg(test)]") {
            source.text.truncate(tests);
        }
    }
    assert_only_in(
        &["crates/endpoint/src/whole_file.rs"],
        &sources,
        &needles,
        "files are read with content::regular_file and written with whole_file",
    );
}

#[test]
fn only_the_configuration_reads_the_environment() {
    let needles = [
        "std::env",
        "env::var",
        "env::var_os",
        "env::vars",
        "env = \"",
    ];
    assert_only_in(
        &["crates/endpoint/src/config/settings.rs"],
        &shipped(),
        &needles,
        "settings come from the configuration",
    );
}

#[test]
fn the_service_worker_answers_no_request_to_the_api_and_changes_nothing_in_the_outbox() {
    let worker = read("public/sw.js");
    let code: Vec<&str> = worker
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    assert!(code.contains("request.method !== 'GET'") && code.contains("startsWith('/v1/')"));
    // A transaction without a mode reads.
    for banned in [
        "readwrite",
        "createObjectStore",
        "deleteDatabase",
        ".put(",
        "importScripts",
        "localStorage",
    ] {
        assert!(!code.contains(banned), "sw.js names {banned}");
    }
}
