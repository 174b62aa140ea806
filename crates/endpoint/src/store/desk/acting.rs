//! Transactions in the name of a signed-in person: each begins only while the session is under way.
//!
//! What a request was let in with may have ended while its body arrived: who writes is looked at again, in the same
//! transaction as what they write. Nothing else of the desk begins a transaction for somebody who is signed in.

use domain::time::Timestamp;

use super::{Role, SignedIn, sessions};
use crate::store::{Store, StoreError, transaction::Transaction};

/// Who gives access, or takes it away.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    /// A manager, on a page.
    Manager(&'a SignedIn),
    /// Whoever can run commands on the server.
    Operator,
}

/// Why nothing was written in the name of a person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// Their session has ended, or the role is theirs no more.
    #[error("la session est terminée")]
    SignedOut,
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl Store {
    /// Begins a transaction for who is signed in, by their right to `role`, or to their own account without one.
    pub(in crate::store) async fn begin_as(
        &self,
        signed_in: &SignedIn,
        role: Option<Role>,
        now: Timestamp,
    ) -> Result<Transaction, WriteError> {
        let mut transaction = self.writer.begin().await?;
        let found = sessions::under_way(&mut transaction, &signed_in.secret_hash, now).await?;
        let may = |found: SignedIn| role.is_none_or(|role| found.person.roles.has(role));
        if found.is_some_and(may) {
            return Ok(transaction);
        }
        transaction.rollback().await?;
        Err(WriteError::SignedOut)
    }

    /// Begins a transaction that changes who has access.
    pub(super) async fn begin_by(
        &self,
        by: By<'_>,
        now: Timestamp,
    ) -> Result<Transaction, WriteError> {
        match by {
            By::Manager(signed_in) => self.begin_as(signed_in, Some(Role::Manager), now).await,
            By::Operator => Ok(self.writer.begin().await?),
        }
    }
}
