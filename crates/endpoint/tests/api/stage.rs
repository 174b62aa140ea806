//! A Mission Locale for one test: its app directory, its database, its mailbox, its clock.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use content::app_list::AppList;
use domain::wire::{
    PADDING_BYTES, Problem, ProblemType, Receipt, SEAL_INFO, SubmissionId, SubmissionStatus,
    seal_aad,
};
use domain::{owner::OwnerSecret, site::Site};
use endpoint::{Clock, ClockCommand, Config, Endpoint, KeysCommand, Mailbox, Mailer};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A Saturday evening in Roubaix: 18:42 there.
pub(crate) const SATURDAY_EVENING: &str = "2026-11-21T17:42:00Z";

pub(crate) struct Stage {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Clock,
    pub(crate) mailbox: Mailbox,
    pub(crate) endpoint: Endpoint,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).context("a body of that shape")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The problem's type, once everything that a problem document has is there.
    pub(crate) fn problem(&self) -> Result<ProblemType> {
        if self.header("content-type") != "application/problem+json" {
            bail!(
                "{} is no problem document but {:?}",
                self.status,
                self.header("content-type")
            );
        }
        let problem: Problem = self.json()?;
        assert_eq!(problem.status, self.status.as_u16());
        assert!(!problem.title.is_empty());
        ProblemType::from_uri(&problem.uri)
            .ok_or_else(|| anyhow!("{} is no type of ours", problem.uri))
    }
}

impl Stage {
    pub(crate) async fn open() -> Result<Self> {
        Self::with(|_| {}, |site| site).await
    }

    /// A stage with other settings, or another site's file (given as the text of the demo's).
    pub(crate) async fn with(
        settings: impl Fn(&mut Config),
        site: impl Fn(String) -> String,
    ) -> Result<Self> {
        crate::silence::listen();
        let folder = tempfile::tempdir()?;
        build_app(&folder.path().join("app"))?;
        // A site's file stands beside the notices it names.
        fs::create_dir_all(folder.path().join("sites"))?;
        for named in fs::read_dir(content_dir().join("notices"))? {
            let named = named?;
            if !named.file_type()?.is_dir() {
                continue;
            }
            let notices = folder.path().join("notices").join(named.file_name());
            fs::create_dir_all(&notices)?;
            for version in fs::read_dir(named.path())? {
                let version = version?;
                fs::copy(version.path(), notices.join(version.file_name()))?;
            }
        }
        let password = folder.path().join("sites/password.txt");
        fs::write(&password, "Une phrase de passe, longue\n")?;
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
        let demo = fs::read_to_string(content_dir().join("sites/demo.toml"))?;
        fs::write(folder.path().join("sites/site.toml"), site(demo))?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let mut config = config(folder.path());
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
        self.endpoint =
            Endpoint::start(config(self.folder.path()), self.clock.clone(), mailer).await?;
        Ok(())
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Result<Answer> {
        Self::answer(self.endpoint.router(), request).await
    }

    /// What monitoring is told.
    pub(crate) async fn ops(&self, path: &str) -> Result<Answer> {
        let request = Request::get(path).body(Body::empty())?;
        Self::answer(self.endpoint.ops_router(), request).await
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

    async fn answer(router: axum::Router, request: Request<Body>) -> Result<Answer> {
        let response = router.oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await?.to_vec();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Answer> {
        self.ask(Request::get(path).body(Body::empty())?).await
    }

    pub(crate) async fn put(&self, id: &SubmissionId, body: impl Into<Body>) -> Result<Answer> {
        self.put_to(&format!("/v1/submissions/{}", id.as_str()), body)
            .await
    }

    pub(crate) async fn put_to(&self, path: &str, body: impl Into<Body>) -> Result<Answer> {
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
        let config = config(self.folder.path());
        Ok(endpoint::clock(&config, &self.clock, ClockCommand::Accept).await?)
    }

    /// An operator says that copies of the keys are kept elsewhere.
    pub(crate) fn keys_are_copied(&self) -> Result<()> {
        let config = config(self.folder.path());
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
        let site: Site = self.get("/v1/site").await?.json()?;
        let key = site.keys.first().context("a key to seal to")?;
        let mut message = message.clone();
        if message.is_object() && message.get("owner").is_none() {
            message["owner"] = json!(secret(id));
        }
        let aad = seal_aad(&key.kid, id);
        let envelope = envelope::seal(
            &key.kid,
            &key.public_key,
            SEAL_INFO,
            &aad,
            &message.to_string(),
            PADDING_BYTES,
        )?;
        Ok(envelope.to_json())
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

pub(crate) fn config(folder: &Path) -> Config {
    Config::first_run(
        &folder.join("app"),
        &folder.join("sites/site.toml"),
        &folder.join("data"),
    )
}

pub(crate) fn content_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
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

/// The communes of the demo's territory, and a neighbour with a part.
const COMMUNES: &str = r#"[
    "59510 59299 Hem", "59390 59332 Lannoy", "59115 59339 Leers", "59390 59367 Lys-lez-Lannoy", "59000 59350 Lille",
    "59160 59350 Lille", "59160 59350/59355 Lomme (Lille)", "59100 59512 Roubaix", "59390 59522 Sailly-lez-Lannoy",
    "59390 59598 Toufflers"
]"#;

/// An app directory as the build leaves it, small.
pub(crate) fn build_app(app: &Path) -> Result<()> {
    for folder in ["content/sheets", "communes/0a1b2c3d", "icons"] {
        fs::create_dir_all(app.join(folder))?;
    }
    for sheet in content::Library::read(&content_dir())?.sheets() {
        fs::write(
            app.join(format!("content/sheets/{}-{}.json", sheet.id, sheet.digest)),
            sheet.json,
        )?;
    }
    for (name, text) in [
        (
            "index.html",
            "<!doctype html><title>Premier accueil</title><style>p{margin:0}</style>",
        ),
        ("sw.js", "// sw"),
        ("manifest.webmanifest", "{}"),
        ("app-0123456789abcdef.js", "export {}"),
        ("app-0123456789abcdef.js.br", "br of app"),
        ("app-0123456789abcdef.js.gz", "gz of app"),
        ("app-0123456789abcdef_bg.wasm", "\0asm"),
        ("icons/icon.svg", "<svg/>"),
        ("communes/0a1b2c3d/59.json", COMMUNES),
    ] {
        fs::write(app.join(name), text)?;
    }
    AppList::write(app)?;
    Ok(())
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
