//! Who has a registration open at this moment: in memory alone, over by itself 45 s after the last sign.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{time::Timestamp, wire::SubmissionId};

use crate::store::{Person, PersonId};

/// A page says that it is still open at less than half of that.
const LASTS_SECONDS: i64 = 45;

/// Signs of pages that are open.
#[derive(Default)]
pub(super) struct Presence(Mutex<HashMap<SubmissionId, Vec<Sign>>>);

struct Sign {
    person: PersonId,
    name: String,
    at: Timestamp,
}

impl Sign {
    /// A sign of the future is of a clock that was set back.
    fn lasts(&self, now: Timestamp) -> bool {
        (0..LASTS_SECONDS).contains(&now.seconds_since(self.at))
    }
}

impl Presence {
    /// A page of `person` shows it.
    pub(super) fn sign(&self, id: &SubmissionId, person: &Person, now: Timestamp) {
        let mut signs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        signs.retain(|_, each| {
            each.retain(|sign| sign.lasts(now));
            !each.is_empty()
        });
        let each = signs.entry(id.clone()).or_default();
        each.retain(|sign| sign.person != person.id);
        each.push(Sign {
            person: person.id,
            name: person.name.clone(),
            at: now,
        });
    }

    /// The names of the others who have it open.
    pub(super) fn others(&self, id: &SubmissionId, me: PersonId, now: Timestamp) -> Vec<String> {
        let signs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let each = signs.get(id).map(Vec::as_slice).unwrap_or_default();
        let others = each
            .iter()
            .filter(|sign| sign.person != me && sign.lasts(now));
        others.map(|sign| sign.name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;
    use crate::store::{Role, Roles};

    fn person(id: i64, name: &str) -> anyhow::Result<Person> {
        let roles = Roles::of(&[Role::Team]).context("a role")?;
        Ok(Person {
            id: PersonId(id),
            handle: String::new(),
            name: name.to_owned(),
            roles,
        })
    }

    #[test]
    fn a_presence_is_of_others_and_ends_by_itself() -> anyhow::Result<()> {
        let (presence, now) = (Presence::default(), Timestamp::from_unix_seconds(1_000));
        let id: SubmissionId = "0190a1b2-0000-4000-8000-000000000001".parse()?;
        let (aicha, marc) = (person(1, "Aïcha")?, person(2, "Marc")?);
        presence.sign(&id, &aicha, now);
        assert_eq!(presence.others(&id, marc.id, now), ["Aïcha"]);
        assert!(presence.others(&id, aicha.id, now).is_empty());
        assert_eq!(
            presence.others(&id, marc.id, now.plus_seconds(44)),
            ["Aïcha"]
        );
        assert!(
            presence
                .others(&id, marc.id, now.plus_seconds(45))
                .is_empty()
        );
        // A clock that was set back ends it too.
        assert!(
            presence
                .others(&id, marc.id, now.plus_seconds(-1))
                .is_empty()
        );
        Ok(())
    }
}
