//! The answer to an access request: what the endpoint still holds, as a PDF to read and a JSON to keep.
//!
//! Holds answers: no `Debug`. Both files are for the person alone: nobody but the officer's account can read them.

mod transcript;

use std::{
    fs::DirBuilder,
    io::Write,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{reference::Reference, rights::Action, submission::Submission, time::Timestamp};
use serde_json::{Value, json};

use super::{Officer, RightsError};
use crate::{
    blocking::blocking,
    state::EndpointState,
    store::{ChoiceRow, DeskStep, RequestRow, Target},
    whole_file::{self, Aside},
};

/// What there is to tell.
struct Held {
    /// The access request.
    request: RequestRow,
    /// The registration; nothing when it never arrived.
    target: Option<Target>,
    /// Its content, while it is held.
    content: Option<Submission>,
    /// The rights requests about it.
    requests: Vec<RequestRow>,
    /// The record of its options.
    options: Vec<ChoiceRow>,
    /// What the team did about it.
    steps: Vec<DeskStep>,
    /// When the team opened it.
    opened_at: Vec<Timestamp>,
}

/// The answer to an access request.
pub(crate) struct Answer {
    /// To read.
    pub(crate) pdf: Vec<u8>,
    /// To keep, or to take elsewhere.
    pub(crate) json: Vec<u8>,
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
        // A refusal of the step leaves no file.
        let change = self.step(&request, Action::WriteAnswer, by, None)?;
        let answer = self.made(&request).await?;
        let files = write(&answer, number, folder)?;
        if let Err(error) = self.carry_out(change).await {
            // What is not in the trace was not done.
            for file in &files {
                let _ = std::fs::remove_file(file);
            }
            return Err(error);
        }
        Ok(files)
    }

    /// The same two files, for a browser. What is not in the trace is not given.
    ///
    /// # Errors
    ///
    /// As for [`Officer::write_answer`].
    pub(crate) async fn answer_files(
        &self,
        number: &Reference,
        by: &str,
    ) -> Result<Answer, RightsError> {
        let request = self.find(number).await?;
        let change = self.step(&request, Action::WriteAnswer, by, None)?;
        let answer = self.made(&request).await?;
        self.carry_out(change).await?;
        Ok(answer)
    }

    async fn made(&self, request: &RequestRow) -> Result<Answer, RightsError> {
        let about = request.about.as_ref().ok_or(RightsError::NoRegistration)?;
        let store = &self.state().store;
        let held = Held {
            target: store.target(about).await?,
            content: self.opened(about).await?,
            requests: store.rights_requests_about(about).await?,
            options: store.option_choices(about).await?,
            steps: store.desk_steps(about).await?,
            opened_at: store.opened_at(about).await?,
            request: request.clone(),
        };
        let endpoint = Arc::clone(self.state());
        blocking(move || laid_out(&endpoint, &held)).await
    }
}

fn laid_out(endpoint: &EndpointState, held: &Held) -> Result<Answer, RightsError> {
    let transcript = transcript::of(endpoint, held)?;
    let fiche = endpoint
        .printer
        .print(&transcript, endpoint.clock.now(), &held.request.id);
    let json =
        serde_json::to_vec_pretty(&json_of(endpoint, held)).map_err(|_| RightsError::Unreadable)?;
    Ok(Answer {
        pdf: fiche.into_pdf(),
        json,
    })
}

/// How a file of the answer is called: no name of a person, it stays in a folder of downloads.
pub(crate) fn file_name(number: &Reference, extension: &str) -> String {
    format!("reponse-{}.{extension}", number.as_str())
}

/// Writes both files, and says where they are. Files of that name are never written over.
fn write(answer: &Answer, number: &Reference, folder: &Path) -> Result<[PathBuf; 2], RightsError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| RightsError::File(folder.to_owned(), error))?;
    let files = ["pdf", "json"].map(|extension| folder.join(file_name(number, extension)));
    let refused = |file: &Path, error| RightsError::File(file.to_owned(), error);
    let mut asides = Vec::new();
    for (file, bytes) in files.iter().zip([&answer.pdf, &answer.json]) {
        let aside = Aside::beside(file).and_then(|mut aside| {
            aside.write_all(bytes)?;
            Ok(aside)
        });
        asides.push((aside.map_err(|error| refused(file, error))?, &**file));
    }
    whole_file::put_new(asides).map_err(|(file, error)| refused(&file, error))?;
    Ok(files)
}

fn json_of(endpoint: &EndpointState, held: &Held) -> Value {
    let registration = held.target.as_ref().map(|target| {
        json!({
            "reference": target.reference,
            "received_at": target.received_at,
            "delivered_at": target.delivered_at,
            "purged_at": target.purged_at,
            "effects": target.effects.iter().map(|effect| effect.code()).collect::<Vec<_>>(),
            // The form as it was sent, in its own codes; the PDF has the words.
            "content": held.content.as_ref().map(Submission::message),
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
        "request": line(&held.request),
        "written_at": endpoint.clock.now(),
        "registration": registration,
        "rights_requests": requests,
        "options": options,
        "steps": held.steps.iter().map(step).collect::<Vec<_>>(),
        "opened_at": held.opened_at,
    })
}

/// Who of the staff did it is in no answer: it is their own data.
fn step(done: &DeskStep) -> Value {
    let act = done.step.act;
    json!({
        "step": act.code(),
        "result": act.result_code(),
        "call_back_at": act.call_back_at(),
        "welcome_starts_at": act.seat().map(|seat| seat.starts_at),
        "done_at": done.step.at,
    })
}

fn line(request: &RequestRow) -> Value {
    json!({
        "reference": request.reference,
        "right": request.asked.code(),
        "state": request.state.code(),
        "received_at": request.received_at,
        "received_on": request.received_on,
        "due_on": request.due_on,
        "closed_at": request.closed_at,
    })
}
