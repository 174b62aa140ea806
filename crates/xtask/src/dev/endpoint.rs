//! The endpoint beside the app: a child process, started again when its sources change, ended with its parent.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command},
};

use anyhow::{Context, bail};

use crate::{
    command::{call, command, succeeds},
    serve,
};

/// All but the requests that went well: the page asks for the name of the build twice a second.
const LOG: &str = "info,endpoint::routes=warn";

/// The running endpoint; stopped when dropped.
pub(super) struct Endpoint {
    port: u16,
    app: PathBuf,
    data: PathBuf,
    child: Child,
}

impl Endpoint {
    /// # Errors
    /// When the program is not there.
    pub(super) fn start(port: u16, app: &Path, data: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            port,
            app: app.to_owned(),
            data: data.to_owned(),
            child: spawn(port, app, data)?,
        })
    }

    /// # Errors
    /// When it has ended by itself; its own words, in the terminal, say why.
    pub(super) fn ensure_running(&mut self) -> anyhow::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the endpoint has ended ({status}); its own words are above");
        }
        Ok(())
    }

    /// Stops it and starts the program as it is now.
    ///
    /// # Errors
    /// When it does not stop, or the program is not there.
    pub(super) fn restart(&mut self) -> anyhow::Result<()> {
        self.stop()?;
        self.child = spawn(self.port, &self.app, &self.data)?;
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        if self.child.try_wait()?.is_none() {
            call(command("kill").args(["-TERM", &self.child.id().to_string()]))?;
            self.child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

fn spawn(port: u16, app: &Path, data: &Path) -> anyhow::Result<Child> {
    let mut endpoint = bound_to_us(&serve::program());
    endpoint.args(serve::arguments(
        "serve",
        &format!("127.0.0.1:{port}"),
        app,
        data,
    ));
    endpoint.args(["--log", LOG]);
    endpoint
        .spawn()
        .context("the endpoint could not be started")
}

/// The program, ended by Linux when we are: a Ctrl-C reaches both of us, another signal only one.
fn bound_to_us(program: &str) -> Command {
    let wrapper = ["--pdeathsig", "TERM"];
    if !succeeds(command("setpriv").args(wrapper).arg("true")) {
        return command(program);
    }
    let mut bound = command("setpriv");
    bound.args(wrapper).arg(program);
    bound
}
