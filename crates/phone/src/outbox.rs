//! The outbox around the loop: keeping, draining in one tab, taking back, and when to look again.

use std::cell::Cell;

use domain::{
    outbox::{Asking, Entry, Occasion, Outcome, SentRecord, Store},
    owner::OwnerSecret,
    wire::SubmissionId,
};

use crate::{
    ports::{Lock, Transport, World},
    sync::{self, Report},
};

/// While somebody looks, the outbox is gone through at least this often: another tab may have stopped sending.
const LOOK_AGAIN_SECONDS: i64 = 30;

/// The longest that a page waits once the network is back: phones of one room get it back together, and must not call
/// together.
pub const ONLINE_SPREAD_SECONDS: u32 = 2;

/// An open page that shows the outbox.
pub trait Page: Copy {
    /// What it shows.
    type Outbox: Store;

    /// The outbox of this phone, once it is open.
    fn outbox(&self) -> Option<&Self::Outbox>;

    /// Shows it as it is now.
    fn refresh(&self) -> impl Future<Output = ()>;
}

/// What became of an entry that was to be kept: what the person is told.
#[derive(Clone, PartialEq, Eq)]
pub enum Kept {
    /// It waits on this phone, and leaves by itself.
    OnPhone,
    /// It could not be kept, and the endpoint has it.
    ByEndpoint(SentRecord),
    /// Neither: the answers have to stay on the screen.
    Nowhere,
}

/// Keeps an entry, or sends it where nothing can be kept: only the endpoint's receipt makes it safe then to forget the
/// answers.
pub async fn keep_or_send<S: Store>(store: &S, transport: &impl Transport, entry: &Entry) -> Kept {
    if store.keep(entry).await.is_ok() {
        return Kept::OnPhone;
    }
    match sync::attempt(transport, entry).await {
        Outcome::Received(receipt) => Kept::ByEndpoint(SentRecord::new(entry, &receipt)),
        _ => Kept::Nowhere,
    }
}

/// Sends what is due and asks about copies, unless another tab is at it: `None` then.
///
/// `hurry`: the network may be back, or a person looks: what waits is tried at once.
pub fn drain<S: Store>(
    store: &S,
    transport: &impl Transport,
    world: &impl World,
    lock: &impl Lock,
    asking: &Cell<Asking>,
    hurry: bool,
) -> impl Future<Output = Option<Report>> {
    let occasion = if hurry {
        Occasion::Look
    } else {
        Occasion::Timer
    };
    lock.if_free(async move {
        if hurry {
            sync::hurry(store, world).await;
        }
        sync::run_and_confirm(store, transport, world, asking, occasion).await
    })
}

/// Seconds until the outbox is gone through again; `None`: not before something happens.
pub fn look_again_in(wanted: Option<i64>, is_visible: bool) -> Option<i64> {
    match wanted {
        // Waits that are over are those of a run that ended early.
        Some(seconds) if is_visible => Some(seconds.clamp(1, LOOK_AGAIN_SECONDS)),
        Some(seconds) => Some(seconds.max(1)),
        None => is_visible.then_some(LOOK_AGAIN_SECONDS),
    }
}

/// The secret of something that was sent from this phone, where it may be kept: the right to act on it.
pub fn owner_of(
    id: &SubmissionId,
    entries: &[Entry],
    records: &[SentRecord],
) -> Option<OwnerSecret> {
    let waiting = entries.iter().find(|entry| entry.id == *id);
    let sent = records.iter().find(|record| record.id == *id);
    let waiting = waiting.and_then(|entry| entry.owner.clone());
    waiting.or_else(|| sent.and_then(|record| record.owner.clone()))
}

/// Takes off this phone what was cancelled while it waits here, unless something is being sent: `false` then, and
/// [`remove_in_turn`] is to follow.
///
/// Where it cannot be taken out it leaves, and the request that follows it takes it back there.
pub async fn take_back<S: Store>(store: &S, lock: &impl Lock, id: &SubmissionId) -> bool {
    lock.if_free(store.remove(id)).await.is_some()
}

/// Takes an entry or its copy off this phone as soon as nothing is being sent or asked any more. Whether it is gone.
pub async fn remove_in_turn<S: Store>(store: &S, lock: &impl Lock, id: &SubmissionId) -> bool {
    matches!(lock.in_turn(store.remove(id)).await, Some(Ok(())))
}

/// Takes everything off this phone, not while an entry is under way: its receipt would bring a record back. Whether it
/// is gone.
pub async fn erase<S: Store>(store: &S, lock: &impl Lock) -> bool {
    matches!(lock.in_turn(store.erase()).await, Some(Ok(())))
}

#[cfg(test)]
mod tests;
