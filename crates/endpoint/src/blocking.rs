//! Blocking work (disk, processor) on the thread pool for it: the loops go on meanwhile.

use std::{future::pending, panic::resume_unwind, thread};

/// Does `work` on a thread of its own kind. A panic of it goes on here.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime ends, and this task with it.
            Err(_) => pending().await,
        },
    }
}

/// Does `work` on each of `all`, which the cores share; in the order given. A panic of it goes on here.
pub(crate) fn on_every_core<T: Send, U: Send>(all: Vec<T>, work: impl Fn(T) -> U + Sync) -> Vec<U> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = all.len().div_ceil(cores).max(1);
    let (mut rest, mut shares) = (all, Vec::new());
    while rest.len() > share {
        let behind = rest.split_off(share);
        shares.push(rest);
        rest = behind;
    }
    let each = |share: Vec<T>| -> Vec<U> { share.into_iter().map(&work).collect() };
    thread::scope(|scope| {
        let each = &each;
        let others: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || each(share)))
            .collect();
        // The last share is done here meanwhile.
        let last = each(rest);
        let mut done = Vec::new();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done.extend(last);
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cores_share_keeps_its_order() {
        for count in [0, 1, 2, 3, 121] {
            let doubled: Vec<u32> = (0..count).map(|number| number * 2).collect();
            assert_eq!(
                on_every_core((0..count).collect(), |number| number * 2),
                doubled
            );
        }
    }
}
