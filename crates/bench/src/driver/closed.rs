//! A closed loop: so many connections, each sending the next registration as soon as the last has its response.
//!
//! Says the most that is borne; its latencies are those of a full house, not those that people feel.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::task::JoinSet;

use super::{Driver, Tally};
use crate::{clock, sealed::Sealed};

/// Sends until `lasting` is over or nothing is left of `sealed`.
///
/// # Errors
/// When a request ends in a panic.
pub(crate) async fn run(
    driver: &Driver,
    sealed: Arc<Vec<Sealed>>,
    connections: usize,
    lasting: Duration,
) -> anyhow::Result<Tally> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = clock::now();
    let mut workers = JoinSet::new();
    for _ in 0..connections {
        let (driver, sealed, next) = (driver.clone(), Arc::clone(&sealed), Arc::clone(&next));
        workers.spawn(async move {
            let mut answers = Vec::new();
            while start.elapsed() < lasting {
                let Some(sealed) = sealed.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let sent = clock::now();
                let outcome = driver.send(sealed).await;
                answers.push((sent.elapsed(), outcome));
            }
            answers
        });
    }
    let mut tally = Tally::new()?;
    while let Some(answers) = workers.join_next().await {
        for (latency, outcome) in answers? {
            tally.add(latency, outcome);
        }
    }
    tally.lasted = start.elapsed();
    Ok(tally)
}
