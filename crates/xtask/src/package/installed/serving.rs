//! The installed program as a process that serves: asked over HTTP, told to stop.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
};

use anyhow::{Context, bail, ensure};

use super::{ANY_PORT, PACKAGE};
use crate::command::{call, command};

/// The installed program, serving; stopped when dropped.
pub(super) struct Serving {
    command: Child,
    address: String,
}

impl Serving {
    pub(super) fn start() -> anyhow::Result<Self> {
        let mut command = command(PACKAGE)
            .args(["serve", "--public-addr", ANY_PORT, "--ops-addr", ANY_PORT])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = BufReader::new(command.stdout.take().context("no output")?);
        let mut serving = Self {
            command,
            address: String::new(),
        };
        for line in output.lines() {
            if let Some(address) = line?.strip_prefix("listening public http://") {
                address.clone_into(&mut serving.address);
                return Ok(serving);
            }
        }
        bail!("the installed program does not serve");
    }

    pub(super) fn ask_for(&self, path: &str, expected: &str) -> anyhow::Result<()> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        ensure!(
            answer.starts_with("http/1.1 200") && answer.contains(&expected.to_lowercase()),
            "GET {path} on the installed program: {}",
            answer.lines().next().unwrap_or_default()
        );
        Ok(())
    }

    /// The id of the program itself, which the package's command started.
    pub(super) fn program(&self) -> anyhow::Result<u32> {
        let id = self.command.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
        let child = children.split_whitespace().next();
        Ok(child.context("the command started nothing")?.parse()?)
    }

    fn terminate(&mut self) -> anyhow::Result<Option<i32>> {
        call(command("kill").args(["-TERM", &self.command.id().to_string()]))?;
        Ok(self.command.wait()?.code())
    }

    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        let code = self.terminate()?;
        ensure!(code == Some(0), "SIGTERM ends it with {code:?}");
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if matches!(self.command.try_wait(), Ok(None)) {
            let _ = self.terminate();
        }
    }
}
