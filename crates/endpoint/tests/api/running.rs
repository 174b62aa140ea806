//! The program itself, started on a stage's folder.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result};
use domain::wire::SubmissionId;

pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_premier-accueil"));
    command
        .env_clear()
        .args(["--public-addr", "127.0.0.1:0"])
        .args(["--ops-addr", "127.0.0.1:0", "--app-dir"])
        .arg(folder.join("app"))
        .arg("--data-dir")
        .arg(folder.join("data"))
        .arg("--site")
        .arg(folder.join("sites/site.toml"));
    command
}

/// A program that serves, and the addresses it said.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) output: BufReader<ChildStdout>,
    pub(crate) address: String,
    pub(crate) ops_address: String,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("its output")?);
        let mut said = |name: &str| {
            let mut line = String::new();
            output.read_line(&mut line)?;
            let address = line.strip_prefix(&format!("listening {name} http://"));
            anyhow::Ok(address.context(line.clone())?.trim_end().to_owned())
        };
        let (address, ops_address) = (said("public")?, said("ops")?);
        Ok(Self {
            child,
            output,
            address,
            ops_address,
        })
    }

    /// Sends a sealed message, and reads the whole answer.
    pub(crate) fn put(&self, id: &SubmissionId, body: &str) -> Result<String> {
        self.ask(&format!(
            "PUT /v1/submissions/{} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            id.as_str(),
            body.len()
        ))
    }

    pub(crate) fn ask(&self, request: &str) -> Result<String> {
        Self::ask_at(&self.address, request)
    }

    pub(crate) fn ask_at(address: &str, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    pub(crate) fn terminate(&self) -> Result<()> {
        let done = Command::new("kill")
            .arg("-TERM")
            .arg(self.child.id().to_string())
            .status()?;
        anyhow::ensure!(done.success(), "cannot send SIGTERM");
        Ok(())
    }
}

/// A test that fails leaves no program behind.
impl Drop for Running {
    fn drop(&mut self) {
        // Mostly it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
