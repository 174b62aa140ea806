//! Known holes in the crates we use, wherever their database can be reached.

use std::{
    net::{TcpStream, ToSocketAddrs},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::command::{call, say, succeeds};

/// Where cargo-deny fetches its database from.
const DATABASE: &str = "github.com:443";
const PATIENCE: Duration = Duration::from_secs(4);

/// Checks the advisories, or says in one line that they could not be.
///
/// # Errors
/// When a crate has an advisory.
pub(super) fn check(deny: impl Fn() -> Command) -> anyhow::Result<()> {
    if !is_reachable() || !succeeds(deny().args(["fetch", "db"])) {
        say(
            "Advisories were not checked: their database (github.com/rustsec/advisory-db) cannot be reached from here",
        );
        return Ok(());
    }
    call(deny().args(["check", "--disable-fetch", "advisories"]))
}

/// Whether somebody answers there soon; looking up a name has no time limit of its own, so it is asked aside.
fn is_reachable() -> bool {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let address = DATABASE
            .to_socket_addrs()
            .ok()
            .and_then(|mut addresses| addresses.next());
        let answered =
            address.is_some_and(|address| TcpStream::connect_timeout(&address, PATIENCE).is_ok());
        // Nobody listens any more once patience is over.
        let _ = tell.send(answered);
    });
    told.recv_timeout(PATIENCE).unwrap_or(false)
}
