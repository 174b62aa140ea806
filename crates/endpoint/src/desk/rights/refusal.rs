//! Refusals of the register, in words for a page: what to type otherwise, or what stands in the way.

use crate::{desk::problem::DeskProblem, french, rights::RightsError};

/// Why a form of the register is not written.
pub(super) enum Refusal {
    /// What was typed: the same page again, with all of it.
    Typed(String),
    /// What stands: the step cannot follow it.
    Standing(&'static str),
    /// Something was written since the page was made.
    Meanwhile,
    /// Anything that is not of the register.
    Problem(DeskProblem),
}

/// What a page says of an error.
pub(super) fn weigh(error: RightsError) -> Refusal {
    use Refusal::{Problem, Standing, Typed};
    let typed = |words: &str| Typed(words.to_owned());
    match error {
        RightsError::NotFound(_) | RightsError::NoSuchEffect(_) => Problem(DeskProblem::NotFound),
        RightsError::SignedOut => Problem(DeskProblem::SignedOut),
        RightsError::Store(error) => Problem(error.into()),
        RightsError::File(..) | RightsError::NothingToMailAgain(_) => {
            Problem(DeskProblem::Unavailable)
        }
        RightsError::Meanwhile => Refusal::Meanwhile,
        RightsError::NoName => typed(
            "Votre nom ne peut pas figurer au registre. Changez-le dans «\u{a0}Mon compte\u{a0}».",
        ),
        RightsError::NoReason => typed(
            "Donnez la raison\u{a0}: une phrase d’une ligne, de 300 signes au plus, sans nom ni réponse.",
        ),
        RightsError::NoRegistration => {
            typed("Donnez le numéro de la préinscription\u{a0}: la demande n’en nomme aucune.")
        }
        RightsError::NoSuchRegistration(number) => Typed(format!(
            "{} n’est le numéro d’aucune préinscription reçue ici.",
            number.spaced()
        )),
        RightsError::NotYet(day) => Typed(format!(
            "Le {} n’est pas encore venu\u{a0}: donnez le jour où la demande est venue.",
            french::slashed(day)
        )),
        RightsError::TooLongAgo(day) => Typed(format!(
            "Le {} date de plus d’un an\u{a0}: une demande si ancienne n’a plus de mois pour sa réponse.",
            french::slashed(day)
        )),
        RightsError::WhichOption => typed(
            "Un retrait reprend une option\u{a0}: dites laquelle. Aucun autre droit ne va avec une option.",
        ),
        RightsError::Closed => Standing("Cette demande est close."),
        RightsError::AlreadyExtended => Standing("Cette demande est déjà prolongée."),
        RightsError::TooLate => Standing(
            "Le premier mois est passé\u{a0}: une prolongation devait être annoncée avant sa fin (article 12.3).",
        ),
        RightsError::AlreadyNamed => Standing("Cette demande désigne déjà sa préinscription."),
        RightsError::NotAccess => {
            Standing("Seule une demande d’accès reçoit une copie de ce qui est gardé.")
        }
        RightsError::NothingStands => Standing("Rien n’est à lever."),
        RightsError::Unreadable => {
            Standing("Ce qui est gardé ne s’ouvre pas avec les clés de ce serveur.")
        }
    }
}

/// The same where no form was sent.
pub(super) fn problem(error: RightsError) -> DeskProblem {
    match weigh(error) {
        Refusal::Problem(problem) => problem,
        Refusal::Typed(_) | Refusal::Standing(_) | Refusal::Meanwhile => DeskProblem::Unavailable,
    }
}
