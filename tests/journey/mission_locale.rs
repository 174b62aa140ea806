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
    _folder: tempfile::TempDir,
}

impl MissionLocale {
    pub(crate) async fn open() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let library = Library::read(&content)?;
        let app = folder.path().join("app");
        build(&app, &library)?;
        let config = Config::first_run(
            &app,
            &content.join("sites/demo.toml"),
            &folder.path().join("data"),
        );
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let endpoint =
            Endpoint::start(config, clock.clone(), Mailer::Memory(mailbox.clone())).await?;
        Ok(Self {
            endpoint,
            clock,
            mailbox,
            library,
            _folder: folder,
        })
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
        r#"{"59100":[["59512","Roubaix"]]}"#,
    )?;
    AppList::write(app)?;
    Ok(())
}
