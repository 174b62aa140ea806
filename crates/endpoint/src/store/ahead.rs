//! Repair after a clock that was ahead: moments of the future that it wrote are brought back to the present.
//!
//! Left as they are, a content would be kept for as long as the clock was ahead, and an answer be owed years too late.

use domain::time::{Date, Timestamp};

use super::{PlannedNote, Store, StoreError, rights};

/// Where the store keeps moments at which something was done: table and column.
/// Not those at which something will be: a wait that is too long counts as over wherever it is read.
const DONE: [(&str, &str); 23] = [
    ("sheets", "first_served_at"),
    ("submissions", "received_at"),
    ("submissions", "purged_at"),
    ("deliveries", "first_failed_at"),
    ("deliveries", "delivered_at"),
    ("deliveries", "set_aside_at"),
    ("purge_log", "purged_at"),
    ("rights_requests", "closed_at"),
    ("rights_steps", "done_at"),
    ("effects", "since"),
    ("effects", "lifted_at"),
    ("notes", "sent_at"),
    ("option_choices", "at"),
    ("option_choices", "received_at"),
    ("last_done", "done_at"),
    ("mail_hold", "since"),
    ("lists", "sent_at"),
    ("desk_people", "added_at"),
    ("desk_people", "closed_at"),
    ("desk_steps", "done_at"),
    ("desk_views", "seen_at"),
    ("desk_welcomes", "made_at"),
    ("desk_welcomes", "cancelled_at"),
];

/// The present, on a clock that is believed.
pub(crate) struct Present<'a> {
    pub(crate) now: Timestamp,
    /// The day that it is at the Mission Locale.
    pub(crate) today: Date,
    /// The reminders of an answer that is due on a day.
    pub(crate) reminders: &'a (dyn Fn(Date) -> Vec<PlannedNote> + Sync),
}

impl Store {
    /// Nothing in the store lies ahead of the present any more. Returns how many moments and days did.
    ///
    /// When it was in truth is not known: it counts as now, and a rights request says in its trace what stood there.
    pub(crate) async fn bring_back(&self, present: &Present<'_>) -> Result<u64, StoreError> {
        let (now, credible) = (present.now, present.now.latest_credible().unix_seconds());
        let mut transaction = self.writer.begin().await?;
        let mut changed = 0;
        for (table, column) in DONE {
            let bring_back = format!("UPDATE {table} SET {column} = ?1 WHERE {column} > ?2");
            let done = sqlx::query(&bring_back)
                .bind(now.unix_seconds())
                .bind(credible)
                .execute(&mut *transaction)
                .await?;
            changed += done.rows_affected();
        }
        // What a mail's `Date` will say. Where the mail was asked for anew, its `Message-ID` is made of it too.
        let done = sqlx::query(
            "UPDATE deliveries SET dated_at = ?1 WHERE dated_at > ?2 AND mailed_anew = 0",
        )
        .bind(now.unix_seconds())
        .bind(credible)
        .execute(&mut *transaction)
        .await?;
        changed += done.rows_affected();
        changed += rights::bring_back(&mut transaction, present).await?;
        transaction.commit_if(changed > 0).await?;
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments that are not those of something done, and where what is said of them stands.
    const OTHERS: [(&str, &str); 18] = [
        ("deliveries", "next_attempt_at"),
        ("deliveries", "dated_at"),
        ("notes", "next_attempt_at"),
        ("clock", "seen_at"),
        // A list of the future is made anew.
        ("lists", "since"),
        ("lists", "ends_at"),
        ("lists", "next_attempt_at"),
        // A passkey of a clock that was ahead goes on opening; when it was used is shown to its person alone.
        ("desk_passkeys", "made_at"),
        ("desk_passkeys", "used_at"),
        // An invitation and a session that began in the future open nothing.
        ("desk_invitations", "made_at"),
        ("desk_invitations", "used_at"),
        ("desk_sessions", "begun_at"),
        ("desk_sessions", "seen_at"),
        ("desk_sessions", "ended_at"),
        // A moment to come: too far off, it is still shown, and another call puts it right.
        ("desk_steps", "call_back_at"),
        // A welcome to come is of the days to come: too far off, it is moved by hand.
        ("desk_welcomes", "starts_at"),
        ("desk_welcomes", "ends_at"),
        // Empty between two transactions.
        ("effects_to_journal", "at"),
    ];

    #[tokio::test]
    async fn every_moment_of_the_database_is_named_here() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::in_folder(&folder).await?;
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND c.type = 'INTEGER' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
               AND (c.name IN ('at', 'since') OR c.name LIKE '%\\_at' ESCAPE '\\')",
        )
        .fetch_all(&store.readers)
        .await?;
        assert!(columns.len() >= DONE.len());
        for (table, column) in &columns {
            let named = (table.as_str(), column.as_str());
            assert!(
                DONE.contains(&named) || OTHERS.contains(&named),
                "{table}.{column}"
            );
        }
        for (table, column) in DONE.iter().chain(&OTHERS) {
            let stands = columns.iter().any(|(t, c)| t == table && c == column);
            assert!(stands, "{table}.{column}");
        }
        Ok(())
    }
}
