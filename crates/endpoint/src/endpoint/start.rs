//! What a start looks at before it makes or writes anything, and why it is refused.

use content::{ContentError, SiteFile};
use domain::time::Timestamp;
use jiff::tz::TimeZone;

use super::database::look_at_data;
use crate::{
    app_folder::{AppError, AppFolder},
    clock_guard::ClockJumped,
    communes::France,
    config::Config,
    delivery::{Addresses, MailerError},
    keys::{KeyError, Keys},
    mails::Mails,
    precautions::PrecautionError,
    sheets::{self, SheetError},
    store::{SheetRow, StoreError},
};

/// Why the endpoint does not start. Each is a sentence for the one who starts it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Registrations would stay in a folder of this machine.
    #[error(
        "les messages ne vont que dans un dossier, et d’autres machines sont servies : donnez --mail smtps://… pour que \
         les préinscriptions arrivent dans la boîte, ou --allow-folder-mail si quelqu’un lit ce dossier"
    )]
    MailUnreachable,
    /// The site's file has mistakes.
    #[error(transparent)]
    Site(#[from] ContentError),
    /// The sentences of mails and fiches have mistakes.
    #[error("{0}")]
    Mails(#[source] ContentError),
    /// The site's time zone does not exist.
    #[error(
        "time_zone : {0:?} n’est pas un fuseau horaire IANA ; il en faut un comme Europe/Paris"
    )]
    TimeZone(String),
    /// The sheets are missing or damaged.
    #[error(transparent)]
    Sheets(#[from] SheetError),
    /// The data belongs to another user, or others can read it.
    #[error(transparent)]
    Precautions(#[from] PrecautionError),
    /// The keys or the data directory cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A command has nothing to work on, and makes nothing.
    #[error("il n’y a pas de base de données à {} : est-ce le bon --data-dir, ou le bon --store ?", .0.display())]
    NoDatabase(std::path::PathBuf),
    /// A restore was interrupted: the database may be missing.
    #[error("{} vient d’une remise en place qui n’est pas finie : lancez encore premier-accueil restore", .0.display())]
    RestoreUnfinished(std::path::PathBuf),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mail cannot be sent with these settings.
    #[error(transparent)]
    Mailer(#[from] MailerError),
    /// What was asked cannot be taken back, and the clock may be wrong.
    #[error(transparent)]
    Clock(#[from] ClockJumped),
    /// The built app is not there, or not whole.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Settings that nothing speaks against, as far as looking can tell. Nothing is made or written yet.
pub(crate) struct Checked {
    pub(crate) config: Config,
    pub(crate) site: SiteFile,
    pub(crate) mails: Mails,
    pub(crate) time_zone: TimeZone,
    pub(crate) addresses: Addresses,
    pub(super) app: AppFolder,
    pub(super) sheets: Vec<SheetRow>,
}

impl Checked {
    /// Reads everything that is there already.
    ///
    /// # Errors
    ///
    /// What stands in the way of a start, as a sentence for the one who starts it.
    pub(crate) fn look(config: Config, now: Timestamp) -> Result<Self, StartError> {
        if config.mail_unreachable() {
            return Err(StartError::MailUnreachable);
        }
        let site = SiteFile::read(&config.site, &config.credentials)?;
        let names_communes = !site.public.territory.is_empty() || !site.neighbours.is_empty();
        if let (true, Some(france)) = (names_communes, France::read(&config.app_dir)) {
            site.check_territory(|code| france.refusal(code))?;
        }
        let mails = Mails::read(&config.mails_dir()).map_err(StartError::Mails)?;
        let time_zone = TimeZone::get(&site.public.time_zone)
            .map_err(|_| StartError::TimeZone(site.public.time_zone.clone()))?;
        look_at_data(&config)?;
        let keys = config.data_dir.join("keys");
        if keys.exists() {
            Keys::read(&keys, config.publish_keys_after_days)?;
        }
        Ok(Self {
            addresses: Addresses::new(&site, config.mail_hello.as_deref())?,
            app: AppFolder::open(&config.app_dir, &site.public, now)?,
            sheets: sheets::read_served(&config.app_dir)?,
            config,
            site,
            mails,
            time_zone,
        })
    }
}
