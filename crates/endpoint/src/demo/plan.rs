//! Plan of the demonstration: what happens at which moment, in order, from the table, the hours and the present. Pure.

use domain::{
    desk::{Act, Seat, WelcomeId},
    site::Site,
    time::Timestamp,
};
use jiff::tz::TimeZone;

use super::{
    DemoError,
    moments::Moments,
    table::{Again, Begins, Done, Invented, RightUsed, Table},
};
use crate::store::WelcomePlan;

/// Between a registration and the first step, and between two steps, at least.
const APART_SECONDS: i64 = 120;

/// An agreed call that has come was agreed for so many open minutes ago.
const DUE_MINUTES_AGO: usize = 40;

/// An agreed call that is to come is so far away at least.
const LATER_SECONDS: i64 = 2 * 3600;

/// How long a collective welcome lasts.
const WELCOME_SECONDS: i64 = 90 * 60;

/// What happens, the earliest first.
pub(super) struct Plan<'a> {
    pub(super) happenings: Vec<Happening<'a>>,
    /// The collective welcomes, planned before anything happens.
    pub(super) welcomes: Vec<WelcomePlan>,
    now: Timestamp,
}

/// One moment.
pub(super) struct Happening<'a> {
    pub(super) at: Timestamp,
    pub(super) what: What<'a>,
}

/// What happens there to the person of that place in the table.
pub(super) enum What<'a> {
    Registers(usize, &'a Invented),
    UsesARight(usize, &'a Invented, &'a RightUsed),
    IsWorkedOn(usize, PlannedStep<'a>),
}

impl PlannedStep<'_> {
    /// The act, at welcomes that have these numbers.
    ///
    /// # Errors
    ///
    /// Where the table has no such act, or no such welcome: a defect.
    pub(super) fn act(&self, welcomes: &[WelcomeId]) -> Result<Act, DemoError> {
        let seat = self.welcome.map(|(place, starts_at)| {
            let welcome = welcomes.get(place).copied();
            welcome.map(|welcome| Seat { welcome, starts_at })
        });
        match seat {
            Some(None) => Err(DemoError::StepRefused),
            seat => self.done.act(self.call_back_at, seat.flatten()),
        }
    }
}

/// A step of a colleague, with the moments that it agrees.
pub(super) struct PlannedStep<'a> {
    pub(super) by: usize,
    done: &'a Done,
    call_back_at: Option<Timestamp>,
    /// The welcome, by place in the table, and its beginning.
    welcome: Option<(usize, Timestamp)>,
    /// How many steps stand before it.
    pub(super) seen: u32,
}

impl<'a> Plan<'a> {
    /// The plan of that table at a Mission Locale.
    pub(super) fn of<'s>(
        table: &'a Table,
        site: &'s Site,
        zone: &'s TimeZone,
        now: Timestamp,
    ) -> Self {
        let of_place = |place: &'s Site| Moments::new(&place.opening_hours, zone, now);
        let of_site = of_place(site);
        let welcomes: Vec<WelcomePlan> = table
            .welcomes
            .iter()
            .map(|welcome| {
                let starts_at = match welcome.begins {
                    Begins::Ago(minutes) => of_site.open_minutes_ago(minutes),
                    Begins::HoursToCome(hours) => of_site.open_from(now.plus_seconds(hours * 3600)),
                };
                WelcomePlan {
                    place: site.id.clone(),
                    starts_at,
                    ends_at: starts_at.plus_seconds(WELCOME_SECONDS),
                    seats: welcome.seats,
                }
            })
            .collect();
        let mut happenings = Vec::new();
        for (number, person) in table.people.iter().enumerate() {
            let of_branch = site.branch_for(&person.answers).map(of_place);
            let moments = of_branch.as_ref().unwrap_or(&of_site);
            happenings.extend(life(number, person, moments, &welcomes));
        }
        // Stable: what happens to one person at the same second stays in its order.
        happenings.sort_by_key(|happening| happening.at);
        Self {
            happenings,
            welcomes,
            now,
        }
    }

    /// When the first of it happens.
    pub(super) fn begins_at(&self) -> Timestamp {
        let first = self.happenings.first();
        first.map_or(self.now, |first| first.at)
    }
}

/// What happens to one person.
fn life<'a>(
    number: usize,
    person: &'a Invented,
    moments: &Moments<'_>,
    welcomes: &[WelcomePlan],
) -> Vec<Happening<'a>> {
    let mut at = moments.arrival(person.when);
    let mut happenings = vec![Happening {
        at,
        what: What::Registers(number, person),
    }];
    let behind = |last: Timestamp, minutes: usize| {
        let meant = moments.open_minutes_ago(minutes);
        meant.max(last.plus_seconds(APART_SECONDS)).min(moments.now)
    };
    for (seen, done) in (0..).zip(&person.steps) {
        at = behind(at, done.ago);
        let step = PlannedStep {
            by: done.by,
            done,
            call_back_at: call_back_at(done, at, moments),
            welcome: done
                .welcome
                .and_then(|place| Some((place, welcomes.get(place)?.starts_at))),
            seen,
        };
        happenings.push(Happening {
            at,
            what: What::IsWorkedOn(number, step),
        });
    }
    if let Some(right) = &person.right {
        happenings.push(Happening {
            at: behind(at, right.ago),
            what: What::UsesARight(number, person, right),
        });
    }
    happenings
}

/// The moment that a call agreed, if one did.
fn call_back_at(done: &Done, at: Timestamp, moments: &Moments<'_>) -> Option<Timestamp> {
    Some(match done.again? {
        Again::Due => moments.open_minutes_ago(DUE_MINUTES_AGO).max(at),
        Again::Later => moments.open_from(moments.now.plus_seconds(LATER_SECONDS)),
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, path::Path};

    use content::SiteFile;
    use domain::{
        calendar::{call_by, opening},
        desk::{Clock, Group, Progress, Step},
    };
    use jiff::civil::Time;

    use super::*;
    use crate::french;

    /// The groups of a list that is looked at when the plan is over, by how many they have.
    fn groups(
        site: &Site,
        zone: &TimeZone,
        now: Timestamp,
    ) -> anyhow::Result<HashMap<&'static str, u32>> {
        let table = Table::read()?;
        let plan = Plan::of(&table, site, zone, now);
        let mut people: HashMap<usize, (Timestamp, Progress, bool)> = HashMap::new();
        let mut last = plan.begins_at();
        for Happening { at, what } in plan.happenings {
            anyhow::ensure!(last <= at && at <= now, "{last} {at} {now}");
            last = at;
            match what {
                What::Registers(number, _) => {
                    people.insert(number, (at, Progress::default(), false));
                }
                What::IsWorkedOn(number, planned) => {
                    let act = planned.act(&[WelcomeId(1), WelcomeId(2)])?;
                    let person = people
                        .get_mut(&number)
                        .ok_or_else(|| anyhow::anyhow!("who"))?;
                    let step = Step { act, at };
                    let allowed = person.1.allows(step, person.2);
                    anyhow::ensure!(allowed.is_ok(), "{number}: {act:?}");
                    person.1 = person.1.after(step);
                }
                What::UsesARight(number, ..) => {
                    people
                        .get_mut(&number)
                        .ok_or_else(|| anyhow::anyhow!("who"))?
                        .2 = true;
                }
            }
        }
        let local = |at| french::local(at, zone);
        let tomorrow = local(now).date().tomorrow()?;
        let day_ends_at = french::instant(tomorrow.to_datetime(Time::midnight()), zone);
        let mut groups = HashMap::new();
        for (received_at, progress, is_held) in people.into_values() {
            let by = call_by(local(received_at), &site.opening_hours);
            let clock = Clock {
                call_by: by.map(|by| french::instant(by, zone)),
                day_ends_at,
                now,
            };
            let group = progress.group(progress.stage(is_held, now), clock);
            *groups.entry(group.code()).or_default() += 1;
        }
        Ok(groups)
    }

    #[test]
    fn every_group_has_somebody_at_every_hour_of_a_winter_and_a_spring() -> anyhow::Result<()> {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/sites/demo.toml");
        let site = SiteFile::read_public(&demo)?;
        let zone = TimeZone::get(&site.time_zone)?;
        for (from, hours) in [
            // Christmas, the new year; Easter; both changes of the clock; the bridges of May.
            ("2026-12-17T00:00:01Z", 24 * 20),
            ("2027-03-24T00:29:59Z", 24 * 8),
            ("2027-05-05T00:00:00Z", 24 * 6),
            ("2027-10-29T00:00:00Z", 24 * 5),
        ] {
            let from: Timestamp = from.parse()?;
            // Every fifth hour: each of a day's within a week.
            for hour in (0..hours).step_by(5) {
                let now = from.plus_seconds(hour * 3600);
                let groups = groups(&site, &zone, now)?;
                let local = french::local(now, &zone);
                // A deadline lies in open hours: once they are over, nothing is due today any more.
                let state = opening(local, &site.opening_hours);
                let has_today = state.is_some_and(|state| state.changes_at.date() == local.date());
                for group in Group::ALL {
                    let is_there = group != Group::Today || has_today;
                    let count = groups.get(group.code());
                    assert_eq!(count.is_some(), is_there, "{local}: {group:?} {groups:?}");
                }
            }
        }
        Ok(())
    }
}
