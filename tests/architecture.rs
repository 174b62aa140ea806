//! Who may know whom, held by tests over the source tree.
//!
//! Reads files as text: a rule that finds nothing to look at fails rather than passes.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A source file: its path from the root of the repository, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_in(&self, place: &str) -> bool {
        self.path.starts_with(place)
    }

    /// Lines of code: no comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
    }

    /// `path: line` for every line of code that holds one of the needles.
    fn uses<'a>(&'a self, needles: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        let guilty = |line: &&str| needles.iter().any(|needle| names(line, needle));
        self.code()
            .filter(guilty)
            .map(|line| format!("{}: {}", self.path, line.trim()))
    }
}

/// Whether a line names something, and not only something with a longer name.
fn names(line: &str, needle: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(needle).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + needle.len()..)
            .and_then(|text| text.chars().next());
        let open = |neighbour: Option<char>, own: Option<char>| {
            !(neighbour.is_some_and(is_part) && own.is_some_and(is_part))
        };
        open(before, needle.chars().next()) && open(after, needle.chars().next_back())
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every Rust file under these places; none of them may be empty of files.
fn sources(places: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    for place in places {
        let mut paths = Vec::new();
        walk(&root().join(place), &mut paths);
        assert!(
            !paths.is_empty(),
            "{place} holds no source file: this rule looks at nothing"
        );
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let path = path.strip_prefix(root()).unwrap_or(&path);
            sources.push(Source {
                path: path.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    sources
}

/// The crates' sources and the app's, tests apart.
fn modules() -> Vec<Source> {
    sources(&[
        "src",
        "crates/domain/src",
        "crates/envelope/src",
        "crates/content/src",
        "crates/endpoint/src",
        "crates/bench/src",
        "crates/xtask/src",
    ])
}

/// What runs at a Mission Locale or on a phone: everything but the developer's tools.
fn shipped() -> Vec<Source> {
    let is_tool = |source: &Source| source.is_in("crates/xtask/") || source.is_in("crates/bench/");
    modules()
        .into_iter()
        .filter(|source| !is_tool(source))
        .collect()
}

fn assert_none(guilty: &[String], rule: &str) {
    assert!(guilty.is_empty(), "{rule}:\n{}", guilty.join("\n"));
}

#[test]
fn only_the_browser_door_names_the_browser() {
    let needles = ["web_sys", "js_sys", "idb", "gloo"];
    let (door, rest): (Vec<Source>, Vec<Source>) = sources(&["src"])
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
        // What they are made of; one `use` a line, so that nothing else slips in beside it.
        .filter(|line| !line.contains("use crate::browser::dom::{Element, element};"))
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
fn later_code_is_entered_by_those_who_know_that_it_is_here() {
    let mut entries = [0, 0];
    for source in sources(&["src"]) {
        let lines: Vec<&str> = source.code().map(str::trim).collect();
        for pair in lines.windows(2) {
            let [before, line] = pair else { continue };
            let parts = [("fn late_", "here: Here"), ("fn rest_", "here: AllHere")];
            for (place, (begins, proof)) in parts.into_iter().enumerate() {
                if line.contains(begins) {
                    entries[place] += 1;
                    let path = &source.path;
                    assert_eq!(*before, "#[inline(never)]", "{path}: {line}");
                    assert!(
                        line.contains(proof),
                        "{path}: {line} does not ask for `{proof}`"
                    );
                }
            }
        }
    }
    assert!(
        !entries.contains(&0),
        "no function begins a part: {entries:?}"
    );
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
fn types_that_hold_answers_cannot_be_printed() {
    let all = shipped();
    for name in [
        "Answer",
        "Answers",
        "Message",
        "Submission",
        "Identity",
        "LastSent",
        "OwnerSecret",
        "Record",
        "RecordRow",
        "Pdf",
        "Job",
        "Fiche",
        "PlainFiche",
    ] {
        let definitions: Vec<(&Source, Vec<&str>)> = all
            .iter()
            .filter_map(|source| Some((source, attributes_of(source, name)?)))
            .collect();
        assert!(
            !definitions.is_empty(),
            "{name} is not defined any more: take it off the list"
        );
        for (source, attributes) in definitions {
            let printable = attributes
                .iter()
                .any(|line| names(line, "Debug") || names(line, "Display"));
            assert!(
                !printable,
                "{}: {name} holds answers and derives a way to print them",
                source.path
            );
            let by_hand = ["Debug for ", "Display for "].map(|of| [of, name].concat());
            let by_hand: Vec<&str> = by_hand.iter().map(String::as_str).collect();
            let guilty: Vec<String> = source.uses(&by_hand).collect();
            assert_none(
                &guilty,
                "a type that holds answers has no way to be printed",
            );
        }
    }
}

/// The attributes right above a type's definition; `None` where it is not defined.
fn attributes_of<'a>(source: &'a Source, name: &str) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = source.text.lines().collect();
    let defines = |line: &str| {
        ["struct", "enum"]
            .iter()
            .any(|kind| names(line, &[kind, " ", name].concat()))
    };
    let at = lines
        .iter()
        .position(|line| !line.trim_start().starts_with("//") && defines(line))?;
    let above = lines
        .get(..at)?
        .iter()
        .rev()
        .take_while(|line| !line.trim().is_empty());
    Some(
        above
            .filter(|line| !line.trim_start().starts_with("//"))
            .copied()
            .collect(),
    )
}

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
fn nobody_depends_on_what_measures_and_the_first_tool_built_stays_light() {
    for manifest in [
        "Cargo.toml",
        "crates/domain/Cargo.toml",
        "crates/envelope/Cargo.toml",
        "crates/content/Cargo.toml",
        "crates/endpoint/Cargo.toml",
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

#[test]
fn the_map_names_every_module_and_no_other() {
    let map = read("ARCHITECTURE.md");
    let is_module = |text: &&str| {
        text.rsplit('.').next() == Some("rs")
            && (text.starts_with("src/") || text.starts_with("crates/"))
    };
    let mapped: BTreeSet<&str> = map.split('`').filter(is_module).collect();
    let all = modules();
    let is_test = |source: &&Source| source.path.ends_with("/tests.rs");
    let existing: BTreeSet<&str> = all
        .iter()
        .filter(|source| !is_test(source))
        .map(|source| source.path.as_str())
        .collect();
    let missing: Vec<&&str> = existing.difference(&mapped).collect();
    let gone: Vec<&&str> = mapped
        .difference(&existing)
        .filter(|path| !root().join(path).is_file())
        .collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not on the map: {missing:#?}\nno longer there: {gone:#?}"
    );
}

#[test]
fn the_map_says_of_a_module_what_its_file_says() {
    let map = read("ARCHITECTURE.md");
    let mut told = 0;
    for line in map.lines() {
        let line = line
            .strip_prefix("- `")
            .and_then(|line| line.split_once(".rs`: "));
        let Some((path, said)) = line else { continue };
        let file = read(&format!("{path}.rs"));
        let opening = file.lines().map_while(|line| line.strip_prefix("//! "));
        let opening = opening.collect::<Vec<_>>().join(" ");
        assert!(opening.starts_with(said), "{path}.rs: {said}");
        told += 1;
    }
    assert!(told > 200, "{told} modules are told of");
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let mut all = modules();
    all.extend(sources(&[
        "tests",
        "crates/endpoint/tests",
        "crates/content/tests",
    ]));
    let silent: Vec<String> = all
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert_none(&silent, "a file opens with //!");
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

#[test]
fn the_security_page_names_what_is_there() {
    let page = read("docs/security.md");
    let mut tests = 0;
    let mut files = 0;
    let code: Vec<String> = sources(&["src", "crates", "tests"])
        .into_iter()
        .map(|source| source.text)
        .collect();
    for named in page.split('`').skip(1).step_by(2) {
        let is_sentence = named.matches('_').count() >= 2
            && named
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || "_0123456789".contains(letter));
        if is_sentence {
            tests += 1;
            let is_there = code
                .iter()
                .any(|text| text.contains(&format!("fn {named}(")));
            assert!(
                is_there,
                "docs/security.md names the test {named}, which is nowhere"
            );
        }
        let tops = [
            "crates/", "src/", "tests/", "deploy/", "docs/", "public/", "content/", "tools/",
        ];
        if tops.iter().any(|top| named.starts_with(top)) {
            files += 1;
            assert!(
                root().join(named).exists(),
                "docs/security.md names {named}, which is nowhere"
            );
        }
    }
    assert!(
        tests > 20 && files > 10,
        "{tests} tests and {files} files: this looks at nothing"
    );
}
