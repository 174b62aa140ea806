//! An open loop: requests start at scheduled moments, whether or not those before them were answered.
//!
//! Latency counts from the scheduled arrival, so that a stall counts for every request that was due during it.

use std::time::{Duration, Instant};

use tokio::{task::JoinSet, time::sleep_until};

use super::{Driver, Tally};
use crate::{clock, sealed::Sealed};

/// Room to get ready before the first arrival.
const LEAD: Duration = Duration::from_millis(200);

/// Arrivals at equal distances.
#[derive(Clone, Copy)]
struct Schedule {
    start: Instant,
    per_second: u32,
}

impl Schedule {
    /// When the arrival of that index is due; the distances do not add up an error.
    fn due(self, index: u32) -> Instant {
        self.start + Duration::from_secs(index.into()) / self.per_second
    }

    /// How long the arrival of that index had waited when its answer came.
    fn latency(self, index: u32, answered: Instant) -> Duration {
        answered.saturating_duration_since(self.due(index))
    }
}

/// Sends all of `sealed`, `per_second` of them each second, and waits for every answer.
///
/// # Errors
/// When a request ends in a panic.
pub(crate) async fn run(
    driver: &Driver,
    sealed: Vec<Sealed>,
    per_second: u32,
) -> anyhow::Result<Tally> {
    let schedule = Schedule {
        start: clock::now() + LEAD,
        per_second,
    };
    let mut requests = JoinSet::new();
    for (index, sealed) in (0..).zip(sealed) {
        sleep_until(schedule.due(index).into()).await;
        let driver = driver.clone();
        requests.spawn(async move {
            let outcome = driver.send(&sealed).await;
            (schedule.latency(index, clock::now()), outcome)
        });
    }
    let mut tally = Tally::new()?;
    while let Some(answered) = requests.join_next().await {
        let (latency, outcome) = answered?;
        tally.add(latency, outcome);
    }
    tally.lasted = schedule.start.elapsed();
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(per_second: u32) -> Schedule {
        let start = clock::now();
        Schedule { start, per_second }
    }

    #[test]
    fn a_minute_of_arrivals_ends_at_the_minute() {
        let fifty = schedule(50);
        assert_eq!(fifty.due(1) - fifty.start, Duration::from_millis(20));
        assert_eq!(fifty.due(3000) - fifty.start, Duration::from_mins(1));
        let seven = schedule(7);
        assert_eq!(seven.due(7 * 3600) - seven.start, Duration::from_hours(1));
    }

    #[test]
    fn a_stall_is_felt_by_everybody_who_came_during_it() {
        let schedule = schedule(10);
        let unblocked = schedule.start + Duration::from_secs(1);
        let felt = (0..12).map(|index| schedule.latency(index, unblocked).as_millis());
        let felt: Vec<u128> = felt.collect();
        assert_eq!(
            felt,
            [1000, 900, 800, 700, 600, 500, 400, 300, 200, 100, 0, 0]
        );
    }
}
