//! The record of options: what was said about which option, and when, so that it can be shown (GDPR article 7.1).
//!
//! No identity and no answer: ids of ours, a purpose, a yes or a no, two moments.

use domain::{
    options::{Choice, Purpose, last_words},
    owner::{Named, OwnerHash},
    retention,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, moment, owners::Claim};

/// What a message says about options, and about which registration.
pub(crate) struct NewChoices {
    /// The registration: the message itself, or the one that it names.
    pub(crate) about: Named,
    pub(crate) choices: Vec<Choice>,
}

/// One line of the record.
pub(crate) struct ChoiceRow {
    pub(crate) choice: Choice,
    pub(crate) received_at: Timestamp,
    /// A taking back that proved nothing: it does not count.
    pub(crate) unproved: bool,
}

/// The last word on each option of a record.
pub(crate) fn standing(rows: &[ChoiceRow]) -> Vec<Choice> {
    let counts = rows.iter().filter(|row| !row.unproved);
    let said: Vec<Choice> = counts.map(|row| row.choice).collect();
    last_words(&said)
}

/// What was taken back without a proof, of the options that stand, and since they do.
fn asked_back(rows: &[ChoiceRow], standing: &[Choice]) -> Vec<Choice> {
    let unproved = rows.iter().filter(|row| row.unproved);
    let said: Vec<Choice> = unproved.map(|row| row.choice).collect();
    let is_on = |asked: &Choice| {
        let of_it = |on: &&Choice| on.purpose == asked.purpose && on.at <= asked.at;
        standing.iter().filter(of_it).any(|on| on.granted)
    };
    last_words(&said).into_iter().filter(is_on).collect()
}

/// What there is to print about options.
#[derive(Default)]
pub(crate) struct OptionWords {
    /// The last word on each, as far as it counts.
    pub(crate) standing: Vec<Choice>,
    /// Those taken back by a message that proved nothing: for people to ask about.
    pub(crate) asked_back: Vec<Choice>,
}

impl Store {
    /// Everything that was said about the options of a registration, in the order in which it came.
    pub(crate) async fn option_choices(
        &self,
        about: &SubmissionId,
    ) -> Result<Vec<ChoiceRow>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT purpose, granted, at, received_at, unproved FROM option_choices WHERE about = ? ORDER BY rowid",
        )
        .bind(about.as_str())
        .fetch_all(self.reading().await?)
        .await?;
        rows.into_iter().map(choice_row).collect()
    }

    /// The registration that an option choice of that id is about and has proved; `None` for anything else.
    pub(crate) async fn option_choice_about(
        &self,
        message: &SubmissionId,
    ) -> Result<Option<SubmissionId>, StoreError> {
        let about: Option<String> = sqlx::query_scalar(
            "SELECT about FROM option_choices WHERE message = ? AND unproved = 0 LIMIT 1",
        )
        .bind(message.as_str())
        .fetch_optional(self.reading().await?)
        .await?;
        about
            .map(|id| id.parse().map_err(|_| StoreError::BadRow))
            .transpose()
    }

    /// Removes the lines of every option whose last word is old enough, and says how many.
    /// Under a restriction nothing goes.
    pub(in crate::store) async fn purge_option_choices(
        &self,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
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
        transaction.removes();
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
        Ok(usize::try_from(lines).unwrap_or(usize::MAX))
    }
}

type Columns = (String, bool, i64, i64, bool);

fn choice_row(columns: Columns) -> Result<ChoiceRow, StoreError> {
    let (purpose, granted, at, received_at, unproved) = columns;
    Ok(ChoiceRow {
        choice: Choice {
            purpose: Purpose::from_code(&purpose).ok_or(StoreError::BadRow)?,
            granted,
            at: moment(at),
        },
        received_at: moment(received_at),
        unproved,
    })
}

impl Store {
    /// What there is to print about the options of a registration.
    pub(crate) async fn option_words(&self, id: &SubmissionId) -> Result<OptionWords, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        to_print(&mut connection, id).await
    }
}

/// What stands about the options that a delivery is about: those of a registration, or what an option choice itself said.
pub(super) async fn to_print(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<OptionWords, StoreError> {
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT purpose, granted, at, received_at, unproved FROM option_choices
         WHERE about = ?1 OR message = ?1 ORDER BY rowid",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let rows: Vec<ChoiceRow> = rows
        .into_iter()
        .map(choice_row)
        .collect::<Result<_, StoreError>>()?;
    let standing = standing(&rows);
    Ok(OptionWords {
        asked_back: asked_back(&rows, &standing),
        standing,
    })
}

/// Writes down what `message` says about options of the registration `about`, as far as its proof goes:
/// without one a yes is not kept, and a no is kept for people to ask about.
///
/// A clock that is ahead proves nothing, and would have the last word for years: no moment is later than the receipt.
pub(super) async fn record(
    connection: &mut SqliteConnection,
    message: &SubmissionId,
    (about, choices): (&SubmissionId, &[Choice]),
    claim: Claim<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let unproved = matches!(claim, Claim::Unproved);
    let proof = match claim {
        Claim::Awaited(proof) => proof,
        Claim::Proved | Claim::Unproved => None,
    };
    let kept = choices
        .iter()
        .filter(|choice| !(unproved && choice.granted));
    for choice in kept {
        // What proved nothing when it came counts once an officer has looked.
        sqlx::query(
            "INSERT INTO option_choices (message, about, purpose, granted, at, received_at, proof_hash, unproved)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET about = excluded.about, at = excluded.at, unproved = 0
             WHERE unproved = 1 AND excluded.unproved = 0",
        )
        .bind(message.as_str())
        .bind(about.as_str())
        .bind(choice.purpose.code())
        .bind(choice.granted)
        .bind(choice.at.min(now).unix_seconds())
        .bind(now.unix_seconds())
        .bind(proof.map(OwnerHash::as_str))
        .bind(unproved)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// What `message` said about options of the registration `about` proved nothing.
pub(super) async fn make_void(
    connection: &mut SqliteConnection,
    message: &str,
    about: &SubmissionId,
) -> Result<(), StoreError> {
    for change in [
        "DELETE FROM option_choices WHERE message = ? AND about = ? AND granted = 1",
        "UPDATE option_choices SET unproved = 1 WHERE message = ? AND about = ?",
    ] {
        sqlx::query(change)
            .bind(message)
            .bind(about.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
