//! Weekly figures: what was counted when contents went, and what the contents that are here count for, read together.
//!
//! Of no person: a count below five is not shown, and no figure is of one member of the staff.

mod page;

use std::collections::BTreeMap;

use domain::{
    desk::{Measure, Step, measures},
    time::Timestamp,
};
use jiff::{Span, civil::Time};

use super::{
    DeskState,
    case::{self, Case},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    state::EndpointState,
    store::{Counted, Registration},
};
pub(super) use page::{csv, show};

/// Before the code of a link, in the code of a measure.
const SOURCE: &str = "source.";

/// Of the measure of who came by no link that has a code.
const NO_LINK: &str = "-";

/// What a registration counts for as its content goes; nothing where there is no desk.
pub(crate) fn counted(
    endpoint: &EndpointState,
    registration: Registration,
    now: Timestamp,
) -> Option<Counted> {
    endpoint.site.desk.as_ref()?;
    let now = Now::new(now, &endpoint.time_zone);
    Some(of(&Case::of(endpoint, registration, &now), &now))
}

fn of(case: &Case, now: &Now) -> Counted {
    let registration = &case.registration;
    let steps: Vec<Step> = case::steps(registration).collect();
    let call_by = case.call_by.map(|by| now.instant(by));
    let mut codes: Vec<String> = if registration.is_held {
        // What a right holds is not looked into.
        vec![Measure::Arrived.code().to_owned()]
    } else {
        let counted = measures(&steps, call_by).into_iter();
        counted.map(|measure| measure.code().to_owned()).collect()
    };
    if let Some(opened) = &case.opened {
        let context = &opened.submission.message().context;
        let source = context.source.as_deref();
        codes.push(format!("{SOURCE}{}", source.unwrap_or(NO_LINK)));
    }
    Counted {
        week: week_of(registration.received_at, now),
        measures: codes,
    }
}

/// The Monday of the week of a moment, at midnight.
fn week_of(at: Timestamp, now: &Now) -> Timestamp {
    let date = now.local(at).date();
    let days = Span::new().days(i64::from(date.weekday().to_monday_zero_offset()));
    let monday = date.checked_sub(days).unwrap_or(date);
    now.instant(monday.to_datetime(Time::midnight()))
}

/// By week, by code, how many.
struct Figures(BTreeMap<Timestamp, BTreeMap<String, u64>>);

impl Figures {
    /// What was counted, and what is here, which counts for as much as it has come to by now.
    async fn read(state: &DeskState, now: &Now) -> Result<Self, DeskProblem> {
        let mut weeks: BTreeMap<Timestamp, BTreeMap<String, u64>> = BTreeMap::new();
        let mut add = |week, measure, count| {
            *weeks.entry(week).or_default().entry(measure).or_default() += count;
        };
        for (week, measure, count) in state.endpoint.store.desk_counts().await? {
            add(week, measure, count);
        }
        for case in case::all(state, now).await? {
            let counted = of(&case, now);
            for measure in counted.measures {
                add(counted.week, measure, 1);
            }
        }
        Ok(Self(weeks))
    }

    fn count(&self, week: Timestamp, code: &str) -> u64 {
        let week = self.0.get(&week);
        week.and_then(|week| week.get(code))
            .copied()
            .unwrap_or_default()
    }

    /// The Mondays of the last weeks, this one included, the earliest first.
    fn weeks(now: &Now, how_many: i64) -> Vec<Timestamp> {
        let this = now.local(week_of(now.at, now)).date();
        let monday = |back: i64| {
            let date = this.checked_sub(Span::new().weeks(back)).unwrap_or(this);
            now.instant(date.to_datetime(Time::midnight()))
        };
        (0..how_many).rev().map(monday).collect()
    }

    /// How many of those weeks came by each link, the most first.
    fn sources(&self, weeks: &[Timestamp]) -> Vec<(String, u64)> {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for (code, count) in weeks.iter().filter_map(|week| self.0.get(week)).flatten() {
            if let Some(source) = code.strip_prefix(SOURCE) {
                *sums.entry(source.to_owned()).or_default() += count;
            }
        }
        let mut sums: Vec<(String, u64)> = sums.into_iter().collect();
        sums.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sums
    }
}
