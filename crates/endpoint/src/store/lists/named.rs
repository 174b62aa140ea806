//! What a list names, as it stands when its mail is written.

use domain::{reference::Reference, retention::reminded_of_at, time::Timestamp};

use super::{Capped, DeliveredFiche, DueCall, DueList, List, Store, StoreError, moment};

/// Whether a delivery goes to the mailbox of a list: `?1` is the branch whose own it is, `?2` all that have one. Of the Mission
/// Locale's own, `''`, is what goes to none of those: a branch that lost its mailbox too.
const IN_MAILBOX: &str = "CASE ?1 WHEN '' THEN coalesce(branch, '') NOT IN (SELECT value FROM json_each(?2)) ELSE branch = ?1 END";

/// Of which a list of calls names those that it is the first to: registrations and callback requests that wait for a call,
/// nothing that a right has ended or frozen, or an operator has set aside. `?3` is where the list ends.
const TO_CALL: &str = "
    SELECT deliveries.submission FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
    WHERE in_calls IS NULL AND received_at < ?3 AND state <> 'set_aside'
      AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
      AND NOT EXISTS (SELECT 1 FROM option_choices
          WHERE message = submissions.id AND option_choices.about <> submissions.id)
      AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)";

/// The same for a list of fiches to erase: rights requests went to the officer, and nothing is to be erased for as long as a
/// restriction or an objection stands. `?3` is the moment before which the mailbox had them.
const TO_ERASE: &str = "
    SELECT deliveries.submission FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
    WHERE in_erasure IS NULL AND delivered_at < ?3
      AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
      AND NOT EXISTS (SELECT 1 FROM effects
          WHERE effects.about = submissions.id AND lifted_at IS NULL AND effect <> 'cancelled')";

impl Store {
    /// What that list of calls names. A right may have ended some of it since the claim.
    pub(crate) async fn calls_of(&self, due: &DueList) -> Result<Capped<DueCall>, StoreError> {
        type Row = (String, String, i64, Option<Vec<u8>>, bool);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, reference, received_at, envelope, state = 'delivered'
             FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
             WHERE in_calls = ?
               AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)
             ORDER BY received_at, reference",
        )
        .bind(due.number)
        .fetch_all(self.reading().await?)
        .await?;
        let call = |(id, reference, received_at, envelope, is_delivered): Row| {
            Ok(DueCall {
                id: id.parse().map_err(|_| StoreError::BadRow)?,
                reference: number(&reference)?,
                received_at: moment(received_at),
                envelope,
                is_delivered,
            })
        };
        Ok(Capped {
            lines: rows
                .into_iter()
                .map(call)
                .collect::<Result<_, StoreError>>()?,
            more: self.left_over(due, due.ends_at).await?,
        })
    }

    /// What that list of fiches to erase names.
    pub(crate) async fn fiches_of(
        &self,
        due: &DueList,
    ) -> Result<Capped<DeliveredFiche>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT reference, delivered_at
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE in_erasure = ? ORDER BY delivered_at, reference",
        )
        .bind(due.number)
        .fetch_all(self.reading().await?)
        .await?;
        let fiche = |(reference, delivered_at): (String, i64)| {
            Ok(DeliveredFiche {
                reference: number(&reference)?,
                delivered_at: moment(delivered_at),
            })
        };
        Ok(Capped {
            lines: rows
                .into_iter()
                .map(fiche)
                .collect::<Result<_, StoreError>>()?,
            more: self.left_over(due, reminded_of_at(due.ends_at)).await?,
        })
    }

    async fn left_over(&self, due: &DueList, until: Timestamp) -> Result<u32, StoreError> {
        let Some((_, unnamed)) = unnamed(due.list) else {
            return Ok(0);
        };
        let count = sqlx::query_scalar(&format!("SELECT count(*) FROM ({unnamed})"))
            .bind(&due.mailbox.branch)
            .bind(&due.mailbox.own)
            .bind(until.unix_seconds())
            .fetch_one(self.reading().await?)
            .await?;
        Ok(count)
    }
}

/// The column that says which list has named a fiche, and the query for those that none has, the earliest first.
pub(super) fn unnamed(list: List) -> Option<(&'static str, String)> {
    let (column, unnamed, moment) = match list {
        List::Calls => ("in_calls", TO_CALL, "received_at"),
        List::Erasure => ("in_erasure", TO_ERASE, "delivered_at"),
        List::Register => return None,
    };
    let query = format!("{unnamed} AND {IN_MAILBOX} ORDER BY {moment}, reference");
    Some((column, query))
}

fn number(reference: &str) -> Result<Reference, StoreError> {
    reference.parse().map_err(|_| StoreError::BadRow)
}
