//! Requests that came by telephone, by letter or at the desk: the same register, the same days, no name.

use domain::{
    options::{Choice, Purpose},
    reference::Reference,
    retention::RIGHTS_FILE_KEEP_DAYS,
    rights::{Right, days_left, due_on, reminders},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use jiff::civil;

use super::{Officer, RightsError, moment_of, officer::words, planned, today};
use crate::{
    config::Channel,
    reference::draw_reference,
    store::{ByHand, NewRequest, PlannedNote, StoreError},
};

/// How a request came of which the journal of effects alone knows.
const FROM_JOURNAL: &str = "journal";

/// A request, as an officer enters it. There is no field for the person's name.
#[derive(Debug, Clone)]
pub struct ManualRequest {
    /// What is asked.
    pub right: Right,
    /// Of a withdrawal: which option.
    pub option: Option<Purpose>,
    /// The day it came, in the Mission Locale's own time: the month is counted from it.
    pub received_on: Date,
    /// The registration it is about, where the officer is sure of it: what the right does is then done there.
    pub reference: Option<Reference>,
    /// By which way it came.
    pub channel: Channel,
    /// Who enters it.
    pub by: String,
}

impl Officer {
    /// Enters a request; its number, and the day by which it is answered.
    ///
    /// # Errors
    ///
    /// When the day has not come or is more than a year ago, when a withdrawal names no option,
    /// or no registration has that number; then nothing is entered.
    pub async fn add(&self, entry: &ManualRequest) -> Result<(Reference, Date), RightsError> {
        let done_by = words(&entry.by).ok_or(RightsError::NoName)?;
        let (today, received_on) = (self.today(), entry.received_on);
        if received_on > today {
            return Err(RightsError::NotYet(received_on));
        }
        if days_left(received_on, today) > i32::from(RIGHTS_FILE_KEEP_DAYS) {
            return Err(RightsError::TooLongAgo(received_on));
        }
        if (entry.right == Right::Withdrawal) != entry.option.is_some() {
            return Err(RightsError::WhichOption);
        }
        if let Some(registration) = &entry.reference {
            self.registration(registration).await?;
        }
        let at = self.state().clock.now();
        let withdrawn = entry.option.map(|purpose| Choice {
            purpose,
            granted: false,
            at,
        });
        let due_on = due_on(received_on);
        let request = NewRequest {
            asked: entry.right,
            withdrawn,
            about: None,
            received_on,
            due_on,
            reminders: self.still_to_come(due_on, today),
        };
        let new = ByHand {
            id: new_id()?,
            request,
            channel: entry.channel.code(),
            done_by,
            at,
            adopts: None,
            sender: self.sender(),
        };
        let number = self.state().store.add_by_hand(&new, draw_reference).await?;
        tracing::info!(
            request = new.id.short(),
            channel = new.channel,
            "rights request entered by hand"
        );
        if let Some(registration) = &entry.reference {
            let officer = self.after_form();
            officer.apply(&number, Some(registration), done_by).await?;
        }
        Ok((number, due_on))
    }

    /// Gives a file to an effect that has none, known from the journal alone: its number, and the day of its answer.
    /// `request` is how the lists show the request that made it: the first eight characters of its id.
    ///
    /// # Errors
    ///
    /// When no such effect stands, or `by` is empty.
    pub async fn adopt(&self, request: &str, by: &str) -> Result<(Reference, Date), RightsError> {
        let done_by = words(by).ok_or(RightsError::NoName)?;
        let alone = self.state().store.effects_alone().await?;
        let found = alone.iter().find(|alone| alone.request.short() == request);
        let alone = found.ok_or_else(|| RightsError::NoSuchEffect(request.to_owned()))?;
        let right = Right::ALL
            .into_iter()
            .find(|right| right.effect() == Some(alone.effect));
        let asked = right.ok_or_else(|| RightsError::NoSuchEffect(request.to_owned()))?;
        let received_on = today(&self.state().time_zone, alone.since);
        let due_on = due_on(received_on);
        let new = ByHand {
            id: new_id()?,
            request: NewRequest {
                asked,
                withdrawn: None,
                about: None,
                received_on,
                due_on,
                reminders: self.still_to_come(due_on, self.today()),
            },
            channel: FROM_JOURNAL,
            done_by,
            at: self.state().clock.now(),
            adopts: Some(alone),
            sender: self.sender(),
        };
        let number = self.state().store.add_by_hand(&new, draw_reference).await?;
        tracing::info!(
            request = new.id.short(),
            effect_of = request,
            "an effect known from the journal has a file now"
        );
        Ok((number, due_on))
    }

    /// Reminders of days that are past would say something wrong.
    fn still_to_come(&self, due_on: Date, today: Date) -> Vec<PlannedNote> {
        let all = planned(due_on, &self.state().time_zone);
        let days = reminders(due_on).map(|(_, day)| day);
        let kept = all.into_iter().zip(days).filter(|(_, day)| *day >= today);
        kept.map(|(note, _)| note).collect()
    }

    /// When a request was made, for what it takes back: the moment it came,
    /// and the end of its day where it was entered later.
    pub(super) fn made_at(&self, received_on: Date, entered_at: Timestamp) -> Timestamp {
        let end_of_day = civil::Time::constant(23, 59, 59, 0);
        entered_at.min(moment_of(received_on, end_of_day, &self.state().time_zone))
    }
}

fn new_id() -> Result<SubmissionId, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoReference)?;
    Ok(SubmissionId::from_random(bytes))
}
