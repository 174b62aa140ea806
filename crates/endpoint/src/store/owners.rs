//! Who may act on a submission: the hash of its owner's secret, and what was said about it before it came.

use domain::{
    owner::{Named, OwnerHash, may_act},
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{NewRequest, Store, StoreError, options, rights};

/// What a message may do to the submission that it names.
#[derive(Clone, Copy)]
pub(super) enum Claim<'a> {
    /// Act on it.
    Proved,
    /// Nothing yet: that submission has not arrived. What was shown for it is compared when it does.
    Awaited(Option<&'a OwnerHash>),
    /// Nothing: people are told.
    Unproved,
}

impl Store {
    /// Whether a request shows the secret of a submission that is here.
    pub(crate) async fn proves(
        &self,
        request: &NewRequest,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(named) = &request.about else {
            return Ok(false);
        };
        let mut connection = self.reading().await?.acquire().await?;
        let claim = weigh(&mut connection, named, now).await?;
        Ok(matches!(claim, Claim::Proved))
    }
}

/// Weighs what was shown for a submission.
pub(super) async fn weigh<'a>(
    connection: &mut SqliteConnection,
    named: &'a Named,
    now: Timestamp,
) -> Result<Claim<'a>, StoreError> {
    let owner: Option<Option<String>> =
        sqlx::query_scalar("SELECT owner_hash FROM submissions WHERE id = ?")
            .bind(named.id.as_str())
            .fetch_optional(connection)
            .await?;
    let proof = named.proof.as_ref();
    let Some(owner) = owner else {
        return Ok(Claim::Awaited(proof));
    };
    let owner = owner.map(OwnerHash::kept);
    Ok(if may_act(owner.as_ref(), proof, now) {
        Claim::Proved
    } else {
        Claim::Unproved
    })
}

/// A submission has come: whatever was said about it before and does not show its secret is void.
pub(super) async fn meet(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    owner: Option<&OwnerHash>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_void = |proof: Option<String>| !may_act(owner, proof.map(OwnerHash::kept).as_ref(), now);
    let requests: Vec<(String, Option<String>)> =
        sqlx::query_as("SELECT submission, proof_hash FROM rights_requests WHERE about = ?")
            .bind(id.as_str())
            .fetch_all(&mut *connection)
            .await?;
    for (request, proof) in requests {
        if is_void(proof) {
            let request = request.parse().map_err(|_| StoreError::BadRow)?;
            rights::no_longer_about(connection, &request, now).await?;
        }
    }
    let words: Vec<(String, Option<String>)> = sqlx::query_as(
        "SELECT DISTINCT message, proof_hash FROM option_choices WHERE about = ?1 AND message <> ?1",
    )
    .bind(id.as_str())
    .fetch_all(&mut *connection)
    .await?;
    for (message, proof) in words {
        if is_void(proof) {
            options::make_void(connection, &message, id).await?;
        }
    }
    // What stands now is proved: from here on the journal has it too.
    sqlx::query(
        "INSERT INTO effects_to_journal
         SELECT request, about, effect, since, 0 FROM effects WHERE about = ? AND lifted_at IS NULL",
    )
    .bind(id.as_str())
    .execute(&mut *connection)
    .await?;
    // Compared once: from now on the submission is here to be asked.
    for forget in [
        "UPDATE rights_requests SET proof_hash = NULL WHERE about = ?",
        "UPDATE option_choices SET proof_hash = NULL WHERE about = ?",
    ] {
        sqlx::query(forget)
            .bind(id.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// An effect without proof yet is not put back from the journal: without its file the proof could not be checked when
/// its submission arrives.
pub(super) async fn keep_out_of_journal(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM effects_to_journal WHERE request = ?")
        .bind(request.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
