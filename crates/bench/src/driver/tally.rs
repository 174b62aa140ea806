//! What came of the requests of one run: how long each took, and what was answered.

use std::{collections::BTreeMap, time::Duration};

use hdrhistogram::Histogram;

use crate::table::real;

/// Longest latency told apart; anything slower counts as this.
const LONGEST_MICROSECONDS: u64 = 60_000_000;
const DIGITS: u8 = 3;

/// What was answered to one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RequestOutcome {
    /// 201, with a receipt of that reference.
    Acknowledged(String),
    /// Another status.
    Refused(u16),
    /// No answer, or one that is no receipt of what was sent.
    Failed,
}

/// The sum of one run.
pub(crate) struct Tally {
    latencies: Histogram<u64>,
    /// The references of all that was acknowledged.
    pub(crate) acknowledged: Vec<String>,
    refused: BTreeMap<u16, usize>,
    failed: usize,
    /// From the first request to the last answer.
    pub(crate) lasted: Duration,
}

impl Tally {
    /// Nothing yet.
    ///
    /// # Errors
    /// Never with these bounds; the histogram cannot know that.
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            latencies: Histogram::new_with_max(LONGEST_MICROSECONDS, DIGITS)?,
            acknowledged: Vec::new(),
            refused: BTreeMap::new(),
            failed: 0,
            lasted: Duration::ZERO,
        })
    }

    /// Adds one answer. What failed took as long as it took: it is in the percentiles too.
    pub(crate) fn add(&mut self, latency: Duration, outcome: RequestOutcome) {
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.latencies.saturating_record(microseconds);
        match outcome {
            RequestOutcome::Acknowledged(reference) => self.acknowledged.push(reference),
            RequestOutcome::Refused(status) => *self.refused.entry(status).or_default() += 1,
            RequestOutcome::Failed => self.failed += 1,
        }
    }

    /// The latency that so many of a hundred requests did not exceed, in milliseconds.
    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let microseconds = self.latencies.value_at_quantile(percent / 100.0);
        f64::from(u32::try_from(microseconds).unwrap_or(u32::MAX)) / 1000.0
    }

    /// Acknowledged submissions a second.
    pub(crate) fn rate(&self) -> f64 {
        real(self.acknowledged.len()) / self.lasted.as_secs_f64()
    }

    /// Requests sent.
    pub(crate) fn sent(&self) -> usize {
        self.acknowledged.len() + self.errors()
    }

    /// Requests without a receipt.
    pub(crate) fn errors(&self) -> usize {
        self.failed + self.refused.values().sum::<usize>()
    }

    /// The errors in words; empty when there were none.
    pub(crate) fn what_went_wrong(&self) -> String {
        let refused = self.refused.iter();
        let mut words: Vec<String> = refused
            .map(|(status, count)| format!("{count} with status {status}"))
            .collect();
        if self.failed > 0 {
            words.push(format!("{} without a receipt", self.failed));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_count_every_answer_and_errors_every_one_without_a_receipt() -> anyhow::Result<()>
    {
        let mut tally = Tally::new()?;
        for millisecond in 1..=98 {
            let outcome = RequestOutcome::Acknowledged(millisecond.to_string());
            tally.add(Duration::from_millis(millisecond), outcome);
        }
        tally.add(Duration::from_millis(500), RequestOutcome::Refused(503));
        tally.add(Duration::from_hours(1), RequestOutcome::Failed);
        tally.lasted = Duration::from_secs(2);
        let near = |value: f64, wanted: f64| (value - wanted).abs() <= wanted / 500.0;
        assert!(
            near(tally.percentile(50.0), 50.0),
            "{}",
            tally.percentile(50.0)
        );
        assert!(
            near(tally.percentile(99.0), 500.0),
            "{}",
            tally.percentile(99.0)
        );
        assert!(
            near(tally.percentile(99.9), 60_000.0),
            "{}",
            tally.percentile(99.9)
        );
        assert!(near(tally.rate(), 49.0));
        assert_eq!(tally.errors(), 2);
        assert_eq!(
            tally.what_went_wrong(),
            "1 with status 503, 1 without a receipt"
        );
        Ok(())
    }
}
