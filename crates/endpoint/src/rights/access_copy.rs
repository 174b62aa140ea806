//! The answer to an access request: what the endpoint still holds, as a PDF to read and a JSON to keep.
//!
//! Holds answers: no `Debug`. Both files are for the person alone: nobody but the officer's account can read them.

use std::{
    fs::DirBuilder,
    io::Write,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use domain::{
    code::Code,
    reference::Reference,
    rights::{Action, Right},
    submission::Submission,
};
use serde_json::{Value, json};

use super::{Officer, RightsError};
use crate::{
    delivery::{
        Transcript, TranscriptRow, TranscriptSection, acknowledged, as_asked, french, language,
        option_words, right_noun,
    },
    state::EndpointState,
    store::{ChoiceRow, RequestRow, Target},
    whole_file::{self, Aside},
};

/// What there is to tell.
struct Held<'a> {
    /// The access request.
    request: &'a RequestRow,
    /// The registration; nothing when it never arrived.
    target: Option<&'a Target>,
    /// Its content, while it is held.
    content: Option<&'a Submission>,
    /// The rights requests about it.
    requests: &'a [RequestRow],
    /// The record of its options.
    options: &'a [ChoiceRow],
}

impl Officer {
    /// Writes a PDF and a JSON of what is held of the registration that an access request is about, into a folder.
    ///
    /// # Errors
    ///
    /// When it is no access request, names no registration, is closed, or a file of that name is there already.
    pub async fn write_answer(
        &self,
        number: &Reference,
        folder: &Path,
        by: &str,
    ) -> Result<[PathBuf; 2], RightsError> {
        let request = self.find(number).await?;
        if request.asked != Right::Access {
            return Err(RightsError::NotAccess);
        }
        let about = request.about.as_ref().ok_or(RightsError::NoRegistration)?;
        // A refusal of the step leaves no file.
        let change = self.step(&request, Action::WriteAnswer, by, None)?;
        let target = self.state().store.target(about).await?;
        let content = self.opened(about).await?;
        let requests = self.state().store.rights_requests_about(about).await?;
        let options = self.state().store.option_choices(about).await?;
        let held = Held {
            request: &request,
            target: target.as_ref(),
            content: content.as_ref(),
            requests: &requests,
            options: &options,
        };
        let files = write(self.state(), &held, folder)?;
        if let Err(error) = self.carry_out(change).await {
            // What is not in the trace was not done.
            for file in &files {
                let _ = std::fs::remove_file(file);
            }
            return Err(error);
        }
        Ok(files)
    }
}

/// Writes both files, and says where they are. Files of that name are never written over.
fn write(
    endpoint: &EndpointState,
    held: &Held<'_>,
    folder: &Path,
) -> Result<[PathBuf; 2], RightsError> {
    let transcript = transcript(endpoint, held)?;
    let fiche = endpoint
        .printer
        .print(&transcript, endpoint.clock.now(), &held.request.id);
    let pdf = fiche.into_pdf();
    let json =
        serde_json::to_vec_pretty(&json_of(endpoint, held)).map_err(|_| RightsError::Unreadable)?;
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| RightsError::File(folder.to_owned(), error))?;
    let name = |extension| {
        let number = held.request.reference.as_str();
        folder.join(format!("reponse-{number}.{extension}"))
    };
    let files = [name("pdf"), name("json")];
    let refused = |file: &Path, error| RightsError::File(file.to_owned(), error);
    let mut asides = Vec::new();
    for (file, bytes) in files.iter().zip([pdf, json]) {
        let aside = Aside::beside(file).and_then(|mut aside| {
            aside.write_all(&bytes)?;
            Ok(aside)
        });
        asides.push((aside.map_err(|error| refused(file, error))?, &**file));
    }
    whole_file::put_new(asides).map_err(|(file, error)| refused(&file, error))?;
    Ok(files)
}

fn json_of(endpoint: &EndpointState, held: &Held<'_>) -> Value {
    let registration = held.target.map(|target| {
        json!({
            "reference": target.reference,
            "received_at": target.received_at,
            "delivered_at": target.delivered_at,
            "purged_at": target.purged_at,
            "effects": target.effects.iter().map(|effect| effect.code()).collect::<Vec<_>>(),
            // The form as it was sent, in its own codes; the PDF has the words.
            "content": held.content.map(Submission::message),
        })
    });
    let requests: Vec<Value> = held.requests.iter().map(line).collect();
    let said = |row: &ChoiceRow| {
        let mut said = json!({
            "purpose": row.choice.purpose.code(),
            "granted": row.choice.granted,
            "at": row.choice.at,
            "received_at": row.received_at,
        });
        if row.unproved {
            said["unproved"] = Value::Bool(true);
        }
        said
    };
    let options: Vec<Value> = held.options.iter().map(said).collect();
    json!({
        "mission_locale": endpoint.site.public.name,
        "request": line(held.request),
        "written_at": endpoint.clock.now(),
        "registration": registration,
        "rights_requests": requests,
        "options": options,
    })
}

fn line(request: &RequestRow) -> Value {
    json!({
        "reference": request.reference,
        "right": request.asked.code(),
        "state": request.state.code(),
        "received_at": request.received_at,
        "due_on": request.due_on,
        "closed_at": request.closed_at,
    })
}

fn transcript(endpoint: &EndpointState, held: &Held<'_>) -> Result<Transcript, RightsError> {
    let (words, fiche) = (&endpoint.mails.access, &endpoint.mails.fiche);
    let mut sections = vec![known(endpoint, held)];
    if let Some(content) = held.content {
        sections.push(beside(endpoint, content));
        let sheet = endpoint.sheets.get(&content.message().questionnaire);
        let sheet = sheet.ok_or(RightsError::Unreadable)?;
        sections.extend(as_asked(&sheet, content, &endpoint.communes, fiche));
    }
    sections.extend(chosen(endpoint, held));
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
fn known(endpoint: &EndpointState, held: &Held<'_>) -> TranscriptSection {
    let words = &endpoint.mails.access;
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let mut rows = vec![TranscriptRow::new(
        words.row_written(),
        stamp(endpoint.clock.now()),
    )];
    match held.target {
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

/// Every word on an option, as the record has it: what was chosen, and what was taken back.
fn chosen(endpoint: &EndpointState, held: &Held<'_>) -> Option<TranscriptSection> {
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
fn asked(endpoint: &EndpointState, held: &Held<'_>) -> TranscriptSection {
    let words = &endpoint.mails.access;
    let row = |request: &RequestRow| {
        let received = french::local(request.received_at, &endpoint.time_zone);
        let state = if request.state.is_open() {
            words.open()
        } else {
            words.closed()
        };
        TranscriptRow::new(
            request.reference.spaced(),
            words.request(
                &right_noun(request.asked, &endpoint.mails.rights),
                &french::stamp(received),
                &state,
            ),
        )
    };
    TranscriptSection {
        title: words.section_requests(),
        rows: held.requests.iter().map(row).collect(),
    }
}
