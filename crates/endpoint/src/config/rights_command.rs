//! `premier-accueil rights …`: the register of rights requests on the command line.

use std::path::PathBuf;

use clap::{ArgGroup, Subcommand};
use domain::{options::Purpose, reference::Reference, rights::Right, time::Date};

use super::typed;

/// By which way a request came that is entered by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    #[command(about = "Toutes les demandes : numéro, état, échéance, jours restants, droit.")]
    List,
    /// One request: where it stands, its steps, and what was asked while that is held.
    #[command(
        about = "Une demande : où elle en est, ses étapes, et ce qui est demandé tant que c’est gardé."
    )]
    Show {
        /// The request's number, such as KT4-HW7-PX.
        #[arg(
            value_name = "NUMÉRO",
            value_parser = typed::reference,
            help = "Le numéro de la demande, comme KT4-HW7-PX"
        )]
        number: Reference,
        /// For an access request: also write a PDF and a JSON of what is held into this folder.
        #[arg(
            long,
            value_name = "DOSSIER",
            requires = "by",
            help = "Pour un accès : écrit aussi dans ce dossier un PDF et un JSON de ce qui est gardé"
        )]
        answer: Option<PathBuf>,
        /// Who writes the answer.
        #[arg(long, value_name = "NOM", help = "Qui écrit la réponse")]
        by: Option<String>,
    },
    /// Enter a request that came by telephone, by letter or at the desk. No name of the person is kept.
    #[command(
        about = "Inscrit une demande venue par téléphone, par courrier ou à l’accueil. Le nom de la personne n’est pas gardé."
    )]
    Add {
        /// The right, in French or by its code.
        #[arg(
            long,
            value_name = "DROIT",
            value_parser = typed::right,
            help = "acces, rectification, limitation, opposition, retrait ou annulation"
        )]
        right: Right,
        /// Of a withdrawal: which option, by its code.
        #[arg(
            long,
            value_name = "OPTION",
            value_parser = typed::purpose,
            help = "Pour un retrait : quelle option, opt_sms_reminders, opt_tell_partner ou opt_news"
        )]
        option: Option<Purpose>,
        /// The day it came, as 20/11/2026: the month is counted from it.
        #[arg(
            long,
            value_name = "JOUR",
            value_parser = typed::day,
            help = "Le jour où elle est venue, comme 20/11/2026 : le mois court de là"
        )]
        received_on: Date,
        /// The registration it is about, and have it carried out there.
        /// Only once you know that the person who asks is the one who registered.
        #[arg(
            long,
            value_name = "NUMÉRO",
            value_parser = typed::reference,
            help = "La préinscription concernée, où la demande est alors appliquée : seulement quand vous savez \
                    que la personne qui demande est celle qui s’est inscrite"
        )]
        reference: Option<Reference>,
        /// By which way it came.
        #[arg(
            long,
            value_name = "VOIE",
            value_parser = typed::channel,
            help = "telephone, courrier ou accueil"
        )]
        channel: Channel,
        /// Who enters it.
        #[arg(long, value_name = "NOM", help = "Qui l’inscrit")]
        by: String,
    },
    /// Take a request in hand.
    #[command(about = "Prend une demande en main.")]
    Start {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// Note that the person was asked who they are (article 12.6). The due day stays.
    #[command(
        about = "Note qu’on a demandé à la personne qui elle est (article 12.6). L’échéance reste."
    )]
    AskIdentity {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// Why there is doubt: no name, no answer.
        #[arg(
            long,
            value_name = "PHRASE",
            help = "Pourquoi il y a un doute, sans nom ni réponse"
        )]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// Take two further months, within the first month, once the person was told why (article 12.3).
    #[command(
        about = "Prend deux mois de plus, pendant le premier mois, une fois la raison dite à la personne (article 12.3)."
    )]
    Extend {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// Why: no name, no answer.
        #[arg(long, value_name = "PHRASE", help = REASON)]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// Say which registration a request is about, and have it carried out there.
    /// Only once you know that the person who asks is the one who registered.
    #[command(
        about = "Dit quelle préinscription une demande concerne, et l’y applique. Seulement quand vous savez \
                 que la personne qui demande est celle qui s’est inscrite."
    )]
    Apply {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// The registration's number; the one the person typed, without it.
        #[arg(
            long,
            value_name = "NUMÉRO",
            value_parser = typed::reference,
            help = "Le numéro de la préinscription ; sinon celui que la personne a tapé"
        )]
        reference: Option<Reference>,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// After a restore: give a file to an effect of which the journal alone knows. It can then be lifted like any other.
    #[command(
        about = "Après une remise en place : ouvre un dossier à un effet que seul le journal connaît. Il peut alors être levé."
    )]
    Adopt {
        /// The request that made it, as `list` shows it: eight characters.
        #[arg(
            value_name = "DEMANDE",
            help = "La demande qui l’a fait, huit signes, comme « list » la montre"
        )]
        request: String,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// End a restriction or a stop of use, once the person was told (article 18.3).
    #[command(
        about = "Lève une limitation ou un arrêt, une fois la personne prévenue (article 18.3)."
    )]
    Lift {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// Why: no name, no answer.
        #[arg(long, value_name = "PHRASE", help = REASON)]
        reason: String,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
    /// Close a request, once the person was answered.
    #[command(
        about = "Clôt une demande, une fois la réponse donnée à la personne.",
        group = ArgGroup::new("end").required(true).args(["answered", "refused"])
    )]
    Close {
        /// The request's number.
        #[arg(value_name = "NUMÉRO", value_parser = typed::reference, help = NUMBER)]
        number: Reference,
        /// It was done.
        #[arg(long, help = "C’est fait")]
        answered: bool,
        /// It was not done, and this is why: no name, no answer (article 12.4).
        #[arg(
            long,
            value_name = "PHRASE",
            help = "Ce n’est pas fait, et voici pourquoi, sans nom ni réponse (article 12.4)"
        )]
        refused: Option<String>,
        /// Who does it.
        #[arg(long, value_name = "NOM", help = BY)]
        by: String,
    },
}

const NUMBER: &str = "Le numéro de la demande";
const REASON: &str = "Pourquoi, sans nom ni réponse";
const BY: &str = "Qui le fait";
