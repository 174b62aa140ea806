//! Test harness: a Mission Locale with its app directory, database, mailbox and clock.

use anyhow::{Context, Result, bail};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    owner::OwnerSecret,
    wire::{Receipt, SubmissionId, SubmissionStatus},
};
use endpoint::{Clock, ClockCommand, Config, Endpoint, KeysCommand, Mailbox, Mailer};
use serde_json::{Value, json};
use sqlx::SqlitePool;
use testing::{Response, SATURDAY_EVENING, SiteFolder, ask, content_dir};

pub(crate) struct Harness {
    pub(crate) folder: SiteFolder,
    pub(crate) clock: Clock,
    pub(crate) mailbox: Mailbox,
    pub(crate) endpoint: Endpoint,
}

impl Harness {
    pub(crate) async fn open() -> Result<Self> {
        Self::with(|_| {}, |site| site).await
    }

    /// A harness with other settings, or another site's file (given as the text of the demo's).
    pub(crate) async fn with(
        settings: impl Fn(&mut Config),
        site: impl Fn(String) -> String,
    ) -> Result<Self> {
        crate::silence::listen();
        let folder = SiteFolder::make(&content_dir(), site)?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let mut config = folder.config("data");
        settings(&mut config);
        let endpoint =
            Endpoint::start(config, clock.clone(), Mailer::Memory(mailbox.clone())).await?;
        Ok(Self {
            folder,
            clock,
            mailbox,
            endpoint,
        })
    }

    /// The endpoint stopped and started again, perhaps with another app directory.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.endpoint.close().await;
        let mailer = Mailer::Memory(self.mailbox.clone());
        let config = self.folder.config("data");
        self.endpoint = Endpoint::start(config, self.clock.clone(), mailer).await?;
        Ok(())
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Result<Response> {
        ask(self.endpoint.router(), request).await
    }

    /// The same database, as another program sees it.
    pub(crate) async fn database(&self) -> Result<SqlitePool> {
        let file = self.folder.path().join("data/premier-accueil.db");
        Ok(SqlitePool::connect(&format!("sqlite:{}", file.display())).await?)
    }

    /// What monitoring is told.
    pub(crate) async fn ops(&self, path: &str) -> Result<Response> {
        let request = Request::get(path).body(Body::empty())?;
        ask(self.endpoint.ops_router(), request).await
    }

    /// The codes of what `/readyz` says is failing; its status agrees with them.
    pub(crate) async fn failing(&self) -> Result<Vec<String>> {
        let answer = self.ops("/readyz").await?;
        let verdict: Value = answer.json()?;
        let failing: Vec<String> = serde_json::from_value(verdict["failing"].clone())?;
        assert_eq!(answer.status == StatusCode::OK, failing.is_empty());
        assert_eq!(verdict["ready"], failing.is_empty());
        Ok(failing)
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Response> {
        self.ask(Request::get(path).body(Body::empty())?).await
    }

    pub(crate) async fn put(&self, id: &SubmissionId, body: impl Into<Body>) -> Result<Response> {
        self.put_to(&format!("/v1/submissions/{}", id.as_str()), body)
            .await
    }

    pub(crate) async fn put_to(&self, path: &str, body: impl Into<Body>) -> Result<Response> {
        let request = Request::put(path).header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(body.into())?).await
    }

    pub(crate) async fn status(&self, id: &SubmissionId) -> Result<SubmissionStatus> {
        self.get(&format!("/v1/submissions/{}", id.as_str()))
            .await?
            .json()
    }

    /// An operator says that the clock is right.
    pub(crate) async fn accept_clock(&self) -> Result<String> {
        let config = self.folder.config("data");
        Ok(endpoint::clock(&config, &self.clock, ClockCommand::Accept).await?)
    }

    /// An operator says that copies of the keys are kept elsewhere.
    pub(crate) fn keys_are_copied(&self) -> Result<()> {
        let config = self.folder.config("data");
        let command = KeysCommand::BackedUp {
            kid: None,
            all: true,
        };
        endpoint::keys(&config, &self.clock, command)?;
        Ok(())
    }

    /// What a phone does: asks for the key, seals the message to it, with the secret that acts on it
    /// unless the message says that it has none (`owner` is null).
    pub(crate) async fn seal(&self, id: &SubmissionId, message: &Value) -> Result<String> {
        let site = testing::site(&self.endpoint).await?;
        let key = site.keys.first().context("a key to seal to")?;
        let mut message = message.clone();
        if message.is_object() && message.get("owner").is_none() {
            message["owner"] = json!(secret(id));
        }
        testing::seal(&key.kid, &key.public_key, id, &message.to_string())
    }

    /// Sends a message and takes the receipt of a first arrival.
    pub(crate) async fn send(&self, id: &SubmissionId, message: &Value) -> Result<Receipt> {
        let body = self.seal(id, message).await?;
        let answer = self.put(id, body).await?;
        if answer.status != StatusCode::CREATED {
            bail!(
                "{}: {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
        }
        answer.json()
    }

    /// Whether anything is known of that submission.
    pub(crate) async fn knows(&self, id: &SubmissionId) -> Result<bool> {
        Ok(self
            .get(&format!("/v1/submissions/{}", id.as_str()))
            .await?
            .status
            == StatusCode::OK)
    }
}

pub(crate) fn id(byte: u8) -> SubmissionId {
    SubmissionId::from_random([byte; 16])
}

/// The secret that acts on the submission of that id: known to its phone, and to no other.
pub(crate) fn secret(id: &SubmissionId) -> OwnerSecret {
    let mut bytes = [7; 16];
    for (place, byte) in id.as_str().bytes().take(8).enumerate() {
        bytes[place] = byte;
    }
    OwnerSecret::from_random(bytes)
}

/// The name and digest of a questionnaire in force.
fn questionnaire(id: &str) -> Result<Value> {
    let sheets = content::Library::read(&content_dir())?.sheets();
    let sheet = sheets
        .into_iter()
        .find(|sheet| sheet.id == id)
        .context("that questionnaire")?;
    let parsed: domain::imilo::Sheet = serde_json::from_str(&sheet.json)?;
    Ok(json!({"id": id, "version": parsed.questionnaire.version, "digest": sheet.digest}))
}

/// A whole registration, every question answered.
pub(crate) fn registration() -> Result<Value> {
    Ok(json!({
        "kind": "registration",
        "questionnaire": questionnaire("preinscription")?,
        "language": "fr",
        "answers": {
            "birth_date": "2007-05-14",
            "postal_code": "59100",
            "commune_code": "59512",
            "first_name": "Zéphyrine",
            "usage_name": "Canari-Benoît",
            "birth_name": "d’Œuvre",
            "civility": "ms",
            "phone": "+33 6 12 34 56 78",
            "email": "zephyrine.canari@example.fr",
            "contact_slots": ["morning", "sms_first"],
            "address_line": "12 bis rue de l’Épeule, #let x = [pirate]",
            "address_extra": "Chez Mme Łukasz, bât. C",
            "housing": "parents",
            "born_abroad": "yes",
            "birth_country": "SN",
            "nationality": "french",
            "current_situation": "job_seeking",
            "france_travail_registered": "unknown",
            "last_class": "grade_12_general",
            "highest_diploma": "level_4",
            "diploma_title": "Bac général",
            "school_exit_year": "2025",
            "driving_licence": "in_progress",
            "transport_modes": ["walking", "public_transport"],
            "needs": ["job", "housing"],
            "referral_source": "social_media"
        },
        "acknowledgement": {
            "notice": "preinscription",
            "version": "2026-11",
            "digest": "0f".repeat(32),
            "language": "fr",
            "shown_at": "2026-11-21T17:30:00Z"
        },
        "consents": [],
        "context": {"source": "instagram", "event": "forum-2026"},
        "filled_at": "2026-11-21T17:35:00Z",
        "shared_device": false
    }))
}

/// The short form.
pub(crate) fn callback_request() -> Result<Value> {
    let mut message = registration()?;
    message["kind"] = json!("callback_request");
    message["questionnaire"] = questionnaire("etre-rappele")?;
    message["answers"] = json!({
        "birth_date": "2009-12-01",
        "postal_code": "59000",
        "commune_code": "59350",
        "first_name": "Émile",
        "usage_name": "Canari",
        "phone": "0612345678"
    });
    message["shared_device"] = json!(true);
    message["context"] = json!({});
    Ok(message)
}

/// A rights request: what is asked, and the submission it is about where the phone proves it.
pub(crate) fn rights_request(asked: Value, about: Option<&SubmissionId>) -> Result<Value> {
    let mut answers = json!({
        "first_name": "Zéphyrine",
        "usage_name": "Canari-Benoît",
        "phone": "+33 6 12 34 56 78",
    });
    if let (Some(answers), Value::Object(asked)) = (answers.as_object_mut(), asked) {
        answers.extend(asked);
    }
    let mut message = registration()?;
    message["kind"] = json!("rights_request");
    message["questionnaire"] = questionnaire("droits")?;
    message["answers"] = answers;
    message["context"] = json!({});
    if let Some(about) = about {
        message["about"] = json!(about.as_str());
        message["proof"] = json!(secret(about));
    }
    Ok(message)
}

/// One option chosen, or taken back, from the phone that sent `about`.
pub(crate) fn option_choice(
    purpose: &str,
    granted: bool,
    about: Option<&SubmissionId>,
) -> Result<Value> {
    let mut message = registration()?;
    message["kind"] = json!("option_choice");
    message["questionnaire"] = questionnaire("options")?;
    message["answers"] = json!({"option": purpose, "granted": if granted { "yes" } else { "no" }});
    message["context"] = json!({});
    if let Some(about) = about {
        message["about"] = json!(about.as_str());
        message["proof"] = json!(secret(about));
    }
    Ok(message)
}
