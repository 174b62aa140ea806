//! What somebody has not finished: in memory, or sealed on her own phone for a day if she wants it.
//!
//! On a device that passes from hand to hand: in memory only, whatever was said before.

use domain::{journey::Journey, retention, submission::MessageKind};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock,
        draft::{self, Draft},
        focus, idle, kept,
    },
    late::{self, AllHere},
    loading, navigation,
    screen::Screen,
    state::State,
};

/// Finds the draft of an earlier visit; `said` is what was kept of whose phone this is. One that is too old goes.
pub async fn recall(state: State, said: Option<&str>) {
    let own = said.map(|word| word == kept::YES);
    state.own_phone.set_quietly(own);
    if own != Some(true) {
        // Nothing is kept before somebody said that the phone is hers.
        return;
    }
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
pub fn rest_answer(_here: AllHere, state: State, own: bool) {
    spawn_local(async move {
        // Some browsers keep no such key: then it is not said that anything is kept.
        let kept = match draft_of(state) {
            Some(draft) if own => draft::keep(&draft, clock::now()).await,
            _ => own,
        };
        let word = if kept { kept::YES } else { kept::NO };
        kept::set(kept::OWN_PHONE, word).await;
        state.own_phone.set(Some(kept));
        state.kept_draft.set(kept);
        if !kept {
            forget(state).await;
        }
        focus::field("draft-said");
    });
}

/// Seals what is answered so far, if the phone is the person's own and she wants it. Before all code is here: nothing.
pub fn keep(state: State) {
    let here = *state.rest.peek();
    if let Some(here) = here {
        rest_keep(here, state);
    }
}

#[inline(never)]
fn rest_keep(_here: AllHere, state: State) {
    let own = *state.own_phone.peek() == Some(true) && !*state.tablet.peek();
    let Some(draft) = own.then(|| draft_of(state)).flatten() else {
        return;
    };
    spawn_local(async move {
        let now = clock::now();
        if state.kept_draft.get() && draft::kept_at().await.is_none() {
            // Another tab has sent it, or erased it.
            return;
        }
        let kept = draft::keep(&draft, now).await;
        state.kept_draft.set(kept);
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
    if !screen.is_of_registration() {
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
        match late::bring_all(state).await {
            Some(here) => rest_resume(here, state),
            None => state.trouble.set(Some("more.missing")),
        }
    });
}

#[inline(never)]
fn rest_resume(_here: AllHere, state: State) {
    spawn_local(async move {
        let kept_at = draft::kept_at().await;
        let is_past = |kept_at| retention::is_draft_past(kept_at, clock::now());
        let draft = match kept_at {
            Some(kept_at) if !is_past(kept_at) => draft::open().await,
            // Sent or erased in another tab, or too old by now.
            _ => None,
        };
        if let Some(draft) = draft {
            let postal_code = draft
                .answers
                .one("postal_code")
                .unwrap_or_default()
                .to_owned();
            state.answers.set(draft.answers);
            state.kept_draft.set(true);
            loading::look_up_communes(state, &postal_code);
            state.draft.set(None);
            navigation::go(state, Screen::at(&draft.path));
        } else {
            forget(state).await;
            state.trouble.set(Some("draft.unreadable"));
            focus::heading();
        }
    });
}

/// Takes the draft away, with its key.
pub async fn forget(state: State) {
    draft::clear().await;
    state.kept_draft.set(false);
    state.draft.renew(None);
}
