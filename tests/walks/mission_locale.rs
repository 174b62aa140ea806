//! The real endpoint on a real database, which can be killed; and a look into what it has, from outside.

use std::{
    fs,
    num::NonZeroU32,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use axum::{
    body::Body,
    http::{Request, header},
};
use content::{Library, app_list::AppList};
use domain::{
    answers::Answers,
    outbox::{Entry, Outcome, Status, outcome, status},
    reference::Reference,
    site::Site,
    submission::Message,
    wire::{Problem, ProblemType, SEAL_INFO, SubmissionId, seal_aad, submission_path},
};
use endpoint::{Clock, Config, Endpoint, Mailbox, Mailer};
use envelope::{Envelope, PrivateKey};
use sqlx::{Connection, SqliteConnection};
use tower::ServiceExt;

/// A Saturday evening in Roubaix: 18:42 there.
const SATURDAY_EVENING: &str = "2026-11-21T17:42:00Z";

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
    folder: tempfile::TempDir,
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
    pub(crate) async fn open(library: &Library) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        build(&folder.path().join("app"), library)?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let endpoint = start(folder.path(), 0, &clock, &mailbox).await?;
        let asked = Request::get("/v1/site").body(Body::empty())?;
        let response = endpoint.router().oneshot(asked).await?;
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        Ok(Self {
            clock,
            mailbox,
            site: serde_json::from_slice(&body).context("a site")?,
            endpoint,
            folder,
            lives: 0,
        })
    }

    /// What the endpoint answers to this entry, as a phone understands it.
    pub(crate) async fn receive(&self, id: &SubmissionId, body: &str) -> Result<Outcome> {
        let request =
            Request::put(submission_path(id)).header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body.to_owned()))?;
        let response = self.endpoint.router().oneshot(request).await?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
        let answer = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        let problem: Option<Problem> = serde_json::from_slice(&answer).ok();
        let problem = problem.and_then(|problem| ProblemType::from_uri(&problem.uri));
        let receipt = serde_json::from_slice(&answer).ok();
        let sha256 = envelope::sha256_hex(body.as_bytes());
        Ok(outcome(status, receipt, problem, retry_after, &sha256))
    }

    /// Where the endpoint says that this stands, as a phone understands it.
    pub(crate) async fn stands(&self, id: &SubmissionId) -> Result<Status> {
        let request = Request::get(submission_path(id)).body(Body::empty())?;
        let response = self.endpoint.router().oneshot(request).await?;
        let code = response.status().as_u16();
        let answer = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        let problem: Option<Problem> = serde_json::from_slice(&answer).ok();
        let problem = problem.and_then(|problem| ProblemType::from_uri(&problem.uri));
        Ok(status(code, serde_json::from_slice(&answer).ok(), problem))
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
        let copied = copy(&self.data(), to);
        reader.close().await?;
        copied
    }

    /// Another life on the database of the backup, with the keys of today: they are kept apart from it.
    pub(crate) async fn restore(&mut self) -> Result<()> {
        let (dead, next) = (self.data(), self.lives + 1);
        let restored = data(self.folder.path(), next);
        copy(&self.folder.path().join(BACKUP), &restored)?;
        fs::remove_dir_all(restored.join(KEYS))?;
        copy(&dead.join(KEYS), &restored.join(KEYS))?;
        self.live_on(next).await
    }

    /// As SIGKILL leaves it: its files as they are at this moment, never closed, and another life on them.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        let next = self.lives + 1;
        self.copy_as_it_is(&data(self.folder.path(), next)).await?;
        self.live_on(next).await
    }

    async fn live_on(&mut self, next: usize) -> Result<()> {
        let dead = self.data();
        self.endpoint = start(self.folder.path(), next, &self.clock, &self.mailbox).await?;
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
        data(self.folder.path(), self.lives)
    }
}

/// Seals a message to a key, as the app does.
pub(crate) fn seal(
    kid: &str,
    public_key: &str,
    id: SubmissionId,
    message: &Message,
) -> Result<Entry> {
    let aad = seal_aad(kid, &id);
    let plaintext = serde_json::to_string(message)?;
    let padding = domain::wire::PADDING_BYTES;
    let envelope = envelope::seal(kid, public_key, SEAL_INFO, &aad, &plaintext, padding)?;
    let body = envelope.to_json();
    let sha256 = envelope::sha256_hex(body.as_bytes());
    Ok(Entry::new(
        id,
        message.kind,
        body,
        sha256,
        message.filled_at,
    ))
}

fn data(folder: &Path, life: usize) -> PathBuf {
    folder.join(format!("data-{life}"))
}

async fn start(folder: &Path, life: usize, clock: &Clock, mailbox: &Mailbox) -> Result<Endpoint> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/sites/demo.toml");
    let mut config = Config::first_run(&folder.join("app"), &site, &data(folder, life));
    // On a walk, 429 is the weather's.
    config.intake_burst = MANY;
    config.intake_site_per_hour = MANY;
    let mailer = Mailer::Memory(mailbox.clone());
    Ok(Endpoint::start(config, clock.clone(), mailer).await?)
}

/// By another program: closing a file gives up all the locks that this one has on it, SQLite's among them.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").args([from, to]).status()?;
    ensure!(copied.success(), "cannot copy {}", from.display());
    Ok(())
}

/// An app directory with what the endpoint needs of it.
fn build(app: &Path, library: &Library) -> Result<()> {
    fs::create_dir_all(app.join("content/sheets"))?;
    fs::create_dir_all(app.join("communes/0a1b2c3d"))?;
    for sheet in library.sheets() {
        let name = format!("content/sheets/{}-{}.json", sheet.id, sheet.digest);
        fs::write(app.join(name), sheet.json)?;
    }
    fs::write(
        app.join("index.html"),
        "<!doctype html><title>Premier accueil</title>",
    )?;
    let communes = r#"[
        "59510 59299 Hem", "59390 59332 Lannoy", "59115 59339 Leers", "59390 59367 Lys-lez-Lannoy",
        "59100 59512 Roubaix", "59390 59522 Sailly-lez-Lannoy", "59390 59598 Toufflers"
    ]"#;
    fs::write(app.join("communes/0a1b2c3d/59.json"), communes)?;
    AppList::write(app)?;
    Ok(())
}
