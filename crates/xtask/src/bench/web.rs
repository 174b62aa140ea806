//! `cargo xtask bench web`: measures the app in a browser, beside others that show the same questionnaire.
//!
//! `bench/web` measures; this module installs what it needs, shows its figures as ratios to ours, and checks the budgets.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::{
    command::{call, command, say},
    paths,
    tools::{self, CHROMIUM},
};

/// A figure of the table: what it is called, its unit, and where it is in what was measured.
struct Line {
    name: &'static str,
    unit: &'static str,
    figure: fn(&Measured) -> Option<&Spread>,
    /// The most it may be in our own app.
    budget: Option<f64>,
}

/// Lighthouse 12.8.2 for a phone, with `--throttling-method=devtools`; the last five are measured without it, on the same processor.
const LINES: [Line; 13] = [
    line(
        "first visit: bytes",
        "B",
        |app| app.first.get("bytes"),
        None,
    ),
    line(
        "first visit: LCP",
        "ms",
        |app| app.first.get("lcp"),
        Some(1000.0),
    ),
    line(
        "first visit: interactive",
        "ms",
        |app| app.first.get("interactive"),
        Some(2000.0),
    ),
    line(
        "first visit: blocked",
        "ms",
        |app| app.first.get("blocked"),
        None,
    ),
    line(
        "repeat visit: bytes",
        "B",
        |app| app.repeat.get("bytes"),
        None,
    ),
    line(
        "repeat visit: LCP",
        "ms",
        |app| app.repeat.get("lcp"),
        Some(400.0),
    ),
    line(
        "repeat visit: interactive",
        "ms",
        |app| app.repeat.get("interactive"),
        Some(2000.0),
    ),
    line(
        "repeat visit: blocked",
        "ms",
        |app| app.repeat.get("blocked"),
        None,
    ),
    line(
        "first question, first visit",
        "ms",
        |app| Some(&app.first_question),
        Some(1000.0),
    ),
    line(
        "its answer, given at once",
        "ms",
        |app| app.first_answer.as_ref(),
        Some(2200.0),
    ),
    line("a step", "ms", |app| Some(&app.step), Some(65.0)),
    line("send until kept", "ms", |app| app.kept.as_ref(), None),
    line(
        "send until received",
        "ms",
        |app| app.received.as_ref(),
        None,
    ),
];

const fn line(
    name: &'static str,
    unit: &'static str,
    figure: fn(&Measured) -> Option<&Spread>,
    budget: Option<f64>,
) -> Line {
    Line {
        name,
        unit,
        figure,
        budget,
    }
}

/// What `bench/web/main.mjs` writes.
#[derive(Deserialize)]
struct Figures {
    machine: Machine,
    /// A tap that changes nothing but a heading.
    floor: Spread,
    apps: Vec<Measured>,
}

/// Lighthouse's `BenchmarkIndex` of this machine, and how many times slower than it the phone is (`bench/web/machine.mjs`).
#[derive(Deserialize)]
struct Machine {
    index: Spread,
    rate: Spread,
}

/// One app.
#[derive(Deserialize)]
struct Measured {
    name: String,
    first: BTreeMap<String, Spread>,
    repeat: BTreeMap<String, Spread>,
    first_question: Spread,
    /// Our own app alone can be answered before its code is there.
    first_answer: Option<Spread>,
    step: Spread,
    /// Our own app alone sends.
    kept: Option<Spread>,
    received: Option<Spread>,
}

/// Many runs as one figure.
#[derive(Deserialize)]
struct Spread {
    median: f64,
    low: f64,
    high: f64,
}

/// Measures, shows, checks.
///
/// # Errors
/// When something is missing, cannot be measured, or a budget is missed.
pub(super) fn run(runs: u32) -> anyhow::Result<()> {
    let program = paths::target().join("server/premier-accueil");
    let app = paths::dist();
    let content = paths::target().join("content/fr.json");
    for needed in [&program, &app.join("index.html"), &content] {
        if !needed.exists() {
            bail!("{} is missing: run it without --built", needed.display());
        }
    }
    tools::packages(&[&CHROMIUM])?;
    tools::npm()?;
    tools::npm_for_bench()?;

    let figures = paths::target().join("bench-web.json");
    say(&format!(
        "Measuring in Chromium, {runs} runs of everybody (about 4 minutes each)"
    ));
    let mut node = command("node");
    node.arg("bench/web/main.mjs").arg(&figures);
    node.args(["--runs", &runs.to_string()]);
    node.env("PREMIER_ACCUEIL", &program);
    node.env("PREMIER_ACCUEIL_APP", &app);
    node.env("CARGO_TARGET_DIR", paths::target());
    call(&mut node).context("the app could not be measured")?;

    let json = fs::read(&figures).context("the figures could not be read")?;
    let Figures {
        machine,
        floor,
        apps,
    } = serde_json::from_slice(&json).context("the figures are not as expected")?;
    let [ours, peers @ ..] = apps.as_slice() else {
        bail!("nothing was measured");
    };
    print!("{}", table(ours, peers));
    println!(
        "of a step, a tap that changes nothing but a heading: {:.0} ms ({:.0} to {:.0})",
        floor.median, floor.low, floor.high
    );
    let Machine { index, rate } = machine;
    println!(
        "BenchmarkIndex of this machine: {:.0} ({:.0} to {:.0}); the phone is {:.2} ({:.2} to {:.2}) times slower",
        index.median, index.low, index.high, rate.median, rate.low, rate.high
    );
    let missed = missed(ours);
    if !missed.is_empty() {
        bail!("{}", missed.join("; "));
    }
    Ok(())
}

/// A line for each figure: ours with its spread and its budget, then each peer as a ratio to ours.
fn table(ours: &Measured, peers: &[Measured]) -> String {
    let names = peers.iter().map(|peer| format!(" {:>18}", peer.name));
    let mut text = row("median (low to high)", "", "ours", "budget", names);
    for line in &LINES {
        let Some(own) = (line.figure)(ours) else {
            continue;
        };
        let figure = format!("{:.0} ({:.0} to {:.0})", own.median, own.low, own.high);
        let budget = line.budget.map(|most| {
            let held = if own.median <= most {
                "held"
            } else {
                "NOT HELD"
            };
            format!("<= {most:.0} {held}")
        });
        let ratios = peers.iter().map(|peer| match (line.figure)(peer) {
            Some(theirs) => format!(" {:>18}", compared(theirs.median, own.median)),
            None => format!(" {:>18}", "-"),
        });
        text += &row(
            line.name,
            line.unit,
            &figure,
            &budget.unwrap_or_default(),
            ratios,
        );
    }
    text
}

/// The figure of a peer, and how many times ours it is.
fn compared(theirs: f64, ours: f64) -> String {
    if ours > 0.0 {
        format!("{theirs:.0} ({:.2} ×)", theirs / ours)
    } else {
        format!("{theirs:.0}")
    }
}

fn row(
    name: &str,
    unit: &str,
    ours: &str,
    budget: &str,
    peers: impl Iterator<Item = String>,
) -> String {
    let peers: String = peers.collect();
    format!("{name:<28} {unit:>3} {ours:>26} {budget:>16}{peers}\n")
}

/// A sentence for each budget that our own app misses.
fn missed(ours: &Measured) -> Vec<String> {
    let over = |line: &Line| {
        let (most, own) = (line.budget?, (line.figure)(ours)?);
        let (name, unit, median) = (line.name, line.unit, own.median);
        (median > most).then(|| format!("{name}: {median:.0} {unit}, more than {most:.0}"))
    };
    LINES.iter().filter_map(over).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(name: &str, lcp: f64) -> anyhow::Result<Measured> {
        let spread = |median: f64| serde_json::json!({"median": median, "low": median, "high": median, "runs": 1});
        let visit = |lcp| {
            serde_json::json!({
                "bytes": spread(1.0), "lcp": spread(lcp), "interactive": spread(1.0), "blocked": spread(0.0),
            })
        };
        Ok(serde_json::from_value(serde_json::json!({
            "name": name, "first": visit(lcp), "repeat": visit(lcp.min(400.0)), "first_question": spread(1.0), "step": spread(50.0),
        }))?)
    }

    #[test]
    fn a_budget_is_held_up_to_its_last_millisecond() -> anyhow::Result<()> {
        assert!(missed(&measured("ours", 1000.0)?).is_empty());
        let missed = missed(&measured("ours", 1000.6)?);
        assert_eq!(missed[0], "first visit: LCP: 1001 ms, more than 1000");
        Ok(())
    }

    #[test]
    fn peers_are_shown_as_ratios_to_ours() -> anyhow::Result<()> {
        let text = table(&measured("ours", 800.0)?, &[measured("other", 1200.0)?]);
        assert!(text.contains("1200 (1.50 ×)"), "{text}");
        assert!(text.contains("<= 1000 held"), "{text}");
        Ok(())
    }
}
