//! Signing in leads to the page that was asked for, where it is one of ours.

use super::*;
use crate::harness::{id, registration};

/// Where the button of the entrance leads to.
async fn next(browser: &mut Browser<'_>, address: &str) -> Result<String> {
    let page = said(&browser.get(address).await?);
    let (_, rest) = page.split_once("data-next=\"").context("a button")?;
    let next = rest.split('"').next().unwrap_or_default();
    Ok(next.replace("&amp;", "&"))
}

#[tokio::test]
async fn signing_in_leads_to_the_page_that_was_asked_for() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    harness.clock.advance(31 * 60);
    let sheet = format!("/fiches/{}/saisie", number.as_str());
    for page in [sheet.as_str(), "/matin?voir=mineurs&antenne=x", "/compte"] {
        let out = aicha.get(page).await?;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        let entrance = out.header("location").to_owned();
        assert_eq!(next(&mut aicha, &entrance).await?, page);
    }
    assert_eq!(aicha.get("/").await?.header("location"), "/entrer");
    assert_eq!(next(&mut aicha, "/entrer").await?, "/");
    aicha.sign_in().await?;
    assert_eq!(aicha.get(&sheet).await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn the_entrance_leads_to_no_other_host_and_to_nothing_that_writes() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.browser()?;
    for forged in [
        "//autre.example/matin",
        "https://autre.example/",
        "/%5Cautre.example",
        "%2F%5Cautre.example",
        "javascript:alert(1)",
        "/sortir",
        "/matin/prendre",
        "/matin%22%3E%3Cscript%3E",
        "",
    ] {
        let entrance = format!("/entrer?page={forged}");
        assert_eq!(next(&mut browser, &entrance).await?, "/", "{forged}");
    }
    assert_eq!(next(&mut browser, "/entrer?vers=compte").await?, "/");
    Ok(())
}
