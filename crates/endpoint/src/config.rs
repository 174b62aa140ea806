//! Every setting, from flags and environment. The only place that reads the environment.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, str::FromStr};

use clap::{Args, Parser};
use content::Credentials;

use crate::{
    keys::{MAX_PUBLISH_AFTER_DAYS, PUBLISH_AFTER_DAYS},
    store::SizeLimit,
};

mod commands;
mod complete;
mod deliveries_command;
mod machine_commands;
mod mail_target;
mod printing;
mod rights_command;

pub use commands::{Command, MailCommand};
pub use complete::Config;
pub use deliveries_command::{DeliveriesCommand, Which};
pub use machine_commands::{ClockCommand, KeysCommand};
pub(crate) use mail_target::is_loopback;
pub use mail_target::{MailFileError, MailTarget};
pub use printing::Printing;
pub use rights_command::{Channel, RightsCommand};

/// Thirty phones in one room, each of which may send twice.
pub(crate) const INTAKE_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
pub(crate) const INTAKE_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(299);

/// Some weeks of registrations of a large Mission Locale, in one hour.
pub(crate) const INTAKE_SITE_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(999);

/// The address for monitoring: on this machine alone.
const OPS_ADDR: &str = "127.0.0.1:8082";

/// Room for a day's log, a backup beside the database, and a month of registrations.
const MIN_FREE_MIB: u64 = 200;

/// Where systemd-timesyncd says so.
const CLOCK_SYNCED_FILE: &str = "/run/systemd/timesync/synchronized";

/// What was asked on the command line.
#[derive(Parser)]
#[command(
    name = "premier-accueil",
    version,
    about = "Receives registrations and hands them to the Mission Locale's mailbox"
)]
pub struct CommandLine {
    /// What to do; to serve, without it.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Args, Clone)]
struct Settings {
    /// Where phones reach the app and the endpoint.
    #[arg(
        long,
        env = "PA_PUBLIC_ADDR",
        default_value = "127.0.0.1:8080",
        global = true
    )]
    public_addr: SocketAddr,
    /// Where monitoring asks for /healthz, /readyz and /metrics; nothing that the proxy forwards.
    #[arg(long, env = "PA_OPS_ADDR", default_value = OPS_ADDR, global = true)]
    ops_addr: SocketAddr,
    /// Database, keys and maildir; made on the first start.
    #[arg(long, env = "PA_DATA_DIR", default_value = "./data", global = true)]
    data_dir: PathBuf,
    /// The Mission Locale's file.
    #[arg(
        long,
        env = "PA_SITE",
        default_value = "content/sites/demo.toml",
        global = true
    )]
    site: PathBuf,
    /// The built app.
    #[arg(long, env = "PA_APP_DIR", default_value = "dist", global = true)]
    app_dir: PathBuf,
    /// Where registrations go: `folder:<dir>`, `smtp://[user:password@]host[:port]` (STARTTLS required
    /// unless the host is this machine) or `smtps://…`; a maildir in the data directory, without it.
    #[arg(long, env = "PA_MAIL", hide_env_values = true, global = true)]
    mail: Option<MailTarget>,
    /// The file that says it instead, readable by its owner alone: a password in `--mail` is seen by others of this machine.
    /// A name alone is looked for among the credentials of systemd first.
    #[arg(long, env = "PA_MAIL_FILE", conflicts_with = "mail", global = true)]
    mail_file: Option<PathBuf>,
    /// Where the service manager put the secrets of this start: systemd says it.
    #[arg(long, env = "CREDENTIALS_DIRECTORY", hide = true, global = true)]
    credentials_dir: Option<PathBuf>,
    /// What this program calls itself to the mail server (EHLO), such as `accueil.example.fr`;
    /// the domain of the site's `mail_from`, without it.
    #[arg(long, env = "PA_MAIL_HELLO", global = true, value_parser = host_name)]
    mail_hello: Option<String>,
    /// Where they are stored: `sqlite:<file>`; a file in the data directory, without it.
    #[arg(long, env = "PA_STORE", global = true)]
    store: Option<StoreFile>,
    /// The journal of what was cancelled, restricted and objected to; a file in the data directory, without it.
    /// On another disk it outlives the database.
    #[arg(long, env = "PA_JOURNAL", global = true)]
    journal: Option<PathBuf>,
    /// Registrations that one address may send at once.
    #[arg(long, env = "PA_INTAKE_BURST", default_value_t = INTAKE_BURST, global = true)]
    intake_burst: NonZeroU32,
    /// Registrations that one address may send in an hour.
    #[arg(long, env = "PA_INTAKE_PER_HOUR", default_value_t = INTAKE_PER_HOUR, global = true)]
    intake_per_hour: NonZeroU32,
    /// Registrations from everybody in an hour; what comes beyond is delivered slower and in turns.
    #[arg(long, env = "PA_INTAKE_SITE_PER_HOUR", default_value_t = INTAKE_SITE_PER_HOUR, global = true)]
    intake_site_per_hour: NonZeroU32,
    /// Believe the X-Forwarded-For and X-Forwarded-Proto of the proxy in front: the same as one trusted proxy.
    #[arg(long, env = "PA_BEHIND_PROXY", global = true)]
    behind_proxy: bool,
    /// How many proxies of ours stand between phones and this program, one behind the other.
    #[arg(long, env = "PA_TRUSTED_PROXIES", default_value_t = 0, global = true)]
    trusted_proxies: u8,
    /// Tell browsers that every other name under this host's is https alone, too.
    #[arg(long, env = "PA_HSTS_SUBDOMAINS", global = true)]
    hsts_subdomains: bool,
    /// With less free space than so many MiB, /readyz says so.
    #[arg(long, env = "PA_MIN_FREE_MIB", default_value_t = MIN_FREE_MIB, global = true)]
    min_free_mib: u64,
    /// The database grows to so many MiB at most; then nothing more is received, and /readyz says so.
    #[arg(long, env = "PA_STORE_MAX_MIB", global = true)]
    store_max_mib: Option<NonZeroU32>,
    /// Serve other machines although mail only goes to a folder.
    #[arg(long, env = "PA_ALLOW_FOLDER_MAIL", global = true)]
    allow_folder_mail: bool,
    /// Days that a new key waits for its copy before phones have it.
    #[arg(
        long,
        env = "PA_PUBLISH_KEYS_AFTER_DAYS",
        default_value_t = PUBLISH_AFTER_DAYS,
        value_parser = clap::value_parser!(u16).range(..=i64::from(MAX_PUBLISH_AFTER_DAYS)),
        global = true
    )]
    publish_keys_after_days: u16,
    /// A file that the time service touches whenever it has set the clock.
    #[arg(long, env = "PA_CLOCK_SYNCED_FILE", default_value = CLOCK_SYNCED_FILE, global = true)]
    clock_synced_file: PathBuf,
    /// What the log on the error output tells, such as `info` or `endpoint=debug`.
    #[arg(long, env = "PA_LOG", default_value = "info", global = true)]
    log: String,
}

impl CommandLine {
    /// The settings, with what follows from others filled in.
    ///
    /// # Errors
    ///
    /// When the file with the mail server's address cannot be used.
    pub fn config(&self) -> Result<Config, MailFileError> {
        let settings = self.settings.clone();
        let credentials = Credentials::new(settings.credentials_dir);
        let mail = match (&settings.mail, settings.mail_file) {
            (Some(mail), _) => mail.clone(),
            (None, Some(file)) => MailTarget::read(&file, &credentials)?,
            (None, None) => MailTarget::Folder(settings.data_dir.join("maildir")),
        };
        let file = settings.data_dir.join("premier-accueil.db");
        let journal = settings.data_dir.join("effects.journal");
        Ok(Config {
            public_addr: settings.public_addr,
            ops_addr: settings.ops_addr,
            mail,
            mail_password_in_sight: settings.mail.is_some_and(|mail| mail.has_password()),
            credentials,
            mail_hello: settings.mail_hello,
            store: settings.store.map_or(file, |store| store.0),
            journal: settings.journal.unwrap_or(journal),
            data_dir: settings.data_dir,
            site: settings.site,
            app_dir: settings.app_dir,
            intake_burst: settings.intake_burst,
            intake_per_hour: settings.intake_per_hour,
            intake_site_per_hour: settings.intake_site_per_hour,
            behind_proxy: settings.behind_proxy,
            trusted_proxies: settings.trusted_proxies,
            hsts_subdomains: settings.hsts_subdomains,
            min_free_mib: settings.min_free_mib,
            store_limit: settings
                .store_max_mib
                .map_or_else(SizeLimit::default, |mib| SizeLimit::mib(mib.get())),
            allow_folder_mail: settings.allow_folder_mail,
            publish_keys_after_days: settings.publish_keys_after_days,
            clock_synced_file: settings.clock_synced_file,
            log: settings.log,
            printing: Printing::of_the_program(),
        })
    }
}

/// A name with a dot, of letters, digits and hyphens: what RFC 5321 wants said in EHLO, section 4.1.1.1.
fn host_name(text: &str) -> Result<String, &'static str> {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if text.len() <= 253 && text.contains('.') && text.split('.').all(label) {
        Ok(text.to_owned())
    } else {
        Err("expected a full host name, such as accueil.example.fr")
    }
}

/// A database file, as `sqlite:<file>`.
#[derive(Debug, Clone)]
struct StoreFile(PathBuf);

impl FromStr for StoreFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let file = text.strip_prefix("sqlite:").filter(|file| !file.is_empty());
        let file = file.ok_or("expected sqlite:<file>")?;
        // SQLite's own words for a database that is nowhere.
        if file.starts_with(':') {
            return Err("expected sqlite:<file>; a database in memory would keep nothing");
        }
        Ok(Self(file.into()))
    }
}

#[cfg(test)]
mod tests;
