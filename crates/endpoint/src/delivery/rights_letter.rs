//! What the mails about rights requests say: to the officer at arrival and before the day, to the mailbox when something changes.
//!
//! A number and a day; what was asked, and by whom, is in the PDF alone.

use domain::{
    delivery::{DeliveryFailure, Recipient},
    reference::Reference,
    rights::{Reminder, Right, due_on},
    submission::Submission,
    time::Date,
};

use super::{
    Printed, Record, RecordRow, RecordSection, french,
    mail::Words,
    page::{acknowledged, as_asked},
    sheet,
};
use crate::{
    endpoint::Inner,
    store::{DueDelivery, DueNote, Note},
};

/// What people call a right.
pub(crate) fn noun(right: Right) -> &'static str {
    match right {
        Right::Access => "accès",
        Right::Rectification => "rectification",
        Right::Restriction => "limitation",
        Right::Objection => "opposition",
        Right::Withdrawal => "retrait d’une option",
        Right::Cancellation => "annulation de la préinscription",
    }
}

/// The first word to the officer: the request itself.
pub(super) fn print(
    endpoint: &Inner,
    due: &DueDelivery,
    submission: &Submission,
) -> Result<Printed, DeliveryFailure> {
    let sheet = sheet(endpoint, submission)?;
    let asked = Right::asked(submission.answers()).ok_or(DeliveryFailure::Unreadable)?;
    let received = french::local(due.received_at, &endpoint.time_zone);
    let answer_by = due_on(received.date().into());
    let title = format!("Demande de droits {}", due.reference.spaced());
    let about = match (&submission.message().about, &due.about) {
        (None, _) => {
            "aucun envoi n’est prouvé\u{a0}: à vérifier avant tout, par un rappel".to_owned()
        }
        (Some(_), Some(number)) => {
            format!("{}, prouvé par le téléphone qui l’a fait", number.spaced())
        }
        (Some(_), None) => {
            "aucun envoi n’est prouvé à ce jour, ou il n’est pas encore arrivé ici\u{a0}: à vérifier avant tout, par un rappel"
                .to_owned()
        }
    };
    let frame = RecordSection {
        title: "La demande".to_owned(),
        rows: vec![
            RecordRow::new("Droit exercé", noun(asked)),
            RecordRow::new("Reçue le", french::stamp(received)),
            RecordRow::new("Réponse due au plus tard le", french::full_day(answer_by)),
            RecordRow::new("Envoi concerné", about),
            RecordRow::new(
                "Mention d’information",
                acknowledged(submission.message(), &endpoint.time_zone),
            ),
        ],
    };
    let mut sections = vec![frame];
    sections.extend(as_asked(&sheet, submission, &endpoint.communes));
    let record = Record {
        title,
        mission_locale: endpoint.site.public.name.clone(),
        lead: vec![
            "À traiter par le délégué ou la déléguée à la protection des données, et par personne d’autre.".to_owned(),
        ],
        sections,
        closing: vec![
            format!(
                "Ce que le service a déjà fait de lui-même, et la suite, sont au registre\u{a0}: premier-accueil rights show {}.",
                due.reference.as_str()
            ),
            "La réponse est gratuite. Une pièce d’identité ne se demande qu’en cas de doute raisonnable, et ce doute se note au registre.".to_owned(),
        ],
    };
    Ok(Printed {
        words: arrival(endpoint, due, answer_by),
        file_name: format!("demande-de-droits-{}.pdf", due.reference.as_str()),
        fiche: endpoint.printer.print(&record, due.received_at, &due.id),
    })
}

fn arrival(endpoint: &Inner, due: &DueDelivery, answer_by: Date) -> Words {
    let number = due.reference.spaced();
    let received = french::local(due.received_at, &endpoint.time_zone);
    let password = if endpoint.site.mailbox_password.is_some() {
        " Elle s’ouvre avec le mot de passe des fiches."
    } else {
        ""
    };
    Words {
        to: Recipient::Officer,
        subject: format!(
            "Demande de droits {number}\u{a0}: réponse due le {}",
            french::full_day(answer_by)
        ),
        text: format!(
            "Bonjour,\n\n\
             Une demande de droits est arrivée le {} à {}, sous le numéro {number}.\n\
             La réponse est due au plus tard le {}.\n\n\
             La demande est dans le PDF joint.{password}\n\
             Le registre du service la suit\u{a0}: premier-accueil rights show {}.\n\n\
             Un rappel part sept jours avant l’échéance, et un autre le jour même, tant qu’elle n’est pas close. \
             Effacez ce message une fois la demande close.\n",
            french::day(received),
            french::clock(received),
            french::full_day(answer_by),
            due.reference.as_str(),
        ),
        attachment: None,
        about: due.id.as_str().to_owned(),
    }
}

/// What a note says: a reminder, or word to whoever has the PDF of the registration.
pub(super) fn note(due: &DueNote) -> Words {
    let (to, subject, body) = match due.note {
        Note::Reminder(reminder) => reminder_words(reminder, &due.reference, due.due_on),
        Note::Cancelled | Note::Frozen | Note::Stopped | Note::Lifted | Note::Withdrawn(_) => {
            to_mailbox(due.note, due.about.as_ref().unwrap_or(&due.reference))
        }
    };
    Words {
        to,
        subject,
        text: format!("Bonjour,\n\n{body}\n"),
        attachment: None,
        about: format!(
            "note|{}|{}|{}",
            due.request.as_str(),
            due.note.code(),
            due.not_before
        ),
    }
}

fn reminder_words(
    reminder: Reminder,
    reference: &Reference,
    due_on: Date,
) -> (Recipient, String, String) {
    let (number, day) = (reference.spaced(), french::full_day(due_on));
    let when = match reminder {
        Reminder::WeekBefore => "dans sept jours",
        Reminder::DueDay => "aujourd’hui",
    };
    let subject = format!("Demande de droits {number}\u{a0}: réponse due {when}");
    let body = format!(
        "La réponse à la demande de droits {number} est due {when}, le {day}, et la demande n’est pas close.\n\n\
         Où elle en est\u{a0}: premier-accueil rights show {0}.\n\
         Une fois la personne prévenue\u{a0}: premier-accueil rights close {0}.",
        reference.as_str()
    );
    (Recipient::Officer, subject, body)
}

fn to_mailbox(note: Note, registration: &Reference) -> (Recipient, String, String) {
    let number = registration.spaced();
    let (what, todo) = match note {
        Note::Cancelled => (
            "annulée",
            "La personne a annulé cet envoi. Le service n’en garde plus le contenu.\n\n\
             Effacez la fiche et son message, ainsi que tout tirage. N’appelez plus pour cet envoi.\n\
             Si le dossier est déjà saisi dans I-Milo, dites-le au délégué à la protection des données.",
        ),
        Note::Frozen => (
            "à garder sans l’utiliser",
            "L’utilisation de cet envoi est limitée à la demande de la personne.\n\n\
             Gardez la fiche telle quelle. N’appelez pas, ne saisissez rien et n’effacez rien, jusqu’au message qui lèvera la limitation.",
        ),
        Note::Stopped => (
            "à ne plus utiliser",
            "La personne s’oppose à l’utilisation de cet envoi.\n\n\
             N’appelez plus et ne saisissez rien. Le délégué à la protection des données vous dira la suite.",
        ),
        Note::Withdrawn(_) => (
            "une option est reprise",
            "La personne reprend une option. Laquelle est dans le PDF joint, qui s’ouvre comme les fiches.\n\n\
             Suivez-le avant le prochain message à cette personne.",
        ),
        Note::Lifted | Note::Reminder(_) => (
            "de nouveau utilisable",
            "Ce qui retenait cet envoi est levé.\n\nLa fiche peut de nouveau servir.",
        ),
    };
    let subject = format!("Envoi {number}\u{a0}: {what}");
    (
        Recipient::Mailbox,
        subject,
        format!("Envoi {number}.\n\n{todo}"),
    )
}
