//! The program as a process of its own, started on a site's folder.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result};
use domain::wire::{SubmissionId, submission_path};

/// The program on that folder and on free ports; its command is still to be said.
pub fn program(binary: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(binary);
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
pub struct Running {
    /// Its process.
    pub child: Child,
    /// What it says after its addresses.
    pub output: BufReader<ChildStdout>,
    /// Where phones reach it.
    pub address: String,
    /// Where monitoring reaches it.
    pub ops_address: String,
}

impl Running {
    /// Starts it, and reads where it listens.
    pub fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("its output")?;
        // Ended by its drop where it says something else.
        let mut running = Self {
            child,
            output: BufReader::new(output),
            address: String::new(),
            ops_address: String::new(),
        };
        running.address = running.said("public")?;
        running.ops_address = running.said("ops")?;
        Ok(running)
    }

    /// The address of its next line.
    fn said(&mut self, name: &str) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let address = line.strip_prefix(&format!("listening {name} http://"));
        Ok(address.context(line.clone())?.trim_end().to_owned())
    }

    /// Sends a sealed message, and reads the whole response.
    pub fn put(&self, id: &SubmissionId, body: &str) -> Result<String> {
        read(self.put_unread(id, body)?)
    }

    /// Sends a sealed message, and leaves the response unread.
    pub fn put_unread(&self, id: &SubmissionId, body: &str) -> Result<TcpStream> {
        let request = format!(
            "PUT {} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            submission_path(id),
            body.len()
        );
        send(&self.address, &request)
    }

    /// Sends a request where phones do, and reads the whole response.
    pub fn ask(&self, request: &str) -> Result<String> {
        read(send(&self.address, request)?)
    }

    /// Sends a request where monitoring does, and reads the whole response.
    pub fn ask_ops(&self, request: &str) -> Result<String> {
        read(send(&self.ops_address, request)?)
    }

    /// SIGTERM.
    pub fn terminate(&self) -> Result<()> {
        let done = Command::new("kill")
            .arg("-TERM")
            .arg(self.child.id().to_string())
            .status()?;
        anyhow::ensure!(done.success(), "cannot send SIGTERM");
        Ok(())
    }
}

fn send(address: &str, request: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    Ok(stream)
}

/// Everything up to the end of the connection.
fn read(mut stream: TcpStream) -> Result<String> {
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}

/// A test that fails leaves no program behind.
impl Drop for Running {
    fn drop(&mut self) {
        // Mostly it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
