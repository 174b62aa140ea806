//! The page of one registration: who, what was done, what can be done, and what the person wrote.
//!
//! It is opened for the length of a request, and each opening is written down before anything is shown.

mod alike;
mod answers;
mod call;
mod conflict;
mod copy_sheet;
mod elsewhere;
mod files;
mod gone;
mod gsm7;
mod head;
mod imilo;
mod message;
mod moment;
mod qr;
mod refused;
mod step;
mod trail;
mod welcome;
mod work;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    desk::{Act, Stage},
    reference::Reference,
    wire::SubmissionId,
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
    viewing,
    welcomes::{self, Offered},
};
use crate::{
    delivery::{Arrived, RegistrationFiche, facts},
    store::{OptionWords, PersonId, Shown, SignedIn, View, Welcome},
};
pub(super) use copy_sheet::show as show_copy_sheet;
pub(super) use files::{csv, pdf};
pub(super) use refused::RefusedForm;
pub(super) use step::{StepForm, write};
pub(super) use welcome::invite;

/// What stands behind the path after a step.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// Which step was just written.
    #[serde(default)]
    fait: Option<u32>,
    /// Under which key a form that was not written is kept.
    #[serde(default)]
    refus: Option<String>,
}

/// What the page says beside the registration.
#[derive(Default)]
struct Told<'a> {
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
    /// The welcome at which a seat is kept.
    seat: Option<Welcome>,
    /// Those at which one could be.
    welcomes: Vec<Offered>,
}

/// The page.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let Query(after) = after.map_err(|_| DeskProblem::NotFound)?;
    if let Some(key) = &after.refus {
        return refused::show(&state, &signed_in, &number, key).await;
    }
    let told = Told {
        written: after.fait,
        refused: None,
    };
    render(&state, &signed_in, &number, &told).await
}

async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    told: &Told<'_>,
) -> Result<Response, DeskProblem> {
    let (now, person) = (state.now(), &signed_in.person);
    let id = note_view(state, signed_in, number, Shown::Page).await?;
    let opening = open(state, number, person.id, &now).await?;
    state.desk.presence.sign(&id, person, now.at);
    let others = state.desk.presence.others(&id, person.id, now.at);
    let status = if told.refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let title = number.spaced();
    let forms = Forms {
        person: person.id,
        number: number.clone(),
        seen: opening.case.seen(),
    };
    let body = html! {
        (head::head(state, &opening, &others, &now))
        @if let Some(step) = told.written { (head::written(&opening, step, person.id, &now)) }
        @if let Some((refusal, _)) = told.refused { p.refusal role="alert" { (refusal) } }
        @match opening.case.stage {
            Stage::Held => (gone::words(&opening.case, &now).unwrap_or_default()),
            Stage::Closed => (reopening(&opening.case, &forms, &now)?),
            _ => div.two { (work::work(state, &opening, &forms, told, &now)?) },
        }
        // What a right holds is out of the work: its steps too.
        @if !opening.case.registration.is_held { (trail::trail(&opening.case.registration.steps, &now)) }
        (alike::alike(&opening.alike, &now))
        @match &opening.fiche {
            Some(fiche) => (answers::answers(fiche)),
            None if opening.case.registration.is_held => {},
            None => (gone::words(&opening.case, &now).unwrap_or_default()),
        }
    };
    Ok((
        status,
        page::page(state, signed_in, Nav::Morning, &title, &body),
    )
        .into_response())
}

/// Writes down that somebody opens the registration of that number, which is before anything of it is shown.
async fn note_view(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    shown: Shown,
) -> Result<SubmissionId, DeskProblem> {
    let known = state.endpoint.store.registration_id(number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?;
    viewing::note_view(state, signed_in, View::Registration(shown, &id)).await?;
    Ok(id)
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
        alone(state, number, now).await?
    };
    let options = store.option_words(&case.registration.id).await?;
    let next = case::next_for(&cases, me, now.at);
    let seat = match case.progress.seat {
        Some(seat) => store.welcome(seat.welcome).await?,
        None => None,
    };
    let offered = welcomes::offered(state, now.at).await?;
    Ok(Opening {
        seat,
        welcomes: welcome::open(offered, case.goes_at, now.at),
        fiche: fiche(state, &case, &options),
        next: next.map(|next| next.registration.reference.clone()),
        alike: alike::of(&case, cases),
        case,
    })
}

/// The registration of that number, without the list.
async fn alone(state: &DeskState, number: &Reference, now: &Now) -> Result<Case, DeskProblem> {
    let registration = state.endpoint.store.registration(number).await?;
    let registration = registration.ok_or(DeskProblem::NotFound)?;
    Ok(Case::of(&state.endpoint, registration, now))
}

fn fiche(state: &DeskState, case: &Case, options: &OptionWords) -> Option<RegistrationFiche> {
    let submission = &case.opened.as_ref()?.submission;
    facts(&state.endpoint, &arrived(case, options), submission)
}

fn arrived<'a>(case: &'a Case, options: &'a OptionWords) -> Arrived<'a> {
    let registration = &case.registration;
    Arrived {
        reference: &registration.reference,
        received_at: registration.received_at,
        branch: registration.branch.as_deref(),
        choices: options,
    }
}

/// What every form of the page carries.
struct Forms {
    /// Whose page it is.
    person: PersonId,
    number: Reference,
    seen: u32,
}

impl Forms {
    /// A form whose buttons name the step.
    fn form(&self, inside: &Markup) -> Result<Markup, DeskProblem> {
        self.form_to("etapes", inside)
    }

    /// A form that goes there, behind the path of the registration.
    fn form_to(&self, path: &str, inside: &Markup) -> Result<Markup, DeskProblem> {
        let form = FormId::draw(self.person)?;
        Ok(html! {
            form.step method="post" action={ "/fiches/" (self.number.as_str()) "/" (path) } {
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

/// What is gone comes back into no list: it is not opened again.
fn reopening(case: &Case, forms: &Forms, now: &Now) -> Result<Markup, DeskProblem> {
    if case.is_gone() {
        return Ok(html! { p { "Cette préinscription est terminée." } });
    }
    let form = forms.form(&button(Act::Reopened, "Rouvrir"))?;
    let goes_at = case.goes_at.filter(|_| case.opened.is_some());
    Ok(html! {
        p {
            "Cette préinscription est terminée."
            @if let Some(at) = goes_at {
                " Son contenu s’efface " (now.said(now.local(at))) "\u{202f}; rouverte avant, elle revient dans la liste."
            }
        }
        (form)
    })
}

/// Who else has the page open: asked three times a minute, which also says that this one is.
pub(super) async fn presence(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<String, DeskProblem> {
    let now = state.endpoint.clock.now();
    let known = state.endpoint.store.registration_id(&number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?;
    state.desk.presence.sign(&id, &signed_in.person, now);
    let others = state.desk.presence.others(&id, signed_in.person.id, now);
    Ok(head::with(&others))
}
