//! Boundaries between modules: who may name the browser, the clock, SQL, files and the environment.

use super::tree::{Source, assert_none, read, shipped, sources};

#[test]
fn only_the_browser_door_names_the_browser() {
    let needles = ["web_sys", "js_sys", "idb", "gloo"];
    let (door, rest): (Vec<Source>, Vec<Source>) = sources(&["src", "crates/phone/src"])
        .into_iter()
        .partition(|source| source.is_in("src/browser/"));
    for needle in needles {
        let named = door
            .iter()
            .any(|source| source.uses(&[needle]).next().is_some());
        assert!(
            named,
            "src/browser/** no longer names {needle}: take it off the list"
        );
    }
    let guilty: Vec<String> = rest
        .iter()
        .flat_map(|source| source.uses(&needles))
        .collect();
    assert_none(&guilty, "only src/browser/** talks to the browser");
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
    let all = shipped();
    for clock in clocks {
        let reads = all
            .iter()
            .any(|source| source.path == clock && source.uses(&needles).next().is_some());
        assert!(reads, "{clock} reads the time");
    }
    let others = all
        .iter()
        .filter(|source| !clocks.contains(&source.path.as_str()));
    let guilty: Vec<String> = others.flat_map(|source| source.uses(&needles)).collect();
    assert_none(&guilty, "everyone else takes `now`");
}

#[test]
fn only_the_store_holds_sql() {
    let is_store = |source: &Source| {
        source.is_in("crates/endpoint/src/store/") || source.path == "crates/endpoint/src/store.rs"
    };
    let needles = [
        "sqlx", "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "PRAGMA ",
    ];
    let (store, rest): (Vec<Source>, Vec<Source>) = shipped().into_iter().partition(is_store);
    assert!(
        store
            .iter()
            .any(|source| source.uses(&needles).next().is_some()),
        "the store holds SQL"
    );
    let guilty: Vec<String> = rest
        .iter()
        .flat_map(|source| source.uses(&needles))
        .collect();
    assert_none(&guilty, "only crates/endpoint/src/store/** holds SQL");
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
    let door = "crates/endpoint/src/whole_file.rs";
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
    let (inside, rest): (Vec<Source>, Vec<Source>) =
        sources.into_iter().partition(|source| source.path == door);
    assert!(
        inside
            .iter()
            .any(|source| source.uses(&needles).next().is_some()),
        "{door} writes files"
    );
    let guilty: Vec<String> = rest
        .iter()
        .flat_map(|source| source.uses(&needles))
        .collect();
    assert_none(
        &guilty,
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
    let configuration = "crates/endpoint/src/config.rs";
    let (inside, rest): (Vec<Source>, Vec<Source>) = shipped()
        .into_iter()
        .partition(|source| source.path == configuration);
    assert!(
        inside
            .iter()
            .any(|source| source.uses(&needles).next().is_some()),
        "{configuration} names the variables"
    );
    let guilty: Vec<String> = rest
        .iter()
        .flat_map(|source| source.uses(&needles))
        .collect();
    assert_none(&guilty, "settings come from the configuration");
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
