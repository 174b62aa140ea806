//! A step that a form asks for: read, weighed against what stands, written once, or met with what came meanwhile.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    desk::{Act, ActCodes, CallOutcome, Progress, Refused, Step},
    reference::Reference,
    time::Timestamp,
};
use jiff::civil::DateTime;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Told, render,
    trail::{line, moment},
};
use crate::{
    desk::{
        DeskState, case,
        forms::{Form, FormId, NumberPath},
        page::{self, Nav},
        problem::DeskProblem,
        time::Now,
    },
    step_words,
    store::{NewStep, Registration, RegistrationHead, SignedIn, Written},
};

/// A form of the page of a registration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct StepForm {
    acte: String,
    vu: u32,
    envoi: FormId,
    /// When to call again, of a call.
    #[serde(default)]
    pub(super) jour: String,
    #[serde(default)]
    pub(super) heure: String,
    /// At no moment that was agreed, whatever stands in the two.
    #[serde(default)]
    pub(super) sans: Ticked,
}

/// A box of a form.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ticked {
    /// Ticked.
    Oui,
    /// Left alone: then a browser does not name it.
    #[default]
    Non,
}

/// The value of a button that asks for a step.
pub(super) fn code(act: Act) -> String {
    match act.result_code() {
        Some(result) => format!("{}.{result}", act.code()),
        None => act.code().to_owned(),
    }
}

/// What the form of calls that may end so says when it is sent without a choice.
pub(super) fn unchosen(outcome: CallOutcome) -> String {
    format!("choisir.{}", outcome.code())
}

impl StepForm {
    /// The step without its moment; nothing where no form of ours asks for it.
    fn act(&self) -> Option<Act> {
        let (code, result) = match self.acte.split_once('.') {
            Some((code, result)) => (code, Some(result)),
            None => (self.acte.as_str(), None),
        };
        let codes = ActCodes {
            act: code,
            result,
            call_back_at: None,
            seat: None,
        };
        codes.read()
    }

    /// Whether it is the form of calls that ended so.
    pub(super) fn is_of(&self, outcome: CallOutcome) -> bool {
        self.acte == code(Act::Called(outcome, None)) || self.acte == unchosen(outcome)
    }

    /// Whether it was sent without a choice.
    fn is_unchosen(&self) -> bool {
        let mut outcomes = CallOutcome::ALL.into_iter();
        outcomes.any(|outcome| self.acte == unchosen(outcome))
    }

    /// What it carries beside the step.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("jour", self.jour.clone()), ("heure", self.heure.clone())];
        if self.sans == Ticked::Oui {
            fields.push(("sans", "oui".to_owned()));
        }
        fields
    }

    /// The step, with the moment to call again where it is a call; else why that is no moment.
    fn whole(&self, act: Act, goes_at: Timestamp, now: &Now) -> Result<Act, String> {
        match act {
            Act::Called(outcome, _) if outcome != CallOutcome::WrongNumber => {
                Ok(Act::Called(outcome, self.call_back_at(goes_at, now)?))
            }
            other => Ok(other),
        }
    }

    /// A moment beyond the day on which the content goes would be on no list when it comes.
    fn call_back_at(&self, goes_at: Timestamp, now: &Now) -> Result<Option<Timestamp>, String> {
        let (day, hour) = (self.jour.trim(), self.heure.trim());
        if self.sans == Ticked::Oui || (day.is_empty() && hour.is_empty()) {
            return Ok(None);
        }
        let moment: DateTime = format!("{day}T{hour}").parse().map_err(
            |_| "Rien n’a été noté. Pour réessayer à un moment fixé, donnez un jour et une heure.",
        )?;
        let at = now.instant(moment);
        if at <= now.at {
            return Err(
                "Rien n’a été noté\u{a0}: ce moment est passé. Choisissez-en un à venir."
                    .to_owned(),
            );
        }
        if at >= goes_at {
            let day = now.local(goes_at);
            return Err(if goes_at <= now.at {
                "Rien n’a été noté\u{a0}: le contenu de cette préinscription n’est plus ici, un rappel ne serait sur aucune \
                 liste. Notez l’essai sans moment fixé."
                    .to_owned()
            } else {
                format!(
                    "Rien n’a été noté\u{a0}: le contenu de cette préinscription s’efface {}. Choisissez un moment avant, ou notez \
                     l’essai sans moment fixé.",
                    now.said(day)
                )
            });
        }
        Ok(Some(at))
    }
}

/// Writes a step down.
pub(in crate::desk) async fn write(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<StepForm>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let store = &state.endpoint.store;
    let known = store.registration_head(&number).await?;
    let head = known.ok_or(DeskProblem::NotFound)?;
    let id = &head.id;
    if form.is_unchosen() {
        let refusal = "Rien n’a encore été noté\u{a0}: choisissez ce qu’a donné l’appel.";
        let told = Told {
            refused: Some((refusal, &form)),
            ..Told::default()
        };
        return render(&state, &signed_in, &number, &told).await;
    }
    let act = form.act().ok_or(DeskProblem::BadForm)?;
    let act = match form.whole(act, goes_at(&state, &head, &now), &now) {
        Ok(act) => act,
        Err(refusal) => {
            // Sent again after its moment, it was written at the time.
            if let Some(step) = store.step_of_form(id, form.envoi.as_str()).await? {
                return Ok(noted(&number, step));
            }
            let told = Told {
                refused: Some((&refusal, &form)),
                ..Told::default()
            };
            return render(&state, &signed_in, &number, &told).await;
        }
    };
    let new = NewStep {
        submission: id,
        act,
        seen: form.vu,
        form: form.envoi.as_str(),
    };
    match store.write_step(new, &signed_in, now.at).await? {
        Written::Done(step) => {
            let (submission, person) = (id.short(), signed_in.person.id.0);
            tracing::info!(submission, step = act.code(), person, "step at the desk");
            Ok(noted(&number, step))
        }
        Written::Meanwhile => {
            let again = Again {
                path: "etapes",
                fields: form.fields(),
                button: ("acte", form.acte.clone()),
            };
            meanwhile(&state, &signed_in, &number, (form.vu, act), &again).await
        }
        Written::Refused(refused) => refuse(&state, &signed_in, &number, (act, refused)).await,
    }
}

/// When the content goes, as things stand; now, where it is gone.
pub(super) fn goes_at(state: &DeskState, head: &RegistrationHead, now: &Now) -> Timestamp {
    match head.delivered_at {
        _ if !head.has_content => now.at,
        // It goes so long after its delivery, which is to come.
        None => case::goes_at(&state.endpoint, now.at, None),
        Some(delivered_at) => case::goes_at(&state.endpoint, delivered_at, None),
    }
}

/// A form that was not written, to be sent once more.
pub(super) struct Again {
    /// Behind the path of the registration.
    pub(super) path: &'static str,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) button: (&'static str, String),
}

/// The page, which says that this step is written.
pub(super) fn noted(number: &Reference, step: u32) -> Response {
    Redirect::to(&format!("/fiches/{}?fait={step}", number.as_str())).into_response()
}

/// What was written since the page was made, and what was about to be: the person decides.
pub(super) async fn meanwhile(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    (seen, act): (u32, Act),
    again: &Again,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let known = state.endpoint.store.registration(number).await?;
    let registration = known.ok_or(DeskProblem::NotFound)?;
    let step = Step { act, at: now.at };
    let progress = Progress::of(case::steps(&registration));
    if let Err(refused) = progress.allows(step, registration.is_held) {
        return Ok(cannot(state, signed_in, &registration, (act, refused)));
    }
    tracing::info!(
        submission = registration.id.short(),
        person = signed_in.person.id.0,
        "two people wrote at once"
    );
    let seen = usize::try_from(seen).unwrap_or(usize::MAX);
    let new_ones = registration.steps.get(seen..).unwrap_or_default();
    let me = signed_in.person.id;
    let title = if !new_ones.is_empty() && new_ones.iter().all(|step| step.is_by(me)) {
        "Vous avez déjà noté une étape"
    } else {
        "Quelqu’un a écrit entre-temps"
    };
    let body = html! {
        h1 { (title) }
        p.n { (number.spaced()) }
        p { "Votre page n’était plus à jour. Rien n’a encore été noté de votre part." }
        h2 { "Ce qui a été noté depuis" }
        ul.trail { @for step in new_ones { li { (line(step, &now)) } } }
        h2 { "Ce que vous alliez noter" }
        p {
            strong { (step_words::act(act)) }
            (moment(act, &now))
        }
        (anyway(&registration, signed_in, again)?)
        p { a.button href={ "/fiches/" (number.as_str()) } { "Ne rien noter et voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, title, &body);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The same form once more, behind what stands now.
fn anyway(
    registration: &Registration,
    signed_in: &SignedIn,
    again: &Again,
) -> Result<Markup, DeskProblem> {
    let id = FormId::draw(signed_in.person.id)?;
    let (name, value) = &again.button;
    Ok(html! {
        form method="post" action={ "/fiches/" (registration.reference.as_str()) "/" (again.path) } {
            input type="hidden" name="vu" value=(registration.steps.len());
            input type="hidden" name="envoi" value=(id);
            @for (name, value) in &again.fields { input type="hidden" name=(name) value=(value); }
            button name=(name) value=(value) { "Noter quand même, à la suite" }
        }
    })
}

/// Why a step cannot follow what stands.
pub(super) async fn refuse(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    refused: (Act, Refused),
) -> Result<Response, DeskProblem> {
    let known = state.endpoint.store.registration(number).await?;
    let registration = known.ok_or(DeskProblem::NotFound)?;
    Ok(cannot(state, signed_in, &registration, refused))
}

fn cannot(
    state: &DeskState,
    signed_in: &SignedIn,
    registration: &Registration,
    (act, refused): (Act, Refused),
) -> Response {
    let (now, number) = (state.now(), &registration.reference);
    // What a right holds says nothing of its steps.
    let last = registration
        .steps
        .last()
        .filter(|_| refused != Refused::Held);
    let body = html! {
        h1 { "Cette étape n’a pas été notée" }
        p.n { (number.spaced()) }
        p { (step_words::refused(refused)) }
        @if let Some(last) = last { p { "Dernière étape\u{a0}: " (line(last, &now)) "." } }
        p { "Vous alliez noter\u{a0}: " strong { (step_words::act(act)) } (moment(act, &now)) "." }
        p { a.button href={ "/fiches/" (number.as_str()) } { "Voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, "Étape non notée", &body);
    (StatusCode::CONFLICT, page).into_response()
}
