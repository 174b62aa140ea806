//! A step that a form asks for: read, weighed against what stands, written once, or met with what came meanwhile.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    desk::{Act, ActCodes, CallOutcome},
    reference::Reference,
};
use serde::Deserialize;

use super::{
    alone,
    conflict::Again,
    moment::Bounds,
    refused::{self, Why},
};
use crate::{
    desk::{
        DeskState,
        forms::{Form, FormId, NumberPath},
        problem::DeskProblem,
    },
    store::{NewStep, SignedIn, Written},
};

/// Why a form that was sent by the Enter key is not written.
const UNCHOSEN: &str = "Rien n’a encore été noté\u{a0}: choisissez ce qu’a donné l’appel.";

/// A form of the page of a registration.
#[derive(Deserialize, Clone)]
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
    /// The moment that is to stand although nobody works then.
    #[serde(default)]
    pub(super) ferme: String,
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

    /// The same once more, for that step.
    fn again(&self, act: Act) -> Again {
        let mut fields = vec![
            ("jour", self.jour.clone()),
            ("heure", self.heure.clone()),
            ("ferme", self.ferme.clone()),
        ];
        if self.sans == Ticked::Oui {
            fields.push(("sans", "oui".to_owned()));
        }
        Again {
            act,
            seen: self.vu,
            path: "etapes",
            fields,
            button: ("acte", self.acte.clone()),
        }
    }

    /// Whether it was sent without a choice.
    fn is_unchosen(&self) -> bool {
        let mut outcomes = CallOutcome::ALL.into_iter();
        outcomes.any(|outcome| self.acte == unchosen(outcome))
    }
}

/// Writes a step down. What is not written is shown under an address of its own.
pub(in crate::desk) async fn write(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<StepForm>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let store = &state.endpoint.store;
    let case = alone(&state, &number, &now).await?;
    let id = &case.registration.id;
    let refuse = |why| refused::keep(&state, &signed_in, &case, why);
    if form.is_unchosen() {
        return refuse(Why::Typed(UNCHOSEN.to_owned(), form));
    }
    let act = form.act().ok_or(DeskProblem::BadForm)?;
    let bounds = Bounds::of(&state.endpoint, &case, &now);
    let act = match form.whole(act, &bounds, &now) {
        Ok(act) => act,
        Err(refusal) => {
            // Sent again after its moment, it was written at the time.
            if let Some(step) = store.step_of_form(id, form.envoi.as_str()).await? {
                return Ok(noted(&number, step));
            }
            return refuse(Why::Typed(refusal, form));
        }
    };
    let new = NewStep {
        submission: id,
        act,
        seen: form.vu,
        form: form.envoi.as_str(),
    };
    let (submission, person) = (id.short(), signed_in.person.id.0);
    match store.write_step(new, &signed_in, now.at).await? {
        Written::Done(step) => {
            tracing::info!(submission, step = act.code(), person, "step at the desk");
            Ok(noted(&number, step))
        }
        Written::Meanwhile => {
            tracing::info!(submission, person, "two people wrote at once");
            refuse(Why::Standing(form.again(act)))
        }
        Written::Refused(_) => refuse(Why::Standing(form.again(act))),
    }
}

/// The page, which says that this step is written.
pub(super) fn noted(number: &Reference, step: u32) -> Response {
    Redirect::to(&format!("/fiches/{}?fait={step}", number.as_str())).into_response()
}
