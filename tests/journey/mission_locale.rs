//! A Mission Locale for one test: the real endpoint on a real database, its mailbox, its clock.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use axum::{
    body::Body,
    http::{Request, Response, StatusCode},
};
use content::{Library, app_list::AppList};
use domain::site::Site;
use endpoint::{Clock, Config, Endpoint, Mailbox, Mailer};
use tower::ServiceExt;

/// A Saturday evening in Roubaix: 18:42 there.
const SATURDAY_EVENING: &str = "2026-11-21T17:42:00Z";

pub(crate) struct MissionLocale {
    pub(crate) endpoint: Endpoint,
    pub(crate) clock: Clock,
    pub(crate) mailbox: Mailbox,
    pub(crate) library: Library,
    folder: tempfile::TempDir,
}

impl MissionLocale {
    pub(crate) async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let library = Library::read(&content)?;
        let app = folder.path().join("app");
        build(&app, &library)?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let endpoint = start(folder.path(), "data", &clock, &mailbox).await?;
        Ok(Self {
            endpoint,
            clock,
            mailbox,
            library,
            folder,
        })
    }

    /// A machine that died, and whose last backup was made before anything was received: its keys, and nothing else.
    pub(crate) async fn loses_what_it_received(&mut self) -> Result<()> {
        let (lost, restored) = ("data", "restored");
        let folder = self.folder.path();
        let keys = folder.join(restored).join("keys");
        fs::create_dir_all(&keys)?;
        for place in [folder.join(restored), keys.clone()] {
            fs::set_permissions(place, fs::metadata(folder.join(lost))?.permissions())?;
        }
        for key in fs::read_dir(folder.join(lost).join("keys"))? {
            let key = key?;
            fs::copy(key.path(), keys.join(key.file_name()))?;
        }
        self.endpoint = start(folder, restored, &self.clock, &self.mailbox).await?;
        Ok(())
    }

    /// What the phone learns of it while it has a network.
    pub(crate) async fn site(&self) -> Result<Site> {
        let response = self
            .ask(Request::get("/v1/site").body(Body::empty())?)
            .await?;
        anyhow::ensure!(response.status() == StatusCode::OK, "{}", response.status());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        serde_json::from_slice(&body).context("a site")
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Result<Response<Body>> {
        Ok(self.endpoint.router().oneshot(request).await?)
    }
}

async fn start(folder: &Path, data: &str, clock: &Clock, mailbox: &Mailbox) -> Result<Endpoint> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/sites/demo.toml");
    let config = Config::first_run(&folder.join("app"), &site, &folder.join(data));
    let mailer = Mailer::Memory(mailbox.clone());
    Ok(Endpoint::start(config, clock.clone(), mailer).await?)
}

/// An app directory with what the endpoint needs of it.
fn build(app: &Path, library: &Library) -> Result<()> {
    fs::create_dir_all(app.join("content/sheets"))?;
    fs::create_dir_all(app.join("communes/0a1b2c3d"))?;
    for sheet in library.sheets() {
        fs::write(
            app.join(format!("content/sheets/{}-{}.json", sheet.id, sheet.digest)),
            sheet.json,
        )?;
    }
    fs::write(
        app.join("index.html"),
        "<!doctype html><title>Premier accueil</title>",
    )?;
    fs::write(
        app.join("communes/0a1b2c3d/59.json"),
        r#"[
        "59510 59299 Hem", "59390 59332 Lannoy", "59115 59339 Leers", "59390 59367 Lys-lez-Lannoy",
        "59100 59512 Roubaix", "59390 59522 Sailly-lez-Lannoy", "59390 59598 Toufflers"
    ]"#,
    )?;
    AppList::write(app)?;
    Ok(())
}
