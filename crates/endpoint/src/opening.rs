//! Opening: an envelope is decrypted and checked against the edition of the questionnaire that it names.
//!
//! Below intake, delivery and rights, which each say what a refusal means to them. Everything that the phone checked is
//! checked again, by the same functions.

use domain::{
    owner::{OwnerHash, OwnerSecret},
    submission::{Message, Refusal, Refused, Submission},
    wire::{SEAL_INFO, SubmissionId, seal_aad},
};
use envelope::{Envelope, sha256_hex};

use crate::{keys::Keys, sheets::Sheets};

/// Why an envelope gives no submission. Holds no answer: only which questions were answered against the rules.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OpenError {
    /// The stored bytes are no envelope.
    NotAnEnvelope,
    /// The private key that it was sealed to is not here.
    UnknownKey,
    /// It was not sealed to that key, or for another submission, or it was changed.
    CannotOpen,
    /// What it holds is no message.
    NotAMessage,
    /// The edition of the questionnaire was never served here.
    UnknownQuestionnaire,
    /// Answers break the rules of the questionnaire.
    AnswersRefused(Vec<Refusal>),
}

/// What an envelope held. Of its secrets the hashes alone: nothing that is printed, written or answered can tell one.
pub(crate) struct Opened {
    pub(crate) submission: Submission,
    /// Of the secret that acts on this submission.
    pub(crate) owner: Option<OwnerHash>,
    /// Of the secret that it shows for the submission that it is about.
    pub(crate) proof: Option<OwnerHash>,
}

/// Opens an envelope and checks what is in it.
pub(crate) fn open(
    keys: &Keys,
    sheets: &Sheets,
    id: &SubmissionId,
    envelope: &Envelope,
) -> Result<Opened, OpenError> {
    let key = keys.private(&envelope.kid).ok_or(OpenError::UnknownKey)?;
    let aad = seal_aad(&envelope.kid, id);
    let plaintext =
        envelope::open(envelope, &key, SEAL_INFO, &aad).map_err(|_| OpenError::CannotOpen)?;
    let mut message: Message =
        serde_json::from_slice(&plaintext).map_err(|_| OpenError::NotAMessage)?;
    let hash = |secret: OwnerSecret| secret.hash(sha256_hex);
    let (owner, proof) = (
        message.owner.take().map(hash),
        message.proof.take().map(hash),
    );
    let named = &message.questionnaire;
    let sheet = sheets.get(named).ok_or(OpenError::UnknownQuestionnaire)?;
    let checked = Submission::check(message, &sheet.questionnaire);
    let submission = checked.map_err(|refused| match refused {
        Refused::Frame => OpenError::NotAMessage,
        Refused::Answers(refusals) => OpenError::AnswersRefused(refusals),
    })?;
    Ok(Opened {
        submission,
        owner,
        proof,
    })
}

/// Opens once more what is stored of a submission.
pub(crate) fn open_stored(
    keys: &Keys,
    sheets: &Sheets,
    id: &SubmissionId,
    envelope: &[u8],
) -> Result<Submission, OpenError> {
    let envelope = Envelope::parse(envelope).map_err(|_| OpenError::NotAnEnvelope)?;
    open(keys, sheets, id, &envelope).map(|opened| opened.submission)
}
