//! The words of mails about rights requests.
//!
//! The officer gets one at arrival and before the day, the mailbox when something changes.
//! They have a number and a day; what was asked, and by whom, is in the PDF alone.

use domain::{
    delivery::{DeliveryFailure, Recipient},
    rights::{Reminder, Right, State, due_on},
    submission::Submission,
    time::Date,
};

use super::{
    Printed, Transcript, TranscriptRow, TranscriptSection,
    fiche::{acknowledged, as_asked},
    mail::{Words, after_a_space, ending},
    sheet,
};
use crate::{
    french,
    mails::RightsWords,
    state::EndpointState,
    store::{DueDelivery, DueNote, Note},
};

/// What people call a right.
pub(crate) fn noun(right: Right, words: &RightsWords) -> String {
    match right {
        Right::Access => words.right_access(),
        Right::Rectification => words.right_rectification(),
        Right::Restriction => words.right_restriction(),
        Right::Objection => words.right_objection(),
        Right::Withdrawal => words.right_withdrawal(),
        Right::Cancellation => words.right_cancellation(),
    }
}

/// The state of a request, as the register says it.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Received => "reçue",
        State::InProgress => "en cours",
        State::Extended => "prolongée",
        State::Answered => "close, répondue",
        State::Refused => "close, refusée",
    }
}

/// The first word to the officer: the request itself.
pub(super) fn print(
    endpoint: &EndpointState,
    due: &DueDelivery,
    submission: &Submission,
) -> Result<Printed, DeliveryFailure> {
    let sheet = sheet(endpoint, submission)?;
    let asked = Right::asked(submission.answers()).ok_or(DeliveryFailure::Unreadable)?;
    let received = french::local(due.received_at, &endpoint.time_zone);
    let answer_by = due_on(received.date().into());
    let words = &endpoint.mails.rights;
    let about = match (&submission.message().about, &due.about) {
        (None, _) => words.about_none(),
        (Some(_), Some(number)) => words.about_proved(&number.spaced()),
        (Some(_), None) => words.about_awaited(),
    };
    let notice = acknowledged(
        submission.message(),
        &endpoint.time_zone,
        &endpoint.mails.fiche,
    );
    let frame = TranscriptSection {
        title: words.section(),
        rows: vec![
            TranscriptRow::new(words.row_right(), noun(asked, words)),
            TranscriptRow::new(words.row_received(), french::stamp(received)),
            TranscriptRow::new(words.row_due(), french::full_day(answer_by)),
            TranscriptRow::new(words.row_about(), about),
            TranscriptRow::new(words.row_notice(), notice),
        ],
    };
    let mut sections = vec![frame];
    sections.extend(as_asked(
        &sheet,
        submission,
        &endpoint.communes,
        &endpoint.mails.fiche,
    ));
    let transcript = Transcript {
        title: words.title(&due.reference.spaced()),
        mission_locale: endpoint.site.public.name.clone(),
        lead: vec![words.lead()],
        sections,
        closing: vec![
            words.closing_register(due.reference.as_str()),
            words.closing_free(),
        ],
    };
    Ok(Printed {
        words: arrival(endpoint, due, answer_by),
        file_name: format!(
            "{}_demande-de-droits_{}.pdf",
            french::file_stamp(received),
            due.reference.as_str()
        ),
        fiche: endpoint
            .printer
            .print(&transcript, due.received_at, &due.id),
    })
}

fn arrival(endpoint: &EndpointState, due: &DueDelivery, answer_by: Date) -> Words {
    let words = &endpoint.mails.rights;
    let (number, due_on) = (due.reference.spaced(), french::full_day(answer_by));
    let received = french::local(due.received_at, &endpoint.time_zone);
    let has_password = endpoint.site.mailbox_password.is_some();
    Words {
        to: Recipient::Officer,
        branch: None,
        subject: words.subject(&number, &due_on),
        text: ending(&words.text(
            &french::day(received),
            &french::clock(received),
            &number,
            &due_on,
            &after_a_space(has_password.then(|| words.password())),
            due.reference.as_str(),
        )),
        attachment: None,
        // The officer has no mail of the registration.
        follows: None,
        about: due.id.as_str().to_owned(),
    }
}

/// What a note says: a reminder, or word to the mailbox that has the PDF of the registration.
pub(super) fn note(due: &DueNote, words: &RightsWords) -> Words {
    let number = due.about.as_ref().unwrap_or(&due.reference).spaced();
    let change = |what: String, todo: String| {
        let subject = words.change_subject(&number, &what);
        (subject, words.change_text(&number, &todo))
    };
    let (subject, text) = match due.note {
        Note::Reminder(reminder) => reminder_words(reminder, due, words),
        Note::Cancelled => change(words.cancelled_what(), words.cancelled_todo()),
        Note::Frozen => change(words.frozen_what(), words.frozen_todo()),
        Note::Stopped => change(words.stopped_what(), words.stopped_todo()),
        Note::Withdrawn(_) => change(words.withdrawn_what(), words.withdrawn_todo()),
        Note::Lifted => change(words.lifted_what(), words.lifted_todo()),
    };
    Words {
        to: due.note.to(),
        branch: due.branch.clone(),
        subject,
        text: ending(&text),
        attachment: None,
        follows: due.registration.clone(),
        about: format!(
            "note|{}|{}|{}",
            due.request.as_str(),
            due.note.code(),
            due.not_before
        ),
    }
}

fn reminder_words(reminder: Reminder, due: &DueNote, words: &RightsWords) -> (String, String) {
    let number = due.reference.spaced();
    let when = match reminder {
        Reminder::WeekBefore => words.reminder_week_before(),
        Reminder::DueDay => words.reminder_due_day(),
    };
    let day = french::full_day(due.due_on);
    let text = words.reminder_text(&number, &when, &day, due.reference.as_str());
    (words.reminder_subject(&number, &when), text)
}
