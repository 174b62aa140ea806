//! The source tree as text: files, lines of code, and whether a line names something.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A source file: its path from the root of the repository, with `/`, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is_in(&self, place: &str) -> bool {
        self.path.starts_with(place)
    }

    /// Lines of code: no comments.
    pub(crate) fn code(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
    }

    /// `path: line` for every line of code that holds one of the needles.
    pub(crate) fn uses<'a>(&'a self, needles: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        let guilty = |line: &&str| needles.iter().any(|needle| names(line, needle));
        self.code()
            .filter(guilty)
            .map(|line| format!("{}: {}", self.path, line.trim()))
    }
}

/// Whether a line names something, and not only something with a longer name.
pub(crate) fn names(line: &str, needle: &str) -> bool {
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

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether files of a folder's folders count.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Depth {
    Folder,
    All,
}

fn walk(folder: &Path, extension: &str, depth: Depth, found: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            let is_ours = !path.ends_with("node_modules") && !path.ends_with("target");
            if depth == Depth::All && is_ours {
                walk(&path, extension, depth, found);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

/// The files of a place with this extension, by their paths.
pub(crate) fn files(place: &str, extension: &str, depth: Depth) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(place), extension, depth, &mut paths);
    paths.sort();
    let source = |path: PathBuf| {
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let path = path.strip_prefix(root()).unwrap_or(&path);
        Source {
            path: path.to_string_lossy().replace('\\', "/"),
            text,
        }
    };
    paths.into_iter().map(source).collect()
}

/// Every Rust file under these places; none of them may be empty of files.
pub(crate) fn sources(places: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    for place in places {
        let found = files(place, "rs", Depth::All);
        assert!(
            !found.is_empty(),
            "{place} holds no source file: this rule looks at nothing"
        );
        sources.extend(found);
    }
    sources
}

/// The crates' sources and the app's, tests apart.
pub(crate) fn modules() -> Vec<Source> {
    sources(&[
        "src",
        "crates/elements/src",
        "crates/phone/src",
        "crates/domain/src",
        "crates/envelope/src",
        "crates/content/src",
        "crates/endpoint/src",
        "crates/bench/src",
        "crates/testing/src",
        "crates/xtask/src",
    ])
}

/// What runs at a Mission Locale or on a phone: everything but the developer's tools.
pub(crate) fn shipped() -> Vec<Source> {
    let tools = ["crates/bench/", "crates/testing/", "crates/xtask/"];
    let is_tool = |source: &Source| tools.iter().any(|tool| source.is_in(tool));
    modules()
        .into_iter()
        .filter(|source| !is_tool(source))
        .collect()
}

pub(crate) fn assert_none(guilty: &[String], rule: &str) {
    assert!(guilty.is_empty(), "{rule}:\n{}", guilty.join("\n"));
}
