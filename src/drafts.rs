//! Drafts: an unfinished form in memory, or sealed on the person's own phone for a day.
//!
//! On a device that passes from hand to hand: in memory only, whatever was said before.

use domain::submission::MessageKind;
use phone::{
    draft::{Found, Sealed, after_sealing, answers_to_keep, found, is_kept, is_question_open},
    screen::Screen,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock,
        draft::{self, Draft},
        focus, idle, preferences,
    },
    loading, navigation,
    state::State,
};

/// Finds the draft of an earlier visit; `said` is what was kept of whose phone this is. One that is too old goes.
pub async fn recall(state: State, said: Option<&str>) {
    let own = said.map(|word| word == preferences::YES);
    state.own_phone.set_untracked(own);
    if own != Some(true) {
        // No draft is kept before the person has said that the phone is her own.
        return;
    }
    let kept_at = draft::kept_at().await;
    let shared_device = *state.shared_device.read_untracked();
    match found(kept_at, own, shared_device, clock::now()) {
        Found::Nothing => {}
        Found::Erased => {
            draft::clear().await;
        }
        Found::Offered(kept_at) => state.draft.set_untracked(Some(kept_at)),
    }
}

/// Keeps what is answered whenever the page goes out of sight: phones end pages without another word.
pub fn watch(state: State) {
    idle::on_hidden(move || keep(state));
}

/// Whether the person is still to be asked if the phone is hers.
pub fn is_to_be_asked(state: State) -> bool {
    is_question_open(
        *state.own_phone.read_untracked(),
        *state.shared_device.read_untracked(),
        draft::is_possible,
    )
}

/// What the person said: her own phone, or not.
pub fn answer(state: State, own: bool) {
    spawn_local(async move {
        // Some browsers keep no such key: then it is not said that anything is kept.
        let kept = match draft_of(state) {
            Some(draft) if own => draft::keep(&draft, clock::now()).await,
            _ => own,
        };
        let word = if kept {
            preferences::YES
        } else {
            preferences::NO
        };
        preferences::set(preferences::OWN_PHONE, word).await;
        state.own_phone.set(Some(kept));
        state.kept_draft.set(kept);
        if !kept {
            forget(state).await;
        }
        focus::field("draft-said");
    });
}

/// Seals what is answered so far, if the phone is the person's own and she wants it.
pub fn keep(state: State) {
    let (own, shared) = (
        *state.own_phone.read_untracked(),
        *state.shared_device.read_untracked(),
    );
    let Some(draft) = is_kept(own, shared).then(|| draft_of(state)).flatten() else {
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
        let sealed = after_sealing(&state.answers.read_untracked(), kept);
        match sealed {
            Sealed::Outdated => forget(state).await,
            Sealed::Kept => state.draft.set_untracked(Some(now)),
            Sealed::NotKept => {}
        }
    });
}

/// Of a registration, long or short; what is asked about rights is never kept.
fn draft_of(state: State) -> Option<Draft> {
    let screen = state.screen.read_untracked().clone();
    if !screen.is_of_registration() {
        return None;
    }
    let forms = [
        state.form(MessageKind::Registration)?,
        state.form(MessageKind::CallbackRequest)?,
    ];
    Some(Draft {
        path: screen.path(),
        answers: answers_to_keep(forms, &state.answers.read_untracked())?,
    })
}

/// Takes up the draft where it was left.
pub fn resume(state: State) {
    spawn_local(async move {
        let kept_at = draft::kept_at().await;
        let draft = match found(kept_at, Some(true), false, clock::now()) {
            Found::Offered(_) => draft::open().await,
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
    state.draft.set_if_changed(None);
}
