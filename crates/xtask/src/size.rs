//! `cargo xtask size`: what a first visit costs a phone, in bytes after brotli 11, against budgets.toml.
//!
//! KB are 1000 bytes, the strict reading.

mod budgets;

use std::{collections::BTreeMap, fs};

use anyhow::{Context, bail};

use crate::{
    place,
    post_build::{Load, load_list, travelling},
};
use budgets::Budgets;

/// One file as it travels.
struct Weight {
    path: String,
    raw: usize,
    brotli: usize,
}

/// Prints the table and checks the budgets; with `record`, writes the sizes down.
///
/// # Errors
/// When nothing was built, or a budget is spent.
pub(crate) fn run(record: bool) -> anyhow::Result<()> {
    let list = fs::read(load_list()).context("nothing was built yet: run `cargo xtask build`")?;
    let load: Load = serde_json::from_slice(&list)
        .context("the list of the last build cannot be read: build again")?;
    let first_visit = weigh(&load.first_visit)?;
    let kept = weigh(&load.kept)?;
    let rest = weigh(&load.rest)?;
    let mut budgets = Budgets::read()?;

    println!(
        "{:<44} {:>9} {:>9} {:>9}",
        "what the app waits for", "raw", "brotli", "was"
    );
    show(&first_visit, &budgets);
    println!(
        "{:<44} {:>9} {:>9} {:>9}",
        "then, by itself", "raw", "brotli", "was"
    );
    show(&kept, &budgets);
    println!(
        "{:<44} {:>9} {:>9} {:>9}",
        "once somebody goes on", "raw", "brotli", "was"
    );
    show(&rest, &budgets);

    let sum_of = |weights: &[Weight], wanted: &dyn Fn(&str) -> bool| {
        let chosen = weights.iter().filter(|weight| wanted(&role(&weight.path)));
        chosen.map(|weight| weight.brotli).sum::<usize>()
    };
    let waited_for = |wanted: &dyn Fn(&str) -> bool| sum_of(&first_visit, wanted);
    let by_itself = |wanted: &dyn Fn(&str) -> bool| waited_for(wanted) + sum_of(&kept, wanted);
    let is_code = |role: &str| ["app.js", "app.wasm", "late.wasm", "rest.wasm"].contains(&role);
    let limits = &budgets.limits;
    let sums = [
        (
            "first visit, with what comes by itself",
            by_itself(&|_| true),
            limits.first_visit,
        ),
        ("code of it", by_itself(&is_code), limits.code),
        (
            "code that the app waits for",
            waited_for(&is_code),
            limits.waited_for,
        ),
        (
            "code once somebody goes on",
            sum_of(&rest, &is_code),
            limits.rest,
        ),
        (
            "page with its style (index.html)",
            waited_for(&|role| role == "index.html"),
            limits.page,
        ),
        (
            "service worker (sw.js)",
            waited_for(&|role| role == "sw.js"),
            limits.service_worker,
        ),
    ];
    println!("{:<44} {:>9} {:>9}", "sums", "limit", "brotli");
    let mut spent = Vec::new();
    for (name, bytes, limit) in sums {
        println!("  {name:<42} {limit:>9} {bytes:>9}");
        if bytes > limit {
            let over = bytes - limit;
            spent.push(format!("{name} is {bytes} bytes, {over} over its {limit}"));
        }
    }
    if record {
        let all = first_visit.iter().chain(&kept).chain(&rest);
        budgets.recorded = all
            .map(|weight| (role(&weight.path), weight.brotli))
            .collect();
        return budgets.write();
    }
    if !spent.is_empty() {
        bail!(
            "{}; grown since the sizes were recorded: {}",
            spent.join("; "),
            grown(
                first_visit.iter().chain(&kept).chain(&rest),
                &budgets.recorded
            )
        );
    }
    Ok(())
}

fn weigh(paths: &[String]) -> anyhow::Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in paths {
        let name = if path == "/" {
            "index.html"
        } else {
            path.trim_start_matches('/')
        };
        let file = place::dist().join(name);
        let bytes = fs::read(&file)
            .with_context(|| format!("dist/{name} is not there: run `cargo xtask build`"))?;
        weights.push(Weight {
            path: path.clone(),
            raw: bytes.len(),
            brotli: travelling(&file, &bytes)?,
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
