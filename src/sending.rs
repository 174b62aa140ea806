//! Sending: answers are composed, sealed and kept; what was cancelled is taken back.

mod message;

pub mod option_choice;
pub mod sync;

use domain::{
    answers::Answers,
    bundle::Form,
    code::Code,
    outbox::Entry,
    rights::Right,
    submission::{MessageKind, Refused},
    wire::SubmissionId,
};
use phone::{
    compose::{forget_request, name_to_greet},
    options::later_than,
    outbox::{self, Kept, keep_or_send, remove_in_turn},
    progress::LastSent,
    rights::is_registration,
    screen::Screen,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{eviction_flag, focus, history, http::Http, sync_triggers::Tabs},
    drafts, loading, navigation, options,
    outbox_view::refresh,
    refusals, rights,
    state::State,
};
pub use message::notice_is_shown;
use message::{is_notice_new, message, seal};
use sync::leave;

/// Seals what was answered, keeps it, and shows that it is kept; then it leaves by itself.
pub fn send(state: State, kind: MessageKind) {
    if *state.busy.read_untracked() {
        return;
    }
    state.busy.set(true);
    state.trouble.set(None);
    spawn_local(async move {
        if let Err(key) = seal_and_keep(state, kind).await {
            state.trouble.set(Some(key));
            focus::field("trouble");
        }
        state.busy.set(false);
    });
}

/// `Err` is the key of the sentence that says why nothing was kept, and that the answers are still there.
async fn seal_and_keep(state: State, kind: MessageKind) -> Result<(), &'static str> {
    let form = state.form(kind).ok_or("sending.not_kept")?;
    // What the endpoint says of its keys it also says of its notices.
    if state.site().keys.is_empty() {
        loading::refresh_site(state).await;
    }
    if is_notice_new(state) {
        return Err("sending.notice_changed");
    }
    let about = match kind {
        MessageKind::RightsRequest => rights::about(state, &state.answers.read_untracked()),
        _ => None,
    };
    let made = message(
        state,
        kind,
        form,
        &state.answers.read_untracked(),
        about.clone(),
    );
    let message = match made {
        Ok(message) => message,
        Err(Refused::Answers(refusals)) => {
            refusals::show(state, refusals);
            return Ok(());
        }
        // The frame is made here, of typed values.
        Err(Refused::Frame) => return Ok(()),
    };
    let first_name = name_to_greet(&message.answers).to_owned();
    let outside = state.commune_outside();
    let consents = message.consents.clone();
    let cancels = Right::asked(&message.answers) == Some(Right::Cancellation);
    let before = state.unsent.take();
    let sealed = seal(state, message, before).await?;
    let entry = sealed.entry.clone();
    state.unsent.replace(Some(sealed));
    keep(state, &entry).await?;
    state.unsent.replace(None);
    if let (true, Some(about)) = (cancels, about) {
        take_back(state, about).await;
    }
    let kept_at = entry.kept_at;
    let id = entry.id;
    if is_registration(kind) {
        drafts::forget(state).await;
        options::remember(state, id.clone(), &consents).await;
    }
    state.last_sent.set(Some(LastSent {
        id,
        kind,
        first_name,
        outside,
        kept_at,
    }));
    if is_registration(kind) {
        state.forget_answers();
    } else {
        forget_own_answers(state, form);
    }
    refresh(state).await;
    navigation::go_instead(state, Screen::Sent);
    state.sent_place.set(history::place());
    leave();
    Ok(())
}

/// Sends a message that has no page of its own. `Err` is the key of the sentence that says why it was not kept.
async fn tell(
    state: State,
    kind: MessageKind,
    about: SubmissionId,
    source: Option<Code>,
    answered: &[(&str, &str)],
) -> Result<(), &'static str> {
    let form = state.form(kind).ok_or("sending.not_kept")?;
    let mut answers = Answers::default();
    for (question, answer) in answered {
        answers.set(question, answer);
    }
    let mut message =
        message(state, kind, form, &answers, Some(about)).map_err(|_| "sending.not_kept")?;
    message.context.source = source;
    message.filled_at = later_than(state.last_choice_at.get(), message.filled_at);
    state.last_choice_at.set(message.filled_at);
    let sealed = seal(state, message, None).await?;
    keep(state, &sealed.entry).await?;
    refresh(state).await;
    leave();
    Ok(())
}

/// A request leaves the answers of a registration under way as they are.
fn forget_own_answers(state: State, form: &Form) {
    let registration = state.form(MessageKind::Registration);
    let answers = &state.answers;
    answers.update(|answers| forget_request(answers, form, registration));
    state.forget_request();
}

/// Keeps an entry, or sends it at once where nothing can be kept.
async fn keep(state: State, entry: &Entry) -> Result<(), &'static str> {
    let outbox = state.outbox.get().ok_or("sending.not_kept")?;
    let send = async |entry: &Entry| outbox::send_unkept(&Http, entry).await;
    match keep_or_send(outbox, entry, send).await {
        Kept::OnPhone => Ok(()),
        Kept::ByEndpoint(record) => {
            state.unsaved_records.borrow_mut().push(record);
            state.lasting.set(false);
            Ok(())
        }
        Kept::Nowhere => Err("sending.not_kept"),
    }
}

/// Removes from this phone an entry that the endpoint refuses; it is stored nowhere else. Returns whether it is gone.
///
/// Waits for the lock while something is being sent, because a person asked.
pub async fn give_up(state: State, id: SubmissionId) -> bool {
    let Some(outbox) = state.outbox.get() else {
        return false;
    };
    let is_gone = remove_in_turn(outbox, &Tabs, &id).await;
    if is_gone {
        is_taken_back(state, &id).await;
    }
    refresh(state).await;
    is_gone
}

/// What a request takes back does not leave any more, if it still waits here.
async fn take_back(state: State, about: SubmissionId) {
    if let Some(outbox) = state.outbox.get()
        && !outbox::take_back(outbox, &Tabs, &about).await
    {
        spawn_local(take_back_later(state, about.clone()));
    }
    is_taken_back(state, &about).await;
}

/// Nothing on this phone goes on saying that it waits, or has choices.
async fn is_taken_back(state: State, about: &SubmissionId) {
    options::forget(state, about).await;
    // Its page would go on saying that it waits.
    let is_last = state
        .last_sent
        .read_untracked()
        .as_ref()
        .is_some_and(|last| last.id == *about);
    if is_last {
        state.last_sent.set_untracked(None);
    }
    // It was meant to go: the browser did not clear it.
    eviction_flag::clear();
}

async fn take_back_later(state: State, id: SubmissionId) {
    let Some(outbox) = state.outbox.get() else {
        return;
    };
    remove_in_turn(outbox, &Tabs, &id).await;
    refresh(state).await;
}
