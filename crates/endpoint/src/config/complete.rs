//! The settings, complete: with what follows from others filled in.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use content::Credentials;

use super::{INTAKE_BURST, INTAKE_PER_HOUR, INTAKE_SITE_PER_HOUR, MailTarget, Printing};
use crate::{keys::PUBLISH_AFTER_DAYS, store::SizeLimit};

/// The settings, complete.
#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, and none follows from another"
)]
pub struct Config {
    /// Where phones reach the app and the endpoint.
    pub public_addr: SocketAddr,
    /// Where monitoring asks how it is.
    pub ops_addr: SocketAddr,
    /// Where the staff reach the desk; nowhere, without it.
    pub desk_addr: Option<SocketAddr>,
    /// Holds the keys, and the rest unless told otherwise.
    pub data_dir: PathBuf,
    /// The Mission Locale's file.
    pub site: PathBuf,
    /// The built app.
    pub app_dir: PathBuf,
    /// Where registrations go.
    pub mail: MailTarget,
    /// Whether the mail server's password was said where other programs can read it.
    pub mail_password_in_sight: bool,
    /// The secrets that the service manager handed over.
    pub credentials: Credentials,
    /// The name for EHLO, where the domain of the sender's address is not the right one.
    pub mail_hello: Option<String>,
    /// The database.
    pub store: PathBuf,
    /// The journal of effects.
    pub journal: PathBuf,
    /// Registrations that one address may send at once.
    pub intake_burst: NonZeroU32,
    /// Registrations that one address may send in an hour.
    pub intake_per_hour: NonZeroU32,
    /// Registrations from all clients in an hour before they are delivered in turns.
    pub intake_site_per_hour: NonZeroU32,
    /// Whether a proxy in front says who the client is.
    pub behind_proxy: bool,
    /// How many proxies in front are ours; see [`Config::trusted_hops`].
    pub trusted_proxies: u8,
    /// Whether names under this host's are https alone, too.
    pub hsts_subdomains: bool,
    /// Less free space than so many MiB is an alarm.
    pub min_free_mib: u64,
    /// How large the database may grow.
    pub store_limit: SizeLimit,
    /// Whether other machines are served although mail only goes to a folder.
    pub allow_folder_mail: bool,
    /// Whether other machines are served although notices wait to be confirmed.
    pub unsigned_notices: bool,
    /// Whether fiches may be mailed as PDF files that open for anyone.
    pub open_fiches: bool,
    /// Days that a new key waits for its copy before phones have it.
    pub publish_keys_after_days: u16,
    /// A file that the time service touches whenever it has set the clock.
    pub clock_synced_file: PathBuf,
    /// The log's filter.
    pub log: String,
    /// Where fiches are laid out.
    pub printing: Printing,
}

impl Config {
    /// The settings of a first run on free ports of this machine, with everything in `data_dir`,
    /// and fiches laid out in this very process, which need not be the program. The environment has no say.
    #[must_use]
    pub fn first_run(app_dir: &Path, site: &Path, data_dir: &Path) -> Self {
        Self {
            public_addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            ops_addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            desk_addr: None,
            data_dir: data_dir.to_owned(),
            site: site.to_owned(),
            app_dir: app_dir.to_owned(),
            mail: MailTarget::Folder(data_dir.join("maildir")),
            mail_password_in_sight: false,
            credentials: Credentials::default(),
            mail_hello: None,
            store: data_dir.join("premier-accueil.db"),
            journal: data_dir.join("effects.journal"),
            intake_burst: INTAKE_BURST,
            intake_per_hour: INTAKE_PER_HOUR,
            intake_site_per_hour: INTAKE_SITE_PER_HOUR,
            behind_proxy: false,
            trusted_proxies: 0,
            hsts_subdomains: false,
            min_free_mib: 0,
            store_limit: SizeLimit::default(),
            allow_folder_mail: false,
            unsigned_notices: false,
            open_fiches: false,
            publish_keys_after_days: PUBLISH_AFTER_DAYS,
            // A clock that is moved by hand has no time service: this file never exists.
            clock_synced_file: data_dir.join("no-time-service"),
            log: "info".to_owned(),
            printing: Printing::InProcess,
        }
    }

    /// The sentences of mails and fiches: `../mails`, seen from the Mission Locale's file, as its notices are.
    #[must_use]
    pub fn mails_dir(&self) -> PathBuf {
        let above = self.site.parent().and_then(Path::parent);
        above.unwrap_or(Path::new("..")).join("mails")
    }

    /// How many proxies in front are believed: those that were counted, or the one that was said to be there.
    #[must_use]
    pub fn trusted_hops(&self) -> usize {
        usize::from(self.trusted_proxies.max(self.behind_proxy.into()))
    }

    /// Whether others than this machine reach it: by its own address, or through a proxy that is said to be in front.
    #[must_use]
    pub fn serves_others(&self) -> bool {
        !self.public_addr.ip().is_loopback() || self.trusted_hops() > 0
    }

    /// Whether young people would send registrations that no mailbox ever gets.
    #[must_use]
    pub fn mail_unreachable(&self) -> bool {
        let folder = matches!(self.mail, MailTarget::Folder(_));
        folder && !self.allow_folder_mail && !self.public_addr.ip().is_loopback()
    }
}
