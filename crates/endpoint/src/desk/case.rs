//! A case: a registration opened for one request, with its progress, stage and clock. Holds answers: no `Debug`.
//!
//! The list, the search and the page of one registration are made from it, so that they cannot disagree.

use std::sync::Arc;

use domain::{
    calendar::call_by,
    desk::{Act, Clock, ContactSlot, Group, Progress, Rank, Stage, Step, taken_until},
    formats::given_name,
    identity::Identity,
    retention::registration_goes_from,
    site::Site,
    submission::Submission,
    time::Timestamp,
};
use jiff::civil::DateTime;

use super::{DeskState, problem::DeskProblem, time::Now};
use crate::{
    blocking::{blocking, on_every_core},
    delivery::{Arrived, Person, answering, head},
    opening::open_stored,
    state::EndpointState,
    store::{DeskStep, OptionWords, PersonId, Registration},
};

/// From so many days before its content goes, a row says so.
const GOES_SOON_DAYS: i64 = 3;

/// A registration of the team.
pub(super) struct Case {
    /// Without its envelope.
    pub(super) registration: Registration,
    pub(super) opened: Option<Opened>,
    pub(super) progress: Progress,
    pub(super) stage: Stage,
    pub(super) rank: Rank,
    /// From when on the clock alone shows it otherwise.
    pub(super) changes_at: Timestamp,
    /// By when the young person was told that they would be called, at the Mission Locale.
    pub(super) call_by: Option<DateTime>,
    /// Until when somebody has it in hand, and who.
    pub(super) taken: Option<Taken>,
    /// From when on its content can be gone; nothing while no mailbox has it.
    pub(super) goes_at: Option<Timestamp>,
    /// In how many days that is, once that is soon.
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
        let stage = progress.stage(registration.is_held, now.at);
        let clock = Clock {
            call_by: call_by.map(|by| now.instant(by)),
            day_ends_at: now.day_ends_at(),
            now: now.at,
        };
        let taken = taken(&registration, &progress, place, now);
        let goes_at = goes_from(endpoint, &registration);
        let over_at = taken.as_ref().map(|taken| now.instant(taken.until));
        let ranked_until = progress.rank_changes_at(stage, clock);
        Self {
            rank: progress.rank(stage, clock),
            changes_at: over_at.map_or(ranked_until, |over_at| over_at.min(ranked_until)),
            taken,
            goes_in_days: goes_at.and_then(|at| goes_in_days(at, now)),
            goes_at,
            registration,
            opened,
            progress,
            stage,
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

    /// Whether its content is gone, so that it stands in no list.
    pub(super) fn is_gone(&self) -> bool {
        self.registration.purged_at.is_some()
    }

    /// How many steps its page shows.
    pub(super) fn seen(&self) -> u32 {
        u32::try_from(self.registration.steps.len()).unwrap_or(u32::MAX)
    }

    fn last_step(&self) -> Option<&DeskStep> {
        self.registration.steps.last()
    }

    /// The last step that says something of the work: taking it in hand does, where nothing else was done and it is over.
    pub(super) fn last_work(&self) -> Option<&DeskStep> {
        let steps = self.registration.steps.iter().rev();
        let mut work = steps.filter(|step| step.step.act != Act::Taken);
        let taken = self.last_step().filter(|_| self.taken.is_none());
        work.next().or(taken)
    }

    /// The name as lists have it: `BENALI Aïcha`.
    pub(super) fn listed_name(&self) -> Option<String> {
        let identity = &self.opened.as_ref()?.identity;
        let given = |name: &'_ Option<String>| {
            let name = name.as_deref().and_then(given_name);
            name.unwrap_or_default().to_owned()
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
            Group::Done
                | Group::Held
                | Group::ToConclude
                | Group::ToNote
                | Group::Awaited
                | Group::ToCallAgain
        );
        // Somebody has agreed on a moment with that person.
        waits && self.taken.is_none() && self.progress.call_back_at.is_none()
    }

    /// Whether the hour to call again that was agreed has come.
    fn is_due(&self, now: Timestamp) -> bool {
        let is_over = matches!(self.group(), Group::Done | Group::Held);
        !is_over && self.progress.call_back_at.is_some_and(|at| at <= now)
    }

    /// The same, and nobody else has it in hand.
    fn is_due_for(&self, person: PersonId, now: Timestamp) -> bool {
        let taken = self.taken.as_ref();
        self.is_due(now) && taken.is_none_or(|taken| taken.by == person)
    }

    /// Whether the promised call, or the one that was agreed, is to have been made by now.
    pub(super) fn is_late(&self, now: Timestamp) -> bool {
        !self.is_gone() && (self.group() == Group::Late || self.is_due(now))
    }

    /// Whether that person has it in hand.
    fn is_in_hand_of(&self, person: PersonId) -> bool {
        self.taken.as_ref().is_some_and(|taken| taken.by == person)
    }

    /// Whether somebody works on it, or did last.
    pub(super) fn is_of(&self, person: PersonId) -> bool {
        match &self.taken {
            Some(taken) => taken.by == person,
            None => self.last_step().is_some_and(|step| step.is_by(person)),
        }
    }
}

/// What was done about it, without who did it.
pub(super) fn steps(registration: &Registration) -> impl Iterator<Item = Step> {
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
    let taken = taking.next().filter(|step| !step.by_has_left)?;
    let (by, name) = taken.by.clone()?;
    Some(Taken { by, name, until })
}

fn goes_from(endpoint: &EndpointState, registration: &Registration) -> Option<Timestamp> {
    let last = registration.steps.last();
    let closing = last.filter(|step| matches!(step.step.act, Act::Closed(_)));
    let closed_at = closing.map(|step| step.step.at);
    Some(goes_at(endpoint, registration.delivered_at?, closed_at))
}

fn goes_in_days(goes_at: Timestamp, now: &Now) -> Option<i64> {
    let days = now.days_until(now.local(goes_at));
    (days < GOES_SOON_DAYS).then_some(days)
}

/// From when on the content of what was delivered then can be gone, closed at that moment or still open.
pub(super) fn goes_at(
    endpoint: &EndpointState,
    delivered_at: Timestamp,
    closed_at: Option<Timestamp>,
) -> Timestamp {
    let keep_days = endpoint.site.public.keep_after_delivery_days;
    registration_goes_from(delivered_at, closed_at, keep_days)
}

/// Which one a person goes on with: one in hand, else a call that is due, else one that nobody has, each in the order of
/// work.
pub(super) fn next_for(cases: &[Case], person: PersonId, now: Timestamp) -> Option<&Case> {
    let of_theirs = cases.iter().find(|case| case.is_in_hand_of(person));
    let due = || cases.iter().find(|case| case.is_due_for(person, now));
    let free = || cases.iter().find(|case| case.is_free());
    of_theirs.or_else(due).or_else(free)
}

/// Every case of the team, in the order of work. Envelopes are opened: work for every core, one list after the other.
pub(super) async fn all(state: &DeskState, now: &Now) -> Result<Vec<Case>, DeskProblem> {
    let turn = state.desk.openings.acquire().await;
    let _turn = turn.map_err(|_| DeskProblem::Unavailable)?;
    let registrations = state.endpoint.store.registrations().await?;
    let (endpoint, now) = (Arc::clone(&state.endpoint), now.clone());
    Ok(blocking(move || {
        let mut cases = on_every_core(registrations, |one| Case::of(&endpoint, one, &now));
        cases.sort_by_key(|case| case.rank);
        cases
    })
    .await)
}
