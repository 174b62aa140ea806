//! What a start looks at before it makes or writes anything, and why it is refused.

use std::path::PathBuf;

use content::{ContentError, SiteFile};
use domain::time::Timestamp;
use jiff::tz::TimeZone;

use super::database::look_at_data;
use crate::{
    app_folder::{AppError, AppFolder},
    clock_guard::ClockJumped,
    communes::France,
    config::{Config, MailTarget, is_loopback},
    delivery::{Addresses, MailerError},
    french,
    keys::{KeyError, Keys},
    mails::Mails,
    precautions::{PrecautionError, has_open_fiches},
    sheets::{self, SheetError},
    store::{SheetRow, StoreError},
};

/// The `id` of the Mission Locale of the demonstration.
const DEMO: &str = "demo";

/// Why the endpoint does not start. Each is a sentence for the one who starts it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Registrations would stay in a folder of this machine.
    #[error(
        "les messages ne vont que dans un dossier, et d’autres machines sont servies : donnez --mail smtps://… pour que \
         les préinscriptions arrivent dans la boîte, ou --allow-folder-mail si quelqu’un lit ce dossier"
    )]
    MailUnreachable,
    /// Registrations would be mailed for a Mission Locale that does not exist.
    #[error(
        "{} est la Mission Locale de démonstration, qui n’existe pas, et les messages partent par un vrai serveur : \
         donnez --site, un fichier à elle avec son propre id",
        .0.display()
    )]
    Demo(PathBuf),
    /// Young people would read what nobody has confirmed.
    #[error(
        "des notices en vigueur attendent d’être confirmées, et d’autres machines sont servies :\n{}\n\
         vérifiez chacun de ces paragraphes et signez une nouvelle version de la notice (content/notices/README.md), \
         ou donnez --unsigned-notices pour un essai",
        .0.join("\n")
    )]
    UnsignedNotices(Vec<String>),
    /// Young people would read another version than the one in force.
    #[error(
        "des notices en vigueur manquent, ou sont vides, dans une langue que vous proposez :\n{}\n\
         donnez-les dans cette langue, ou retirez la langue de [languages] offered",
        .0.join("\n")
    )]
    MissingNotices(Vec<String>),
    /// Fiches would be mailed without a password while other machines are served.
    #[error(
        "les fiches partiraient par la messagerie en PDF que chacun peut ouvrir : choisissez un mot de passe \
         (mailbox_password_file, dans le fichier du site), ou donnez --open-fiches si votre délégué ou déléguée à la \
         protection des données l’a décidé"
    )]
    OpenFiches,
    /// An address for a desk that the site does not have.
    #[error(
        "--desk-addr est donné, et le fichier du site n’a pas de [desk] : ajoutez-le avec son origin"
    )]
    NoDesk,
    /// The desk would be reached from other machines without TLS.
    #[error(
        "l’espace conseillers serait servi à d’autres machines sans https : donnez à [desk] une origin en https://, \
         ou retirez --desk-addr"
    )]
    DeskInClear,
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
    NoDatabase(PathBuf),
    /// A restore was interrupted: the database may be missing.
    #[error("{} vient d’une remise en place qui n’est pas finie : lancez encore premier-accueil restore", .0.display())]
    RestoreUnfinished(PathBuf),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mail cannot be sent with these settings.
    #[error(transparent)]
    Mailer(#[from] MailerError),
    /// What was asked cannot be taken back, and the clock may be wrong.
    #[error(
        "l’horloge dit le {}, et le dernier moment vu est le {} : si l’horloge est juste, premier-accueil clock accept",
        french::universal(.0.now),
        french::universal(.0.seen_at)
    )]
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

    /// Refuses to mail for the Mission Locale of the demonstration, which does not exist, through a real mail server.
    ///
    /// # Errors
    ///
    /// When the site's file is that of the demonstration.
    pub(crate) fn refuse_demo(&self) -> Result<(), StartError> {
        let is_real = matches!(&self.config.mail, MailTarget::Smtp(url) if !is_loopback(url));
        if is_real && self.site.public.id == DEMO {
            return Err(StartError::Demo(self.config.site.clone()));
        }
        Ok(())
    }

    /// Refuses to offer a language that lacks a notice in force.
    ///
    /// # Errors
    ///
    /// Each file that is missing or blank.
    pub(crate) fn refuse_missing_notices(&self) -> Result<(), StartError> {
        match self.site.blank_notices(&self.config.site) {
            none if none.is_empty() => Ok(()),
            files => Err(StartError::MissingNotices(files)),
        }
    }

    /// Refuses to mail fiches without a password while other machines are served, unless told to.
    ///
    /// # Errors
    ///
    /// How to choose a password.
    pub(crate) fn refuse_open_fiches(&self) -> Result<(), StartError> {
        let is_open = has_open_fiches(&self.config, &self.site) && self.config.serves_others();
        if is_open && !self.config.open_fiches {
            return Err(StartError::OpenFiches);
        }
        Ok(())
    }

    /// Refuses an address for a desk that there is not, or that other machines would reach without TLS.
    ///
    /// # Errors
    ///
    /// What is missing in the site's file.
    pub(crate) fn refuse_desk(&self) -> Result<(), StartError> {
        let Some(address) = self.config.desk_addr else {
            return Ok(());
        };
        let desk = self.site.desk.as_ref().ok_or(StartError::NoDesk)?;
        let serves_others = !address.ip().is_loopback() || self.config.serves_others();
        if serves_others && !desk.is_over_tls() {
            return Err(StartError::DeskInClear);
        }
        Ok(())
    }

    /// Refuses to serve others what no officer has signed.
    ///
    /// # Errors
    ///
    /// Each paragraph that waits to be confirmed, with its file and line.
    pub(crate) fn refuse_unsigned(&self) -> Result<(), StartError> {
        if self.config.unsigned_notices || !self.config.serves_others() {
            return Ok(());
        }
        match self.site.to_confirm(&self.config.site) {
            none if none.is_empty() => Ok(()),
            places => Err(StartError::UnsignedNotices(places)),
        }
    }
}
