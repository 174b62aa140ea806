//! The page of one registration: who, what was done, what can be done, and what the person wrote.
//!
//! It is opened for the length of a request, and each opening is written down before anything is shown.

mod alike;
mod answers;
mod call;
mod imilo;
mod qr;
mod step;
mod trail;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    desk::{Act, CallOutcome, CallRule, Closing, DEFAULT_ATTEMPTS, Proposal, Stage, Step},
    reference::Reference,
    submission::MessageKind,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskState,
    case::{self, Case},
    forms::{FormId, NumberPath},
    morning,
    page::{self, Nav},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    delivery::{Arrived, RegistrationFiche, facts, noun},
    french, step_words,
    store::{OptionWords, SignedIn, View},
};
pub(super) use step::{StepForm, write};

/// What stands behind the path after a step.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// Whether a step was just written.
    #[serde(default)]
    fait: bool,
}

/// What the page says beside the registration.
#[derive(Default)]
struct Shown<'a> {
    /// Whether the last step was just written.
    is_written: bool,
    /// Why a form was refused, and what was chosen in it.
    refused: Option<(&'static str, &'a StepForm)>,
}

/// A registration among the others.
struct Sheet {
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
        is_written: after.fait,
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
    let known = store.registration_id(number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?;
    if !store.note_view(View::Sheet(&id), person.id, now.at).await? {
        tracing::warn!(
            person = person.id.0,
            "more registrations than one person opens in an hour"
        );
        return Err(DeskProblem::TooMuch);
    }
    let sheet = sheet(state, number, &now).await?;
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
        seen: sheet.case.seen(),
    };
    let body = html! {
        (head(state, &sheet, &others, &now))
        @if shown.is_written { (written(&sheet, &now)) }
        @if let Some((refusal, _)) = shown.refused { p.refusal role="alert" { (refusal) } }
        @match sheet.case.stage {
            Stage::Held => p.warning { (step_words::refused(domain::desk::Refused::Held)) },
            Stage::Closed => (reopening(&forms)?),
            _ => div.two { (work(state, &sheet, &forms, shown, &now)?) },
        }
        (trail::trail(&sheet.case.registration.steps, &now))
        (alike::alike(&sheet.alike, &now))
        @match &sheet.fiche {
            Some(fiche) => (answers::answers(fiche)),
            None if sheet.case.registration.is_held => {},
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
async fn sheet(state: &DeskState, number: &Reference, now: &Now) -> Result<Sheet, DeskProblem> {
    let store = &state.endpoint.store;
    let mut cases = case::all(&state.endpoint, now).await?;
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
    let next = cases.iter().find(|other| other.is_free());
    Ok(Sheet {
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

fn head(state: &DeskState, sheet: &Sheet, others: &[String], now: &Now) -> Markup {
    let (case, number) = (&sheet.case, &sheet.case.registration.reference);
    let submission = case.opened.as_ref().map(|opened| &opened.submission);
    let kind = submission.map_or(MessageKind::Registration, |submission| {
        submission.message().kind
    });
    let person = sheet.fiche.as_ref().map(|fiche| &fiche.person);
    let name = person.and_then(|person| person.name.clone());
    html! {
        p.back { a href="/matin" { "Toute la liste" } }
        h1 { (name.unwrap_or_else(|| number.spaced())) }
        p.n {
            (noun(kind, &state.endpoint.mails.registration)) " " (number.spaced())
            " · reçue " (now.said(now.local(case.registration.received_at)))
            @if let Some(fiche) = &sheet.fiche { " · " (fiche.channel) }
        }
        p.facts {
            strong { (step_words::group(case.group())) }
            @let due = morning::due(case, now);
            @if !due.is_empty() { span.d.late[case.group() == domain::desk::Group::Late] { (due) } }
            @if let Some(person) = person {
                @if let Some(age) = person.age { span { (age) " ans" } }
                @if let Some(commune) = &person.commune { span { (commune) } }
                (morning::marks(person))
                @if let Some(language) = &person.language { span.m { (language) } }
            }
            @if let Some(taken) = &case.taken { span.m { "en main\u{a0}: " (taken.name) ", jusqu’à " (french::clock(taken.until)) } }
            @if let Some(days) = case.goes_in_days && !case.registration.is_held { span.m { (morning::goes(days)) } }
        }
        p.presence role="status" data-poll={ "/fiches/" (number.as_str()) "/presence" } { (with(others)) }
    }
}

/// Who else has it open.
fn with(others: &[String]) -> String {
    match others {
        [] => String::new(),
        [one] => format!("{one} a aussi cette fiche ouverte."),
        many => format!("{} ont aussi cette fiche ouverte.", many.join(", ")),
    }
}

fn written(sheet: &Sheet, now: &Now) -> Markup {
    html! {
        @if let Some(step) = sheet.case.last_step() {
            p.given role="status" {
                "C’est noté\u{a0}: " (step_words::act(step.step.act)) ", " (now.said(now.local(step.step.at))) ". "
                @if let Some(next) = &sheet.next { a href={ "/fiches/" (next.as_str()) } { "Fiche suivante" } " · " }
                a href="/matin" { "Toute la liste" }
            }
        }
    }
}

fn reopening(forms: &Forms) -> Result<Markup, DeskProblem> {
    let form = forms.form(&button(Act::Reopened, "Rouvrir"))?;
    Ok(html! { p { "Cette préinscription est terminée." } (form) })
}

/// The four things that can be done, the one that is due first.
fn work(
    state: &DeskState,
    sheet: &Sheet,
    forms: &Forms,
    shown: &Shown<'_>,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let case = &sheet.case;
    let place = case.place(&state.endpoint);
    let rule = CallRule {
        hours: &place.opening_hours,
        attempts: DEFAULT_ATTEMPTS,
    };
    // As it would stand if nobody answered now.
    let missed = Step {
        act: Act::Called(CallOutcome::NoAnswer, None),
        at: now.at,
    };
    let proposal =
        case.progress
            .after(missed)
            .next_try(rule, &case.wished(), |at| now.local(at), now.at);
    let standing = case
        .progress
        .next_try(rule, &case.wished(), |at| now.local(at), now.at);
    let typed = shown.refused.map(|(_, typed)| typed);
    let calling = call::Calling {
        place,
        opened: case.opened.as_ref(),
        number: &case.registration.reference,
        proposal,
        typed,
    };
    let due = match case.stage {
        Stage::ToCheck => 0,
        Stage::ToEnter => 1,
        _ => 2,
    };
    Ok(html! {
        div {
            (call::panel(&calling, forms, now)?)
            (closing(case, forms, standing)?)
        }
        div {
            (imilo::check(sheet, forms, due == 0)?)
            (imilo::enter(case, forms, due == 1)?)
        }
    })
}

fn closing(case: &Case, forms: &Forms, standing: Option<Proposal>) -> Result<Markup, DeskProblem> {
    let proposed = match standing {
        Some(Proposal::WriteAndClose(why)) => Some(why),
        _ if case.stage == Stage::ToConclude => Some(Closing::AppointmentMade),
        _ => None,
    };
    let choices = html! {
        @if let Some(why @ (Closing::Unreachable | Closing::WrongContact)) = proposed {
            p.note { (advice(why)) }
        }
        div.choices { @for why in Closing::ALL { (button(Act::Closed(why), step_words::closing(why))) } }
    };
    let form = forms.form(&choices)?;
    Ok(html! {
        details.panel open[proposed.is_some()] {
            summary { h2 { "Terminer" } }
            (form)
        }
    })
}

fn advice(why: Closing) -> String {
    let why = step_words::closing(why);
    format!(
        "Proposé\u{a0}: un dernier SMS ou e-mail, puis «\u{a0}{why}\u{a0}». C’est vous qui décidez."
    )
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
    Ok(with(&others))
}
