//! `cargo xtask size`: the bytes of a first visit after brotli 11, against budgets.toml.
//!
//! KB are 1000 bytes, the strict reading.

mod budgets;

use std::{collections::BTreeMap, fs};

use anyhow::{Context, bail};
use content::app_list::{AppList, LIST, file_name, is_page};

use crate::{
    paths,
    post_build::{Load, load_list, transfer_size},
};
use budgets::{Budgets, Limits};

/// One file as it travels.
struct Weight {
    path: String,
    raw: usize,
    brotli: usize,
}

/// The files of the last build, by when a phone loads them.
struct Loaded {
    first_visit: Vec<Weight>,
    kept: Vec<Weight>,
    rest: Vec<Weight>,
    /// Every static page: a link that is opened loads one of them.
    pages: Vec<Weight>,
}

/// Bytes of some of the files, and the most that they may be.
struct Sum {
    name: &'static str,
    bytes: usize,
    limit: usize,
}

/// Prints the table and checks the budgets; with `record`, writes the sizes down.
///
/// # Errors
/// When nothing was built, or a budget is spent.
pub(crate) fn run(record: bool) -> anyhow::Result<()> {
    let loaded = Loaded::read()?;
    let mut budgets = Budgets::read()?;
    loaded.show(&budgets);
    let sums = loaded.sums(&budgets.limits);
    println!("{:<44} {:>9} {:>9}", "sums", "limit", "brotli");
    for Sum { name, bytes, limit } in &sums {
        println!("  {name:<42} {limit:>9} {bytes:>9}");
    }
    if record {
        let roles = loaded
            .all()
            .map(|weight| (role(&weight.path), weight.brotli));
        budgets.recorded = roles.collect();
        return budgets.write();
    }
    let spent = over_limit(&sums);
    if !spent.is_empty() {
        bail!(
            "{}; grown since the sizes were recorded: {}",
            spent.join("; "),
            grown(loaded.all(), &budgets.recorded)
        );
    }
    Ok(())
}

impl Loaded {
    fn read() -> anyhow::Result<Self> {
        let list =
            fs::read(load_list()).context("nothing was built yet: run `cargo xtask build`")?;
        let load: Load = serde_json::from_slice(&list)
            .context("the list of the last build cannot be read: build again")?;
        let list = fs::read(paths::dist().join(LIST)).context("dist has no list of its files")?;
        let list = AppList::parse(&list).context("the list of dist is damaged: build again")?;
        let pages = list.files().map(|(path, _)| path.to_owned());
        let pages: Vec<String> = pages.filter(|path| is_page(path)).collect();
        Ok(Self {
            first_visit: weigh(&load.first_visit)?,
            kept: weigh(&load.kept)?,
            rest: weigh(&load.rest)?,
            pages: weigh(&pages)?,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Weight> {
        self.first_visit.iter().chain(&self.kept).chain(&self.rest)
    }

    fn show(&self, budgets: &Budgets) {
        for (title, weights) in [
            ("what the app waits for", &self.first_visit),
            ("then, by itself", &self.kept),
            ("once somebody goes on", &self.rest),
        ] {
            println!("{title:<44} {:>9} {:>9} {:>9}", "raw", "brotli", "was");
            show(weights, budgets);
        }
    }

    fn sums(&self, limits: &Limits) -> [Sum; 4] {
        let by_itself = || self.first_visit.iter().chain(&self.kept);
        let waited_for = || self.first_visit.iter();
        let is_code = |role: &str| ["app.js", "app.wasm"].contains(&role);
        let sum = |name, bytes, limit| Sum { name, bytes, limit };
        [
            sum(
                "first visit, with what comes by itself",
                sum_of(by_itself(), |_| true),
                limits.first_visit,
            ),
            sum(
                "code (app.js and app.wasm)",
                sum_of(waited_for(), is_code),
                limits.code,
            ),
            sum(
                "the largest page, with its style",
                self.pages
                    .iter()
                    .map(|page| page.brotli)
                    .max()
                    .unwrap_or_default(),
                limits.page,
            ),
            sum(
                "service worker (sw.js)",
                sum_of(waited_for(), |role| role == "sw.js"),
                limits.service_worker,
            ),
        ]
    }
}

/// Bytes after brotli of those whose role is wanted.
fn sum_of<'a>(
    weights: impl Iterator<Item = &'a Weight>,
    is_wanted: impl Fn(&str) -> bool,
) -> usize {
    let wanted = weights.filter(|weight| is_wanted(&role(&weight.path)));
    wanted.map(|weight| weight.brotli).sum()
}

/// A sentence for each sum that is over its limit.
fn over_limit(sums: &[Sum]) -> Vec<String> {
    let over = sums.iter().filter(|sum| sum.bytes > sum.limit);
    over.map(|Sum { name, bytes, limit }| {
        format!(
            "{name} is {bytes} bytes, {} over its {limit}",
            bytes - limit
        )
    })
    .collect()
}

fn weigh(paths: &[String]) -> anyhow::Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in paths {
        let name = file_name(path);
        let file = paths::dist().join(&name);
        let bytes = fs::read(&file)
            .with_context(|| format!("dist/{name} is not there: run `cargo xtask build`"))?;
        weights.push(Weight {
            path: path.clone(),
            raw: bytes.len(),
            brotli: transfer_size(&file, &bytes)?,
        });
    }
    Ok(weights)
}

fn show(weights: &[Weight], budgets: &Budgets) {
    for Weight { path, raw, brotli } in weights {
        let was = budgets
            .recorded
            .get(&role(path))
            .map_or_else(|| "new".to_owned(), ToString::to_string);
        println!("  {path:<42} {raw:>9} {brotli:>9} {was:>9}");
    }
}

/// The name of a file without what changes at every build: `app.wasm`, `content/fr.bin`, `communes/59.json`.
fn role(path: &str) -> String {
    if path == "/" {
        return "index.html".to_owned();
    }
    let is_hash =
        |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = path
        .trim_start_matches('/')
        .split('/')
        .filter(|part| !is_hash(part));
    let plain = parts.map(|part| {
        let (stem, extension) = part.rsplit_once('.').unwrap_or((part, ""));
        match stem.rsplit_once('-') {
            Some((name, hash)) if is_hash(hash) => format!("{name}.{extension}"),
            _ => part.to_owned(),
        }
    });
    plain.collect::<Vec<_>>().join("/")
}

fn grown<'a>(
    weights: impl Iterator<Item = &'a Weight>,
    recorded: &BTreeMap<String, usize>,
) -> String {
    let mut grown = Vec::new();
    for weight in weights {
        let role = role(&weight.path);
        let was = recorded.get(&role).copied().unwrap_or_default();
        if weight.brotli > was {
            grown.push(format!("{role} by {} bytes", weight.brotli - was));
        }
    }
    if grown.is_empty() {
        "nothing".to_owned()
    } else {
        grown.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_role_when_its_bytes_change() {
        assert_eq!(role("/"), "index.html");
        assert_eq!(role("/app-0123456789abcdef.wasm"), "app.wasm");
        assert_eq!(role("/content/fr-0123456789abcdef.bin"), "content/fr.bin");
        assert_eq!(
            role("/communes/0123456789abcdef/59.json"),
            "communes/59.json"
        );
        assert_eq!(role("/icons/icon-192.png"), "icons/icon-192.png");
    }

    #[test]
    fn a_limit_may_be_reached_and_not_passed() {
        let sum = |bytes| Sum {
            name: "page",
            bytes,
            limit: 100,
        };
        let spent = over_limit(&[sum(100), sum(101)]);
        assert_eq!(spent, ["page is 101 bytes, 1 over its 100"]);
    }

    #[test]
    fn what_grew_is_named() {
        let weight = |path: &str, brotli| Weight {
            path: path.into(),
            raw: brotli,
            brotli,
        };
        let recorded = BTreeMap::from([("app.wasm".to_owned(), 100), ("sw.js".to_owned(), 50)]);
        let now = [
            weight("/app-0123456789abcdef.wasm", 130),
            weight("/sw.js", 40),
        ];
        assert_eq!(grown(now.iter(), &recorded), "app.wasm by 30 bytes");
        assert_eq!(grown(now[1..].iter(), &recorded), "nothing");
    }
}
