//! Reads who depends on whom: modules by the paths in their code, crates by their manifests.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Depth, Source, files, read};

/// Each node with those that it depends on, and the files that say so.
#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) edges: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Graph {
    fn add(&mut self, from: &str, to: &str, file: &str) {
        if from != to {
            let edges = self.edges.entry(from.to_owned()).or_default();
            let files = edges.entry(to.to_owned()).or_default();
            files.insert(file.to_owned());
        }
    }

    /// Every node that can be reached from each.
    pub(crate) fn reach(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let from = |start: &str| {
            let mut reached = BTreeSet::new();
            let mut next: Vec<&str> = self.targets(start).collect();
            while let Some(node) = next.pop() {
                if reached.insert(node) {
                    next.extend(self.targets(node));
                }
            }
            reached
        };
        let nodes = self.edges.keys();
        nodes.map(|node| (node.as_str(), from(node))).collect()
    }

    pub(crate) fn targets<'a>(&'a self, node: &str) -> impl Iterator<Item = &'a str> {
        let edges = self.edges.get(node).into_iter();
        edges.flat_map(|edges| edges.keys().map(String::as_str))
    }

    /// Groups of nodes that depend on one another; a node without a cycle is a group of its own.
    pub(crate) fn groups(&self) -> Vec<Vec<&str>> {
        let reach = self.reach();
        let is_with = |one: &str, other: &str| {
            one == other || (reach[one].contains(other) && reach[other].contains(one))
        };
        let mut groups: Vec<Vec<&str>> = Vec::new();
        for node in self.edges.keys() {
            let group = groups
                .iter_mut()
                .find(|group| group.iter().any(|other| is_with(node, other)));
            match group {
                Some(group) => group.push(node),
                None => groups.push(vec![node]),
            }
        }
        groups
    }
}

/// The modules of a crate at its top level, tests apart. `lib.rs` and `main.rs` are none.
pub(crate) fn modules(place: &str) -> Graph {
    let sources = files(place, "rs", Depth::All);
    let inside = |source: &Source| {
        let file = source.path.strip_prefix(place);
        let file = file.and_then(|file| file.strip_prefix('/'));
        file.unwrap_or_default().to_owned()
    };
    let lib = read(&format!("{place}/lib.rs"));
    let names: BTreeSet<String> = sources
        .iter()
        .filter_map(|source| {
            let file = inside(source);
            let name = file.strip_suffix(".rs")?;
            let is_top = !name.contains('/') && name != "lib" && name != "main";
            let is_for_tests = lib.contains(&format!("#[cfg(test)]\nmod {name};"));
            (is_top && !is_for_tests).then(|| name.to_owned())
        })
        .collect();
    let exported = exports(&lib);
    let mut graph = Graph::default();
    for name in &names {
        graph.edges.entry(name.clone()).or_default();
    }
    for source in &sources {
        let file = inside(source);
        let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
        let Some(module) = names.get(parts[0]) else {
            continue;
        };
        if parts.contains(&"tests") {
            continue;
        }
        let up = "super::".repeat(parts.len());
        let code = without_tests(source).replace(&up, "crate::");
        for named in named_at_the_root(&code) {
            let target = names.get(&named).or_else(|| exported.get(&named));
            let target =
                target.unwrap_or_else(|| panic!("{}: crate::{named} is no module", source.path));
            graph.add(module, target, &file);
        }
    }
    graph
}

/// The code of a file, up to its module of tests.
fn without_tests(source: &Source) -> String {
    let code: Vec<&str> = source.code().collect();
    let code = code.join("\n");
    let (before, _) = code
        .split_once("#[cfg(test)]\nmod tests {")
        .unwrap_or((&code, ""));
    before.to_owned()
}

/// The first names of all paths that begin at the root of the crate.
fn named_at_the_root(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        if let Some(list) = after.strip_prefix('{') {
            names.extend(firsts(list));
        } else {
            names.insert(word(after));
        }
    }
    names.remove("");
    names
}

/// The first names of a list in braces, which has been opened.
fn firsts(list: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut item = String::new();
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => found.push(word(&std::mem::take(&mut item))),
            letter if depth == 0 => item.push(letter),
            _ => {}
        }
    }
    found.push(word(&item));
    found
}

fn word(text: &str) -> String {
    let is_part = |letter: &char| letter.is_alphanumeric() || *letter == '_';
    text.trim_start().chars().take_while(is_part).collect()
}

/// Which module each name is from that `lib.rs` gives to others.
fn exports(lib: &str) -> BTreeMap<String, String> {
    let mut exported = BTreeMap::new();
    for line in lib.split("pub use ").skip(1) {
        let line = line.split(';').next().unwrap_or_default();
        let (module, names) = line.split_once("::").unwrap_or((line, ""));
        for name in firsts(names.trim_start_matches('{')) {
            exported.insert(name, module.to_owned());
        }
    }
    exported
}

/// The crates of the workspace, by what each needs to be built; what only its tests need is apart.
pub(crate) fn crates() -> Graph {
    let manifests = files("crates", "toml", Depth::All);
    let folder = |manifest: &Source| {
        let parts: Vec<&str> = manifest.path.split('/').collect();
        match parts[..] {
            ["crates", folder, "Cargo.toml"] => Some(folder.to_owned()),
            _ => None,
        }
    };
    let names: BTreeSet<String> = manifests.iter().filter_map(folder).collect();
    let mut graph = Graph::default();
    for name in &names {
        graph.edges.entry(name.clone()).or_default();
    }
    let mut manifests: Vec<(String, String)> = names
        .iter()
        .map(|name| (name.clone(), read(&format!("crates/{name}/Cargo.toml"))))
        .collect();
    manifests.push(("the app".to_owned(), read("Cargo.toml")));
    for (name, manifest) in manifests {
        let mut is_needed = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                is_needed = line.ends_with("dependencies]")
                    && !line.ends_with("dev-dependencies]")
                    && !line.starts_with("[workspace");
            }
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if is_needed && names.contains(dependency) {
                graph.add(&name, dependency, "Cargo.toml");
            }
        }
    }
    graph
}
