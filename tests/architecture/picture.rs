//! The dependency picture of ARCHITECTURE.md, made from the code, and the bound on import cycles.
//!
//! `UPDATE=1 cargo test -p premier-accueil-app --test architecture` writes the picture anew.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
};

use super::{
    imports::{Graph, crates, modules},
    tree::{assert_none, read, root},
};

/// A crate whose modules are in the picture.
struct Pictured {
    title: &'static str,
    place: &'static str,
}

const PICTURED: [Pictured; 3] = [
    Pictured {
        title: "the app",
        place: "src",
    },
    Pictured {
        title: "the app's logic",
        place: "crates/phone/src",
    },
    Pictured {
        title: "the endpoint",
        place: "crates/endpoint/src",
    },
];

/// Crates whose modules are not in the picture; a new crate is added here or above, and its cycles below.
const UNPICTURED: [&str; 7] = [
    "bench", "content", "domain", "elements", "envelope", "testing", "xtask",
];

/// Import cycles: how many modules each has, the largest first. Where there are none, one is refused; a figure only ever
/// becomes smaller.
struct Cycles {
    place: &'static str,
    sizes: &'static [usize],
}

const CYCLES: [Cycles; 3] = [
    Cycles {
        place: "src",
        sizes: &[],
    },
    Cycles {
        place: "crates/phone/src",
        sizes: &[],
    },
    // `Shared` holds the mailer, and deliveries are made of it.
    Cycles {
        place: "crates/endpoint/src",
        sizes: &[2],
    },
];

/// The line before the picture, and the one after it.
const BEGIN: &str = "```text dependencies";
const END: &str = "```";

#[test]
fn the_dependency_picture_is_that_of_the_code() {
    let map = read("ARCHITECTURE.md");
    let expected = picture();
    let (before, rest) = map.split_once(BEGIN).unwrap_or_else(|| {
        panic!("ARCHITECTURE.md has no block that begins with {BEGIN}");
    });
    let (drawn, after) = rest
        .split_once(&format!("\n{END}"))
        .unwrap_or_else(|| panic!("the picture of ARCHITECTURE.md has no end"));
    if drawn.trim() == expected.trim() {
        return;
    }
    if is_update() {
        let map = format!("{before}{BEGIN}\n{expected}{END}{after}");
        let written = fs::write(root().join("ARCHITECTURE.md"), map);
        written.unwrap_or_else(|error| panic!("ARCHITECTURE.md: {error}"));
        return;
    }
    panic!(
        "the picture of ARCHITECTURE.md is not that of the code, which is\n\n{expected}\n\
         UPDATE=1 cargo test -p premier-accueil-app --test architecture writes it"
    );
}

#[test]
fn every_crate_is_pictured_or_said_not_to_be() {
    let unknown: Vec<String> = crates()
        .edges
        .into_keys()
        .filter(|name| {
            let place = format!("crates/{name}/src");
            let is_pictured = PICTURED.iter().any(|pictured| pictured.place == place);
            name != "the app" && !is_pictured && !UNPICTURED.contains(&name.as_str())
        })
        .collect();
    assert_none(&unknown, "crates that PICTURED and UNPICTURED lack");
    let drawn = PICTURED.iter().map(|pictured| pictured.place);
    let undrawn: Vec<String> = drawn
        .filter(|place| !CYCLES.iter().any(|cycles| cycles.place == *place))
        .map(str::to_owned)
        .collect();
    assert_none(&undrawn, "places that CYCLES lacks");
}

#[test]
fn an_import_cycle_is_refused_and_those_there_are_become_no_larger() {
    let mut report = String::new();
    for cycles in &CYCLES {
        let graph = modules(cycles.place);
        let mut found: Vec<Vec<&str>> = graph.groups();
        found.retain(|group| group.len() > 1);
        found.sort_by_key(|group| Reverse(group.len()));
        let sizes: Vec<usize> = found.iter().map(Vec::len).collect();
        if sizes == cycles.sizes {
            continue;
        }
        let Cycles { place, .. } = cycles;
        let known = cycles.sizes;
        let _ = writeln!(
            report,
            "{place}: cycles of {sizes:?}, where CYCLES has {known:?}"
        );
        for group in found {
            let _ = write!(report, "{}", inside(&graph, &group));
        }
    }
    assert!(
        report.is_empty(),
        "a new cycle is undone: what both sides need moves below them, or a callback goes down; one that became smaller \
         is written down:\n{report}"
    );
}

/// The edges of a cycle, and the files that make them.
fn inside(graph: &Graph, group: &[&str]) -> String {
    let mut text = String::new();
    for node in group {
        for (target, files) in &graph.edges[*node] {
            if group.contains(&target.as_str()) {
                let files: Vec<&str> = files.iter().map(String::as_str).collect();
                let _ = writeln!(text, "  {node} → {target} ({})", files.join(", "));
            }
        }
    }
    text
}

fn picture() -> String {
    let mut text = String::from("crates\n");
    text += &drawn(&crates());
    for Pictured { title, place } in PICTURED {
        let _ = writeln!(text, "modules of {title}, {place}");
        text += &drawn(&modules(place));
    }
    text
}

/// Groups of nodes, the highest first: what each names, without what it reaches through that as well.
fn drawn(graph: &Graph) -> String {
    let reach = graph.reach();
    let groups = graph.groups();
    let name = |node: &str| {
        let group = groups.iter().find(|group| group.contains(&node));
        match group.map(Vec::as_slice) {
            Some([first, _, ..]) => format!("({first} …)"),
            _ => node.to_owned(),
        }
    };
    let below: BTreeMap<&str, BTreeSet<&str>> = groups
        .iter()
        .map(|group| {
            let all = group.iter().flat_map(|node| graph.targets(node));
            let others: BTreeSet<&str> = all.filter(|node| !group.contains(node)).collect();
            let is_direct = |node: &&str| {
                let through = |other: &&str| {
                    *other != *node && reach[other].contains(node) && !reach[node].contains(other)
                };
                !others.iter().any(through)
            };
            let direct = others.iter().copied().filter(is_direct).collect();
            (group[0], direct)
        })
        .collect();
    // Those that name the same stand in one line.
    let mut lines: BTreeMap<(Reverse<usize>, String), Vec<String>> = BTreeMap::new();
    let mut lowest = Vec::new();
    for group in &groups {
        let title = match group.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("({})", several.join(" ")),
        };
        let targets: BTreeSet<String> = below[group[0]].iter().map(|node| name(node)).collect();
        let targets: Vec<String> = targets.into_iter().collect();
        if targets.is_empty() {
            lowest.push(title);
        } else {
            let all = reach[group[0]].iter();
            let height = all.filter(|node| !group.contains(*node)).count();
            let line = lines.entry((Reverse(height), targets.join(", ")));
            line.or_default().push(title);
        }
    }
    let mut text = String::new();
    for ((_, targets), titles) in lines {
        let _ = writeln!(text, "  {} → {targets}", titles.join(", "));
    }
    if lowest.len() > FEW {
        text.push_str("  the others → nothing here\n");
    } else {
        let _ = writeln!(text, "  {} → nothing here", lowest.join(", "));
    }
    text
}

/// More leaves than this are not named.
const FEW: usize = 4;

#[expect(
    clippy::disallowed_methods,
    reason = "asked for by hand, when dependencies change"
)]
fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}
