//! `premier-accueil demo`: thirty invented registrations with their steps, for an empty database of a first run.
//!
//! They go the way of every other: sealed to the site's public key, taken in by the intake, delivered by the dispatcher,
//! worked on through the store's own sessions and steps. Only the clock is moved by hand, over the days before.

mod colleagues;
mod message;
mod moments;
mod plan;
mod table;

use std::{net::IpAddr, path::PathBuf};

use domain::{
    time::Timestamp,
    wire::{ProblemType, SubmissionId},
};
use envelope::SealError;

use crate::{
    clock::Clock,
    config::{Config, MailTarget},
    delivery::Mailer,
    endpoint::{Checked, Endpoint, StartError},
    folder_lock::{FolderLock, LockError},
    intake,
    problem::Rejection,
    sheets::SheetError,
    store::{StoreError, WriteError},
};
use colleagues::Colleagues;
use message::Sealer;
use plan::{Happening, Plan, What};
use table::Table;

/// Contents stay at least so many days from now on, as if what came earlier had been delivered late.
const STAYS_DAYS: i64 = 3;

const DAY_SECONDS: i64 = 24 * 3600;

/// Why no invented people are written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The desk is one that staff open, or there is none.
    #[error(
        "la démonstration ne se fait que pour un essai sur une seule machine : il faut dans {} un [desk] dont l’origin \
         commence par http://localhost",
        .0.display()
    )]
    NotLocal(PathBuf),
    /// Invented people would be mailed.
    #[error(
        "des personnes inventées ne partent pas par une vraie messagerie : retirez --mail et --mail-file, les messages \
         restent alors dans un dossier"
    )]
    RealMail,
    /// Somebody else's registrations are there.
    #[error(
        "{} contient déjà des préinscriptions : les personnes inventées ne vont que dans une base vide ; donnez un autre \
         --data-dir",
        .0.display()
    )]
    NotEmpty(PathBuf),
    /// A setting is wrong, or what is there cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The service runs: then nothing can be written beside it.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The questionnaires of the app cannot be read.
    #[error(transparent)]
    Sheets(#[from] SheetError),
    /// The app lacks a questionnaire that the invented people answer.
    #[error("l’application n’a pas le questionnaire {0}")]
    NoQuestionnaire(&'static str),
    /// The table of the invented people cannot be read, or does not say what a step is: a defect.
    #[error("la liste des personnes inventées ne se lit pas : {0}")]
    Table(String),
    /// The intake refuses an invented person: the questionnaire asks for something else than the table answers.
    #[error("une personne inventée est refusée à la réception : {0:?}")]
    Refused(ProblemType),
    /// A step cannot be written.
    #[error("une étape inventée est refusée")]
    StepRefused,
    /// Nothing can be sealed to the site's key.
    #[error("rien ne peut être scellé avec la clé de ce service")]
    Seal,
}

impl From<WriteError> for DemoError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::SignedOut => Self::StepRefused,
            WriteError::Store(error) => error.into(),
        }
    }
}

impl From<Rejection> for DemoError {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection.problem())
    }
}

impl From<SealError> for DemoError {
    fn from(_: SealError) -> Self {
        Self::Seal
    }
}

/// Writes the invented people into an empty database, which is made where there is none, and says what there is.
/// Where they are already, nothing is written.
///
/// # Errors
///
/// Where the desk is not this machine's alone, mail goes to a server, other registrations are there, or the service runs.
pub async fn demo(config: Config, clock: &Clock, mailer: Mailer) -> Result<String, DemoError> {
    if !matches!(config.mail, MailTarget::Folder(_)) {
        return Err(DemoError::RealMail);
    }
    let now = clock.now();
    let checked = Checked::look(config, now)?;
    let desk = checked.site.desk.as_ref();
    if desk.is_none_or(content::Desk::is_over_tls) {
        return Err(DemoError::NotLocal(checked.config.site));
    }
    let table = Table::read()?;
    let plan = Plan::of(&table, &checked.site.public, &checked.time_zone, now);
    let past = Clock::manual(plan.begins_at());
    let config = checked.config.clone();
    let lock = FolderLock::take_with_store(&config.data_dir, &config.store, now)?;
    let endpoint = Endpoint::open(checked, past.clone(), mailer).await?;
    let done = unless_filled(&endpoint, &config, &past, &plan, &table, now).await;
    endpoint.close().await;
    drop(lock);
    done
}

async fn unless_filled(
    endpoint: &Endpoint,
    config: &Config,
    past: &Clock,
    plan: &Plan<'_>,
    table: &Table,
    now: Timestamp,
) -> Result<String, DemoError> {
    let store = &endpoint.state().store;
    for number in 0..table.people.len() {
        if store.status(&registration_id(number)).await?.is_some() {
            return Ok(format!(
                "Les personnes inventées sont déjà dans {} : rien n’est ajouté. Pour recommencer, effacez ce dossier, \
                 service arrêté.\n",
                config.data_dir.display()
            ));
        }
    }
    if store.has_submissions().await? {
        return Err(DemoError::NotEmpty(config.store.clone()));
    }
    fill(endpoint, past, plan, table, now).await?;
    Ok(format!(
        "{} personnes inventées attendent dans l’espace conseillers : noms, numéros et réponses n’appartiennent à personne.\n",
        table.people.len()
    ))
}

/// Lives through the plan: the clock stands at each moment in turn, and at the present in the end.
async fn fill(
    endpoint: &Endpoint,
    past: &Clock,
    plan: &Plan<'_>,
    table: &Table,
    now: Timestamp,
) -> Result<(), DemoError> {
    let state = endpoint.state();
    let sealer = Sealer::new(state, now)?;
    let mut colleagues = Colleagues::join(&state.store, &table.colleagues, past.now()).await?;
    let welcomes = &plan.welcomes;
    colleagues.plan(&state.store, welcomes, past.now()).await?;
    let keep_days = i64::from(state.site.public.keep_after_delivery_days);
    let delivers_from = now.plus_seconds(-(keep_days - STAYS_DAYS).max(0) * DAY_SECONDS);
    for Happening { at, what } in &plan.happenings {
        past.advance(at.seconds_since(past.now()));
        let (id, body) = match what {
            What::Registers(number, person) => {
                let id = registration_id(*number);
                (id.clone(), sealer.registration(&id, person, *at)?)
            }
            What::UsesARight(number, person, asked) => {
                let (id, about) = (right_id(*number), registration_id(*number));
                (id.clone(), sealer.right(&id, about, person, asked, *at)?)
            }
            What::IsWorkedOn(number, step) => {
                let id = registration_id(*number);
                colleagues.write(&state.store, &id, step, *at).await?;
                continue;
            }
        };
        let this_machine = IpAddr::from([127, 0, 0, 1]);
        intake::receive(state, this_machine, &id, body.as_bytes()).await?;
        if *at >= delivers_from {
            endpoint.deliver_due().await?;
        }
    }
    past.advance(now.seconds_since(past.now()));
    endpoint.deliver_due().await?;
    colleagues.leave(&state.store, now).await
}

/// By what an invented registration is known again.
fn registration_id(number: usize) -> SubmissionId {
    id(0xa0, number)
}

fn right_id(number: usize) -> SubmissionId {
    id(0xb0, number)
}

/// An id that no phone draws.
fn id(kind: u8, number: usize) -> SubmissionId {
    let mut bytes = [0xde; 16];
    bytes[0] = kind;
    bytes[15] = u8::try_from(number).unwrap_or(u8::MAX);
    SubmissionId::from_random(bytes)
}
