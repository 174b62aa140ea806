//! Runs other programs and reports their failures; prints what is done, one line a step.

use std::{
    io::ErrorKind,
    process::{Command, Output, Stdio},
};

use anyhow::{Context, bail};

use crate::paths;

/// One line that says what happens now.
pub(crate) fn say(line: &str) {
    println!("→ {line}");
}

/// `program`, to be called from the workspace's folder.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// Runs it, its words going to the terminal.
///
/// # Errors
/// When the program is not there, or says no.
pub(crate) fn call(command: &mut Command) -> anyhow::Result<()> {
    let name = name_of(command);
    let status = command
        .status()
        .map_err(|problem| missing(&name, problem))?;
    if !status.success() {
        bail!("`{name}` failed ({status}); its own words are above");
    }
    Ok(())
}

/// Runs it and returns what it printed, whether it says yes or no.
///
/// # Errors
/// When the program is not there.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<Output> {
    let name = name_of(command);
    command.output().map_err(|problem| missing(&name, problem))
}

/// Runs it and returns what it printed.
///
/// # Errors
/// When the program is not there, says no, or does not speak UTF-8.
pub(crate) fn read(command: &mut Command) -> anyhow::Result<String> {
    let name = name_of(command);
    let output = output(command)?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("`{name}` failed ({}): {}", output.status, words.trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{name}` printed something that is not text"))
}

/// Whether it runs and says yes; its words are not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The program with its first argument: enough to recognise it by.
fn name_of(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or(&program).to_owned();
    match command.get_args().next() {
        Some(argument) => format!("{program} {}", argument.to_string_lossy()),
        None => program,
    }
}

fn missing(name: &str, problem: std::io::Error) -> anyhow::Error {
    if problem.kind() == ErrorKind::NotFound {
        let program = name.split(' ').next().unwrap_or(name);
        return anyhow::anyhow!("`{program}` is not on PATH: install it, then try again");
    }
    anyhow::Error::new(problem).context(format!("`{name}` could not be started"))
}
