//! Every setting as it is typed: flag, variable of the environment, default, and its help in French.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use clap::Args;
use content::Credentials;

use super::{
    Config, INTAKE_BURST, INTAKE_PER_HOUR, INTAKE_SITE_PER_HOUR, MailFileError, MailTarget,
    Printing,
    typed::{self, StoreFile},
};
use crate::{keys::PUBLISH_AFTER_DAYS, store::SizeLimit};

/// The address for monitoring: on this machine alone.
const OPS_ADDR: &str = "127.0.0.1:8082";

/// Room for a day's log, a backup beside the database, and a month of registrations.
const MIN_FREE_MIB: u64 = 200;

/// Where systemd-timesyncd says so.
const CLOCK_SYNCED_FILE: &str = "/run/systemd/timesync/synchronized";

/// The settings as they are typed. Before or after the command: each is global.
#[derive(Args, Clone)]
#[command(next_help_heading = "Réglages ")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, and none follows from another"
)]
pub(super) struct Settings {
    #[arg(
        long,
        env = "PA_PUBLIC_ADDR",
        default_value = "127.0.0.1:8080",
        value_parser = typed::address,
        value_name = "ADRESSE",
        global = true,
        help = "L’adresse où le serveur mandataire trouve le service, ou un téléphone lors d’un premier essai"
    )]
    public_addr: SocketAddr,
    #[arg(
        long,
        env = "PA_OPS_ADDR",
        default_value = OPS_ADDR,
        value_parser = typed::address,
        value_name = "ADRESSE",
        global = true,
        help = "L’adresse où la surveillance demande /healthz, /readyz et /metrics : rien ne doit y mener de l’extérieur"
    )]
    ops_addr: SocketAddr,
    #[arg(
        long,
        env = "PA_DESK_ADDR",
        value_parser = typed::address,
        value_name = "ADRESSE",
        global = true,
        help = "L’adresse où le serveur mandataire trouve l’espace conseillers, que [desk] du fichier du site décrit ; sinon il n’y en a pas"
    )]
    desk_addr: Option<SocketAddr>,
    #[arg(
        long,
        env = "PA_DATA_DIR",
        default_value = "./data",
        value_name = "DOSSIER",
        global = true,
        help = "Le dossier des données : base, clés, messages ; le premier démarrage le crée"
    )]
    data_dir: PathBuf,
    #[arg(
        long,
        env = "PA_SITE",
        default_value = DEMO_SITE,
        value_name = "FICHIER",
        global = true,
        help = "Le fichier de la Mission Locale"
    )]
    site: PathBuf,
    #[arg(
        long,
        env = "PA_APP_DIR",
        default_value = "dist",
        value_name = "DOSSIER",
        global = true,
        help = "L’application construite"
    )]
    app_dir: PathBuf,
    #[arg(
        long,
        env = "PA_MAIL",
        value_name = "MESSAGERIE",
        global = true,
        help = "Où partent les préinscriptions : folder:<dossier>, smtps://… ou smtp://[utilisateur:motdepasse@]serveur[:port], \
                qui doit offrir STARTTLS s’il n’est pas cette machine ; sinon un dossier des données"
    )]
    mail: Option<MailTarget>,
    #[arg(
        long,
        env = "PA_MAIL_FILE",
        value_name = "FICHIER",
        conflicts_with = "mail",
        global = true,
        help = "Le fichier qui le dit à la place de --mail, en mode 0600 : un mot de passe de --mail se voit sur cette machine. \
                Un nom sans dossier est cherché d’abord parmi les secrets que systemd remet"
    )]
    mail_file: Option<PathBuf>,
    // Where the service manager put the secrets of this start: systemd says it.
    #[arg(
        long,
        env = "CREDENTIALS_DIRECTORY",
        value_name = "DOSSIER",
        hide = true,
        global = true
    )]
    credentials_dir: Option<PathBuf>,
    #[arg(
        long,
        env = "PA_MAIL_HELLO",
        value_name = "NOM",
        value_parser = typed::host_name,
        global = true,
        help = "Le nom dit au serveur de messagerie (EHLO), comme accueil.example.fr ; sinon le domaine de mail_from"
    )]
    mail_hello: Option<String>,
    #[arg(
        long,
        env = "PA_STORE",
        value_name = "BASE",
        global = true,
        help = "La base de données, sqlite:<fichier> ; sinon un fichier du dossier des données"
    )]
    store: Option<StoreFile>,
    #[arg(
        long,
        env = "PA_JOURNAL",
        value_name = "FICHIER",
        global = true,
        help = "Le journal de ce qui a été annulé, limité ou arrêté ; sinon un fichier du dossier des données. \
                Sur un autre disque, il survit à la base"
    )]
    journal: Option<PathBuf>,
    #[arg(
        long,
        env = "PA_INTAKE_BURST",
        default_value_t = INTAKE_BURST,
        value_parser = typed::number::<NonZeroU32>,
        value_name = "NOMBRE",
        global = true,
        help = "Préinscriptions qu’une même adresse peut envoyer d’un coup"
    )]
    intake_burst: NonZeroU32,
    #[arg(
        long,
        env = "PA_INTAKE_PER_HOUR",
        default_value_t = INTAKE_PER_HOUR,
        value_parser = typed::number::<NonZeroU32>,
        value_name = "NOMBRE",
        global = true,
        help = "Préinscriptions qu’une même adresse peut envoyer en une heure"
    )]
    intake_per_hour: NonZeroU32,
    #[arg(
        long,
        env = "PA_INTAKE_SITE_PER_HOUR",
        default_value_t = INTAKE_SITE_PER_HOUR,
        value_parser = typed::number::<NonZeroU32>,
        value_name = "NOMBRE",
        global = true,
        help = "Préinscriptions de tout le monde en une heure ; au-delà, elles partent plus lentement et à tour de rôle"
    )]
    intake_site_per_hour: NonZeroU32,
    #[arg(
        long,
        env = "PA_BEHIND_PROXY",
        global = true,
        help = "Croire X-Forwarded-For et X-Forwarded-Proto du serveur mandataire placé devant : comme --trusted-proxies 1"
    )]
    behind_proxy: bool,
    #[arg(
        long,
        env = "PA_TRUSTED_PROXIES",
        default_value_t = 0,
        value_parser = typed::number::<u8>,
        value_name = "NOMBRE",
        global = true,
        help = "Combien de serveurs mandataires à vous se suivent entre les téléphones et ce programme"
    )]
    trusted_proxies: u8,
    #[arg(
        long,
        env = "PA_HSTS_SUBDOMAINS",
        global = true,
        help = "Dire aux navigateurs que tout nom sous celui du service est en https, lui aussi"
    )]
    hsts_subdomains: bool,
    #[arg(
        long,
        env = "PA_MIN_FREE_MIB",
        default_value_t = MIN_FREE_MIB,
        value_parser = typed::number::<u64>,
        value_name = "MIO",
        global = true,
        help = "Avec moins de place libre que tant de Mio, /readyz le dit"
    )]
    min_free_mib: u64,
    #[arg(
        long,
        env = "PA_STORE_MAX_MIB",
        value_parser = typed::number::<NonZeroU32>,
        value_name = "MIO",
        global = true,
        help = "La base ne dépasse pas tant de Mio ; ensuite plus rien n’est reçu, et /readyz le dit"
    )]
    store_max_mib: Option<NonZeroU32>,
    #[arg(
        long,
        env = "PA_ALLOW_FOLDER_MAIL",
        global = true,
        help = "Servir d’autres machines alors que les messages ne vont que dans un dossier"
    )]
    allow_folder_mail: bool,
    #[arg(
        long,
        env = "PA_UNSIGNED_NOTICES",
        global = true,
        help = "Servir d’autres machines alors que des notices attendent d’être confirmées : pour un essai"
    )]
    unsigned_notices: bool,
    #[arg(
        long,
        env = "PA_OPEN_FICHES",
        global = true,
        help = "Envoyer les fiches PDF sans mot de passe alors que d’autres machines sont servies"
    )]
    open_fiches: bool,
    #[arg(
        long,
        env = "PA_PUBLISH_KEYS_AFTER_DAYS",
        default_value_t = PUBLISH_AFTER_DAYS,
        value_parser = typed::days_of_a_key,
        value_name = "JOURS",
        global = true,
        help = "Jours pendant lesquels une nouvelle clé attend sa copie avant de servir"
    )]
    publish_keys_after_days: u16,
    #[arg(
        long,
        env = "PA_CLOCK_SYNCED_FILE",
        default_value = CLOCK_SYNCED_FILE,
        value_name = "FICHIER",
        global = true,
        help = "Le fichier que le service de temps touche chaque fois qu’il a mis l’horloge à l’heure"
    )]
    clock_synced_file: PathBuf,
    #[arg(
        long,
        env = "PA_LOG",
        default_value = "info",
        value_name = "FILTRE",
        global = true,
        help = "Ce que dit le journal de la sortie d’erreur : info, ou endpoint=debug"
    )]
    log: String,
}

/// The Mission Locale that does not exist: for a first look.
const DEMO_SITE: &str = "content/sites/demo.toml";

impl Settings {
    /// The settings, with what follows from others filled in.
    pub(super) fn complete(self) -> Result<Config, MailFileError> {
        let credentials = Credentials::new(self.credentials_dir);
        let mail = match (&self.mail, self.mail_file) {
            (Some(mail), _) => mail.clone(),
            (None, Some(file)) => MailTarget::read(&file, &credentials)?,
            (None, None) => MailTarget::Folder(self.data_dir.join("maildir")),
        };
        let within = |name: &str| Path::join(&self.data_dir, name);
        let (file, journal) = (within("premier-accueil.db"), within("effects.journal"));
        Ok(Config {
            public_addr: self.public_addr,
            ops_addr: self.ops_addr,
            desk_addr: self.desk_addr,
            mail,
            mail_password_in_sight: self.mail.is_some_and(|mail| mail.has_password()),
            credentials,
            mail_hello: self.mail_hello,
            store: self.store.map_or(file, StoreFile::into_path),
            journal: self.journal.unwrap_or(journal),
            data_dir: self.data_dir,
            site: self.site,
            app_dir: self.app_dir,
            intake_burst: self.intake_burst,
            intake_per_hour: self.intake_per_hour,
            intake_site_per_hour: self.intake_site_per_hour,
            behind_proxy: self.behind_proxy,
            trusted_proxies: self.trusted_proxies,
            hsts_subdomains: self.hsts_subdomains,
            min_free_mib: self.min_free_mib,
            store_limit: self
                .store_max_mib
                .map_or_else(SizeLimit::default, |mib| SizeLimit::mib(mib.get())),
            allow_folder_mail: self.allow_folder_mail,
            unsigned_notices: self.unsigned_notices,
            open_fiches: self.open_fiches,
            publish_keys_after_days: self.publish_keys_after_days,
            clock_synced_file: self.clock_synced_file,
            log: self.log,
            printing: Printing::of_the_program(),
        })
    }
}
