//! `premier-accueil rights …`: the register of rights requests on the command line.

use std::path::PathBuf;

use clap::{ArgGroup, Subcommand, ValueEnum};
use domain::{options::Purpose, reference::Reference, rights::Right, time::Date};

/// By which way a request came that is entered by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Channel {
    /// By telephone.
    Phone,
    /// By letter or by e-mail.
    Letter,
    /// Said at the Mission Locale.
    Desk,
}

impl Channel {
    /// The stable code, as the trace keeps it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Desk => "desk",
        }
    }
}

/// What an officer does with the register.
#[derive(Subcommand, Clone)]
pub enum RightsCommand {
    /// Every request: number, state, due day, days left, right.
    List,
    /// One request: where it stands, its steps, and what was asked while that is held.
    Show {
        /// The request's number, such as KT4-HW7-PX.
        number: Reference,
        /// For an access request: also write a PDF and a JSON of what is held into this folder.
        #[arg(long, value_name = "FOLDER", requires = "by")]
        answer: Option<PathBuf>,
        /// Who writes the answer.
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Enter a request that came by telephone, by letter or at the desk. No name of the person is kept.
    Add {
        /// access, rectification, restriction, objection, withdrawal or cancellation.
        #[arg(long, value_name = "RIGHT", value_parser = right)]
        right: Right,
        /// Of a withdrawal: which option, by its code.
        #[arg(long, value_name = "OPTION", value_parser = purpose)]
        option: Option<Purpose>,
        /// The day it came, as 2026-11-20: the month is counted from it.
        #[arg(long, value_name = "DAY")]
        received_on: Date,
        /// The registration it is about, and have it carried out there.
        /// Only once you know that the person who asks is the one who registered.
        #[arg(long, value_name = "NUMBER")]
        reference: Option<Reference>,
        /// By which way it came.
        #[arg(long, value_enum)]
        channel: Channel,
        /// Who enters it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Take a request in hand.
    Start {
        /// The request's number.
        number: Reference,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Note that the person was asked who they are (article 12.6). The due day stays.
    AskIdentity {
        /// The request's number.
        number: Reference,
        /// Why there is doubt: no name, no answer.
        #[arg(long, value_name = "SENTENCE")]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Take two further months, within the first month, once the person was told why (article 12.3).
    Extend {
        /// The request's number.
        number: Reference,
        /// Why: no name, no answer.
        #[arg(long, value_name = "SENTENCE")]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Say which registration a request is about, and have it carried out there.
    /// Only once you know that the person who asks is the one who registered.
    Apply {
        /// The request's number.
        number: Reference,
        /// The registration's number; the one the person typed, without it.
        #[arg(long, value_name = "NUMBER")]
        reference: Option<Reference>,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// After a restore: give a file to an effect of which the journal alone knows. It can then be lifted like any other.
    Adopt {
        /// The request that made it, as `list` shows it: eight characters.
        request: String,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// End a restriction or a stop of use, once the person was told (article 18.3).
    Lift {
        /// The request's number.
        number: Reference,
        /// Why: no name, no answer.
        #[arg(long, value_name = "SENTENCE")]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Close a request, once the person was answered.
    #[command(group = ArgGroup::new("end").required(true).args(["answered", "refused"]))]
    Close {
        /// The request's number.
        number: Reference,
        /// It was done.
        #[arg(long)]
        answered: bool,
        /// It was not done, and this is why: no name, no answer (article 12.4).
        #[arg(long, value_name = "SENTENCE")]
        refused: Option<String>,
        /// Who does it.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
}

fn right(code: &str) -> Result<Right, String> {
    Right::from_code(code).ok_or_else(|| expected(&Right::ALL.map(Right::code)))
}

fn purpose(code: &str) -> Result<Purpose, String> {
    Purpose::from_code(code).ok_or_else(|| expected(&Purpose::ALL.map(Purpose::code)))
}

fn expected(codes: &[&str]) -> String {
    format!("expected one of: {}", codes.join(", "))
}
