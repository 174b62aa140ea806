//! The desk: who gets in, who may do what, and what a browser is told.

mod access;
mod account;
mod arriving;
mod copying;
mod elsewhere;
mod entering;
mod figures;
mod gone;
mod invitations;
mod moments;
mod opening;
mod others;
mod passkeys;
mod people;
mod refused;
mod retention;
mod rights;
mod rights_entry;
mod rights_grave;
mod sessions;
pub(crate) mod team;
mod weight;
mod welcome_plans;
pub(crate) mod welcomes;
mod work;

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Method, Request, StatusCode, header},
};
use endpoint::{DeskCommand, DeskRole};
use serde_json::{Value, json};
use testing::{Authenticator, Response};

use crate::harness::Harness;

pub(crate) const ORIGIN: &str = "https://espace.mission-locale.example";
const HOST: &str = "espace.mission-locale.example";

/// A Mission Locale with a desk.
pub(crate) struct Desk<'a> {
    harness: &'a Harness,
    router: Router,
}

/// A Mission Locale whose desk is reached over TLS.
pub(crate) async fn mission_locale() -> Result<Harness> {
    let site = |text: String| text.replace("http://localhost:8081", ORIGIN);
    Harness::with(|_| {}, site).await
}

impl<'a> Desk<'a> {
    /// The desk of that Mission Locale.
    pub(crate) fn of(harness: &'a Harness) -> Result<Self> {
        let router = harness.endpoint.desk_router().context("a desk")?;
        Ok(Self { harness, router })
    }

    async fn ask(&self, request: Request<Body>) -> Result<Response> {
        testing::ask(self.router.clone(), request).await
    }

    /// The secret of the link that the command line prints for a new person.
    pub(crate) async fn invite(&self, name: &str, roles: &[DeskRole]) -> Result<String> {
        let command = DeskCommand::Invite {
            name: name.to_owned(),
            roles: roles.to_vec(),
        };
        secret_in(
            &self
                .harness
                .endpoint
                .carry_out_desk_command(command)
                .await?,
        )
    }

    /// A person with a passkey, signed in.
    pub(crate) async fn enrolled(&self, name: &str, roles: &[DeskRole]) -> Result<Browser<'_>> {
        let secret = self.invite(name, roles).await?;
        let mut browser = self.browser()?;
        let accepted = browser.accept(&secret).await?;
        ensure!(
            accepted.status == StatusCode::NO_CONTENT,
            "{}",
            said(&accepted)
        );
        Ok(browser)
    }

    /// A browser beside an authenticator that has no passkey yet.
    fn browser(&self) -> Result<Browser<'_>> {
        Ok(Browser {
            desk: self,
            cookie: None,
            passkey: Authenticator::new(ORIGIN, HOST)?,
        })
    }
}

/// The secret in a link that is printed or shown.
fn secret_in(text: &str) -> Result<String> {
    let (_, rest) = text.split_once("/invitation#").context("a link")?;
    Ok(rest
        .chars()
        .take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign))
        .collect())
}

/// A browser: keeps the cookie, and says where its forms come from.
pub(crate) struct Browser<'a> {
    desk: &'a Desk<'a>,
    cookie: Option<String>,
    passkey: Authenticator,
}

impl Browser<'_> {
    async fn send(
        &mut self,
        method: Method,
        path: &str,
        (kind, body): (&str, String),
    ) -> Result<Response> {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
            )
            .header(header::CONTENT_TYPE, kind);
        if let Some(cookie) = &self.cookie {
            let cookie = HeaderValue::from_bytes(cookie.as_bytes())?;
            request = request.header(header::COOKIE, cookie);
        }
        let response = self.desk.ask(request.body(body.into())?).await?;
        if response.header("content-type").starts_with("text/html") {
            let slip = slip(&said(&response));
            ensure!(slip.is_none(), "a plain space on {method} {path}: {slip:?}");
        }
        if let Some(cookie) = response.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        Ok(response)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Response> {
        self.send(Method::GET, path, ("text/plain", String::new()))
            .await
    }

    async fn post(&mut self, path: &str, form: &str) -> Result<Response> {
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, (kind, form.to_owned())).await
    }

    async fn call(&mut self, path: &str, body: &Value) -> Result<Response> {
        self.send(Method::POST, path, ("application/json", body.to_string()))
            .await
    }

    /// What the page of an invitation does.
    async fn accept(&mut self, secret: &str) -> Result<Response> {
        let asked = self
            .call("/invitation/defi", &json!({ "secret": secret }))
            .await?;
        if asked.status != StatusCode::OK {
            return Ok(asked);
        }
        let asked: Value = asked.json()?;
        let credential = self.passkey.create(&asked["options"])?;
        let answer = json!({ "secret": secret, "id": asked["id"], "credential": credential });
        self.call("/invitation/cle", &answer).await
    }

    /// What the page of signing in does.
    async fn sign_in(&mut self) -> Result<Response> {
        let answer = self.shown().await?;
        self.call("/entrer/preuve", &answer).await
    }

    /// A challenge, answered and not sent.
    async fn shown(&mut self) -> Result<Value> {
        let asked: Value = self.call("/entrer/defi", &json!({})).await?.json()?;
        let credential = self.passkey.get(&asked["options"])?;
        Ok(json!({ "id": asked["id"], "credential": credential }))
    }

    /// Whether this browser is signed in.
    async fn is_in(&mut self) -> Result<bool> {
        Ok(self.get("/compte").await?.status == StatusCode::OK)
    }
}

/// French has a space that does not break before these signs: on every page that a test loads.
fn slip(page: &str) -> Option<String> {
    let text = page.split('<').filter_map(|tag| tag.split_once('>'));
    let mut lines = text.map(|(_, text)| text.to_owned());
    let is_slip = |line: &String| {
        let signs = [" :", " ;", " ?", " !", "«\u{20}", " »"];
        signs.iter().any(|sign| line.contains(sign))
    };
    lines.find(is_slip)
}

pub(crate) fn said(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}
