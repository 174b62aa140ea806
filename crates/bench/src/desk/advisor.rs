//! A person of the team at a browser: invited by command, signed in with a software authenticator.

use anyhow::{Context, ensure};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use endpoint::{DeskCommand, DeskRole, Endpoint};
use serde_json::{Value, json};
use testing::{Authenticator, Response, ask};

/// As the demo's site has it.
const ORIGIN: &str = "http://localhost:8081";
const HOST: &str = "localhost";

/// Somebody who is signed in.
pub(super) struct Advisor {
    router: Router,
    cookie: String,
}

impl Advisor {
    /// Invites somebody, who makes a passkey and is signed in by it.
    ///
    /// # Errors
    /// When the desk takes one of these steps otherwise.
    pub(super) async fn enrolled(endpoint: &Endpoint) -> anyhow::Result<Self> {
        let invite = DeskCommand::Invite {
            name: "Aïcha".to_owned(),
            roles: vec![DeskRole::Team],
        };
        let told = endpoint.carry_out_desk_command(invite).await?;
        let (_, secret) = told.split_once("/invitation#").context("a link")?;
        let secret = secret.split_whitespace().next().unwrap_or_default();
        let mut advisor = Self {
            router: endpoint.desk_router().context("a desk")?,
            cookie: String::new(),
        };
        let body = json!({ "secret": secret });
        let asked: Value = advisor.calls("/invitation/defi", &body).await?.json()?;
        let passkey = Authenticator::new(ORIGIN, HOST)?.create(&asked["options"])?;
        let body = json!({ "secret": secret, "id": asked["id"], "credential": passkey });
        let accepted = advisor.calls("/invitation/cle", &body).await?;
        let cookie = accepted.header(header::SET_COOKIE).split(';').next();
        cookie.unwrap_or_default().clone_into(&mut advisor.cookie);
        ensure!(
            !advisor.cookie.is_empty(),
            "no session: {}",
            accepted.status
        );
        Ok(advisor)
    }

    /// A page; with the tag of the list that is shown, where one is.
    ///
    /// # Errors
    /// When the router does not respond.
    pub(super) async fn get(&mut self, path: &str, tag: Option<&str>) -> anyhow::Result<Response> {
        let mut request = Request::get(path).header(header::COOKIE, &self.cookie);
        if let Some(tag) = tag {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        ask(self.router.clone(), request.body(Body::empty())?).await
    }

    /// The numbers on the list, in its order.
    ///
    /// # Errors
    /// When there is no list.
    pub(super) async fn numbers(&mut self) -> anyhow::Result<Vec<String>> {
        let list = self.get("/matin", None).await?;
        ensure!(list.status == StatusCode::OK, "no list: {}", list.status);
        let list = String::from_utf8(list.body)?;
        let links = list.split("href=\"/fiches/").skip(1);
        let number = |link: &str| link.split('"').next().unwrap_or_default().to_owned();
        Ok(links.map(number).collect())
    }

    /// Opens a registration's page and writes a step from its first form.
    ///
    /// # Errors
    /// When it is not written.
    pub(super) async fn writes(&mut self, number: &str, act: &str) -> anyhow::Result<()> {
        let page = self.get(&format!("/fiches/{number}"), None).await?;
        let page = String::from_utf8(page.body)?;
        let (seen, form) = (field(&page, "vu")?, field(&page, "envoi")?);
        let body = format!("vu={seen}&envoi={form}&acte={act}");
        let path = format!("/fiches/{number}/etapes");
        let kind = "application/x-www-form-urlencoded";
        let written = self.post(&path, kind, body).await?;
        ensure!(
            written.status == StatusCode::SEE_OTHER,
            "{act}: {}",
            written.status
        );
        Ok(())
    }

    async fn calls(&mut self, path: &str, body: &Value) -> anyhow::Result<Response> {
        self.post(path, "application/json", body.to_string()).await
    }

    async fn post(&mut self, path: &str, kind: &str, body: String) -> anyhow::Result<Response> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .header(header::COOKIE, &self.cookie);
        ask(self.router.clone(), request.body(Body::from(body))?).await
    }
}

/// What the first form of a page carries under that name.
fn field<'a>(page: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).context("a field")?;
    rest.split('"').next().context("its end")
}

/// The entity tag of a list, as its script sends it.
///
/// # Errors
/// When the list has none.
pub(super) fn tag(list: &Response) -> anyhow::Result<String> {
    let list = String::from_utf8_lossy(&list.body);
    let (_, rest) = list.split_once("data-mark=\"&quot;").context("a mark")?;
    let mark = rest.split('&').next().unwrap_or_default();
    Ok(format!("\"{mark}\""))
}
