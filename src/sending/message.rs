//! The message of the present answers and notice.

use domain::{
    answers::Answers,
    language::Language,
    notice::Notice,
    submission::{Message, MessageKind, Refused},
    wire::SubmissionId,
};
use phone::{
    compose::{self, Parts},
    notice::Shown,
    rights::is_registration,
};

use crate::{browser::clock, options, state::State};

/// The message to seal, or what is refused in it.
pub(super) fn message(
    state: State,
    kind: MessageKind,
    answers: &Answers,
    about: Option<SubmissionId>,
) -> Result<Message, Refused> {
    let now = clock::believed();
    let language = Language::from_code(state.language());
    let (Some(form), Some(language), Some(notice)) = (state.form(kind), language, state.notice())
    else {
        return Err(Refused::Frame);
    };
    let shown = state.notice_shown.borrow();
    let consents = if is_registration(kind) {
        options::consents(state)
    } else {
        Vec::new()
    };
    let proof = about.as_ref().and_then(|about| state.owner_of(about));
    compose::message(Parts {
        kind,
        form,
        answers,
        language,
        notice,
        shown_at: shown.as_ref().map_or(now, |shown| shown.at),
        about,
        proof,
        consents,
        context: state.context.clone(),
        filled_at: now,
        shared_device: *state.shared_device.read_untracked(),
    })
}

/// The summary of the notice stands on this page, with the way to all of it: it is there to be read from now on.
pub fn notice_is_shown(state: State) {
    let is_shown = state.notice_shown.borrow().is_some();
    if let (false, Some(notice)) = (is_shown, state.notice()) {
        show_notice(state, notice);
    }
}

fn show_notice(state: State, notice: &Notice) {
    let shown = Shown::new(notice, clock::believed());
    state.notice_shown.replace(Some(shown));
}

/// Whether the notice is another than the one that was shown: it has to be seen before anything is sealed.
pub(super) fn is_notice_new(state: State) -> bool {
    let Some(notice) = state.notice() else {
        return false;
    };
    let shown = state.notice_shown.borrow();
    let is_new = shown
        .as_ref()
        .is_some_and(|shown| shown.is_outdated(notice));
    drop(shown);
    if is_new {
        // Its summary stands beside the button.
        show_notice(state, notice);
    }
    is_new
}
