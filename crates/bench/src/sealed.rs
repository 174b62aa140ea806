//! Registrations as phones send them: distinct, valid, sealed before the clock starts.

use std::{path::Path, thread};

use anyhow::{Context, anyhow};
use domain::{
    questionnaire::Questionnaire,
    site::Site,
    time::Timestamp,
    wire::{SubmissionId, submission_path},
};
use endpoint::Clock;
use envelope::sha256_hex;
use hyper::body::Bytes;

use crate::people::People;

/// One registration, ready to be sent.
#[derive(Clone)]
pub(crate) struct Sealed {
    /// `/v1/submissions/…`.
    pub(crate) path: String,
    /// The envelope.
    pub(crate) body: Bytes,
    /// What the receipt must echo.
    pub(crate) sha256: String,
}

/// Makes them, one person after the other, sealed to one key.
pub(crate) struct Phones {
    people: People,
    kid: String,
    public_key: String,
    next: u32,
    now: Timestamp,
}

impl Phones {
    /// Phones that have just read what `site` says.
    ///
    /// # Errors
    /// When the content is not whole, or the site has no key.
    pub(crate) fn of(content: &Path, site: &Site) -> anyhow::Result<Self> {
        let key = site.sealing_key(Clock::System.now());
        let key = key.context("a key to seal to")?;
        Self::sealing_to(content, &key.kid, &key.public_key)
    }

    /// Phones that seal to that key.
    ///
    /// # Errors
    /// When the content is not whole.
    pub(crate) fn sealing_to(content: &Path, kid: &str, public_key: &str) -> anyhow::Result<Self> {
        Ok(Self {
            people: People::read(content)?,
            kid: kid.to_owned(),
            public_key: public_key.to_owned(),
            next: 0,
            now: Clock::System.now(),
        })
    }

    /// What everybody fills in.
    pub(crate) fn questionnaire(&self) -> &Questionnaire {
        self.people.questionnaire()
    }

    /// The next `count` registrations; every core of the machine seals.
    ///
    /// # Errors
    /// When the questionnaire has a rule that these people do not know.
    pub(crate) fn seal(&mut self, count: u32) -> anyhow::Result<Vec<Sealed>> {
        let from = self.next;
        self.next += count;
        let hands = thread::available_parallelism().map_or(1, usize::from);
        let hands = u32::try_from(hands).unwrap_or(1);
        let this = &*self;
        thread::scope(|scope| {
            let share =
                |hand: u32| (from + count * hand / hands)..(from + count * (hand + 1) / hands);
            let work = (0..hands).map(|hand| {
                scope.spawn(move || share(hand).map(|number| this.one(number)).collect())
            });
            let work: Vec<_> = work.collect();
            let mut all = Vec::new();
            for part in work {
                let part: anyhow::Result<Vec<Sealed>> = part
                    .join()
                    .map_err(|_| anyhow!("sealing ended in a panic"))?;
                all.extend(part?);
            }
            Ok(all)
        })
    }

    fn one(&self, number: u32) -> anyhow::Result<Sealed> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| anyhow!("the system gives no randomness"))?;
        let id = SubmissionId::from_random(random);
        let message = serde_json::to_string(&self.people.message(number, self.now)?)?;
        let body = testing::seal(&self.kid, &self.public_key, &id, &message)?;
        Ok(Sealed {
            path: submission_path(&id),
            sha256: sha256_hex(body.as_bytes()),
            body: body.into(),
        })
    }
}
