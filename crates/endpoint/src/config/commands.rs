//! What the program can do, as it is typed.

use std::path::PathBuf;

use clap::Subcommand;
use domain::reference::Reference;

use super::{ClockCommand, DeliveriesCommand, KeysCommand, RightsCommand};

/// What the program can do.
#[derive(Subcommand, Clone)]
pub enum Command {
    /// Serve the app, receive registrations and deliver them (what is done without a command).
    Serve,
    /// Read every setting and speak to the mail server, say what works and what is to be seen to. Writes nothing.
    Check {
        /// Also send a test mail with a test fiche to the mailbox.
        #[arg(long)]
        send_test: bool,
    },
    /// Remove the content that has been kept long enough, and say what was removed.
    Purge {
        /// Only say what would be removed.
        #[arg(long)]
        dry_run: bool,
    },
    /// Follow requests about data-protection rights: what is owed, to when, what was done.
    Rights {
        /// What to do with the register.
        #[command(subcommand)]
        command: RightsCommand,
    },
    /// Copy the database into a new file, while the endpoint runs or not. The keys are copied apart.
    Backup {
        /// The new file. Beside it stands the journal of effects as it is then, with `.journal` at its end.
        file: PathBuf,
        /// Also copy the keys, into this folder: keep it elsewhere than the file, which nobody can read without them.
        #[arg(long, value_name = "FOLDER")]
        keys: Option<PathBuf>,
    },
    /// Put a backup back, while the endpoint is stopped. No mail leaves afterwards until `mail release`.
    Restore {
        /// What `backup` made.
        file: PathBuf,
    },
    /// Hold all mail back, or let it go again.
    Mail {
        /// Which of them.
        #[command(subcommand)]
        command: MailCommand,
    },
    /// See what is not delivered, have it tried again, or set it aside.
    Deliveries {
        /// What to do about it.
        #[command(subcommand)]
        command: DeliveriesCommand,
    },
    /// Mail a registration once more: another mail server sent it back, or the mail was lost
    DeliverAgain {
        /// Its number, such as KT4-HW7-PX: it stands in the subject of what came back.
        number: Reference,
    },
    /// The keys that registrations are sealed to: where each stands, and which are copied.
    Keys {
        /// What to do with them.
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// The machine's clock, where it has jumped: purges and new keys wait until it is accepted.
    Clock {
        /// What to do.
        #[command(subcommand)]
        command: ClockCommand,
    },
    /// Lay out the fiches that come in by the standard input: the endpoint starts this by itself.
    #[command(hide = true)]
    PrintFiches,
    /// Show what was chosen or taken back of a registration's options, and when: the proof of a consent.
    Options {
        /// The registration's number, such as KT4-HW7-PX.
        number: Reference,
    },
}

/// What can be done about all mail.
#[derive(Subcommand, Clone, Copy)]
pub enum MailCommand {
    /// From now on no mail leaves; registrations are received.
    Hold,
    /// Mail leaves again.
    Release,
}
