//! Tries the package on this machine: installs it, checks its unit, starts it as its own user, purges it.
//!
//! Only root can; systemd need not be running, so what systemd does with the unit is judged by its own tools,
//! and the program is started by the package's command, which gives it the unit's user, settings and secrets.

mod serving;

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, bail, ensure};

use serving::Serving;

use super::TRIED;
use crate::{
    command::{call, command, output, read, say, succeeds},
    paths, release, tools,
};

const PACKAGE: &str = "premier-accueil";
const UNIT: &str = "/lib/systemd/system/premier-accueil.service";
const PROGRAM: &str = "/usr/lib/premier-accueil/premier-accueil";
const SETTINGS: &str = "/etc/premier-accueil";
const DATA: &str = "/var/lib/premier-accueil";
const SERVED: &str = "/var/lib/premier-accueil-app";

/// A free port of this machine.
const ANY_PORT: &str = "127.0.0.1:0";

/// Ten times the exposure that `systemd-analyze security` may find: 2.0.
const EXPOSURE: &str = "--threshold=20";

/// Installs `package`, tries it, and leaves the machine as it was.
///
/// # Errors
/// When something is not as the runbook says, or another installation is on this machine.
pub(crate) fn try_out(package: &Path) -> anyhow::Result<()> {
    if !tools::is_root() {
        say("NOT TRIED: only root can install the package; it was built");
        return Ok(());
    }
    let installed = Installed::make(package)?;
    judge_unit()?;
    names_its_version()?;
    secrets_are_closed()?;
    starts_only_when_told_where_mail_goes()?;
    fill_in_settings()?;
    root_is_refused()?;
    // Commands work on what a first start has made.
    serves_as_its_user()?;
    commands_of_the_runbook()?;
    an_update_keeps_what_phones_ask_for(package)?;
    installed.purge()
}

/// The package on this machine; gone when dropped.
struct Installed {
    is_purged: bool,
}

impl Installed {
    fn make(package: &Path) -> anyhow::Result<Self> {
        let ours = match version()? {
            Some(version) if version.ends_with(TRIED) => true,
            Some(version) => bail!(
                "{PACKAGE} {version} is installed on this machine: it is left alone, and this package is not tried"
            ),
            None => false,
        };
        if !ours {
            ensure!(
                !Path::new(DATA).exists(),
                "{DATA} is there already: it is left alone, and the package is not tried"
            );
        }
        // What a try left that was broken off.
        drop(Self { is_purged: false });
        let installed = Self { is_purged: false };
        install(package)?;
        Ok(installed)
    }

    /// Purges it as an administrator does, and looks at what stays.
    fn purge(mut self) -> anyhow::Result<()> {
        call(&mut dpkg("--purge", PACKAGE))?;
        ensure!(
            Path::new(DATA).is_dir(),
            "a purge took {DATA}, and the keys with it"
        );
        for gone in [SETTINGS, SERVED, PROGRAM] {
            ensure!(!Path::new(gone).exists(), "a purge left {gone}");
        }
        self.is_purged = true;
        Ok(())
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        if !self.is_purged {
            succeeds(&mut dpkg("--purge", PACKAGE));
        }
        // Made by this try alone: another installation's would have stopped it.
        let _ = fs::remove_dir_all(DATA);
        succeeds(command("userdel").arg(PACKAGE));
    }
}

fn version() -> anyhow::Result<Option<String>> {
    let shown =
        output(command("dpkg-query").args(["-W", "-f=${db:Status-Abbrev} ${Version}", PACKAGE]))?;
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    let (status, version) = shown.split_once(' ').unwrap_or_default();
    // `un` and `pn` are packages that dpkg has only heard of.
    let is_there = !status.is_empty() && !status.contains('n');
    Ok(is_there.then(|| version.trim().to_owned()))
}

fn dpkg(verb: &str, what: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut dpkg = command("dpkg");
    dpkg.arg(verb).arg(what);
    dpkg.env("DEBIAN_FRONTEND", "noninteractive");
    dpkg.stdout(Stdio::null());
    dpkg
}

fn install(package: &Path) -> anyhow::Result<()> {
    call(&mut dpkg("--install", package)).context("the package does not install")
}

fn judge_unit() -> anyhow::Result<()> {
    // A word that systemd does not know is a warning to it, and a protection that is not there to us.
    let verified = output(command("systemd-analyze").args(["verify", UNIT]))?;
    let words = String::from_utf8_lossy(&verified.stderr).into_owned();
    ensure!(
        verified.status.success() && !words.contains(PACKAGE),
        "the unit has mistakes: {words}"
    );
    let judged = read(command("systemd-analyze").args([
        "security",
        "--offline=true",
        "--no-pager",
        EXPOSURE,
        UNIT,
    ]))
    .context("the unit leaves too much open")?;
    let exposure = judged.lines().rev().find(|line| line.contains("exposure"));
    say(exposure.unwrap_or_default().trim_start_matches(['→', ' ']));
    Ok(())
}

fn secrets_are_closed() -> anyhow::Result<()> {
    let root = 0;
    let user = read(command("id").args(["-u", PACKAGE]))?.trim().parse()?;
    for (path, mode, owner) in [
        (format!("{SETTINGS}/mail"), 0o600, root),
        (format!("{SETTINGS}/mailbox-password"), 0o600, root),
        (DATA.to_owned(), 0o700, user),
        (SERVED.to_owned(), 0o755, root),
    ] {
        let found = fs::metadata(&path).with_context(|| format!("{path} is not there"))?;
        let (found_mode, found_owner) = (found.permissions().mode() & 0o777, found.uid());
        ensure!(
            (found_mode, found_owner) == (mode, owner),
            "{path} has mode {found_mode:o} and user {found_owner}, not {mode:o} and {owner}"
        );
    }
    Ok(())
}

/// What the package's command says, and with which code; it runs the program as the service does.
fn ask(words: &[&str]) -> anyhow::Result<(Option<i32>, String)> {
    let said = output(command(PACKAGE).args(words))?;
    let all = [said.stdout, said.stderr].concat();
    Ok((
        said.status.code(),
        String::from_utf8_lossy(&all).into_owned(),
    ))
}

fn names_its_version() -> anyhow::Result<()> {
    let expected = format!("{PACKAGE} {}", release::current(paths::root())?);
    let (code, told) = ask(&["--version"])?;
    ensure!(
        code == Some(0) && told.starts_with(&expected),
        "--version should begin with `{expected}`, not {code:?}: {told}"
    );
    Ok(())
}

fn starts_only_when_told_where_mail_goes() -> anyhow::Result<()> {
    let (code, told) = ask(&["serve", "--public-addr", ANY_PORT, "--ops-addr", ANY_PORT])?;
    ensure!(
        code == Some(2) && told.contains("--mail-file") && told.contains("smtps://"),
        "without a mail server it should say what is missing, not {code:?}: {told}"
    );
    Ok(())
}

/// As the runbook says it, except that mail stays on this machine and that nobody has signed the notices.
fn fill_in_settings() -> anyhow::Result<()> {
    let settings = format!("{SETTINGS}/premier-accueil.env");
    let trial = fs::read_to_string(&settings)?
        .replace("#PA_UNSIGNED_NOTICES=true", "PA_UNSIGNED_NOTICES=true");
    fs::write(&settings, trial)?;
    fs::write(
        format!("{SETTINGS}/mail"),
        format!("folder:{DATA}/maildir\n"),
    )?;
    fs::write(
        format!("{SETTINGS}/mailbox-password"),
        "trois petits chats\n",
    )?;
    Ok(())
}

fn root_is_refused() -> anyhow::Result<()> {
    let mut purge = command(PROGRAM);
    purge.args(["purge", "--dry-run", "--data-dir", DATA]);
    purge.args(["--site", &format!("{SETTINGS}/sites/site.toml")]);
    purge.env("CREDENTIALS_DIRECTORY", SETTINGS);
    let refused = output(&mut purge)?;
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    ensure!(
        refused.status.code() == Some(2) && told.contains("ceci est root"),
        "root may write into the service's folder: {told}"
    );
    Ok(())
}

fn commands_of_the_runbook() -> anyhow::Result<()> {
    let add = "rights add --right acces --channel telephone --by Ada --received-on";
    let today = read(command("date").args(["-u", "+%d/%m/%Y"]))?;
    for (words, expected) in [
        ("purge --dry-run", "À effacer : 0"),
        ("purge", "Effacés : 0"),
        ("rights list", "Ouvertes : 0 sur 0"),
        (&format!("{add} {}", today.trim()), "réponse due le "),
        ("rights list", "Ouvertes : 1 sur 1"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let (code, told) = ask(&words)?;
        ensure!(
            code == Some(0) && told.contains(expected),
            "`premier-accueil {}` says {code:?}: {told}",
            words.join(" ")
        );
    }
    Ok(())
}

fn serves_as_its_user() -> anyhow::Result<()> {
    let serving = Serving::start()?;
    serving.ask_for("/v1/site", "Mission Locale")?;
    serving.ask_for("/", "<!doctype html>")?;
    let user = read(command("id").args(["-u", PACKAGE]))?;
    let program = serving.program()?;
    let status = fs::read_to_string(format!("/proc/{program}/status"))?;
    let runs_as = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    ensure!(
        runs_as.is_some_and(|ids| ids.split_whitespace().all(|id| id == user.trim())),
        "the program runs as {runs_as:?}, not as {PACKAGE}"
    );
    serving.stop()?;
    let left = fs::read_dir("/run")?.flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(PACKAGE));
    ensure!(left.count() == 0, "a copy of the secrets was left in /run");
    Ok(())
}

fn an_update_keeps_what_phones_ask_for(package: &Path) -> anyhow::Result<()> {
    let old = format!("{SERVED}/app-of-the-release-before.js");
    let ancient = format!("{SERVED}/app-of-last-year.js");
    let site = format!("{SETTINGS}/sites/site.toml");
    fs::write(&old, "")?;
    call(command("touch").args(["-d", "40 days ago", &ancient]))?;
    let edited = fs::read_to_string(&site)? + "# edited\n";
    fs::write(&site, &edited)?;
    install(package)?;
    ensure!(Path::new(&old).exists(), "an update took {old}");
    ensure!(!Path::new(&ancient).exists(), "an update left {ancient}");
    ensure!(
        Path::new(SERVED).join("index.html").is_file(),
        "an update took the page"
    );
    ensure!(
        fs::read_to_string(&site)? == edited,
        "an update changed {site}"
    );
    ensure!(
        fs::read_to_string(format!("{SETTINGS}/mailbox-password"))? == "trois petits chats\n",
        "an update changed the password"
    );
    Ok(())
}
