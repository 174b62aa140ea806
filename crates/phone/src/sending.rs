//! Sending: answers are composed, sealed and kept, and only then forgotten; what was cancelled is taken back.

mod page;

use std::cell::RefCell;

use domain::{
    answers::Answers,
    options::Purpose,
    outbox::{Entry, SentRecord, Store},
    rights::Right,
    site::Site,
    submission::{Message, MessageKind, Refused},
    texts::TextKey,
    wire::SubmissionId,
};

use crate::{
    compose::{self, NotSealed, Sealed, name_to_greet},
    draft,
    options::{self, Choices, later_than, source_of},
    outbox::{self, Kept, keep_or_send, remove_in_turn},
    ports::{Lock, Phone, Preferences, Transport, World},
    progress::LastSent,
    rights::is_registration,
};

pub use page::Page;

/// The key of the sentence that nothing was kept, and that the answers are still there.
const NOT_KEPT: TextKey = key!("sending.not_kept");

/// Seals what was answered, keeps it, and shows that it is kept; then it leaves by itself.
pub async fn send(phone: impl Phone, page: impl Page, kind: MessageKind) {
    let result = send_answers(phone, page, kind).await;
    page.say_sent(result);
}

/// `Err` is the key of the sentence that says why nothing was kept, and that the answers are still there.
async fn send_answers(
    phone: impl Phone,
    page: impl Page,
    kind: MessageKind,
) -> Result<(), TextKey> {
    // What the endpoint says of its keys it also says of its notices.
    if page.site().keys.is_empty() {
        page.refresh_site().await;
    }
    if page.is_notice_new() {
        return Err(key!("sending.notice_changed"));
    }
    let about = match kind {
        MessageKind::RightsRequest => page.about(),
        _ => None,
    };
    let made = page.message(kind, &page.answers(), about.clone());
    let message = match made {
        Ok(message) => message,
        Err(Refused::Answers(refusals)) => {
            page.refuse(refusals);
            return Ok(());
        }
        // The frame is made here, of typed values.
        Err(Refused::Frame) => return Err(NOT_KEPT),
    };
    let first_name = name_to_greet(&message.answers).to_owned();
    let cancels = Right::asked(&message.answers) == Some(Right::Cancellation);
    let (source, consents) = (message.context.source.clone(), message.consents.clone());
    let (entry, unkept) =
        seal_and_keep(&phone, page.outbox(), page.site(), message, page.unsent()).await?;
    page.know_unkept(unkept);
    if let (true, Some(about)) = (cancels, about) {
        take_back(phone, page, about).await;
    }
    if is_registration(kind) {
        draft::forget(phone, page).await;
        let choices = Choices::of_sent(entry.id.clone(), source, &consents);
        options::remember(phone, page, choices).await;
    }
    page.forget_answers_of(LastSent {
        id: entry.id,
        kind,
        first_name,
        outside: page.commune_outside(),
        branch: entry.branch,
        kept_at: entry.kept_at,
    });
    page.refresh().await;
    page.show_sent();
    Ok(())
}

/// Seals a message and keeps it, or sends it at once where nothing can be kept; the entry stays in `unsent` until then,
/// and a second try of the same message is that entry again. The record is that of an entry that was not kept.
///
/// # Errors
///
/// The key of the sentence that says why it is neither kept nor sent.
pub async fn seal_and_keep<S: Store>(
    phone: &(impl Transport + World),
    outbox: Option<&S>,
    site: &Site,
    message: Message,
    unsent: &RefCell<Option<Sealed>>,
) -> Result<(Entry, Option<SentRecord>), TextKey> {
    let before = unsent.take();
    let identity = || phone.identity();
    // Its waits are counted on the clock as it is.
    let sealed = compose::seal(site, message, before, identity, phone.now());
    let sealed = sealed.map_err(NotSealed::text_key)?;
    let entry = sealed.entry.clone();
    unsent.replace(Some(sealed));
    let outbox = outbox.ok_or(NOT_KEPT)?;
    let unkept = match keep_or_send(outbox, phone, &entry).await {
        Kept::OnPhone => None,
        Kept::ByEndpoint(record) => Some(record),
        Kept::Nowhere => return Err(NOT_KEPT),
    };
    unsent.replace(None);
    Ok((entry, unkept))
}

/// Chooses an option after sending, or takes it back: one message for each tap.
pub async fn choose(
    phone: impl Phone,
    page: impl Page,
    about: SubmissionId,
    purpose: Purpose,
    on: bool,
) {
    let told = tell_choice(phone, page, &about, purpose, on).await;
    page.change_choices(|all| {
        // Otherwise the box shows again what the Mission Locale knows.
        if told.is_ok() {
            options::choose(all, &about, purpose, on);
        }
    });
    if told.is_ok() {
        options::keep(phone, page).await;
    }
    page.say_choice(told);
}

/// Sends the message of a choice, which has no page of its own. `Err` is the key of the sentence that says why it was
/// not kept.
async fn tell_choice(
    phone: impl Phone,
    page: impl Page,
    about: &SubmissionId,
    purpose: Purpose,
    on: bool,
) -> Result<(), TextKey> {
    if page.site().keys.is_empty() {
        page.refresh_site().await;
    }
    let mut answers = Answers::default();
    answers.set("option", purpose.code());
    answers.set("granted", if on { "yes" } else { "no" });
    let made = page.message(MessageKind::OptionChoice, &answers, Some(about.clone()));
    let mut message = made.map_err(|_| NOT_KEPT)?;
    message.context.source = source_of(&page.choices(), about);
    message.filled_at = later_than(page.last_choice_at().get(), message.filled_at);
    page.last_choice_at().set(message.filled_at);
    let unsent = RefCell::default();
    let (_, unkept) = seal_and_keep(&phone, page.outbox(), page.site(), message, &unsent).await?;
    page.know_unkept(unkept);
    page.refresh().await;
    page.leave();
    Ok(())
}

/// Removes from this phone an entry that the endpoint refuses; it is stored nowhere else. Returns whether it is gone.
///
/// Waits for the lock while something is being sent, because a person asked.
pub async fn give_up(phone: impl Lock + Preferences, page: impl Page, id: SubmissionId) -> bool {
    let Some(outbox) = page.outbox() else {
        return false;
    };
    let is_gone = remove_in_turn(outbox, &phone, &id).await;
    if is_gone {
        is_taken_back(phone, page, &id).await;
    }
    page.refresh().await;
    is_gone
}

/// What a request takes back does not leave any more, if it still waits here.
async fn take_back(phone: impl Lock + Preferences, page: impl Page, about: SubmissionId) {
    if let Some(outbox) = page.outbox()
        && !outbox::take_back(outbox, &phone, &about).await
    {
        page.take_back_later(about.clone());
    }
    is_taken_back(phone, page, &about).await;
}

/// Takes it off this phone once nothing is being sent any more.
pub async fn take_back_later(phone: impl Lock, page: impl Page, id: SubmissionId) {
    let Some(outbox) = page.outbox() else {
        return;
    };
    remove_in_turn(outbox, &phone, &id).await;
    page.refresh().await;
}

/// Nothing on this phone goes on saying that it waits, or has choices.
async fn is_taken_back(phone: impl Preferences, page: impl Page, about: &SubmissionId) {
    options::forget(phone, page, about).await;
    page.forget_sent(about);
}

#[cfg(test)]
mod tests;
