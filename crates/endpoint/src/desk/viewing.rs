//! Views: each opening of a content at the desk is written down before anything is shown, up to a bound for an hour.

use super::{DeskState, problem::DeskProblem};
use crate::store::{SignedIn, View, Viewed};

/// Writes it down.
pub(super) async fn note_view(
    state: &DeskState,
    signed_in: &SignedIn,
    view: View<'_>,
) -> Result<(), DeskProblem> {
    let (person, now) = (signed_in.person.id, state.endpoint.clock.now());
    let problem = match state.endpoint.store.note_view(view, person, now).await? {
        Viewed::Noted => return Ok(()),
        Viewed::TooManyRegistrations => DeskProblem::TooMuch,
        Viewed::TooManyExports => DeskProblem::TooManyFiles,
    };
    tracing::warn!(
        person = person.0,
        ?problem,
        "more than one person opens in an hour"
    );
    Err(problem)
}
