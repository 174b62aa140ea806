//! Table `desk_views`: who opened what, written before it is shown.

use domain::{time::Timestamp, wire::SubmissionId};

use super::PersonId;
use crate::store::{Store, StoreError, moment};

/// How many registrations a person can open within an hour: more is no work of one person (ASVS 2.4.1).
const REGISTRATIONS_AN_HOUR: i64 = 120;

const HOUR_SECONDS: i64 = 3600;

/// What was opened.
#[derive(Debug, Clone, Copy)]
pub(crate) enum View<'a> {
    /// The list of what is to do.
    List,
    /// What a search found.
    Search,
    /// One registration.
    Registration(&'a SubmissionId),
}

impl View<'_> {
    fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Search => "search",
            Self::Registration(_) => "registration",
        }
    }

    fn submission(self) -> Option<String> {
        match self {
            Self::List | Self::Search => None,
            Self::Registration(id) => Some(id.as_str().to_owned()),
        }
    }
}

impl Store {
    /// When one registration was opened, the earliest first.
    pub(crate) async fn opened_at(&self, id: &SubmissionId) -> Result<Vec<Timestamp>, StoreError> {
        let moments: Vec<i64> = sqlx::query_scalar(
            "SELECT seen_at FROM desk_views WHERE submission = ? ORDER BY seen_at, rowid",
        )
        .bind(id.as_str())
        .fetch_all(self.reading().await?)
        .await?;
        Ok(moments.into_iter().map(moment).collect())
    }

    /// Writes down what a person opens. False where it is too much for an hour: then nothing is to be shown.
    pub(crate) async fn note_view(
        &self,
        view: View<'_>,
        by: PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin().await?;
        if let View::Registration(id) = view {
            let others: i64 = sqlx::query_scalar(
                "SELECT count(DISTINCT submission) FROM desk_views
                 WHERE person = ?1 AND seen_at > ?2 AND seen_at <= ?3 AND submission <> ?4",
            )
            .bind(by.0)
            .bind(now.plus_seconds(-HOUR_SECONDS).unix_seconds())
            .bind(now.latest_credible().unix_seconds())
            .bind(id.as_str())
            .fetch_one(&mut *transaction)
            .await?;
            if others >= REGISTRATIONS_AN_HOUR {
                transaction.rollback().await?;
                return Ok(false);
            }
        }
        sqlx::query(
            "INSERT INTO desk_views (person, what, submission, seen_at) VALUES (?, ?, ?, ?)",
        )
        .bind(by.0)
        .bind(view.code())
        .bind(view.submission())
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }
}
