//! Table `desk_views`: who opened what, written before it is shown.

use domain::{time::Timestamp, wire::SubmissionId};

use super::PersonId;
use crate::store::{Store, StoreError, moment};

/// How many registrations a person can open within an hour: more is no work of one person (ASVS 2.4.1).
const REGISTRATIONS_AN_HOUR: i64 = 120;

/// How many of them a person can take away as files within an hour.
const EXPORTS_AN_HOUR: i64 = 10;

const HOUR_SECONDS: i64 = 3600;

/// What was opened.
#[derive(Debug, Clone, Copy)]
pub(crate) enum View<'a> {
    /// The list of what is to do.
    List,
    /// What a search found.
    Search,
    /// Who is awaited at a collective welcome, and who came.
    Welcome,
    /// One registration.
    Registration(Shown, &'a SubmissionId),
    /// One rights request, with what was asked.
    Request(&'a SubmissionId),
    /// The answer to an access request, as a file: all that is held of this registration.
    Answer(&'a SubmissionId),
}

/// How one registration is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// On its page.
    Page,
    /// Field by field, to type it elsewhere.
    CopySheet,
    /// As a file with one line for a spreadsheet.
    Csv,
    /// As a file, the fiche.
    Pdf,
}

impl Shown {
    fn is_file(self) -> bool {
        matches!(self, Self::Csv | Self::Pdf)
    }
}

/// Whether what somebody asks for may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Viewed {
    /// It is written down.
    Noted,
    /// More registrations than one person works through in an hour.
    TooManyRegistrations,
    /// More files than one person needs in an hour.
    TooManyExports,
}

impl<'a> View<'a> {
    fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Search => "search",
            Self::Welcome => "welcome",
            Self::Registration(Shown::Page, _) => "registration",
            Self::Registration(Shown::CopySheet, _) => "copy_sheet",
            Self::Registration(Shown::Csv, _) => "csv",
            Self::Registration(Shown::Pdf, _) => "pdf",
            Self::Request(_) => "rights_request",
            Self::Answer(_) => "answer",
        }
    }

    fn is_file(self) -> bool {
        match self {
            Self::List | Self::Search | Self::Welcome | Self::Request(_) => false,
            Self::Registration(shown, _) => shown.is_file(),
            Self::Answer(_) => true,
        }
    }

    fn submission(self) -> Option<&'a SubmissionId> {
        match self {
            Self::List | Self::Search | Self::Welcome => None,
            Self::Registration(_, id) | Self::Request(id) | Self::Answer(id) => Some(id),
        }
    }
}

impl Store {
    /// When one registration was opened, the earliest first; an answer that is made of it does not count its own files.
    pub(crate) async fn opened_at(&self, id: &SubmissionId) -> Result<Vec<Timestamp>, StoreError> {
        let moments: Vec<i64> = sqlx::query_scalar(
            "SELECT seen_at FROM desk_views WHERE submission = ? AND what <> 'answer' ORDER BY seen_at, rowid",
        )
        .bind(id.as_str())
        .fetch_all(self.reading().await?)
        .await?;
        Ok(moments.into_iter().map(moment).collect())
    }

    /// Writes down what a person opens. Where it is too much for an hour, nothing is written, and nothing is to be shown.
    pub(crate) async fn note_view(
        &self,
        view: View<'_>,
        by: PersonId,
        now: Timestamp,
    ) -> Result<Viewed, StoreError> {
        let mut transaction = self.writer.begin().await?;
        if let Some(id) = view.submission() {
            let (opened, taken): (i64, i64) = sqlx::query_as(
                "SELECT count(DISTINCT submission), count(DISTINCT submission) FILTER (WHERE what IN ('csv', 'pdf', 'answer'))
                 FROM desk_views WHERE person = ?1 AND seen_at > ?2 AND seen_at <= ?3 AND submission <> ?4",
            )
            .bind(by.0)
            .bind(now.plus_seconds(-HOUR_SECONDS).unix_seconds())
            .bind(now.latest_credible().unix_seconds())
            .bind(id.as_str())
            .fetch_one(&mut *transaction)
            .await?;
            let excess = if opened >= REGISTRATIONS_AN_HOUR {
                Some(Viewed::TooManyRegistrations)
            } else if view.is_file() && taken >= EXPORTS_AN_HOUR {
                Some(Viewed::TooManyExports)
            } else {
                None
            };
            if let Some(excess) = excess {
                transaction.rollback().await?;
                return Ok(excess);
            }
        }
        sqlx::query(
            "INSERT INTO desk_views (person, what, submission, seen_at) VALUES (?, ?, ?, ?)",
        )
        .bind(by.0)
        .bind(view.code())
        .bind(view.submission().map(SubmissionId::as_str))
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Viewed::Noted)
    }
}
