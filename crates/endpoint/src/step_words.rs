//! French words of the codes of a step at the desk, one table for each closed set. Pure.

use domain::desk::{Act, CallOutcome, Closing, Group, Known, Medium, Refused};

/// The heading of a group.
pub(crate) fn group(group: Group) -> &'static str {
    match group {
        Group::Late => "En retard",
        Group::Today => "À appeler aujourd’hui",
        Group::ToCallAgain => "À rappeler",
        Group::ToCheck => "À vérifier dans I-Milo",
        Group::ToEnter => "À saisir dans I-Milo",
        Group::ToCall => "À appeler",
        Group::ToConclude => "À conclure",
        Group::Done => "Terminées",
        Group::Held => "Suspendues\u{a0}: droits des personnes",
    }
}

/// What I-Milo says of the person.
pub(crate) fn known(known: Known) -> &'static str {
    match known {
        Known::Unknown => "Pas de dossier",
        Known::NotSupported => "Dossier, sans accompagnement en cours",
        Known::Supported => "Accompagnement en cours",
        Known::Elsewhere => "Suivi·e par une autre Mission Locale",
        Known::Unsure => "Homonyme possible",
    }
}

/// What came of a call.
pub(crate) fn outcome(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Reached => "On s’est parlé",
        CallOutcome::NoAnswer => "Pas de réponse",
        CallOutcome::Voicemail => "Message laissé",
        CallOutcome::ThirdParty => "Une autre personne a répondu",
        CallOutcome::WrongNumber => "Mauvais numéro",
    }
}

/// What was written.
pub(crate) fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Text => "SMS envoyé",
        Medium::Mail => "E-mail envoyé",
    }
}

/// Why it is over.
pub(crate) fn closing(closing: Closing) -> &'static str {
    match closing {
        Closing::AppointmentMade => "Rendez-vous pris",
        Closing::AlreadySupported => "Déjà accompagné·e ici",
        Closing::Redirected => "Orienté·e vers une autre structure",
        Closing::Unreachable => "Injoignable",
        Closing::WrongContact => "Coordonnées fausses",
        Closing::Declines => "Ne souhaite pas d’accompagnement",
        Closing::DoNotCall => "Ne veut plus être appelé·e",
        Closing::NewPlan => "Emploi ou formation trouvés",
        Closing::Duplicate => "Inscription en double",
        Closing::OutOfScope => "Hors du champ de la Mission Locale",
    }
}

/// A step, as the trail has it.
pub(crate) fn act(act: Act) -> String {
    match act {
        Act::Known(found) => format!("I-Milo\u{a0}: {}", known(found)),
        Act::Called(came, _) => outcome(came).to_owned(),
        Act::Wrote(by) => medium(by).to_owned(),
        Act::Entered => "Saisie dans I-Milo".to_owned(),
        Act::EnteredUndone => "Saisie dans I-Milo annulée".to_owned(),
        Act::Taken => "Prise en main".to_owned(),
        Act::Closed(why) => format!("Terminée\u{a0}: {}", closing(why)),
        Act::Reopened => "Rouverte".to_owned(),
    }
}

/// Why a step cannot be written.
pub(crate) fn refused(refused: Refused) -> &'static str {
    match refused {
        Refused::Held => {
            "Un droit de la personne suspend cette préinscription. La personne chargée des droits vous dira la suite."
        }
        Refused::Closed => "Cette préinscription est terminée. Rouvrez-la d’abord.",
        Refused::Open => {
            "Cette préinscription n’est pas terminée\u{a0}: elle n’a pas à être rouverte."
        }
    }
}
