//! French words of the codes of a step at the desk, one table for each closed set. Pure.

use domain::desk::{Act, Attendance, CallOutcome, Closing, Group, Known, Medium, Refused};

/// The heading of a group.
pub(crate) fn group(group: Group) -> &'static str {
    match group {
        Group::Late => "En retard",
        Group::Today => "À appeler aujourd’hui",
        Group::ToCallAgain => "À rappeler",
        Group::ToCheck => "À vérifier dans I-Milo",
        Group::ToEnter => "À saisir dans I-Milo",
        Group::ToCall => "À appeler",
        Group::ToConclude => "À inviter ou à conclure",
        Group::ToNote => "Présences à noter",
        Group::Awaited => "Invité·es",
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

/// Whether a person came to a collective welcome.
pub(crate) fn attendance(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::Came => "Présent·e",
        Attendance::Excused => "Excusé·e",
        Attendance::Missed => "Absent·e",
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
        Act::Invited(_) => "Place retenue à l’accueil collectif".to_owned(),
        Act::Uninvited => "Place rendue".to_owned(),
        Act::WelcomeMoved(_) => "Accueil collectif déplacé".to_owned(),
        Act::WelcomeCancelled(_) => "Accueil collectif annulé".to_owned(),
        Act::Attended(came, _) => format!("Accueil collectif\u{a0}: {}", attendance(came)),
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
        Refused::NoSeat => "Aucune place n’est retenue pour cette personne à cet accueil.",
        Refused::SameSeat => "Cette place est déjà retenue pour cette personne.",
        Refused::Begun => "Cet accueil a commencé\u{a0}: une place ne s’y retient plus.",
        Refused::NotBegun => {
            "Cet accueil n’a pas commencé\u{a0}: les présences se notent à partir de son heure."
        }
    }
}
