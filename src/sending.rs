//! From answers to a sealed envelope that is kept on this phone; then it leaves by itself.

mod message;

pub mod leaving;
pub mod on_phone;

use std::{hint::black_box, pin::Pin};

use domain::{
    answers::Answers,
    bundle::Form,
    code::Code,
    formats::NO_NAME,
    journey::Journey,
    outbox::{Entry, Outcome, SentRecord, Store},
    rights::Right,
    submission::MessageKind,
    wire::SubmissionId,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{focus, history, http::Http, marker, network},
    drafts,
    late::{self, AllHere},
    loading, navigation, options, rights,
    screen::Screen,
    state::{LastSent, State},
    sync,
};
use leaving::leave;
pub use message::notice_is_shown;
use message::{is_notice_new, message, same_message, seal};
use on_phone::refresh;

/// Seals what was answered, keeps it, and shows that it is kept; then it leaves by itself.
pub fn send(state: State, kind: MessageKind) {
    if *state.busy.peek() {
        return;
    }
    state.busy.set(true);
    state.trouble.set(None);
    spawn_local(async move {
        if let Err(key) = keep_or_send(state, kind).await {
            state.trouble.set(Some(key));
            focus::field("trouble");
        }
        state.busy.set(false);
    });
}

/// `Err` is the key of the sentence that says why nothing was kept, and that the answers are still there.
async fn keep_or_send(state: State, kind: MessageKind) -> Result<(), &'static str> {
    let form = state.form(kind).ok_or("sending.not_kept")?;
    // What the endpoint says of its keys it also says of its notices.
    if state.site().keys.is_empty() {
        loading::refresh_site(state).await;
    }
    if is_notice_new(state) {
        return Err("sending.notice_changed");
    }
    let answers = {
        let answers = state.answers.peek();
        Journey::new(&form.questionnaire, &answers).only_asked(&answers)
    };
    let about = match kind {
        MessageKind::RightsRequest => rights::about(state, &answers),
        _ => None,
    };
    let Some(message) = message(state, kind, form, answers, about.clone()) else {
        return Ok(());
    };
    // Whoever has one name alone is called by that one.
    let names = ["first_name", "usage_name"].map(|question| message.answers.one(question));
    let name = names.into_iter().flatten().find(|name| *name != NO_NAME);
    let first_name = name.unwrap_or_default().to_owned();
    let outside = state.commune_outside();
    let consents = message.consents.clone();
    let cancels = Right::asked(&message.answers) == Some(Right::Cancellation);
    let said = same_message(&message)?;
    let unsent = state.unsent.borrow().clone();
    let entry = match unsent {
        // The same message, tried before: the same envelope under the same id, so that nothing doubles.
        Some((before, entry)) if before == said => entry,
        _ => seal(state, message).await?,
    };
    state.unsent.replace(Some((said, entry.clone())));
    keep(state, &entry).await?;
    state.unsent.replace(None);
    let all = *state.rest.peek();
    if let (true, Some(about), Some(here)) = (cancels, about, all) {
        rest_take_back(here, state, about).await;
    }
    let kept_at = entry.kept_at;
    let id = entry.id;
    if rights::is_registration(kind) {
        drafts::forget(state).await;
        options::remember(state, id.clone(), &consents).await;
    }
    state.last.set(Some(LastSent {
        id,
        kind,
        first_name,
        outside,
        kept_at,
    }));
    if rights::is_registration(kind) {
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
pub async fn tell(
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
    let mut message = message(state, kind, form, answers, Some(about)).ok_or("sending.not_kept")?;
    message.context.source = source;
    // Of two words on an option the later one counts, and clocks here count whole seconds.
    message.filled_at = message
        .filled_at
        .max(state.last_choice_at.get().plus_seconds(1));
    state.last_choice_at.set(message.filled_at);
    let entry = seal(state, message).await?;
    keep(state, &entry).await?;
    refresh(state).await;
    leave();
    Ok(())
}

/// A request leaves what somebody is answering in a registration as it is.
fn forget_own_answers(state: State, form: &Form) {
    let registration = state.form(MessageKind::Registration);
    let of_both = |id: &str| {
        registration.is_some_and(|registration| registration.questionnaire.question(id).is_some())
    };
    state.answers.update(|answers| {
        let sections = form.questionnaire.sections.iter();
        let asked = sections.flat_map(|section| &section.questions);
        for question in asked.filter(|question| !of_both(&question.id)) {
            answers.set(&question.id, "");
        }
    });
    state.forget_request();
}

/// Keeps an entry; where nothing can be kept, only the endpoint's receipt makes it safe to forget the answers.
async fn keep(state: State, entry: &Entry) -> Result<(), &'static str> {
    let outbox = state.outbox.get().ok_or("sending.not_kept")?;
    if outbox.keep(entry).await.is_ok() {
        return Ok(());
    }
    // Only the network helps now, and what sends comes by it too.
    let all = late::bring_all(state).await.ok_or("sending.not_kept")?;
    let is_sent = rest_send_unkept(all, state, entry.clone()).await;
    is_sent.then_some(()).ok_or("sending.not_kept")
}

/// Work that goes on until it is done.
type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// Work that another part of the code does.
///
/// As if nobody knew what it is: else the compiler hands what it is made of to the part that asks for it.
fn elsewhere<T>(work: impl Future<Output = T> + 'static) -> Work<T> {
    black_box(Box::pin(work))
}

/// Sends what could not be kept. Whether the endpoint has it.
#[inline(never)]
fn rest_send_unkept(_here: AllHere, state: State, entry: Entry) -> Work<bool> {
    elsewhere(async move {
        let Outcome::Received(receipt) = sync::attempt(&Http, &entry).await else {
            return false;
        };
        state
            .unstored
            .borrow_mut()
            .push(SentRecord::new(&entry, &receipt));
        state.lasting.set(false);
        true
    })
}

/// See [`take_back`]. Whoever asks for it has all of the app: the form for it comes with the rest.
#[inline(never)]
fn rest_take_back(_here: AllHere, state: State, about: SubmissionId) -> Work<()> {
    elsewhere(take_back(state, about))
}

/// Takes off this phone what the endpoint refuses: nobody has it, and nothing more will come of it. Whether it is gone.
///
/// A person asked: whatever is being sent is waited for.
pub async fn give_up(state: State, id: SubmissionId) -> bool {
    let Some(outbox) = state.outbox.get() else {
        return false;
    };
    let removed = network::in_turn(outbox.remove(&id)).await;
    let is_gone = matches!(removed, Some(Ok(())));
    if is_gone {
        is_taken_back(state, &id).await;
    }
    refresh(state).await;
    is_gone
}

/// What a request takes back does not leave any more, if it still waits here.
async fn take_back(state: State, about: SubmissionId) {
    if let Some(outbox) = state.outbox.get() {
        // Where it cannot be taken out now, it leaves, and the request that follows it takes it back there.
        let removed = network::one_tab_at_a_time(outbox.remove(&about)).await;
        if removed.is_none() {
            spawn_local(remove_in_turn(state, about.clone()));
        }
    }
    is_taken_back(state, &about).await;
}

/// Nothing on this phone goes on saying that it waits, or has choices.
async fn is_taken_back(state: State, about: &SubmissionId) {
    options::forget(state, about).await;
    // Its page would go on saying that it waits.
    let is_last = state
        .last
        .peek()
        .as_ref()
        .is_some_and(|last| last.id == *about);
    if is_last {
        state.last.set_quietly(None);
    }
    // It was meant to go: the browser did not clear it.
    marker::clear();
}

/// Takes an entry or its copy off this phone as soon as nothing is being sent or asked any more.
async fn remove_in_turn(state: State, id: SubmissionId) {
    let Some(outbox) = state.outbox.get() else {
        return;
    };
    // Where that fails, it leaves: the request that follows it takes it back there.
    let _ = network::in_turn(outbox.remove(&id)).await;
    refresh(state).await;
}
