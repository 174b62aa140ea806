//! The limit of the desk's pages: the same envelopes opened, parsed and checked one after the other, and nothing else.

use std::{fs, hint::black_box, path::Path};

use anyhow::{Context, anyhow};
use domain::{
    questionnaire::Questionnaire,
    submission::{Message, Submission},
    wire::{SEAL_INFO, SubmissionId, seal_aad},
};
use envelope::{Envelope, PrivateKey};
use hyper::body::Bytes;

use crate::sealed::Sealed;

/// The envelopes, and what opens them.
pub(super) struct Openings {
    key: PrivateKey,
    questionnaire: Questionnaire,
    envelopes: Vec<(SubmissionId, Bytes)>,
}

impl Openings {
    /// With the key that the endpoint made, from the folder of its keys.
    ///
    /// # Errors
    /// When there is no key.
    pub(super) fn new(
        sealed: &[Sealed],
        keys: &Path,
        questionnaire: &Questionnaire,
    ) -> anyhow::Result<Self> {
        let mut files = fs::read_dir(keys)?.flatten().map(|entry| entry.path());
        let file = files.find(|path| path.extension().is_some_and(|it| it == "key"));
        let text = fs::read_to_string(file.context("a key")?)?;
        let secret = text.lines().nth(1).context("a second line")?;
        let envelope = |sealed: &Sealed| {
            let id = sealed.path.rsplit('/').next().unwrap_or_default();
            let id = id.parse().map_err(|_| anyhow!("{id} is no id"))?;
            Ok((id, sealed.body.clone()))
        };
        Ok(Self {
            key: PrivateKey::parse(secret)?,
            questionnaire: questionnaire.clone(),
            envelopes: sealed.iter().map(envelope).collect::<anyhow::Result<_>>()?,
        })
    }

    /// Opens, parses and checks each.
    ///
    /// # Errors
    /// When one does not open.
    pub(super) fn open_all(&self) -> anyhow::Result<()> {
        for (id, body) in &self.envelopes {
            let envelope = Envelope::parse(body)?;
            let aad = seal_aad(&envelope.kid, id);
            let plaintext = envelope::open(&envelope, &self.key, SEAL_INFO, &aad)?;
            let message: Message = serde_json::from_slice(&plaintext)?;
            let checked = Submission::check(message, &self.questionnaire);
            black_box(checked.map_err(|refused| anyhow!("refused: {refused:?}"))?);
        }
        Ok(())
    }
}
