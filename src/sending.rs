//! From answers to a sealed envelope on this phone, and from this phone to the endpoint.

use std::{hint::black_box, pin::Pin};

use domain::{
    answers::Answers,
    bundle::Form,
    calendar,
    journey::Journey,
    outbox::{Entry, Outcome, SentRecord, Store, place_record},
    rights::Right,
    submission::{Message, MessageKind, Submission},
    time::Timestamp,
    wire::{self, SubmissionId},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock,
        database::Database,
        focus,
        http::{self, Http},
        marker, network,
        outbox::Outbox,
        random, service_worker, storage,
    },
    drafts,
    late::{self, AllHere},
    loading, navigation, options, rights,
    screen::Screen,
    state::{LastSent, State},
    sync, tablet,
};

/// Opens the outbox and shows what is in it.
pub async fn start(state: State) {
    let outbox = Outbox::open(Database::shared()).await;
    state.lasting.set(outbox.is_lasting());
    // The app starts once.
    let _ = state.outbox.set(outbox);
    if *state.tablet.peek() {
        state.recalled.set(true);
        tablet::recall_last_leaving(state).await;
    } else {
        options::recall(state).await;
    }
    refresh(state).await;
    let is_known = !state.entries.peek().is_empty() || !state.records.peek().is_empty();
    if is_known {
        // What waits is to leave, and what was sent from here has rights, and a list.
        late::ask_for_all(state);
    }
    leave_by_itself(state);
}

/// Keeps what waits leaving for as long as the page lives, once the outbox is open and what sends is here: to be called
/// at each.
///
/// What sends needs the network in any case, so it may come by the network when it is needed.
pub fn leave_by_itself(state: State) {
    let (here, is_open) = (*state.rest.peek(), state.outbox.get().is_some());
    if let (Some(here), true) = (here, is_open) {
        rest_leave_by_itself(here, state);
    }
}

#[inline(never)]
fn rest_leave_by_itself(_here: AllHere, state: State) {
    spawn_local(async move {
        if tablet::forget_numbers(state).await {
            refresh(state).await;
        }
        network::keep_leaving(move |hurry| drain(state, hurry));
    });
}

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

/// Tries everything again at once, what was stuck too: the person asked for it.
pub fn try_again(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        sync::try_again(outbox, &network::Phone).await;
        network::leave_now();
    });
}

/// The most records that one visit of "mes envois" asks about.
const MOST_ASKED: usize = 10;

/// Asks whether what was received is in the mailbox by now, the newest first, and keeps the answers.
pub fn ask_delivered(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        let records = state.records.peek().clone();
        let unknown = records
            .iter()
            .filter(|record| record.delivered_at.is_none());
        for record in unknown.take(MOST_ASKED) {
            match http::delivered_at(&record.id).await {
                Ok(None) => {}
                Ok(delivered_at) => {
                    let told = SentRecord {
                        delivered_at,
                        ..record.clone()
                    };
                    // Not while an entry is under way, and not what was erased meanwhile.
                    let noting = || network::one_tab_at_a_time(note(outbox, &told));
                    while noting().await.is_none() {
                        clock::wait(1).await;
                    }
                }
                // Without network no other can be asked either.
                Err(_) => break,
            }
        }
        refresh(state).await;
    });
}

/// Keeps what the endpoint has said of a record that is still here.
async fn note(outbox: &Outbox, told: &SentRecord) {
    let records = outbox.records().await.unwrap_or_default();
    if records.iter().any(|record| record.id == told.id) {
        // What cannot be noted now is asked again.
        let _ = outbox.settle(told).await;
    }
}

/// By when somebody calls back what the endpoint received at `received_at`.
pub fn call_by(state: State, received_at: Timestamp) -> Option<Timestamp> {
    let hours = &state.site().opening_hours;
    let offset_seconds = clock::offset_minutes(received_at) * 60;
    let local = received_at.plus_seconds(offset_seconds);
    let due = calendar::call_by(local.civil(), hours)?;
    Some(Timestamp::from_civil(due).plus_seconds(-offset_seconds))
}

/// Sends a message that has no page of its own. `Err` is the key of the sentence that says why it was not kept.
pub async fn tell(
    state: State,
    kind: MessageKind,
    about: SubmissionId,
    source: Option<String>,
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

/// Takes everything off this phone, what still waits too.
pub fn erase(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        // Not while an entry is under way: its receipt would bring a record back.
        let erased = network::one_tab_at_a_time(outbox.erase()).await;
        let gone = matches!(erased, Some(Ok(())));
        if gone {
            state.forget_answers();
            state.last.set_quietly(None);
            state.choices.set(Vec::new());
            state.draft.set_quietly(None);
            state.own_phone.set_quietly(None);
            state.wiped.set_quietly(None);
            marker::clear();
            state.unsent.replace(None);
            state.unstored.borrow_mut().clear();
        }
        refresh(state).await;
        network::tell_other_tabs();
        state.trouble.set(Some(if gone {
            "device.erased"
        } else {
            "device.not_erased"
        }));
        focus::field("trouble");
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
    let first_name = message
        .answers
        .one("first_name")
        .unwrap_or_default()
        .to_owned();
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
        kept_at,
    }));
    if rights::is_registration(kind) {
        state.forget_answers();
    } else {
        forget_own_answers(state, form);
    }
    refresh(state).await;
    navigation::go_instead(state, Screen::Sent);
    leave();
    Ok(())
}

/// The message but for the moment it was made: two tries of one sending say the same.
fn same_message(message: &Message) -> Result<String, &'static str> {
    let timeless = Message {
        filled_at: Timestamp::from_unix_seconds(0),
        ..message.clone()
    };
    serde_json::to_string(&timeless).map_err(|_| "sending.not_kept")
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

/// The first layer of the notice stands on this page: it is shown from now on.
pub fn notice_is_shown(state: State) {
    let is_shown = state.notice_shown.borrow().is_some();
    if let (false, Some(notice)) = (is_shown, state.notice()) {
        state
            .notice_shown
            .replace(Some((notice.version.clone(), clock::now())));
    }
}

/// Whether the notice is another than the one that was shown: it has to be seen before anything is sealed.
fn is_notice_new(state: State) -> bool {
    let shown = state.notice_shown.borrow().clone();
    match (shown, state.notice()) {
        (Some((version, _)), Some(notice)) if version != notice.version => {
            // It stands above the button, open.
            state
                .notice_shown
                .replace(Some((notice.version.clone(), clock::now())));
            true
        }
        _ => false,
    }
}

/// Work that goes on until it is done.
type Work<T> = Pin<Box<dyn Future<Output = T>>>;

/// Work that another part of the code does.
///
/// As if nobody knew what it is: else the compiler hands what it is made of to the part that asks for it.
fn elsewhere<T>(work: impl Future<Output = T> + 'static) -> Work<T> {
    black_box(Box::pin(work))
}

/// See [`take_back`]. Whoever asks for it has all of the app: the form for it comes with the rest.
#[inline(never)]
fn rest_take_back(_here: AllHere, state: State, about: SubmissionId) -> Work<()> {
    elsewhere(take_back(state, about))
}

/// What a request takes back does not leave any more, if it still waits here.
async fn take_back(state: State, about: SubmissionId) {
    options::forget(state, &about).await;
    if let Some(outbox) = state.outbox.get() {
        // Where it cannot be taken out now, it leaves, and the request that follows it takes it back there.
        let _ = network::one_tab_at_a_time(outbox.remove(&about)).await;
    }
    // It was meant to go: the browser did not clear it.
    marker::clear();
}

/// Takes off this phone what the endpoint refuses: nobody has it, and nothing more will come of it.
pub fn give_up(state: State, id: SubmissionId) {
    spawn_local(async move {
        take_back(state, id).await;
        refresh(state).await;
    });
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

/// Sends what could not be kept. Whether the endpoint has it.
#[inline(never)]
fn rest_send_unkept(_here: AllHere, state: State, entry: Entry) -> Work<bool> {
    elsewhere(async move {
        let Outcome::Received(receipt) = sync::Transport::send(&Http, &entry).await else {
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

/// What waits leaves now, or as soon as it can. The person waits for none of it.
fn leave() {
    network::leave_now();
    spawn_local(service_worker::wake_when_online());
}

/// The message to seal; `None` once its refusals are shown.
fn message(
    state: State,
    kind: MessageKind,
    form: &Form,
    answers: Answers,
    about: Option<SubmissionId>,
) -> Option<Message> {
    let now = clock::now();
    let language = state.language();
    let notice = state.notice()?;
    let shown = state.notice_shown.borrow().clone();
    let shown_at = shown.map_or(now, |shown| shown.1);
    let consents = if rights::is_registration(kind) {
        options::consents(state)
    } else {
        Vec::new()
    };
    let message = Message {
        kind,
        questionnaire: form.reference(),
        language: language.to_owned(),
        about,
        answers,
        acknowledgement: notice.acknowledgement(language, shown_at),
        consents,
        context: state.context.clone(),
        filled_at: now,
        shared_device: *state.tablet.peek(),
    };
    match Submission::check(message, &form.questionnaire) {
        Ok(submission) => Some(submission.message().clone()),
        Err(refusals) => {
            navigation::show_refusals(state, refusals);
            None
        }
    }
}

async fn seal(state: State, message: Message) -> Result<Entry, &'static str> {
    let now = message.filled_at;
    if state.site().keys.is_empty() {
        loading::refresh_site(state).await;
    }
    let site = state.site();
    let key = site.sealing_key(now).ok_or("sending.no_key")?;
    let id = random::submission_id();
    let plaintext = serde_json::to_string(&message).map_err(|_| "sending.not_kept")?;
    let aad = wire::seal_aad(&key.kid, &id);
    let envelope = envelope::seal(
        &key.kid,
        &key.public_key,
        wire::SEAL_INFO,
        &aad,
        &plaintext,
        wire::PADDING_BYTES,
    )
    .map_err(|_| "sending.no_key")?;
    let body = envelope.to_json();
    if body.len() > wire::MAX_BODY_BYTES {
        return Err("sending.too_large");
    }
    let sha256 = envelope::sha256_hex(body.as_bytes());
    let entry = Entry::new(id, message.kind, body, sha256, now);
    Ok(entry.on_shared_device(message.shared_device))
}

/// Sends what is due, one tab at a time, and shows what came of it. Seconds until the next try, if one is needed.
async fn drain(state: State, hurry: bool) -> Option<i64> {
    let outbox = state.outbox.get()?;
    let report = network::one_tab_at_a_time(async {
        if hurry {
            sync::hurry(outbox, &network::Phone).await;
        }
        sync::run(outbox, &Http, &network::Phone).await
    })
    .await;
    refresh(state).await;
    let report = report?;
    if report.sent > 0 {
        tablet::has_left(state).await;
        network::tell_other_tabs();
        // Some browsers ask the person: the queue does not wait for the answer.
        spawn_local(async {
            storage::persist().await;
        });
    }
    report.next_in_seconds
}

/// Shows what the outbox holds. Where it cannot be read, what is shown stays.
pub async fn refresh(state: State) {
    let Some(outbox) = state.outbox.get() else {
        return;
    };
    let entries = outbox.entries().await;
    let is_read = entries.is_ok();
    if let Ok(entries) = entries {
        state.entries.renew(entries);
    }
    if let Ok(mut records) = outbox.records().await {
        for unstored in state.unstored.borrow().iter() {
            place_record(&mut records, unstored.clone());
        }
        state.records.renew(records);
        if is_read {
            mark(state);
        }
    }
}

/// The person has read that the browser had cleared what was kept here.
pub fn wiped_is_seen(state: State) {
    marker::clear();
    state.wiped.set(None);
    focus::heading();
}

/// Leaves word of what is here, and tells when the browser has cleared what was here before.
fn mark(state: State) {
    if !*state.lasting.peek() {
        return;
    }
    if !state.entries.peek().is_empty() {
        marker::set(marker::WAITING);
    } else if !state.records.peek().is_empty() {
        marker::set(marker::SENT);
    } else if let Some(word) = marker::get() {
        state.wiped.renew(Some(if word == marker::WAITING {
            "wiped.waiting"
        } else {
            "wiped.sent"
        }));
    }
}
