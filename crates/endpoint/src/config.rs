//! Every setting and command, from flags and environment; `settings` is the only place that reads the environment.

use std::{ffi::OsString, num::NonZeroU32};

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser};
use settings::Settings;

mod commands;
mod complete;
mod deliveries_command;
mod desk_command;
mod help;
mod machine_commands;
mod mail_target;
mod misread;
mod printing;
mod rights_command;
mod settings;
mod typed;

pub use commands::{CheckCommand, Command, MailCommand};
pub use complete::Config;
pub use deliveries_command::{DeliveriesCommand, Which};
pub use desk_command::DeskCommand;
pub use machine_commands::{ClockCommand, KeysCommand};
pub(crate) use mail_target::is_loopback;
pub use mail_target::{MailFileError, MailTarget};
pub use misread::Misread;
pub use printing::Printing;
pub use rights_command::{Channel, RightsCommand};

/// Thirty phones in one room, each of which may send twice.
pub(crate) const INTAKE_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
pub(crate) const INTAKE_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(299);

/// Some weeks of registrations of a large Mission Locale, in one hour.
pub(crate) const INTAKE_SITE_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(999);

/// What was asked on the command line.
#[derive(Parser)]
#[command(
    name = "premier-accueil",
    version,
    about = "Reçoit les préinscriptions et les remet dans la boîte de la Mission Locale."
)]
pub struct CommandLine {
    /// What to do; to serve, without it.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

impl CommandLine {
    /// Reads what was typed after this program's name. `version` is what `--version` says.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in French; or the help or the version, where that was asked for.
    pub fn typed(version: &'static str) -> Result<Self, Misread> {
        Self::of(&Self::understood(version).try_get_matches()?)
    }

    /// Reads a command line: the program's name, then its arguments.
    ///
    /// # Errors
    ///
    /// As [`CommandLine::typed`].
    pub fn read(
        typed: impl IntoIterator<Item = impl Into<OsString> + Clone>,
        version: &'static str,
    ) -> Result<Self, Misread> {
        Self::of(&Self::understood(version).try_get_matches_from(typed)?)
    }

    fn understood(version: &'static str) -> clap::Command {
        help::in_french(Self::command().version(version))
    }

    fn of(matches: &ArgMatches) -> Result<Self, Misread> {
        Ok(Self::from_arg_matches(matches)?)
    }

    /// The settings, with what follows from others filled in.
    ///
    /// # Errors
    ///
    /// When the file with the mail server's address cannot be used.
    pub fn config(&self) -> Result<Config, MailFileError> {
        self.settings.clone().complete()
    }
}

#[cfg(test)]
mod tests;
