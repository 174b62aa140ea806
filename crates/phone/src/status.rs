//! Status: which sentences say what waits on this phone and what was sent from it, by their keys.

use domain::{
    outbox::{Entry, Overdue, SentRecord, Standing, StuckReason},
    submission::MessageKind,
    texts::TextKey,
};

use crate::rights::is_registration;

/// What stands above every page while anything waits; what does not leave by itself is said first. The sentence for
/// several has a place for their number.
pub fn waiting(entries: &[Entry]) -> Option<TextKey> {
    if entries.iter().any(|entry| !entry.is_waiting()) {
        return Some(key!("status.stuck"));
    }
    if entries.iter().any(|entry| entry.blocked) {
        return Some(key!("status.blocked"));
    }
    match entries.len() {
        0 => None,
        1 => Some(key!("status.one_waiting")),
        _ => Some(key!("status.several_waiting")),
    }
}

/// What stands there on a shared device: how many wait to leave.
pub fn waiting_for_all(count: usize) -> TextKey {
    match count {
        0 => key!("shared.none_waiting"),
        1 => key!("shared.one_waiting"),
        _ => key!("shared.several_waiting"),
    }
}

/// The same of those that wait to be confirmed; nothing is said of none.
pub fn unconfirmed_for_all(count: usize) -> Option<TextKey> {
    match count {
        0 => None,
        1 => Some(key!("shared.one_unconfirmed")),
        _ => Some(key!("shared.several_unconfirmed")),
    }
}

/// How one entry stands.
pub fn of_entry(entry: &Entry) -> TextKey {
    match entry.standing {
        Standing::Waiting => key!("outbox.waiting"),
        Standing::Stuck(reason) => why_stuck(reason),
    }
}

/// Why one does not leave.
pub fn why_stuck(reason: StuckReason) -> TextKey {
    match reason {
        StuckReason::Refused => key!("stuck.refused"),
        StuckReason::UnknownKey => key!("stuck.unknown_key"),
    }
}

/// What was sent, by its kind.
pub fn of_kind(kind: MessageKind) -> TextKey {
    match kind {
        MessageKind::Registration => key!("outbox.registration"),
        MessageKind::CallbackRequest => key!("outbox.callback_request"),
        MessageKind::RightsRequest => key!("outbox.rights_request"),
        MessageKind::OptionChoice => key!("outbox.option_choice"),
    }
}

/// What becomes of one that waits: nothing has to be done.
pub fn next_of_entry(entry: &Entry) -> Option<TextKey> {
    let key = if entry.blocked {
        key!("status.blocked")
    } else {
        key!("outbox.by_itself")
    };
    entry.is_waiting().then_some(key)
}

/// That one has waited for long.
pub fn overdue(overdue: Overdue) -> TextKey {
    match overdue {
        Overdue::Day => key!("outbox.waiting_day"),
        Overdue::Week => key!("outbox.waiting_week"),
    }
}

/// How one may be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// Not here: it is somebody else's, carried here to leave, or there is nothing to take back.
    No,
    /// It can simply go: nobody has it, and nobody will.
    GiveUp,
    /// It can go too. It may have arrived without a word coming back: that can be told as well.
    GiveUpOrTell,
}

/// How that entry may be taken back.
pub fn cancel(entry: &Entry) -> Cancel {
    match entry.standing {
        _ if entry.shared_device => Cancel::No,
        Standing::Stuck(_) => Cancel::GiveUp,
        Standing::Waiting if is_registration(entry.kind) => Cancel::GiveUpOrTell,
        Standing::Waiting => Cancel::No,
    }
}

/// The records of what the Mission Locale has. What it has lost waits once more, and is told of there.
pub fn received<'r>(
    records: &'r [SentRecord],
    entries: &'r [Entry],
) -> impl Iterator<Item = &'r SentRecord> {
    let waits = |record: &&SentRecord| entries.iter().any(|entry| entry.id == record.id);
    records.iter().filter(move |record| !waits(record))
}

/// How many wait, were received, are in the mailbox; nothing while there is nothing.
pub fn numbers(entries: &[Entry], records: &[SentRecord]) -> Option<[usize; 3]> {
    let delivered = records.iter().filter(|it| it.delivered_at.is_some());
    let received = received(records, entries);
    let is_empty = entries.len() + records.len() == 0;
    (!is_empty).then(|| [entries.len(), received.count(), delivered.count()])
}

#[cfg(test)]
mod tests;
