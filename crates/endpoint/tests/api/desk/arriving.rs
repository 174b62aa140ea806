//! Forms as they arrive: who sends one is looked at once all of it is here, and no more is read than one can hold.

use std::{convert::Infallible, future::ready};

use endpoint::Endpoint;
use futures::{StreamExt as _, stream};
use tokio::sync::oneshot;

use super::*;

const LARGEST_BODY_BYTES: usize = 64 * 1024;

impl Browser<'_> {
    fn form(&self, path: &str, body: Body) -> Result<Request<Body>> {
        Ok(Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, self.cookie.clone().context("a cookie")?)
            .body(body)?)
    }

    /// Sends a form that arrives in two halves; `command` is carried out between them.
    async fn post_slowly(
        &self,
        path: &str,
        form: &'static str,
        command: DeskCommand,
    ) -> Result<Response> {
        let (first, rest) = form
            .split_at_checked(form.len() / 2)
            .context("two halves")?;
        let (begun, has_begun) = oneshot::channel();
        let (end, has_ended) = oneshot::channel();
        let first = async move {
            begun.send(()).ok();
            Ok::<_, Infallible>(first)
        };
        let rest = async move {
            has_ended.await.ok();
            Ok(rest)
        };
        let body = Body::from_stream(stream::once(first).chain(stream::once(rest)));
        let meanwhile = async {
            has_begun.await?;
            let endpoint = &self.desk.harness.endpoint;
            endpoint.carry_out_desk_command(command).await?;
            end.send(()).ok();
            Ok::<_, anyhow::Error>(())
        };
        let request = self.form(path, body)?;
        let (response, done) = tokio::join!(self.desk.ask(request), meanwhile);
        done?;
        response
    }
}

#[tokio::test]
async fn a_form_does_nothing_when_its_session_ends_before_all_of_it_has_arrived() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let list = async || {
        harness
            .endpoint
            .carry_out_desk_command(DeskCommand::List)
            .await
    };
    for (path, form) in [
        ("/equipe/inviter", "nom=Bo&equipe=oui"),
        // Writes nothing: a refused form shows who works here.
        ("/equipe/inviter", "nom=Bo"),
        ("/compte/nom", "nom=Autre"),
    ] {
        manager.sign_in().await?;
        let command = DeskCommand::SignOut { person: 1 };
        let response = manager.post_slowly(path, form, command).await?;
        assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(said(&response).contains("session est terminée"));
        assert_eq!(list().await?.lines().count(), 1);
        assert!(list().await?.contains("Manuel"));
    }
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_on_every_route() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &DeskRole::ALL).await?;
    let longest = "x".repeat(LARGEST_BODY_BYTES);
    let too_long = format!("{longest}x");
    for route in Endpoint::desk_routes() {
        if route.method != Method::POST {
            continue;
        }
        let path = route.path.replace("{id}", "1");
        let chunk = stream::once(ready(Ok::<_, Infallible>(too_long.clone())));
        for body in [Body::from(too_long.clone()), Body::from_stream(chunk)] {
            let refused = desk.ask(browser.form(&path, body)?).await?;
            assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
            assert!(said(&refused).contains("trop long"), "{path}");
        }
    }
    let read = desk
        .ask(browser.form("/compte/nom", Body::from(longest))?)
        .await?;
    assert_eq!(read.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.is_in().await?);
    Ok(())
}
