//! A step that a form asks for: read, weighed against what stands, written once, or met with what came meanwhile.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    desk::{Act, Progress, Refused},
    reference::Reference,
    time::Timestamp,
};
use jiff::civil::DateTime;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Shown, render, trail::line};
use crate::{
    desk::{
        DeskState,
        forms::{Form, FormId, NumberPath},
        page::{self, Nav},
        problem::DeskProblem,
        time::Now,
    },
    step_words,
    store::{NewStep, Registration, SignedIn, Written},
};

/// A moment to call again is not further off: what is typed beyond is a slip.
const FURTHEST_SECONDS: i64 = 366 * 24 * 3600;

/// A form of the page of a registration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct StepForm {
    acte: String,
    vu: u32,
    envoi: FormId,
    #[serde(default)]
    pub(super) rappel: Recall,
    #[serde(default)]
    propose: String,
    #[serde(default)]
    pub(super) jour: String,
    #[serde(default)]
    pub(super) heure: String,
}

/// When to call again.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(try_from = "String")]
pub(super) enum Recall {
    /// At no moment that was agreed.
    #[default]
    Aucun,
    /// At the moment that the page proposed.
    Propose,
    /// At the moment that was typed.
    Moment,
}

impl TryFrom<String> for Recall {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut all = [Self::Aucun, Self::Propose, Self::Moment].into_iter();
        let named = all.find(|recall| recall.code() == text);
        named.ok_or("not when to call again")
    }
}

impl Recall {
    /// What is chosen before anything is.
    pub(super) fn first(is_proposed: bool) -> Self {
        if is_proposed {
            Self::Propose
        } else {
            Self::Aucun
        }
    }

    /// Its value in a form.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Aucun => "aucun",
            Self::Propose => "propose",
            Self::Moment => "moment",
        }
    }
}

/// The value of a button that asks for a step.
pub(super) fn code(act: Act) -> String {
    match act.result_code() {
        Some(result) => format!("{}.{result}", act.code()),
        None => act.code().to_owned(),
    }
}

impl StepForm {
    /// The step without its moment; nothing where no form of ours asks for it.
    fn act(&self) -> Option<Act> {
        let (code, result) = match self.acte.split_once('.') {
            Some((code, result)) => (code, Some(result)),
            None => (self.acte.as_str(), None),
        };
        Act::from_codes(code, result, None)
    }

    /// The step, with the moment to call again where it is a call; else why that is no moment.
    fn whole(&self, act: Act, now: &Now) -> Result<Act, &'static str> {
        match act {
            Act::Called(outcome, _) => Ok(Act::Called(outcome, self.call_back_at(now)?)),
            other => Ok(other),
        }
    }

    fn call_back_at(&self, now: &Now) -> Result<Option<Timestamp>, &'static str> {
        let typed = match self.rappel {
            Recall::Aucun => return Ok(None),
            Recall::Propose => self.propose.clone(),
            Recall::Moment => format!("{}T{}", self.jour.trim(), self.heure.trim()),
        };
        let moment: DateTime = typed.parse().map_err(
            |_| "Rien n’a été noté. Pour réessayer à un autre moment, donnez un jour et une heure.",
        )?;
        let at = now.instant(moment);
        match at.seconds_since(now.at) {
            ..=0 => Err("Rien n’a été noté\u{a0}: ce moment est passé. Choisissez-en un à venir."),
            1..FURTHEST_SECONDS => Ok(Some(at)),
            _ => Err("Rien n’a été noté\u{a0}: ce moment est à plus d’un an. Vérifiez la date."),
        }
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
    let known = store.registration_id(&number).await?;
    let id = known.ok_or(DeskProblem::NotFound)?;
    let act = form.act().ok_or(DeskProblem::BadForm)?;
    let act = match form.whole(act, &now) {
        Ok(act) => act,
        Err(refusal) => {
            let shown = Shown {
                refused: Some((refusal, &form)),
                ..Shown::default()
            };
            return render(&state, &signed_in, &number, &shown).await;
        }
    };
    let new = NewStep {
        submission: &id,
        act,
        seen: form.vu,
        form: form.envoi.as_str(),
    };
    match store.write_step(new, &signed_in, now.at).await? {
        Written::Done => {
            let (submission, person) = (id.short(), signed_in.person.id.0);
            tracing::info!(submission, step = act.code(), person, "step at the desk");
            let page = format!("/fiches/{}?fait=true", number.as_str());
            Ok(Redirect::to(&page).into_response())
        }
        Written::Meanwhile => meanwhile(&state, &signed_in, &number, (&form, act)).await,
        Written::Refused(refused) => Ok(cannot(&state, &signed_in, &number, refused)),
    }
}

/// What was written since the page was made, and what was about to be: the person decides.
async fn meanwhile(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    (form, act): (&StepForm, Act),
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let known = state.endpoint.store.registration(number).await?;
    let registration = known.ok_or(DeskProblem::NotFound)?;
    let steps = registration.steps.iter().map(|step| step.step);
    if let Err(refused) = Progress::of(steps).allows(act, registration.is_held) {
        return Ok(cannot(state, signed_in, number, refused));
    }
    tracing::info!(
        submission = registration.id.short(),
        person = signed_in.person.id.0,
        "two people wrote at once"
    );
    let seen = usize::try_from(form.vu).unwrap_or(usize::MAX);
    let new_ones = registration.steps.get(seen..).unwrap_or_default();
    let title = "Quelqu’un a écrit entre-temps";
    let body = html! {
        h1 { (title) }
        p { "Votre page n’était plus à jour. Rien n’a encore été noté de votre part." }
        h2 { "Ce qui a été noté depuis" }
        ul.trail { @for step in new_ones { li { (line(step, &now)) } } }
        h2 { "Ce que vous alliez noter" }
        p {
            strong { (step_words::act(act)) }
            @if let Some(at) = act.call_back_at() { " · à rappeler " (now.said(now.local(at))) }
        }
        (anyway(&registration, form)?)
        p { a.button href={ "/fiches/" (number.as_str()) } { "Ne rien noter et voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, title, &body);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The same form once more, behind what stands now.
fn anyway(registration: &Registration, form: &StepForm) -> Result<Markup, DeskProblem> {
    let id = FormId::draw()?;
    let fields = [
        ("rappel", form.rappel.code()),
        ("propose", &form.propose),
        ("jour", &form.jour),
        ("heure", &form.heure),
    ];
    Ok(html! {
        form method="post" action={ "/fiches/" (registration.reference.as_str()) "/etapes" } {
            input type="hidden" name="vu" value=(registration.steps.len());
            input type="hidden" name="envoi" value=(id);
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            button name="acte" value=(form.acte) { "Noter quand même, à la suite" }
        }
    })
}

fn cannot(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    refused: Refused,
) -> Response {
    let body = html! {
        h1 { "Cette étape n’a pas été notée" }
        p { (step_words::refused(refused)) }
        p { a.button href={ "/fiches/" (number.as_str()) } { "Voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, "Étape non notée", &body);
    (StatusCode::CONFLICT, page).into_response()
}
