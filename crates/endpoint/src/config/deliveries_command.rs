//! `premier-accueil deliveries …`: what is not delivered, on the command line.

use clap::{Args, Subcommand};
use domain::reference::Reference;
use jiff::civil::DateTime;

use super::typed;

/// What an operator does about deliveries that are not made.
#[derive(Subcommand, Clone)]
pub enum DeliveriesCommand {
    /// Everything received and not delivered: number, state, reason, attempts, moments.
    #[command(about = "Tout ce qui est reçu et pas remis : numéro, état, raison, essais, moments.")]
    List,
    /// Try at once what failed, and put what was set aside into the line again.
    #[command(about = "Réessaie tout de suite ; ce qui était écarté est remis dans la file.")]
    Retry(Which),
    /// Take deliveries out of the line: they are not tried and raise no alarm.
    /// Their content goes thirty days later, unless they are tried again before.
    #[command(
        about = "Écarte de la file : plus d’essai ni d’alerte. Le contenu est effacé trente jours après, \
                 sauf s’il est réessayé avant."
    )]
    SetAside(Which),
}

/// Which deliveries: one of these has to be said.
#[derive(Args, Clone)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// The number of the registration, such as KT4-HW7-PX.
    #[arg(
        value_name = "NUMÉRO",
        value_parser = typed::reference,
        help = "Le numéro de la préinscription, comme KT4-HW7-PX"
    )]
    pub number: Option<Reference>,
    /// Those received from the first moment on and before the second, in the Mission Locale's own time.
    #[arg(
        long,
        num_args = 2,
        value_names = ["DÈS", "AVANT"],
        value_parser = typed::moment,
        help = "Ce qui a été reçu dès le premier moment et avant le second, à l’heure de la Mission Locale : \
                30/11/2026-8h 30/11/2026-9h30"
    )]
    pub received_between: Option<Vec<DateTime>>,
    /// All of them.
    #[arg(long, help = "Tout ce qui n’est pas remis")]
    pub all: bool,
}
