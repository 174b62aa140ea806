//! Which steps may be taken with a request now: one table for what is refused and for what a page offers.

use domain::rights::{Action, Right, State, after};

use super::{Officer, RightsError};
use crate::store::RequestRow;

impl Officer {
    /// Every step that may be taken now, by the same rules as those that refuse one.
    pub(crate) async fn allowed(&self, request: &RequestRow) -> Result<Vec<Action>, RightsError> {
        let can_be_lifted = self.state().store.can_be_lifted(&request.id).await?;
        let is_allowed = |action: &Action| {
            self.may(request, *action).is_ok() && (*action != Action::Lift || can_be_lifted)
        };
        Ok(Action::ALL.into_iter().filter(is_allowed).collect())
    }

    /// The state after a step that may be taken now, as far as the line of the request says.
    pub(crate) fn may(&self, request: &RequestRow, action: Action) -> Result<State, RightsError> {
        match action {
            Action::Apply if request.about.is_some() => return Err(RightsError::AlreadyNamed),
            Action::WriteAnswer if request.asked != Right::Access => {
                return Err(RightsError::NotAccess);
            }
            Action::WriteAnswer if request.about.is_none() => {
                return Err(RightsError::NoRegistration);
            }
            _ => {}
        }
        Ok(after(
            request.state,
            action,
            request.received_on,
            self.today(),
        )?)
    }
}
