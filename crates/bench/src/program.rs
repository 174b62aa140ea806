//! The real endpoint, started as an administrator starts it, in a process of its own.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, ensure};
use testing::Running;

use crate::{
    clock,
    harness::{Harness, UNLIMITED},
};

/// A server of its own process that has said where it listens. Ends when dropped.
pub(crate) struct Program {
    running: Running,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From its start to its word that it listens.
    pub(crate) ready_after: Duration,
}

impl Program {
    /// Starts the endpoint on a harness's folder, with mail into its folder.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn start(endpoint: &Path, harness: &Harness) -> anyhow::Result<Self> {
        let limit = UNLIMITED.to_string();
        let mut command = testing::program(endpoint, harness.path());
        command
            .args(["--intake-burst", &limit, "--intake-per-hour", &limit])
            .args(["--intake-site-per-hour", &limit, "serve"])
            .stderr(File::create(harness.log())?);
        Self::spawn(command).with_context(|| {
            let log = fs::read_to_string(harness.log()).unwrap_or_default();
            format!("the endpoint did not start: {}", log.trim())
        })
    }

    /// Starts a program that says where it listens as the endpoint does.
    ///
    /// # Errors
    /// When it cannot be started, or says something else.
    pub(crate) fn spawn(mut command: Command) -> anyhow::Result<Self> {
        let start = clock::now();
        command.stdin(Stdio::null());
        let running = Running::start(command)?;
        let ready_after = start.elapsed();
        Ok(Self {
            address: running.address.parse()?,
            running,
            ready_after,
        })
    }

    /// Its memory at the highest so far, in bytes.
    ///
    /// # Errors
    /// When it has ended, or this is no Linux.
    pub(crate) fn peak_bytes(&self) -> anyhow::Result<u32> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.running.child.id()))?;
        peak_in(&status).context("/proc/…/status is not as expected")
    }

    /// Seconds of a core that it has used so far.
    ///
    /// # Errors
    /// When it has ended, or this is no Linux.
    pub(crate) fn core_seconds(&self) -> anyhow::Result<f64> {
        clock::core_seconds(&self.running.child.id().to_string())
    }

    /// Stops it as systemd does, and waits until it has ended.
    ///
    /// # Errors
    /// When it ends with an error.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.running.terminate()?;
        let ended = self.running.child.wait()?;
        ensure!(ended.success(), "it ended with {ended}");
        Ok(())
    }
}

/// `VmHWM`, which Linux writes in units of 1024 bytes.
fn peak_in(status: &str) -> Option<u32> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u32 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_memory_is_read_in_bytes() {
        let status = "Name:\tx\nVmHWM:\t   1000 kB\nVmRSS:\t     900 kB\n";
        assert_eq!(peak_in(status), Some(1_024_000));
        assert_eq!(peak_in("Name:\tx\n"), None);
    }
}
