//! What is said of options: their words, and the fiches that go to the mailbox when one is chosen or taken back.
//!
//! The mail has a number; which option, and what was chosen, is in the PDF alone.

use domain::{
    delivery::{DeliveryFailure, Recipient},
    options::{Purpose, named, partner},
    reference::Reference,
    site::Site,
    submission::{Message, Submission},
};

use super::{
    Printed, Transcript, TranscriptRow, TranscriptSection,
    fiche::acknowledged,
    mail::{Words, after_a_space, ending},
    rights_letter,
};
use crate::{
    french,
    mails::OptionsWords,
    state::EndpointState,
    store::{DueDelivery, DueNote},
};

/// What an option is for, as staff and the person read it; with the partner's name where it is known.
pub(crate) fn words(purpose: Purpose, partner: Option<&str>, words: &OptionsWords) -> String {
    match (purpose, partner) {
        (Purpose::SmsReminders, _) => words.sms_reminders(),
        (Purpose::TellPartner, Some(partner)) => words.tell_partner(partner),
        (Purpose::TellPartner, None) => words.tell_some_partner(),
        (Purpose::News, _) => words.news(),
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
    /// A yes to what this Mission Locale does not offer: it is no consent.
    NotOffered,
    /// A yes to telling a partner, without the link of one: it is no consent.
    NoPartner,
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
            (true, false) if purpose == Purpose::TellPartner && !site.partners.is_empty() => {
                Self::NoPartner
            }
            (true, false) => Self::NotOffered,
            (false, false) => Self::AskedBack,
        }
    }

    fn told(self, words: &OptionsWords) -> String {
        match self {
            Self::Chosen => words.chosen(),
            Self::TakenBack => words.taken_back(),
            Self::Awaited { granted: true } => words.chosen_awaited(),
            Self::Awaited { granted: false } => words.taken_back_awaited(),
            Self::NotProved => words.not_proved(),
            Self::AskedBack => words.asked_back(),
            Self::NotOffered => words.not_offered(),
            Self::NoPartner => words.no_partner(),
        }
    }

    fn todo(self, words: &OptionsWords) -> String {
        match self {
            Self::Chosen => words.chosen_todo(),
            Self::TakenBack => words.taken_back_todo(),
            Self::Awaited { .. } => words.awaited_todo(),
            Self::NotProved => words.not_proved_todo(),
            Self::AskedBack => words.asked_back_todo(),
            Self::NotOffered => words.not_offered_todo(),
            Self::NoPartner => words.no_partner_todo(),
        }
    }
}

/// The fiche of one option choice, about the registration of that number.
pub(super) fn print(
    endpoint: &EndpointState,
    due: &DueDelivery,
    submission: &Submission,
    number: Option<&Reference>,
) -> Result<Printed, DeliveryFailure> {
    let message = submission.message();
    let purpose = named(submission.answers()).ok_or(DeliveryFailure::Unreadable)?;
    let heard = Heard::of(message, purpose, due, &endpoint.site.public);
    let partner = partner(&endpoint.site.public, message.context.source.as_deref());
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let said = &endpoint.mails.options;
    let notice = acknowledged(message, &endpoint.time_zone, &endpoint.mails.fiche);
    let rows = vec![
        TranscriptRow::new(said.row_about(), about(message, number, heard, said)),
        TranscriptRow::new(said.row_option(), words(purpose, partner, said)),
        TranscriptRow::new(said.row_choice(), heard.told(said)),
        TranscriptRow::new(said.row_made(), stamp(message.filled_at)),
        TranscriptRow::new(said.row_received(), stamp(due.received_at)),
        TranscriptRow::new(said.row_notice(), notice),
    ];
    let title = said.title(&due.reference.spaced());
    let transcript = transcript(endpoint, title, rows, heard);
    Ok(Printed {
        words: mail(endpoint, due, message, number),
        file_name: format!(
            "{}_choix-sur-une-option_{}.pdf",
            french::file_stamp(french::local(due.received_at, &endpoint.time_zone)),
            number.unwrap_or(&due.reference).as_str()
        ),
        fiche: endpoint
            .printer
            .print(&transcript, due.received_at, &due.id),
    })
}

/// The fiche of an option that a rights request takes back.
pub(super) fn withdrawal(endpoint: &EndpointState, due: &DueNote, purpose: Purpose) -> Printed {
    let number = due.about.as_ref().unwrap_or(&due.reference);
    let said = &endpoint.mails.options;
    let rows = vec![
        TranscriptRow::new(said.row_about(), number.spaced()),
        TranscriptRow::new(said.row_option(), words(purpose, None, said)),
        TranscriptRow::new(said.row_choice(), Heard::TakenBack.told(said)),
        TranscriptRow::new(said.row_request(), due.reference.spaced()),
    ];
    let title = said.withdrawal_title(&number.spaced());
    let transcript = transcript(endpoint, title, rows, Heard::TakenBack);
    Printed {
        words: rights_letter::note(due, &endpoint.mails.rights),
        file_name: format!(
            "{}_retrait-d-une-option_{}.pdf",
            french::file_stamp(french::local(due.not_before, &endpoint.time_zone)),
            number.as_str()
        ),
        fiche: endpoint
            .printer
            .print(&transcript, due.not_before, &due.request),
    }
}

fn transcript(
    endpoint: &EndpointState,
    title: String,
    rows: Vec<TranscriptRow>,
    heard: Heard,
) -> Transcript {
    let words = &endpoint.mails.options;
    Transcript {
        title,
        mission_locale: endpoint.site.public.name.clone(),
        lead: vec![words.lead()],
        sections: vec![TranscriptSection {
            title: words.section(),
            rows,
        }],
        closing: vec![heard.todo(words)],
    }
}

fn about(
    message: &Message,
    number: Option<&Reference>,
    heard: Heard,
    words: &OptionsWords,
) -> String {
    let number = number.map(Reference::spaced);
    match (heard, &message.about, number) {
        (Heard::Awaited { .. }, ..) | (_, Some(_), None) => words.about_awaited(),
        (_, None, None) => words.about_none(),
        (Heard::Chosen | Heard::TakenBack, _, Some(number)) => words.about_proved(&number),
        (Heard::NotProved | Heard::AskedBack, _, Some(number)) => words.about_unproved(&number),
        (Heard::NotOffered | Heard::NoPartner, _, Some(number)) => words.about_named(&number),
    }
}

fn mail(
    endpoint: &EndpointState,
    due: &DueDelivery,
    message: &Message,
    registration: Option<&Reference>,
) -> Words {
    let words = &endpoint.mails.options;
    let received = french::local(due.received_at, &endpoint.time_zone);
    let has_password = endpoint.site.mailbox_password.is_some();
    Words {
        to: Recipient::Mailbox,
        branch: due.branch.clone(),
        subject: match registration {
            Some(number) => words.subject(&number.spaced()),
            None => words.title(&due.reference.spaced()),
        },
        text: ending(&words.text(
            &french::day(received),
            &french::clock(received),
            &due.reference.spaced(),
            &after_a_space(registration.map(|number| words.about(&number.spaced()))),
            &after_a_space(has_password.then(|| words.password())),
        )),
        attachment: None,
        follows: registration.and(message.about.clone()),
        about: due.id.as_str().to_owned(),
    }
}
