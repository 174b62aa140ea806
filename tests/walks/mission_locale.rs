//! The real endpoint on a real database, which can be killed; and a look into what it has, from outside.

use std::{
    fs,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use anyhow::Result;
use domain::{
    answers::Answers,
    outbox::{Outcome, Status},
    reference::Reference,
    site::Site,
    submission::Message,
    wire::{SEAL_INFO, SubmissionId, seal_aad},
};
use endpoint::{Clock, Endpoint, Mailbox, Mailer};
use envelope::{Envelope, PrivateKey};
use sqlx::{Connection, SqliteConnection};
use testing::{SATURDAY_EVENING, SiteFolder, content_dir, copy_folder};

/// More requests than any walks make.
const MANY: NonZeroU32 = NonZeroU32::MIN.saturating_add(1_000_000);

/// Where the private keys are, in a data folder.
const KEYS: &str = "keys";

/// Where the last backup is.
const BACKUP: &str = "backup";

pub(crate) struct MissionLocale {
    pub(crate) clock: Clock,
    pub(crate) mailbox: Mailbox,
    pub(crate) site: Site,
    endpoint: Endpoint,
    folder: SiteFolder,
    /// One data folder for each life of the endpoint.
    lives: usize,
}

/// One submission as it lies at the endpoint.
pub(crate) struct Stored {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) answers: Answers,
    /// Rows of deliveries: one, and no other number.
    pub(crate) deliveries: i64,
}

impl MissionLocale {
    pub(crate) async fn open() -> Result<Self> {
        let folder = SiteFolder::make(&content_dir(), |site| site)?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let endpoint = start(&folder, 0, &clock, &mailbox).await?;
        Ok(Self {
            clock,
            mailbox,
            site: testing::site(&endpoint).await?,
            endpoint,
            folder,
            lives: 0,
        })
    }

    /// What the endpoint answers to this entry, as a phone understands it.
    pub(crate) async fn receive(&self, id: &SubmissionId, body: &str) -> Result<Outcome> {
        testing::put(&self.endpoint, id, body).await
    }

    /// Where the endpoint says that this stands, as a phone understands it.
    pub(crate) async fn stands(&self, id: &SubmissionId) -> Result<Status> {
        testing::status(&self.endpoint, id).await
    }

    /// Puts the database aside as it is now, in place of an earlier backup.
    pub(crate) async fn back_up(&self) -> Result<()> {
        let backup = self.folder.path().join(BACKUP);
        if backup.exists() {
            fs::remove_dir_all(&backup)?;
        }
        self.copy_as_it_is(&backup).await
    }

    /// A copy takes time. While somebody reads, SQLite takes nothing out of its log:
    /// what the copy has of database and log is of one moment.
    async fn copy_as_it_is(&self, to: &Path) -> Result<()> {
        let mut reader = self.database().await?;
        sqlx::raw_sql("BEGIN; SELECT count(*) FROM submissions")
            .execute(&mut reader)
            .await?;
        let copied = copy_folder(&self.data(), to);
        reader.close().await?;
        copied
    }

    /// Another life on the database of the backup, with the keys of today: they are kept apart from it.
    pub(crate) async fn restore(&mut self) -> Result<()> {
        let (dead, next) = (self.data(), self.lives + 1);
        let restored = self.folder.path().join(data(next));
        copy_folder(&self.folder.path().join(BACKUP), &restored)?;
        fs::remove_dir_all(restored.join(KEYS))?;
        copy_folder(&dead.join(KEYS), &restored.join(KEYS))?;
        self.live_on(next).await
    }

    /// As SIGKILL leaves it: its files as they are at this moment, never closed, and another life on them.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        let next = self.lives + 1;
        self.copy_as_it_is(&self.folder.path().join(data(next)))
            .await?;
        self.live_on(next).await
    }

    async fn live_on(&mut self, next: usize) -> Result<()> {
        let dead = self.data();
        self.endpoint = start(&self.folder, next, &self.clock, &self.mailbox).await?;
        self.lives = next;
        // The dead one can no longer write where the living one reads; its files only take room.
        fs::remove_dir_all(dead)?;
        Ok(())
    }

    pub(crate) async fn deliver(&self) -> Result<usize> {
        Ok(self.endpoint.deliver_due().await?)
    }

    /// How many submissions it ever stored: those of one walk come after those of the walks before.
    pub(crate) async fn last_row(&self) -> Result<i64> {
        let mut database = self.database().await?;
        let last: (i64,) = sqlx::query_as("SELECT coalesce(max(rowid), 0) FROM submissions")
            .fetch_one(&mut database)
            .await?;
        database.close().await?;
        Ok(last.0)
    }

    /// Everything stored after that row, opened with the endpoint's own key.
    pub(crate) async fn stored_after(&self, row: i64) -> Result<Vec<Stored>> {
        let mut database = self.database().await?;
        let rows: Vec<(String, String, Vec<u8>, i64)> = sqlx::query_as(
            "SELECT id, reference, envelope,
                    (SELECT count(*) FROM deliveries WHERE submission = submissions.id)
             FROM submissions WHERE rowid > ? ORDER BY rowid",
        )
        .bind(row)
        .fetch_all(&mut database)
        .await?;
        database.close().await?;
        let key = self.private_key()?;
        let mut all = Vec::new();
        for (id, reference, body, deliveries) in rows {
            let id: SubmissionId = serde_json::from_value(id.into())?;
            let envelope = Envelope::parse(&body).map_err(|_| anyhow::anyhow!("no envelope"))?;
            let aad = seal_aad(&envelope.kid, &id);
            let plaintext = envelope::open(&envelope, &key, SEAL_INFO, &aad)?;
            let message: Message = serde_json::from_slice(&plaintext)?;
            all.push(Stored {
                id,
                reference: serde_json::from_value(reference.into())?,
                answers: message.answers,
                deliveries,
            });
        }
        Ok(all)
    }

    async fn database(&self) -> Result<SqliteConnection> {
        let file = self.data().join("premier-accueil.db");
        let url = format!("sqlite:{}?mode=ro", file.display());
        Ok(SqliteConnection::connect(&url).await?)
    }

    fn private_key(&self) -> Result<PrivateKey> {
        for file in fs::read_dir(self.data().join(KEYS))? {
            let text = fs::read_to_string(file?.path())?;
            if let Some((_, private)) = text.split_once('\n') {
                return Ok(PrivateKey::parse(private)?);
            }
        }
        anyhow::bail!("no key")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join(data(self.lives))
    }
}

/// The name of that life's data folder.
fn data(life: usize) -> String {
    format!("data-{life}")
}

async fn start(
    folder: &SiteFolder,
    life: usize,
    clock: &Clock,
    mailbox: &Mailbox,
) -> Result<Endpoint> {
    let mut config = folder.config(&data(life));
    // On a walk, 429 is the weather's.
    config.intake_burst = MANY;
    config.intake_site_per_hour = MANY;
    let mailer = Mailer::Memory(mailbox.clone());
    Ok(Endpoint::start(config, clock.clone(), mailer).await?)
}
