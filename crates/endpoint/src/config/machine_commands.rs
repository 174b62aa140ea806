//! `premier-accueil keys …` and `premier-accueil clock …`: copies of keys and a clock that jumped, on the command line.

use clap::{ArgGroup, Subcommand};

/// What is done with the keys.
#[derive(Subcommand, Clone)]
pub enum KeysCommand {
    /// Every key: when it was made, from when and until when phones seal to it, whether a copy is known.
    #[command(
        about = "Chaque clé : quand elle a été faite, de quand à quand elle sert, si sa copie est connue."
    )]
    List,
    /// Say that a copy of a key is kept elsewhere.
    #[command(
        about = "Dit qu’une copie d’une clé est gardée ailleurs.",
        group(ArgGroup::new("which").required(true).args(["kid", "all"]))
    )]
    BackedUp {
        /// The key's name, as `keys list` has it.
        #[arg(
            value_name = "CLÉ",
            help = "Le nom de la clé, comme « keys list » le donne"
        )]
        kid: Option<String>,
        /// Of every key there is.
        #[arg(long, help = "De toutes les clés")]
        all: bool,
    },
}

/// What is done with a clock that has jumped.
#[derive(Subcommand, Clone, Copy)]
pub enum ClockCommand {
    /// What the clock says, and the latest moment that was seen.
    #[command(about = "Ce que dit l’horloge, et le dernier moment vu.")]
    Show,
    /// Say that the clock is right now: what waited is done within the hour.
    #[command(about = "Dit que l’horloge est juste : ce qui attendait se fait dans l’heure.")]
    Accept,
}
