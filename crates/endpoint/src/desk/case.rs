//! A case: a registration opened for one request, with its progress, stage and clock. Holds answers: no `Debug`.
//!
//! The list, the search and the page of one registration are made from it, so that they cannot disagree.

use std::sync::Arc;

use domain::{
    calendar::call_by,
    desk::{Act, Clock, ContactSlot, Group, Progress, Rank, Stage, Step, taken_until},
    identity::Identity,
    retention::purge_after,
    site::Site,
    submission::Submission,
};
use jiff::civil::DateTime;

use super::time::Now;
use crate::{
    blocking::blocking,
    delivery::{Arrived, Person, answering, head},
    opening::open_stored,
    state::EndpointState,
    store::{DeskStep, OptionWords, PersonId, Registration, StoreError},
};

/// From so many days before its content goes, a row says so.
const GOES_SOON_DAYS: i64 = 3;

const DAY_SECONDS: i64 = 24 * 3600;

/// A registration of the team.
pub(super) struct Case {
    /// Without its envelope.
    pub(super) registration: Registration,
    pub(super) opened: Option<Opened>,
    pub(super) progress: Progress,
    pub(super) stage: Stage,
    pub(super) rank: Rank,
    /// By when the young person was told that they would be called, at the Mission Locale.
    pub(super) call_by: Option<DateTime>,
    /// Until when somebody has it in hand, and who.
    pub(super) taken: Option<Taken>,
    /// In how many days its content goes, once that is soon.
    pub(super) goes_in_days: Option<i64>,
}

/// What the envelope held.
pub(super) struct Opened {
    pub(super) submission: Submission,
    pub(super) identity: Identity,
    pub(super) person: Person,
}

/// Somebody has it in hand today.
pub(super) struct Taken {
    pub(super) by: PersonId,
    pub(super) name: String,
    pub(super) until: DateTime,
}

impl Case {
    pub(super) fn of(endpoint: &EndpointState, mut registration: Registration, now: &Now) -> Self {
        let envelope = registration.envelope.take();
        let opened = envelope.and_then(|sealed| opened(endpoint, &registration, &sealed));
        let submission = opened.as_ref().map(|opened| &opened.submission);
        let place = answering(
            &endpoint.site.public,
            registration.branch.as_deref(),
            submission,
        );
        let call_by = call_by(now.local(registration.received_at), &place.opening_hours);
        let progress = Progress::of(steps(&registration));
        let stage = progress.stage(registration.is_held);
        let rank = progress.rank(
            stage,
            Clock {
                call_by: call_by.map(|by| now.instant(by)),
                day_ends_at: now.day_ends_at(),
                now: now.at,
            },
        );
        Self {
            taken: taken(&registration, &progress, place, now),
            goes_in_days: goes_in_days(endpoint, &registration, now),
            registration,
            opened,
            progress,
            stage,
            rank,
            call_by,
        }
    }

    /// Whose hours and number are those of this registration.
    pub(super) fn place<'a>(&self, endpoint: &'a EndpointState) -> &'a Site {
        let submission = self.opened.as_ref().map(|opened| &opened.submission);
        answering(
            &endpoint.site.public,
            self.registration.branch.as_deref(),
            submission,
        )
    }

    pub(super) fn group(&self) -> Group {
        self.rank.group
    }

    /// How many steps its page shows.
    pub(super) fn seen(&self) -> u32 {
        u32::try_from(self.registration.steps.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn last_step(&self) -> Option<&DeskStep> {
        self.registration.steps.last()
    }

    /// The name as lists have it: `BENALI Aïcha`.
    pub(super) fn listed_name(&self) -> Option<String> {
        let identity = &self.opened.as_ref()?.identity;
        let given = |name: &Option<String>| {
            let name = name.clone().filter(|name| name != domain::formats::NO_NAME);
            name.unwrap_or_default()
        };
        let (surname, first) = (given(&identity.usage_name), given(&identity.first_name));
        let name = format!("{} {first}", surname.to_uppercase());
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// The parts of the day that the person wishes to be called in.
    pub(super) fn wished(&self) -> Vec<ContactSlot> {
        let answers = self
            .opened
            .as_ref()
            .map(|opened| opened.submission.answers());
        let codes = answers.map(|answers| answers.many("contact_slots"));
        let codes = codes.into_iter().flatten();
        codes
            .filter_map(|code| ContactSlot::from_code(code))
            .collect()
    }

    /// Whether somebody may take it in hand who looks for work.
    pub(super) fn is_free(&self) -> bool {
        let waits = !matches!(
            self.group(),
            Group::Done | Group::Held | Group::ToConclude | Group::ToCallAgain
        );
        waits && self.taken.is_none()
    }

    /// Whether somebody works on it, or did last.
    pub(super) fn is_of(&self, person: PersonId) -> bool {
        let last = self.last_step().and_then(|step| step.by.as_ref());
        match &self.taken {
            Some(taken) => taken.by == person,
            None => last.is_some_and(|(id, _)| *id == person),
        }
    }
}

fn steps(registration: &Registration) -> impl Iterator<Item = Step> {
    registration.steps.iter().map(|step| step.step)
}

fn opened(endpoint: &EndpointState, registration: &Registration, sealed: &[u8]) -> Option<Opened> {
    let (keys, sheets, id) = (&endpoint.keys, &endpoint.sheets, &registration.id);
    let submission = open_stored(keys, sheets, id, sealed).ok()?;
    let arrived = Arrived {
        reference: &registration.reference,
        received_at: registration.received_at,
        branch: registration.branch.as_deref(),
        choices: &OptionWords::default(),
    };
    let person = head(endpoint, &arrived, &submission)?;
    Some(Opened {
        identity: Identity::of(&submission),
        person,
        submission,
    })
}

fn taken(
    registration: &Registration,
    progress: &Progress,
    place: &Site,
    now: &Now,
) -> Option<Taken> {
    let taken_at = progress.taken_at?;
    let until = taken_until(now.local(taken_at), &place.opening_hours);
    if until <= now.local || progress.closed.is_some() {
        return None;
    }
    let steps = registration.steps.iter().rev();
    let mut taking = steps.filter(|step| step.step.act == Act::Taken);
    let (by, name) = taking.next()?.by.clone()?;
    Some(Taken { by, name, until })
}

fn goes_in_days(endpoint: &EndpointState, registration: &Registration, now: &Now) -> Option<i64> {
    let keep_days = endpoint.site.public.keep_after_delivery_days;
    let goes_at = purge_after(registration.delivered_at?, keep_days);
    let days = goes_at.seconds_since(now.at).max(0) / DAY_SECONDS;
    (days < GOES_SOON_DAYS).then_some(days)
}

/// Every case of the team, in the order of work. Envelopes are opened: work for a core.
pub(super) async fn all(endpoint: &Arc<EndpointState>, now: &Now) -> Result<Vec<Case>, StoreError> {
    let registrations = endpoint.store.registrations().await?;
    let (endpoint, now) = (Arc::clone(endpoint), now.clone());
    Ok(blocking(move || {
        let each = registrations.into_iter();
        let mut cases: Vec<Case> = each.map(|one| Case::of(&endpoint, one, &now)).collect();
        cases.sort_by_key(|case| case.rank);
        cases
    })
    .await)
}
