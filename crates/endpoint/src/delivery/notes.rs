//! The mail of a note, which says a number and a day: reminders, and word of what changed.

use domain::delivery::DeliveryFailure;

use super::{closed, mail, options_letter, rights_letter};
use crate::{
    state::EndpointState,
    store::{DueNote, Note},
};

/// A number and a day; which option was taken back is for a PDF.
pub(super) fn write(
    endpoint: &EndpointState,
    due: &DueNote,
) -> Result<mail::Words, DeliveryFailure> {
    match due.note {
        Note::Withdrawn(purpose) => {
            let printed = options_letter::withdrawal(endpoint, due, purpose);
            closed(endpoint, &due.request, printed)
        }
        _ => Ok(rights_letter::note(due, &endpoint.mails.rights)),
    }
}
