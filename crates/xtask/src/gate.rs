//! `cargo xtask test`: the gate. Everything in an order that fails fast, or the steps named.
//!
//! What a step needs is installed before the first one runs; the first failure ends it.

mod steps;

use anyhow::{bail, ensure};

use crate::command::say;
use steps::{STEPS, Step};

/// Runs the steps named, or all.
///
/// # Errors
/// When a step is unknown, its tools cannot be installed, or it fails.
pub(crate) fn run(names: &[String]) -> anyhow::Result<()> {
    let chosen = choose(names)?;
    for step in &chosen {
        (step.needs)()?;
    }
    let mut passed = 0;
    let mut problem = None;
    for step in &chosen {
        println!();
        say(&format!("{}: {}", step.name, step.does));
        if let Err(failure) = (step.run)() {
            eprintln!("xtask: {} failed: {failure:#}", step.name);
            problem = Some(step.name);
            break;
        }
        passed += 1;
    }
    println!("\n{passed} passed, {} failed", u8::from(problem.is_some()));
    match problem {
        None => Ok(()),
        Some(step) => bail!("{step} failed; `cargo xtask test {step}` runs it alone"),
    }
}

/// The steps of those names in the gate's own order.
fn choose(names: &[String]) -> anyhow::Result<Vec<&'static Step>> {
    for name in names {
        let known = STEPS.iter().any(|step| step.name == name);
        let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        ensure!(
            known,
            "there is no step `{name}`; the steps are {}",
            all.join(" ")
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
