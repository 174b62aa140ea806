//! `premier-accueil keys …` and `premier-accueil clock …`: copies of keys and a clock that jumped, on the command line.

use clap::{ArgGroup, Subcommand};

/// What is done with the keys.
#[derive(Subcommand, Clone)]
pub enum KeysCommand {
    /// Every key: when it was made, from when and until when phones seal to it, whether a copy is known.
    List,
    /// Say that a copy of a key is kept elsewhere.
    #[command(group(ArgGroup::new("which").required(true).args(["kid", "all"])))]
    BackedUp {
        /// The key's name, as `keys list` has it.
        kid: Option<String>,
        /// Of every key there is.
        #[arg(long)]
        all: bool,
    },
}

/// What is done with a clock that has jumped.
#[derive(Subcommand, Clone, Copy)]
pub enum ClockCommand {
    /// What the clock says, and the latest moment that was seen.
    Show,
    /// Say that the clock is right now: what waited is done within the hour.
    Accept,
}
