//! Forms that were not written: in memory for five minutes, each shown under an address that says nothing of it.
//!
//! The page of a refusal has an address, so that going back to it, or loading it again, sends no form a second time.

use axum::response::{IntoResponse, Redirect, Response};
use domain::reference::Reference;

use super::{
    StepForm, Told, alone,
    conflict::{self, Again},
    render,
};
use crate::{
    desk::{DeskState, case::Case, problem::DeskProblem, secrets},
    store::{PersonId, SignedIn},
};

/// A form of somebody, and why it was not written.
#[derive(Clone)]
pub(in crate::desk) struct RefusedForm {
    by: PersonId,
    number: Reference,
    /// How many steps there were then.
    stood: usize,
    why: Why,
}

/// Why a form was not written.
#[derive(Clone)]
pub(super) enum Why {
    /// For what was typed into it: in words, and the form.
    Typed(String, StepForm),
    /// For what stands: other steps than those that its page showed, or one that this act cannot follow.
    Standing(Again),
}

/// Keeps what was not written, and leads to its page.
pub(super) fn keep(
    state: &DeskState,
    signed_in: &SignedIn,
    case: &Case,
    why: Why,
) -> Result<Response, DeskProblem> {
    let key = secrets::draw()?;
    let number = &case.registration.reference;
    let path = format!("/fiches/{}?refus={key}", number.as_str());
    let refused = RefusedForm {
        by: signed_in.person.id,
        number: number.clone(),
        stood: case.registration.steps.len(),
        why,
    };
    let now = state.endpoint.clock.now();
    state.desk.refused.keep(key, refused, now, |_, _| false);
    Ok(Redirect::to(&path).into_response())
}

/// The page of what was not written; the page of the registration alone once that is over, or written after all.
pub(super) async fn show(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    key: &str,
) -> Result<Response, DeskProblem> {
    let me = signed_in.person.id;
    let kept = state
        .desk
        .refused
        .read(key, state.endpoint.clock.now(), |kept| {
            (kept.by == me && kept.number == *number).then(|| kept.clone())
        });
    let nothing = Told::default();
    let Some(kept) = kept.flatten() else {
        return render(state, signed_in, number, &nothing).await;
    };
    let case = alone(state, number, &state.now()).await?;
    let since = case
        .registration
        .steps
        .get(kept.stood..)
        .unwrap_or_default();
    match kept.why {
        Why::Typed(words, form) => {
            // What was written since, by this form or another, has made the words untrue.
            let told = Told {
                refused: since.is_empty().then_some((words.as_str(), &form)),
                ..nothing
            };
            render(state, signed_in, number, &told).await
        }
        Why::Standing(again)
            if since
                .iter()
                .any(|step| step.is_by(me) && step.step.act == again.act) =>
        {
            render(state, signed_in, number, &nothing).await
        }
        Why::Standing(again) => conflict::show(state, signed_in, &case.registration, &again),
    }
}
