//! What is said of options: their words, and the fiches that go to the mailbox when one is chosen or taken back.
//!
//! The mail has a number; which option, and what was chosen, is in the PDF alone.

use domain::{
    delivery::{DeliveryFailure, Recipient},
    options::{Purpose, named, partner},
    site::Site,
    submission::{Message, Submission},
};

use super::{
    Printed, Record, RecordRow, RecordSection, french, mail::Words, page::acknowledged,
    rights_letter,
};
use crate::{
    endpoint::Inner,
    store::{DueDelivery, DueNote},
};

/// What an option is for, as staff and the person read it; with the partner's name where it is known.
pub(crate) fn words(purpose: Purpose, partner: Option<&str>) -> String {
    match (purpose, partner) {
        (Purpose::SmsReminders, _) => "rappels par SMS avant un rendez-vous".to_owned(),
        (Purpose::TellPartner, Some(partner)) => {
            format!("dire à «\u{a0}{partner}\u{a0}» que le contact est pris")
        }
        (Purpose::TellPartner, None) => {
            "dire à l’organisme du lien que le contact est pris".to_owned()
        }
        (Purpose::News, _) => "nouvelles de la Mission Locale".to_owned(),
    }
}

/// What became of a choice that arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    Chosen,
    TakenBack,
    /// Of a registration that has not arrived: it counts, or not, when that comes.
    Awaited {
        /// Chosen, or taken back.
        granted: bool,
    },
    /// A yes to what is not offered: it is no consent.
    NotTaken,
    /// A yes for no registration, or without proof that its own phone says so: it is no consent.
    NotProved,
    /// A no for no registration, or without proof: a person has to ask.
    AskedBack,
}

impl Heard {
    fn of(message: &Message, purpose: Purpose, due: &DueDelivery, site: &Site) -> Self {
        let mut recorded = due.choices.standing.iter();
        let granted = message.answers.one("granted") == Some("yes");
        let is_offered = || purpose.is_offered(site, message.context.source.as_deref());
        match (granted, recorded.any(|choice| choice.purpose == purpose)) {
            (_, true) if due.about.is_none() => Self::Awaited { granted },
            (true, true) => Self::Chosen,
            (false, true) => Self::TakenBack,
            (true, false) if is_offered() => Self::NotProved,
            (true, false) => Self::NotTaken,
            (false, false) => Self::AskedBack,
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Chosen => "choisie",
            Self::TakenBack => "reprise",
            Self::Awaited { granted: true } => {
                "demandée\u{a0}; elle compte quand l’envoi arrive, s’il vient du même téléphone"
            }
            Self::Awaited { granted: false } => {
                "reprise\u{a0}; cela compte quand l’envoi arrive, s’il vient du même téléphone"
            }
            Self::NotProved => {
                "demandée, sans preuve que c’est le téléphone de l’envoi\u{a0}: rien n’est retenu"
            }
            Self::AskedBack => "reprise, sans preuve que c’est le téléphone de l’envoi",
            Self::NotTaken => {
                "demandée, mais pas proposée à cette personne\u{a0}: rien n’est retenu"
            }
        }
    }

    fn todo(self) -> &'static str {
        match self {
            Self::Chosen => {
                "La personne peut la reprendre à tout moment, d’un geste\u{a0}: seul le dernier choix compte."
            }
            Self::TakenBack => {
                "Ne vous servez plus de cette option pour cette personne. Rien d’autre ne change\u{a0}: son accompagnement n’en dépend pas."
            }
            Self::Awaited { .. } => {
                "Il n’y a rien à faire\u{a0}: la fiche de l’envoi dira ce qui compte."
            }
            Self::NotProved => {
                "Il n’y a rien à faire. Si la personne en parle, elle peut choisir cette option depuis le téléphone qui a fait l’envoi."
            }
            Self::AskedBack => {
                "Demandez à la personne si elle ne veut plus de cette option. Si c’est oui, ne vous en servez plus, et faites entrer ce retrait au registre\u{a0}: premier-accueil rights add."
            }
            Self::NotTaken => {
                "Il n’y a rien à faire. Si la personne en parle, dites-lui que cette option n’existe pas ici."
            }
        }
    }
}

/// The fiche of one option choice.
pub(super) fn print(
    endpoint: &Inner,
    due: &DueDelivery,
    submission: &Submission,
) -> Result<Printed, DeliveryFailure> {
    let message = submission.message();
    let purpose = named(submission.answers()).ok_or(DeliveryFailure::Unreadable)?;
    let heard = Heard::of(message, purpose, due, &endpoint.site.public);
    let partner = partner(&endpoint.site.public, message.context.source.as_deref());
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let mut rows = vec![
        RecordRow::new("Option", words(purpose, partner)),
        RecordRow::new("Choix", heard.told()),
        RecordRow::new("Fait le", stamp(message.filled_at)),
        RecordRow::new("Reçu le", stamp(due.received_at)),
        RecordRow::new(
            "Mention d’information",
            acknowledged(message, &endpoint.time_zone),
        ),
    ];
    if !matches!(heard, Heard::NotTaken | Heard::NotProved) {
        let about = about(message, due, heard);
        rows.insert(0, RecordRow::new("Envoi concerné", about));
    }
    let record = record(endpoint, title(due), rows, heard);
    Ok(Printed {
        words: mail(endpoint, due),
        file_name: format!("choix-sur-une-option-{}.pdf", due.reference.as_str()),
        fiche: endpoint.printer.print(&record, due.received_at, &due.id),
    })
}

/// The fiche of an option that a rights request takes back.
pub(super) fn withdrawal(endpoint: &Inner, due: &DueNote, purpose: Purpose) -> Printed {
    let number = due.about.as_ref().unwrap_or(&due.reference);
    let rows = vec![
        RecordRow::new("Envoi concerné", number.spaced()),
        RecordRow::new("Option", words(purpose, None)),
        RecordRow::new("Choix", Heard::TakenBack.told()),
        RecordRow::new("Demande de droits", due.reference.spaced()),
    ];
    let title = format!("Retrait d’une option, envoi {}", number.spaced());
    let record = record(endpoint, title, rows, Heard::TakenBack);
    Printed {
        words: rights_letter::note(due),
        file_name: format!("retrait-d-une-option-{}.pdf", number.as_str()),
        fiche: endpoint
            .printer
            .print(&record, due.not_before, &due.request),
    }
}

fn record(endpoint: &Inner, title: String, rows: Vec<RecordRow>, heard: Heard) -> Record {
    Record {
        title,
        mission_locale: endpoint.site.public.name.clone(),
        lead: vec![
            "Une option est un choix libre, jamais une condition\u{a0}: elle se reprend aussi facilement qu’elle se donne.".to_owned(),
        ],
        sections: vec![RecordSection {
            title: "Le choix".to_owned(),
            rows,
        }],
        closing: vec![heard.todo().to_owned()],
    }
}

fn title(due: &DueDelivery) -> String {
    format!("Choix sur une option {}", due.reference.spaced())
}

fn about(message: &Message, due: &DueDelivery, heard: Heard) -> String {
    match (&message.about, &due.about) {
        (_, Some(number)) if heard == Heard::AskedBack => {
            format!("{}, sans preuve", number.spaced())
        }
        (_, Some(number)) => {
            format!("{}, prouvé par le téléphone qui l’a fait", number.spaced())
        }
        (Some(_), None) => "un envoi qui n’est pas encore arrivé ici".to_owned(),
        (None, None) => "aucun\u{a0}: le téléphone n’en nomme pas".to_owned(),
    }
}

fn mail(endpoint: &Inner, due: &DueDelivery) -> Words {
    let received = french::local(due.received_at, &endpoint.time_zone);
    let password = if endpoint.site.mailbox_password.is_some() {
        " Il s’ouvre avec le mot de passe de cette boîte."
    } else {
        ""
    };
    let registration = match &due.about {
        Some(number) => format!(" Il concerne l’envoi {}.", number.spaced()),
        None => String::new(),
    };
    Words {
        to: Recipient::Mailbox,
        subject: title(due),
        text: format!(
            "Bonjour,\n\n\
             Un choix sur une option est arrivé le {} à {}, sous le numéro {}.{registration}\n\
             Ce qui est choisi ou repris est dans le PDF joint.{password}\n\n\
             Suivez-le avant le prochain message à cette personne, puis rangez-le avec sa fiche ou effacez-le.\n",
            french::day(received),
            french::clock(received),
            due.reference.spaced(),
        ),
        attachment: None,
        about: due.id.as_str().to_owned(),
    }
}
