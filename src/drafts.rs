//! What somebody has not finished: in memory, or sealed on her own phone for a day if she wants it.
//!
//! On a device that passes from hand to hand: in memory only, whatever was said before.

use domain::{journey::Journey, retention, submission::MessageKind};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock,
        draft::{self, Draft},
        idle, kept,
    },
    late::{self, Here},
    navigation,
    screen::Screen,
    state::State,
};

/// Finds the draft of an earlier visit, and what was said of whose phone this is. One that is too old goes.
pub async fn recall(state: State) {
    let own = kept::get(kept::OWN_PHONE).await;
    state
        .own_phone
        .set_quietly(own.map(|word| word == kept::YES));
    let Some(kept_at) = draft::kept_at().await else {
        return;
    };
    if *state.tablet.peek() || retention::is_draft_past(kept_at, clock::now()) {
        draft::clear().await;
    } else {
        state.draft.set_quietly(Some(kept_at));
    }
}

/// Keeps what is answered whenever the page goes out of sight: phones end pages without another word.
pub fn watch(state: State) {
    idle::on_hidden(move || keep(state));
}

/// Whether the person is still to be asked if the phone is hers: once what keeps drafts is here.
pub fn is_to_be_asked(state: State) -> bool {
    state.own_phone.peek().is_none() && !*state.tablet.peek() && draft::is_possible()
}

/// What the person said: her own phone, or not.
#[inline(never)]
pub fn late_answer(here: Here, state: State, own: bool) {
    spawn_local(async move {
        kept::set(kept::OWN_PHONE, if own { kept::YES } else { kept::NO }).await;
        state.own_phone.set(Some(own));
        if own {
            late_keep(here, state);
        } else {
            forget(state).await;
        }
    });
}

/// Seals what is answered so far, if the phone is the person's own and she wants it. Before all code is here: nothing.
pub fn keep(state: State) {
    let here = *state.late.peek();
    if let Some(here) = here {
        late_keep(here, state);
    }
}

#[inline(never)]
fn late_keep(_here: Here, state: State) {
    let own = *state.own_phone.peek() == Some(true) && !*state.tablet.peek();
    let Some(draft) = own.then(|| draft_of(state)).flatten() else {
        return;
    };
    spawn_local(async move {
        let now = clock::now();
        let kept = draft::keep(&draft, now).await;
        if state.answers.peek().is_empty() {
            // Sent, or erased, while it was being sealed.
            forget(state).await;
        } else if kept {
            state.draft.set_quietly(Some(now));
        }
    });
}

/// Of a registration, long or short; what is asked about rights is never kept.
fn draft_of(state: State) -> Option<Draft> {
    let screen = state.screen.peek().clone();
    let (Screen::Section { form, .. } | Screen::CheckAnswers { form }) = &screen else {
        return None;
    };
    if *form == MessageKind::RightsRequest {
        return None;
    }
    // The short form asks a part of the same questions: who goes over to it may come back.
    let (long, short) = (
        state.form(MessageKind::Registration)?,
        state.form(MessageKind::CallbackRequest)?,
    );
    let answers = state.answers.peek();
    let journeys = [long, short].map(|form| Journey::new(&form.questionnaire, &answers));
    let answers = answers.filtered(|id| journeys.iter().any(|journey| journey.asks(id)));
    (!answers.is_empty()).then(|| Draft {
        path: screen.path(),
        answers,
    })
}

/// Takes up the draft where it was left.
pub fn resume(state: State) {
    spawn_local(async move {
        match late::bring(state).await {
            Some(here) => late_resume(here, state),
            None => state.trouble.set(Some("more.missing")),
        }
    });
}

#[inline(never)]
fn late_resume(_here: Here, state: State) {
    spawn_local(async move {
        if let Some(draft) = draft::open().await {
            state.answers.set(draft.answers);
            state.draft.set(None);
            navigation::go(state, Screen::at(&draft.path));
        } else {
            forget(state).await;
            state.trouble.set(Some("draft.unreadable"));
        }
    });
}

/// Takes the draft away, with its key.
pub async fn forget(state: State) {
    draft::clear().await;
    state.draft.renew(None);
}
