//! Documents: what they name exists, and what they link to.

use std::{fs, path::Path};

use super::tree::{Depth, Source, assert_none, files, read, root, sources};

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
        let path = if Path::new(named).extension().is_some_and(|end| end == "rs")
            && named.contains('/')
            && !is_path(named)
        {
            format!("crates/endpoint/src/{named}")
        } else {
            named.to_owned()
        };
        if is_path(&path) {
            files += 1;
            assert!(
                root().join(&path).exists(),
                "docs/security.md names {named}, which is nowhere"
            );
        }
    }
    assert!(
        tests > 20 && files > 10,
        "{tests} tests and {files} files: this looks at nothing"
    );
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut links = 0;
    let mut broken = Vec::new();
    for document in markdown() {
        for target in links_of(&document.text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((target.as_str(), ""));
            let file = if path.is_empty() {
                root().join(&document.path)
            } else {
                let folder = root().join(&document.path);
                folder.parent().unwrap_or(root()).join(path)
            };
            let leads = file.exists() && (anchor.is_empty() || has_heading(&file, anchor));
            if !leads {
                broken.push(format!("{}: {target}", document.path));
            }
        }
    }
    assert_none(&broken, "links that lead nowhere");
    assert!(links > 80, "{links} links: this looks at nothing");
}

/// The documents for developers and operators: at the root, below `docs`, `.github`, `crates` and `bench`, and the
/// `README.md` of `content`, whose other texts are the app's.
fn markdown() -> Vec<Source> {
    let mut found = files(".", "md", Depth::Folder);
    for place in ["docs", ".github", "crates", "bench"] {
        found.extend(files(place, "md", Depth::All));
    }
    let content = files("content", "md", Depth::All);
    found.extend(
        content
            .into_iter()
            .filter(|source| source.path.ends_with("/README.md")),
    );
    found
}

/// The targets of the Markdown links of a text, but for what is written as code.
fn links_of(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let line: String = line.split('`').step_by(2).collect();
        let after_bracket = line.split("](").skip(1);
        let target = |rest: &str| rest.split(')').next().map(str::to_owned);
        targets.extend(after_bracket.filter_map(target));
    }
    targets
}

/// Whether a document has a heading with this anchor, written as GitHub writes them.
fn has_heading(file: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| line.trim_start_matches('#').trim().to_lowercase())
        .any(|heading| {
            let kept = heading
                .chars()
                .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
            kept.collect::<String>().replace(' ', "-") == anchor
        })
}

#[test]
fn the_versions_of_the_toolchain_page_are_those_of_the_tree() {
    let page = read("docs/toolchain.md");
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, what, version, file, _, ""] = cells[..] else {
            continue;
        };
        let code = |cell: &str| {
            let inner = cell.strip_prefix('`')?.strip_suffix('`')?;
            Some(inner.to_owned())
        };
        let (Some(version), Some(file)) = (code(version), code(file)) else {
            continue;
        };
        rows += 1;
        if !read(&file).contains(&version) {
            wrong.push(format!("{what}: {file} does not say {version}"));
        }
    }
    assert_none(&wrong, "docs/toolchain.md");
    assert!(rows > 20, "{rows} rows: this looks at nothing");
}

#[test]
fn the_budgets_of_the_performance_page_are_those_that_are_checked() {
    let page = read("docs/performance.md");
    let budgets = read("budgets.toml");
    let limits = budgets.split("[recorded]").next().unwrap_or_default();
    let limits = limits.lines().filter_map(|line| {
        let (name, bytes) = line.split_once(" = ")?;
        Some((name, bytes.parse::<f64>().ok()?))
    });
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (name, bytes) in limits {
        rows += 1;
        let cell = format!("| `{name}` | ");
        let budget = page.lines().find_map(|line| line.split_once(&cell));
        let said = budget.and_then(|(_, rest)| rest.split(" KB").next());
        let is_same = said
            .and_then(|said| said.parse().ok())
            .is_some_and(|kilobytes: f64| (kilobytes * 1000.0 - bytes).abs() < 0.5);
        if !is_same {
            wrong.push(format!("{name}: {} KB, not {said:?}", bytes / 1000.0));
        }
    }
    assert_none(&wrong, "docs/performance.md");
    assert!(rows > 3, "{rows} budgets: this looks at nothing");
}

#[test]
fn the_sizes_of_the_performance_page_are_those_that_were_recorded() {
    // The largest static page is not among what is recorded: `cargo xtask size` shows it.
    let sums: [(&str, &[&str]); 3] = [
        (
            "first_visit",
            &[
                "app.js",
                "app.wasm",
                "communes/near.json",
                "content/fr.bin",
                "icons/icon.svg",
                "index.html",
                "manifest.webmanifest",
                "sw.js",
            ],
        ),
        ("code", &["app.js", "app.wasm"]),
        ("service_worker", &["sw.js"]),
    ];
    let page = read("docs/performance.md");
    let budgets = read("budgets.toml");
    let recorded = |role: &str| {
        let key = format!("\"{role}\" = ");
        let bytes = budgets.lines().find_map(|line| line.strip_prefix(&key));
        bytes
            .and_then(|bytes| bytes.parse::<f64>().ok())
            .unwrap_or_else(|| panic!("budgets.toml records no {role}"))
    };
    let mut wrong = Vec::new();
    for (name, roles) in sums {
        let bytes: f64 = roles.iter().copied().map(recorded).sum();
        let expected = format!("{:.1} KB", bytes / 1000.0);
        let cell = format!("| `{name}` | ");
        let row = page.lines().find_map(|line| line.split_once(&cell));
        let said = row.and_then(|(_, cells)| cells.split(" | ").nth(1));
        let said = said.map(|said| said.trim_end_matches(" |"));
        if said != Some(expected.as_str()) {
            wrong.push(format!("{name}: {expected}, not {said:?}"));
        }
    }
    assert_none(&wrong, "docs/performance.md, last recorded");
}

/// Whether what a document names in backticks is a path from the root of the repository.
fn is_path(named: &str) -> bool {
    let tops = [
        "crates/", "src/", "tests/", "deploy/", "docs/", "public/", "content/", "tools/", "bench/",
        "style/",
    ];
    tops.iter().any(|top| named.starts_with(top))
}

#[test]
fn paths_in_documents_for_developers_and_operators_exist() {
    // Records and measurements are of their day, and may name what is gone.
    let pages = [
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "docs/data-map.md",
        "docs/glossary.md",
        "docs/performance.md",
        "docs/reliability.md",
        "docs/runbook.md",
        "docs/toolchain.md",
    ];
    let mut files = 0;
    let mut gone = Vec::new();
    for page in pages {
        let text = read(page);
        let named = text
            .lines()
            .flat_map(|line| line.split('`').skip(1).step_by(2));
        for named in named.filter(|named| is_path(named) && !named.contains(['*', '…', ' '])) {
            files += 1;
            if !root().join(named).exists() {
                gone.push(format!("{page}: {named}"));
            }
        }
    }
    assert_none(&gone, "documents name what is nowhere");
    assert!(files > 100, "{files} files: this looks at nothing");
}

/// An overview that grows is not read: what a file says by itself is not said there.
const LONGEST_OVERVIEW: usize = 14_000;

#[test]
fn the_architecture_page_is_short_and_names_what_is_there() {
    let page = read("ARCHITECTURE.md");
    assert!(
        page.len() <= LONGEST_OVERVIEW,
        "ARCHITECTURE.md has {} bytes of at most {LONGEST_OVERVIEW}",
        page.len()
    );
    let mut files = 0;
    let mut gone = Vec::new();
    for line in page.lines() {
        for named in line.split('`').skip(1).step_by(2) {
            let path = ["domain", "phone", "endpoint", "xtask"]
                .into_iter()
                .find_map(|name| {
                    let rest = named.strip_prefix(name)?.strip_prefix('/')?;
                    Some(format!("crates/{name}/src/{rest}"))
                })
                .unwrap_or_else(|| named.to_owned());
            if is_path(&path) {
                files += 1;
                if !root().join(&path).exists() {
                    gone.push(named.to_owned());
                }
            }
        }
    }
    assert_none(&gone, "ARCHITECTURE.md names what is nowhere");
    assert!(files > 100, "{files} files: this looks at nothing");
}
