//! What the program can do, as it is typed, with its help in French.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Subcommand};
use domain::reference::Reference;

use super::{ClockCommand, DeliveriesCommand, DeskCommand, KeysCommand, RightsCommand, typed};

/// What the program can do.
#[derive(Subcommand, Clone)]
pub enum Command {
    /// Serve the app, receive registrations and deliver them (what is done without a command).
    #[command(
        about = "Sert l’application, reçoit les préinscriptions et les remet : ce qui se fait sans commande."
    )]
    Serve,
    /// Read every setting and speak to the mail server, say what works and what is to be seen to. Writes nothing.
    #[command(
        about = "Lit tous les réglages, parle au serveur de messagerie, dit ce qui marche et ce qui est à voir. N’écrit rien."
    )]
    Check(CheckCommand),
    /// Remove the content that has been kept long enough, and say what was removed.
    #[command(about = "Efface les contenus gardés assez longtemps, et dit lesquels.")]
    Purge {
        /// Only say what would be removed.
        #[arg(long, help = "Dit seulement ce qui serait effacé")]
        dry_run: bool,
    },
    /// Follow requests about data-protection rights: what is owed, to when, what was done.
    #[command(
        about = "Le registre des demandes de droits : ce qui est dû, pour quand, ce qui est fait."
    )]
    Rights {
        /// What to do with the register.
        #[command(subcommand)]
        command: RightsCommand,
    },
    /// Say who works at the desk.
    #[command(about = "Qui travaille dans l’espace conseillers : inviter, voir, fermer un accès.")]
    Desk {
        /// What to do about the people of the desk.
        #[command(subcommand)]
        command: DeskCommand,
    },
    /// Write thirty invented registrations into an empty database, to look at the desk with. For one machine alone.
    #[command(
        about = "Met trente préinscriptions inventées dans une base vide, pour voir l’espace conseillers : un essai sur cette machine."
    )]
    Demo,
    /// Copy the database into a new file, while the endpoint runs or not. The keys are copied apart.
    #[command(
        about = "Copie la base dans un nouveau fichier, que le service tourne ou non. Les clés se copient à part."
    )]
    Backup {
        /// The new file. Beside it stands the journal of effects as it is then, with `.journal` at its end.
        #[arg(
            value_name = "FICHIER",
            help = "Le nouveau fichier ; le journal des effets est mis à côté, avec .journal à la fin"
        )]
        file: PathBuf,
        /// Also copy the keys, into this folder: keep it elsewhere than the file, which nobody can read without them.
        #[arg(
            long,
            value_name = "DOSSIER",
            help = "Copie aussi les clés dans ce dossier : à garder ailleurs que la base, que personne ne lit sans elles"
        )]
        keys: Option<PathBuf>,
    },
    /// Put a backup back, while the endpoint is stopped. No mail leaves afterwards until `mail release`.
    #[command(
        about = "Remet une sauvegarde, service arrêté. Ensuite rien ne part avant « mail release »."
    )]
    Restore {
        /// What `backup` made.
        #[arg(value_name = "FICHIER", help = "Ce que « backup » a écrit")]
        file: PathBuf,
    },
    /// Hold all mail back, or let it go again.
    #[command(about = "Retient tous les messages, ou les laisse repartir.")]
    Mail {
        /// Which of them.
        #[command(subcommand)]
        command: MailCommand,
    },
    /// See what is not delivered, have it tried again, or set it aside.
    #[command(about = "Ce qui n’est pas remis : le voir, le réessayer, l’écarter.")]
    Deliveries {
        /// What to do about it.
        #[command(subcommand)]
        command: DeliveriesCommand,
    },
    /// Mail a registration once more: another mail server sent it back, or the mail was lost.
    #[command(
        about = "Envoie une préinscription encore une fois : un serveur l’a renvoyée, ou le message est perdu."
    )]
    DeliverAgain {
        /// Its number, such as KT4-HW7-PX: it stands in the subject of what came back.
        #[arg(
            value_name = "NUMÉRO",
            value_parser = typed::reference,
            help = "Son numéro, comme KT4-HW7-PX : il est dans le sujet du message revenu"
        )]
        number: Reference,
    },
    /// The keys that registrations are sealed to: where each stands, and which are copied.
    #[command(
        about = "Les clés qui ferment les préinscriptions : où en est chacune, lesquelles sont copiées."
    )]
    Keys {
        /// What to do with them.
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// The machine's clock, where it has jumped: purges and new keys wait until it is accepted.
    #[command(
        about = "L’horloge de la machine, quand elle a sauté : effacements et nouvelles clés l’attendent."
    )]
    Clock {
        /// What to do.
        #[command(subcommand)]
        command: ClockCommand,
    },
    /// Lay out the fiches that come in by the standard input: the endpoint starts this by itself.
    #[command(
        hide = true,
        about = "Met en page les fiches qui arrivent par l’entrée : le service le lance de lui-même."
    )]
    PrintFiches,
    /// Show what was chosen or taken back of a registration's options, and when: the proof of a consent.
    #[command(
        about = "Ce qui a été choisi ou repris des options d’une préinscription, et quand : la preuve d’un accord."
    )]
    Options {
        /// The registration's number, such as KT4-HW7-PX.
        #[arg(
            value_name = "NUMÉRO",
            value_parser = typed::reference,
            help = "Le numéro de la préinscription, comme KT4-HW7-PX"
        )]
        number: Reference,
    },
}

/// How far a check goes.
#[derive(Args, Clone, Copy, Default)]
pub struct CheckCommand {
    /// Also send a test mail with a test fiche to the mailbox.
    #[arg(
        long,
        help = "Envoie aussi un message et une fiche d’essai à la boîte des préinscriptions"
    )]
    pub send_test: bool,
    /// The DNS server that is asked about the sender's domain; the system's, without it.
    #[arg(
        long,
        value_name = "ADRESSE",
        value_parser = typed::address,
        help = "Le serveur DNS à interroger sur le domaine de mail_from, comme 192.0.2.53:53 ; sinon ceux de la machine"
    )]
    pub dns: Option<SocketAddr>,
}

/// What can be done about all mail.
#[derive(Subcommand, Clone, Copy)]
pub enum MailCommand {
    /// From now on no mail leaves; registrations are received.
    #[command(about = "Plus aucun message ne part ; les préinscriptions sont reçues.")]
    Hold,
    /// Mail leaves again.
    #[command(about = "Les messages repartent.")]
    Release,
}
