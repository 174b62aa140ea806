//! Looks at the endpoint for readiness: writes a heartbeat, reads figures, free space and ages; logs what has changed.

use std::{path::Path, sync::Arc, time::Duration};

use domain::{delivery::ALARM_AFTER_SECONDS, time::Timestamp};
use tokio::time::sleep;

use crate::{
    blocking::blocking,
    readiness::{Check, Observed, Verdict, judge},
    state::EndpointState,
    stop::Stop,
    store::try_to_write_journal,
    whole_file::folder_of,
};

/// How often the endpoint checks its own readiness, so that the log tells of changes without a call of `/readyz`.
const LOOK_EVERY: Duration = Duration::from_mins(1);

const MIB: u64 = 1024 * 1024;

/// What is there now, and what it means. A change is logged.
pub(crate) async fn observe(endpoint: &EndpointState) -> (Observed, Verdict) {
    let now = endpoint.clock.now();
    let figures = endpoint.store.figures(ALARM_AFTER_SECONDS, now).await.ok();
    let on_disk = look_at_disk(endpoint, now).await;
    let seen = Observed {
        now,
        can_store: on_disk.can_journal
            && endpoint
                .readiness
                .heartbeat
                .is_stored(&endpoint.store, now)
                .await,
        figures,
        free_bytes: on_disk.free_bytes,
        min_free_bytes: endpoint.config.min_free_mib.saturating_mul(MIB),
        running_since: endpoint.readiness.running_since,
        newest_key_made_at: endpoint.keys.newest_made_at(),
        seconds_without_copy: on_disk.seconds_without_copy,
        keys_missing: on_disk.keys_missing,
        reported: reported(endpoint).await,
    };
    let verdict = judge(&seen);
    endpoint.readiness.tell(&verdict);
    (seen, verdict)
}

/// What is seen of the disk, which can let one wait.
struct OnDisk {
    /// Whether the journal of effects can be written: without it no right is carried out.
    can_journal: bool,
    free_bytes: Option<u64>,
    seconds_without_copy: Option<i64>,
    keys_missing: usize,
}

async fn look_at_disk(endpoint: &EndpointState, now: Timestamp) -> OnDisk {
    let keys = endpoint.keys.clone();
    let journal = endpoint.config.journal.clone();
    let folders = [
        &*endpoint.config.data_dir,
        folder_of(&endpoint.config.store),
        folder_of(&journal),
    ]
    .map(Path::to_owned);
    blocking(move || OnDisk {
        can_journal: try_to_write_journal(&journal).is_ok(),
        free_bytes: folders
            .iter()
            .map(|folder| free_bytes(folder))
            .min()
            .flatten(),
        seconds_without_copy: keys.seconds_without_copy(now),
        keys_missing: keys.put_back(),
    })
    .await
}

/// What parts of the endpoint have found out by themselves, and still stands.
async fn reported(endpoint: &EndpointState) -> Vec<Check> {
    // A database that does not answer is an alarm of its own.
    let jumped = matches!(endpoint.clock_jumped().await, Ok(Some(_)));
    let beyond = endpoint.limits.is_beyond_ceiling();
    let unknown = endpoint.clients_unknown.is_recent();
    [
        (Check::BeyondCeiling, beyond),
        (Check::ClientsUnknown, unknown),
        (Check::ClockJumped, jumped),
        (Check::KeyAbsent, endpoint.keys.is_one_absent()),
        (Check::KeyNotMade, endpoint.keys.is_one_owed()),
    ]
    .into_iter()
    .filter_map(|(check, stands)| stands.then_some(check))
    .collect()
}

/// Checks readiness every minute until `stop` is set, with or without calls of `/readyz`.
pub(crate) async fn watch(endpoint: Arc<EndpointState>, mut stop: Stop) {
    loop {
        tokio::select! {
            () = stop.told() => return,
            () = sleep(LOOK_EVERY) => {
                observe(&endpoint).await;
                // A command beside may have removed something, and ended before the log could be cut.
                endpoint.store.cut_log().await;
            }
        }
    }
}

/// What a process that is not root may still write there; `None` when the system does not say, which sorts first.
fn free_bytes(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_told_of_folders_that_are_there() {
        assert!(free_bytes(folder_of(Path::new("a"))).is_some());
        assert!(free_bytes(Path::new("/nowhere/at/all")).is_none());
    }
}
