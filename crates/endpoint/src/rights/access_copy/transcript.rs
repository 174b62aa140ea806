//! The part of an access copy that people read: what is held, in sections of titled lines.

use domain::{code::Code, submission::Submission, time::Date};

use super::{Held, RightsError};
use crate::{
    delivery::{
        Transcript, TranscriptRow, TranscriptSection, acknowledged, as_asked, language,
        option_words, right_noun,
    },
    french,
    state::EndpointState,
    step_words,
    store::{ChoiceRow, DeskStep, RequestRow},
};

/// The whole of it.
pub(super) fn of(endpoint: &EndpointState, held: &Held) -> Result<Transcript, RightsError> {
    let (words, fiche) = (&endpoint.mails.access, &endpoint.mails.fiche);
    let mut sections = vec![known(endpoint, held)];
    if let Some(content) = &held.content {
        sections.push(beside(endpoint, content));
        let sheet = endpoint.sheets.get(&content.message().questionnaire);
        let sheet = sheet.ok_or(RightsError::Unreadable)?;
        sections.extend(as_asked(&sheet, content, &endpoint.communes, fiche));
    }
    sections.extend(chosen(endpoint, held));
    sections.extend(done(endpoint, held));
    sections.extend(openings(endpoint, held));
    sections.push(asked(endpoint, held));
    let site = &endpoint.site.public;
    Ok(Transcript {
        title: words.title(&held.request.reference.spaced()),
        mission_locale: site.name.clone(),
        lead: vec![words.lead(), words.lead_elsewhere()],
        sections,
        closing: vec![
            words.closing_contact(&site.phone, &site.officer_email),
            words.closing_complaint(),
        ],
    })
}

/// Numbers and dates.
fn known(endpoint: &EndpointState, held: &Held) -> TranscriptSection {
    let words = &endpoint.mails.access;
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let mut rows = vec![TranscriptRow::new(
        words.row_written(),
        stamp(endpoint.clock.now()),
    )];
    match &held.target {
        None => rows.push(TranscriptRow::new(
            words.row_registration(),
            words.never_arrived(),
        )),
        Some(target) => {
            rows.push(TranscriptRow::new(
                words.row_number(),
                target.reference.spaced(),
            ));
            rows.push(TranscriptRow::new(
                words.row_received(),
                stamp(target.received_at),
            ));
            let delivered = target
                .delivered_at
                .map_or_else(|| words.not_delivered(), stamp);
            rows.push(TranscriptRow::new(words.row_delivered(), delivered));
            let content = match target.purged_at {
                Some(at) => words.content_gone(&stamp(at)),
                None => words.content_kept(),
            };
            rows.push(TranscriptRow::new(words.row_content(), content));
        }
    }
    TranscriptSection {
        title: words.section_known(),
        rows,
    }
}

/// What came with the answers.
fn beside(endpoint: &EndpointState, content: &Submission) -> TranscriptSection {
    let (words, fiche) = (&endpoint.mails.access, &endpoint.mails.fiche);
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let message = content.message();
    let source = [&message.context.source, &message.context.event];
    let source: Vec<&str> = source.into_iter().flatten().map(Code::as_str).collect();
    let rows = vec![
        TranscriptRow::new(words.row_filled(), stamp(message.filled_at)),
        TranscriptRow::new(words.row_language(), language(message.language, fiche)),
        TranscriptRow::new(
            words.row_notice(),
            acknowledged(message, &endpoint.time_zone, fiche),
        ),
        TranscriptRow {
            label: words.row_source(),
            value: (!source.is_empty()).then(|| source.join(" · ")),
        },
        TranscriptRow::new(
            words.row_shared_device(),
            if message.shared_device {
                words.shared_device_yes()
            } else {
                words.shared_device_no()
            },
        ),
    ];
    TranscriptSection {
        title: words.section_beside(),
        rows,
    }
}

/// What the team did, step by step.
fn done(endpoint: &EndpointState, held: &Held) -> Option<TranscriptSection> {
    let words = &endpoint.mails.access;
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let row = |done: &DeskStep| {
        let act = step_words::act(done.step.act);
        let seat = done.step.act.seat();
        let said = match (done.step.act.call_back_at(), seat) {
            (Some(at), _) => words.step_again(&act, &stamp(at)),
            (None, Some(seat)) => words.step_welcome(&act, &stamp(seat.starts_at)),
            (None, None) => act,
        };
        TranscriptRow::new(stamp(done.step.at), said)
    };
    let rows: Vec<TranscriptRow> = held.steps.iter().map(row).collect();
    (!rows.is_empty()).then(|| TranscriptSection {
        title: words.section_steps(),
        rows,
    })
}

/// On which days the team opened it, and how often.
fn openings(endpoint: &EndpointState, held: &Held) -> Option<TranscriptSection> {
    let words = &endpoint.mails.access;
    let days = held.opened_at.iter();
    let days = days.map(|at| french::local(*at, &endpoint.time_zone).date());
    let days: Vec<Date> = days.map(Date::from).collect();
    let row = |of_day: &[Date]| {
        let day = of_day.first().copied()?;
        let often = match of_day.len() {
            1 => words.opened_once(),
            times => words.opened_often(&times.to_string()),
        };
        Some(TranscriptRow::new(french::full_day(day), often))
    };
    let rows: Vec<TranscriptRow> = days
        .chunk_by(|one, next| one == next)
        .filter_map(row)
        .collect();
    (!rows.is_empty()).then(|| TranscriptSection {
        title: words.section_openings(),
        rows,
    })
}

/// Every word on an option, as the record has it: what was chosen, and what was taken back.
fn chosen(endpoint: &EndpointState, held: &Held) -> Option<TranscriptSection> {
    let words = &endpoint.mails.access;
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let row = |row: &ChoiceRow| {
        let word = if row.choice.granted {
            words.yes()
        } else {
            words.no()
        };
        let unproved = row.unproved.then(|| words.option_unproved());
        TranscriptRow::new(
            option_words(row.choice.purpose, None, &endpoint.mails.options),
            words.option(
                &word,
                &stamp(row.choice.at),
                &stamp(row.received_at),
                &unproved.unwrap_or_default(),
            ),
        )
    };
    (!held.options.is_empty()).then(|| TranscriptSection {
        title: words.section_options(),
        rows: held.options.iter().map(row).collect(),
    })
}

/// The register's lines about it.
fn asked(endpoint: &EndpointState, held: &Held) -> TranscriptSection {
    let words = &endpoint.mails.access;
    let row = |request: &RequestRow| {
        let entered = french::local(request.received_at, &endpoint.time_zone);
        // What came by letter was entered later: the day on which it came is the one that counts.
        let received = if request.received_on == Date::from(entered.date()) {
            french::stamp(entered)
        } else {
            french::slashed(request.received_on)
        };
        let state = if request.state.is_open() {
            words.open()
        } else {
            words.closed()
        };
        TranscriptRow::new(
            request.reference.spaced(),
            words.request(
                &right_noun(request.asked, &endpoint.mails.rights),
                &received,
                &state,
            ),
        )
    };
    TranscriptSection {
        title: words.section_requests(),
        rows: held.requests.iter().map(row).collect(),
    }
}
