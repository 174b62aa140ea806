//! The record of options: what was said about which option, and when, so that it can be shown (GDPR article 7.1).
//!
//! No identity and no answer: ids of ours, a purpose, a yes or a no, two moments.

use domain::{
    options::{Choice, Purpose, last_words},
    retention,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, moment};

/// What a message says about options, and about which registration.
pub(crate) struct NewChoices {
    /// The registration, by its own id.
    pub(crate) about: SubmissionId,
    pub(crate) choices: Vec<Choice>,
}

/// One line of the record.
pub(crate) struct ChoiceRow {
    pub(crate) choice: Choice,
    pub(crate) received_at: Timestamp,
}

/// The last word on each option of a record.
pub(crate) fn standing(rows: &[ChoiceRow]) -> Vec<Choice> {
    let said: Vec<Choice> = rows.iter().map(|row| row.choice).collect();
    last_words(&said)
}

impl Store {
    /// Everything that was said about the options of a registration, in the order in which it came.
    pub(crate) async fn option_choices(
        &self,
        about: &SubmissionId,
    ) -> Result<Vec<ChoiceRow>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT purpose, granted, at, received_at FROM option_choices WHERE about = ? ORDER BY rowid",
        )
        .bind(about.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(choice_row).collect()
    }

    /// The registration that an option choice of that id is about; `None` for anything else.
    pub(crate) async fn option_choice_about(
        &self,
        message: &SubmissionId,
    ) -> Result<Option<SubmissionId>, StoreError> {
        let about: Option<String> =
            sqlx::query_scalar("SELECT about FROM option_choices WHERE message = ? LIMIT 1")
                .bind(message.as_str())
                .fetch_optional(&self.readers)
                .await?;
        about
            .map(|id| id.parse().map_err(|_| StoreError::BadRow))
            .transpose()
    }

    /// Removes the lines of every option whose last word is old enough, and says how many.
    /// Under a restriction nothing goes.
    pub(crate) async fn purge_option_choices(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let options: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT about, purpose, max(received_at), count(*) FROM option_choices
             WHERE NOT EXISTS (
                 SELECT 1 FROM effects
                 WHERE effects.about = option_choices.about AND effect = 'frozen' AND lifted_at IS NULL)
             GROUP BY about, purpose",
        )
        .fetch_all(&mut *transaction)
        .await?;
        let mut lines = 0;
        for (about, purpose, last_received_at, count) in options {
            if retention::is_option_past(moment(last_received_at), now) {
                sqlx::query("DELETE FROM option_choices WHERE about = ? AND purpose = ?")
                    .bind(about)
                    .bind(purpose)
                    .execute(&mut *transaction)
                    .await?;
                lines += count;
            }
        }
        if lines == 0 {
            transaction.rollback().await?;
            return Ok(0);
        }
        sqlx::query("INSERT INTO purge_log (purged_at, count, what) VALUES (?, ?, 'options')")
            .bind(now.unix_seconds())
            .bind(lines)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.checkpoint.cut().await;
        Ok(usize::try_from(lines).unwrap_or(usize::MAX))
    }
}

type Columns = (String, bool, i64, i64);

fn choice_row((purpose, granted, at, received_at): Columns) -> Result<ChoiceRow, StoreError> {
    Ok(ChoiceRow {
        choice: Choice {
            purpose: Purpose::from_code(&purpose).ok_or(StoreError::BadRow)?,
            granted,
            at: moment(at),
        },
        received_at: moment(received_at),
    })
}

/// What stands about the options that a delivery is about: those of a registration, or what an option choice itself said.
pub(super) async fn to_print(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Vec<Choice>, StoreError> {
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT purpose, granted, at, received_at FROM option_choices
         WHERE about = ?1 OR message = ?1 ORDER BY rowid",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let rows: Vec<ChoiceRow> = rows
        .into_iter()
        .map(choice_row)
        .collect::<Result<_, StoreError>>()?;
    Ok(standing(&rows))
}

/// Writes down what `message` says.
///
/// A clock that is ahead proves nothing, and would have the last word for years: no moment is later than the receipt.
pub(super) async fn record(
    connection: &mut SqliteConnection,
    message: &SubmissionId,
    new: &NewChoices,
    now: Timestamp,
) -> Result<(), StoreError> {
    for choice in &new.choices {
        sqlx::query(
            "INSERT INTO option_choices (message, about, purpose, granted, at, received_at)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(message.as_str())
        .bind(new.about.as_str())
        .bind(choice.purpose.code())
        .bind(choice.granted)
        .bind(choice.at.min(now).unix_seconds())
        .bind(now.unix_seconds())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
