//! `premier-accueil deliveries …`: what is not delivered, on the command line.

use clap::{Args, Subcommand};
use domain::reference::Reference;
use jiff::civil::DateTime;

/// What an operator does about deliveries that are not made.
#[derive(Subcommand, Clone)]
pub enum DeliveriesCommand {
    /// Everything received and not delivered: number, state, reason, attempts, moments.
    List,
    /// Try at once what failed, and put what was set aside into the line again.
    Retry(Which),
    /// Take deliveries out of the line: they are not tried and raise no alarm.
    /// Their content goes thirty days later, unless they are tried again before.
    SetAside(Which),
}

/// Which deliveries: one of these has to be said.
#[derive(Args, Clone)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// The number of the registration, such as KT4-HW7-PX.
    pub number: Option<Reference>,
    /// Those received from the first moment on and before the second, in the Mission Locale's own time:
    /// 2026-11-30T08:00 2026-11-30T09:30.
    #[arg(long, num_args = 2, value_names = ["FROM", "BEFORE"])]
    pub received_between: Option<Vec<DateTime>>,
    /// All of them.
    #[arg(long)]
    pub all: bool,
}
