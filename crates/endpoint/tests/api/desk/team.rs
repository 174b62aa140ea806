//! What a browser of the team does: opens a registration, sends its forms, searches, asks whether the list has changed.

use super::*;

/// What the form of a page carries under that name; the first such form.
pub(super) fn field(page: &str, name: &str) -> Result<String> {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).context("a field")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// The hidden fields of the first form of a page that asks for a step: how many it shows, and the form's id.
pub(super) fn form(page: &Response) -> Result<(String, String)> {
    let page = said(page);
    Ok((field(&page, "vu")?, field(&page, "envoi")?))
}

/// Sends a step from a page that was loaded; of one that was not written, the page that says why.
pub(super) async fn step(
    browser: &mut Browser<'_>,
    number: &str,
    (seen, form): &(String, String),
    rest: &str,
) -> Result<Response> {
    let body = format!("vu={seen}&envoi={form}&{rest}");
    let answer = browser
        .post(&format!("/fiches/{number}/etapes"), &body)
        .await?;
    if answer.header("location").contains("?refus=") {
        return browser.get(answer.header("location")).await;
    }
    Ok(answer)
}

pub(super) async fn sheet(browser: &mut Browser<'_>, number: &str) -> Result<Response> {
    browser.get(&format!("/fiches/{number}")).await
}

/// Opens the page and sends a step from it.
pub(crate) async fn writes(
    browser: &mut Browser<'_>,
    number: &str,
    rest: &str,
) -> Result<Response> {
    let fields = form(&sheet(browser, number).await?)?;
    step(browser, number, &fields, rest).await
}

/// Searches as the form does, and follows to what is found.
pub(super) async fn search(browser: &mut Browser<'_>, words: &str) -> Result<Response> {
    let asked = browser
        .post("/matin/chercher", &format!("mots={words}"))
        .await?;
    browser.get(asked.header("location")).await
}

/// A person of the team opens the list and that registration, and takes it in hand.
pub(crate) async fn one_step(browser: &mut Browser<'_>, number: &str) -> Result<()> {
    browser.get("/matin").await?;
    let answer = writes(browser, number, "acte=taken").await?;
    ensure!(answer.status == StatusCode::SEE_OTHER, "{}", said(&answer));
    Ok(())
}

/// The entity tag of a list.
pub(super) fn tag(list: &Response) -> Result<String> {
    let list = said(list);
    let (_, rest) = list.split_once("data-mark=\"&quot;").context("a mark")?;
    let mark = rest.split('&').next().unwrap_or_default();
    Ok(format!("\"{mark}\""))
}

/// What a page that shows the list of that tag is told.
pub(super) async fn news(browser: &mut Browser<'_>, tag: &str) -> Result<StatusCode> {
    let cookie = browser.cookie.clone().context("a cookie")?;
    let request = Request::get("/matin/nouveau")
        .header(header::COOKIE, cookie)
        .header(header::IF_NONE_MATCH, tag);
    Ok(browser.desk.ask(request.body(Body::empty())?).await?.status)
}
