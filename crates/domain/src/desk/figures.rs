//! Figures: what is counted of a registration, as a fold over its steps, and when a count is too small to be shown.

use super::{Act, Attendance, CallOutcome, Closing, Known, Progress, Step};
use crate::time::Timestamp;

/// A smaller count could point at somebody: it is not shown.
pub const SMALLEST_SHOWN: u64 = 5;

/// What is counted of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// It came in.
    Arrived,
    /// Somebody called, whoever answered.
    Called,
    /// The first call was within the time that the young person was told.
    OnTime,
    /// The person was spoken to.
    Reached,
    /// A seat was kept at a collective welcome.
    Invited,
    /// The person came to one.
    Came,
    /// I-Milo did not know the person.
    New,
    /// I-Milo knew the person, here or elsewhere.
    Known,
    /// It was closed so.
    Closed(Closing),
}

impl Measure {
    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Called => "called",
            Self::OnTime => "on_time",
            Self::Reached => "reached",
            Self::Invited => "invited",
            Self::Came => "came",
            Self::New => "new",
            Self::Known => "known",
            Self::Closed(closing) => closing.code(),
        }
    }
}

/// What a registration counts for, that was to be called by that moment.
pub fn measures(steps: &[Step], call_by: Option<Timestamp>) -> Vec<Measure> {
    let progress = Progress::of(steps.iter().copied());
    let calls = || {
        steps.iter().filter_map(|step| match step.act {
            Act::Called(outcome, _) => Some((outcome, step.at)),
            _ => None,
        })
    };
    let first = calls().next();
    let is_on_time = first.zip(call_by).is_some_and(|((_, at), by)| at <= by);
    let is_reached = calls().any(|(outcome, _)| outcome == CallOutcome::Reached);
    let is_invited = steps.iter().any(|step| matches!(step.act, Act::Invited(_)));
    let has_come = matches!(progress.attended, Some((Attendance::Came, _)));
    let found = match progress.known {
        None | Some(Known::Unsure) => None,
        Some(Known::Unknown) => Some(Measure::New),
        Some(_) => Some(Measure::Known),
    };
    let counted = [
        Some(Measure::Arrived),
        first.map(|_| Measure::Called),
        is_on_time.then_some(Measure::OnTime),
        is_reached.then_some(Measure::Reached),
        is_invited.then_some(Measure::Invited),
        has_come.then_some(Measure::Came),
        found,
        progress.closed.map(Measure::Closed),
    ];
    counted.into_iter().flatten().collect()
}

/// A count as it may be shown; nothing where it is too small.
pub fn shown(count: u64) -> Option<u64> {
    (count == 0 || count >= SMALLEST_SHOWN).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(act: Act, seconds: i64) -> Step {
        Step {
            act,
            at: Timestamp::from_unix_seconds(seconds),
        }
    }

    #[test]
    fn a_registration_counts_for_what_was_done_in_the_end() {
        let by = Some(Timestamp::from_unix_seconds(100));
        let missed = |seconds| at(Act::Called(CallOutcome::NoAnswer, None), seconds);
        let reached = |seconds| at(Act::Called(CallOutcome::Reached, None), seconds);
        assert_eq!(measures(&[], by), [Measure::Arrived]);
        assert_eq!(
            measures(&[missed(100), reached(200)], by),
            [
                Measure::Arrived,
                Measure::Called,
                Measure::OnTime,
                Measure::Reached
            ]
        );
        assert_eq!(
            measures(&[missed(101)], by),
            [Measure::Arrived, Measure::Called]
        );
        assert_eq!(
            measures(&[missed(1)], None),
            [Measure::Arrived, Measure::Called]
        );
        // The last word on I-Milo counts, and a closing that was taken back does not.
        let corrected = [
            at(Act::Known(Known::Unknown), 1),
            at(Act::Known(Known::Supported), 2),
            at(Act::Closed(Closing::Duplicate), 3),
            at(Act::Reopened, 4),
            at(Act::Closed(Closing::AlreadySupported), 5),
        ];
        assert_eq!(
            measures(&corrected, by),
            [
                Measure::Arrived,
                Measure::Known,
                Measure::Closed(Closing::AlreadySupported)
            ]
        );
    }

    #[test]
    fn small_counts_are_not_shown() {
        assert_eq!(
            [0, 1, 4, 5, 70].map(shown),
            [Some(0), None, None, Some(5), Some(70)]
        );
    }
}
