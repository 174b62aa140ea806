//! What arrived, against what may have: the books of a walk.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use domain::wire::SubmissionId;

use super::World;
use crate::{checks::Check, phones::message_id};

impl World {
    pub(super) async fn look_at_the_end(&mut self) -> Result<()> {
        self.counts.registrations += self.phones.registrations.len();
        self.counts.mails += self.server.taken().len();
        for id in self.phones.registrations.clone() {
            let mails = self.mails_of(&id);
            let may_be = self.phones.stopped.get(&id).copied();
            if mails == 0 && may_be.is_none() {
                let state = self.state(&id).await?;
                self.fails(
                    Check::Arrives,
                    format!("{} is nowhere: {state:?}", id.short()),
                );
            }
            if let Some(may_be) = may_be
                && mails > may_be
            {
                self.fails(
                    Check::Stopped,
                    format!("{} came {mails} times, not {may_be}", id.short()),
                );
            }
        }
        for id in self.phones.sent() {
            let (mails, may_be) = (
                self.mails_of(&id),
                1 + self.more.get(&id).copied().unwrap_or(0),
            );
            self.counts.doubles += mails.saturating_sub(1);
            if mails > may_be {
                self.fails(
                    Check::Once,
                    format!("{} came {mails} times, not {may_be}", id.short()),
                );
            }
        }
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mail in self.server.taken() {
            if let Some(number) = mail.number {
                ids.entry(number).or_default().insert(mail.message_id);
            }
        }
        for (number, ids) in ids {
            if ids.len() > 1 {
                self.fails(
                    Check::OneId,
                    format!("{number} came as {} mails", ids.len()),
                );
            }
        }
        Ok(())
    }

    pub(super) async fn state(&self, id: &SubmissionId) -> Result<Option<String>> {
        let database = self.database().await?;
        let state = sqlx::query_scalar("SELECT state FROM deliveries WHERE submission = ?")
            .bind(id.as_str())
            .fetch_optional(&database)
            .await?;
        database.close().await;
        Ok(state)
    }

    pub(super) fn mails_of(&self, id: &SubmissionId) -> usize {
        let wanted = message_id(id);
        self.server
            .taken()
            .iter()
            .filter(|mail| mail.message_id == wanted)
            .count()
    }

    /// What was taken, and whose reply was not heard, may come once more.
    pub(super) fn note_unheard(&mut self) {
        let taken = self.server.taken();
        for mail in taken.iter().skip(self.looked_at).filter(|mail| !mail.heard) {
            if let Some(id) = self.whose(&mail.message_id) {
                *self.more.entry(id).or_default() += 1;
            }
        }
        self.looked_at = taken.len();
    }

    /// What was mailed and is not known to be, after a kill or a loss, may come once more.
    pub(super) async fn nobody_knows(&mut self) -> Result<()> {
        for id in self.phones.sent() {
            let mails = self.mails_of(&id);
            let more = self.more.get(&id).copied().unwrap_or_default();
            if mails > more && self.state(&id).await?.as_deref() != Some("delivered") {
                self.more.insert(id, mails);
            }
        }
        Ok(())
    }

    fn whose(&self, wanted: &str) -> Option<SubmissionId> {
        let mut sent = self.phones.sent().into_iter();
        sent.find(|id| message_id(id) == wanted)
    }
}
