//! `cargo xtask test`: runs the steps in an order that fails fast, or the steps named.
//!
//! What a step needs is installed before the first one runs; the first failure ends it.
//! The seconds of each step are printed, and kept in `target/gate.json`.

mod steps;
mod timings;

use anyhow::{bail, ensure};

use crate::{clock, command::say, git, paths};
use steps::{STEPS, Step};
pub(crate) use steps::{end_to_end, for_end_to_end};
use timings::Timing;

/// What `cargo xtask test --help` says of the steps.
pub(crate) fn help() -> String {
    let steps = step_names();
    format!("Names of steps; none means all, in this order: {steps}")
}

/// Runs the steps named, or all.
///
/// # Errors
/// When a step is unknown, its tools cannot be installed, or it fails.
pub(crate) fn run(names: &[String]) -> anyhow::Result<()> {
    let chosen = choose(names)?;
    for step in &chosen {
        (step.needs)()?;
    }
    let mut run = Vec::new();
    let mut problem = None;
    for step in &chosen {
        println!();
        say(&format!("{}: {}", step.name, step.does));
        let (timing, outcome) = timed(step);
        say(&format!("{}: {:.1} s", step.name, timing.seconds));
        timings::keep(&paths::target().join("gate.json"), step.name, &timing)?;
        run.push((step.name, timing));
        if let Err(failure) = outcome {
            eprintln!("xtask: {} failed: {failure:#}", step.name);
            problem = Some(step.name);
            break;
        }
    }
    let failed = usize::from(problem.is_some());
    println!("\n{}", timings::table(&run));
    println!("{} passed, {failed} failed", run.len() - failed);
    match problem {
        None => Ok(()),
        Some(step) => bail!("{step} failed; `cargo xtask test {step}` runs it alone"),
    }
}

fn timed(step: &Step) -> (Timing, anyhow::Result<()>) {
    let start = clock::monotonic();
    let outcome = (step.run)();
    let timing = Timing {
        seconds: timings::seconds(start.elapsed()),
        passed: outcome.is_ok(),
        commit: git::commit(paths::root()),
        at: clock::now().to_string(),
    };
    (timing, outcome)
}

/// Every step, in the order in which they run.
fn step_names() -> String {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    names.join(" ")
}

/// The steps of those names in the gate's own order.
fn choose(names: &[String]) -> anyhow::Result<Vec<&'static Step>> {
    for name in names {
        let known = STEPS.iter().any(|step| step.name == name);
        ensure!(
            known,
            "there is no step `{name}`; the steps are {}",
            step_names()
        );
    }
    let is_chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(is_chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted: &[&str]) -> anyhow::Result<Vec<&'static str>> {
        let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
        Ok(choose(&wanted)?.iter().map(|step| step.name).collect())
    }

    #[test]
    fn steps_keep_the_order_of_the_gate_however_they_are_asked_for() -> anyhow::Result<()> {
        assert_eq!(names(&["clippy", "fmt"])?, ["fmt", "clippy"]);
        assert_eq!(names(&[])?.len(), STEPS.len());
        Ok(())
    }

    #[test]
    fn a_step_that_does_not_exist_is_named_with_those_that_do() {
        let Err(problem) = names(&["fmt", "lint"]) else {
            panic!("an unknown step was accepted")
        };
        let words = problem.to_string();
        assert!(
            words.contains("`lint`") && words.contains("clippy-wasm"),
            "{words}"
        );
    }
}
