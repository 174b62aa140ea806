//! The page of one registration: who, what was done, what can be done, and what the person wrote.
//!
//! It is opened for the length of a request, and each opening is written down before anything is shown.

mod alike;
mod answers;
mod call;
mod head;
mod imilo;
mod qr;
mod step;
mod trail;
mod work;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    desk::{Act, Refused, Stage},
    reference::Reference,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskState,
    case::{self, Case},
    forms::{FormId, NumberPath},
    page::{self, Nav},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    delivery::{Arrived, RegistrationFiche, facts},
    step_words,
    store::{OptionWords, PersonId, SignedIn, View},
};
pub(super) use step::{StepForm, write};

/// What stands behind the path after a step.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// Which step was just written.
    #[serde(default)]
    fait: Option<u32>,
}

/// What the page says beside the registration.
#[derive(Default)]
struct Shown<'a> {
    /// Which step was just written.
    written: Option<u32>,
    /// Why a form was refused, and what was chosen in it.
    refused: Option<(&'a str, &'a StepForm)>,
}

/// A registration that was opened, among the others.
struct Opening {
    case: Case,
    /// Everything an advisor reads; nothing where the content is gone, held or not readable here.
    fiche: Option<RegistrationFiche>,
    /// Others that may be of the same person.
    alike: Vec<Case>,
    /// Which one is next in the list.
    next: Option<Reference>,
}

/// The page.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let Query(after) = after.map_err(|_| DeskProblem::NotFound)?;
    let shown = Shown {
        written: after.fait,
        refused: None,
    };
    render(&state, &signed_in, &number, &shown).await
}

async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    shown: &Shown<'_>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let (store, person) = (&state.endpoint.store, &signed_in.person);
    let known = store.registration_head(number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?.id;
    if !store
        .note_view(View::Registration(&id), person.id, now.at)
        .await?
    {
        tracing::warn!(
            person = person.id.0,
            "more registrations than one person opens in an hour"
        );
        return Err(DeskProblem::TooMuch);
    }
    let opening = open(state, number, person.id, &now).await?;
    state.desk.presence.sign(&id, person, now.at);
    let others = state.desk.presence.others(&id, person.id, now.at);
    let status = if shown.refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = number.spaced();
    let forms = Forms {
        number: number.clone(),
        seen: opening.case.seen(),
    };
    let body = html! {
        (head::head(state, &opening, &others, &now))
        @if let Some(step) = shown.written { (head::written(&opening, step, person.id, &now)) }
        @if let Some((refusal, _)) = shown.refused { p.refusal role="alert" { (refusal) } }
        @match opening.case.stage {
            Stage::Held => p.warning { (step_words::refused(Refused::Held)) },
            Stage::Closed => (reopening(&forms)?),
            _ => div.two { (work::work(state, &opening, &forms, shown, &now)?) },
        }
        // What a right holds is out of the work: its steps too.
        @if !opening.case.registration.is_held { (trail::trail(&opening.case.registration.steps, &now)) }
        (alike::alike(&opening.alike, &now))
        @match &opening.fiche {
            Some(fiche) => (answers::answers(fiche)),
            None if opening.case.registration.is_held => {},
            None => p.note {
                "Le contenu n’est plus ici, ou ne s’ouvre pas avec les clés de ce serveur. La boîte aux lettres de la Mission "
                "Locale a reçu la fiche sous ce numéro."
            },
        }
    };
    Ok((
        status,
        page::page(state, signed_in, Nav::Morning, &title, &body),
    )
        .into_response())
}

/// The registration of that number, with what the list knows of it.
async fn open(
    state: &DeskState,
    number: &Reference,
    me: PersonId,
    now: &Now,
) -> Result<Opening, DeskProblem> {
    let store = &state.endpoint.store;
    let mut cases = case::all(state, now).await?;
    let place = cases
        .iter()
        .position(|case| case.registration.reference == *number);
    let case = if let Some(place) = place {
        cases.remove(place)
    } else {
        // Its content is gone: it stands in no list.
        let registration = store.registration(number).await?;
        let registration = registration.ok_or(DeskProblem::NotFound)?;
        Case::of(&state.endpoint, registration, now)
    };
    let options = store.option_words(&case.registration.id).await?;
    let next = case::next_for(&cases, me, now.at);
    Ok(Opening {
        fiche: fiche(state, &case, &options),
        next: next.map(|next| next.registration.reference.clone()),
        alike: alike::of(&case, cases),
        case,
    })
}

fn fiche(state: &DeskState, case: &Case, options: &OptionWords) -> Option<RegistrationFiche> {
    let registration = &case.registration;
    let arrived = Arrived {
        reference: &registration.reference,
        received_at: registration.received_at,
        branch: registration.branch.as_deref(),
        choices: options,
    };
    facts(&state.endpoint, &arrived, &case.opened.as_ref()?.submission)
}

/// What every form of the page carries.
struct Forms {
    number: Reference,
    seen: u32,
}

impl Forms {
    /// A form whose buttons name the step.
    fn form(&self, inside: &Markup) -> Result<Markup, DeskProblem> {
        let form = FormId::draw()?;
        Ok(html! {
            form.step method="post" action={ "/fiches/" (self.number.as_str()) "/etapes" } {
                input type="hidden" name="vu" value=(self.seen);
                input type="hidden" name="envoi" value=(form);
                (inside)
            }
        })
    }
}

/// A button that writes a step down.
fn button(act: Act, label: &str) -> Markup {
    html! { button name="acte" value=(step::code(act)) { (label) } }
}

fn reopening(forms: &Forms) -> Result<Markup, DeskProblem> {
    let form = forms.form(&button(Act::Reopened, "Rouvrir"))?;
    Ok(html! { p { "Cette préinscription est terminée." } (form) })
}

/// Who else has the page open: asked three times a minute, which also says that this one is.
pub(super) async fn presence(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<String, DeskProblem> {
    let now = state.endpoint.clock.now();
    let known = state.endpoint.store.registration_head(&number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?.id;
    state.desk.presence.sign(&id, &signed_in.person, now);
    let others = state.desk.presence.others(&id, signed_in.person.id, now);
    Ok(head::with(&others))
}
