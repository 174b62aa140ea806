//! Invitations as their page sees them: whose they are, passkeys that are known, clocks that are set.

use super::*;

#[tokio::test]
async fn the_page_learns_whose_invitation_it_is_before_a_passkey_is_made() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let secret = desk.invite("Aïcha Benali", &[DeskRole::Team]).await?;
    let mut browser = desk.browser()?;
    assert!(said(&browser.get("/invitation").await?).contains("class=\"invited\""));
    // The page asks as it opens, and once more for the ceremony.
    let question = json!({ "secret": secret });
    for _ in 0..2 {
        let asked = browser.call("/invitation/defi", &question);
        let asked: Value = asked.await?.json()?;
        assert_eq!(asked["name"], "Aïcha Benali");
    }
    let accepted = browser.accept(&secret).await?;
    assert_eq!(accepted.status, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn a_passkey_that_is_known_is_said_to_be_and_the_link_can_be_used() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let secret = desk.invite("Bo", &[DeskRole::Team]).await?;
    let known = browser.accept(&secret).await?;
    assert_eq!(known.status, StatusCode::CONFLICT);
    assert!(
        said(&known).contains("déjà enregistrée"),
        "{}",
        said(&known)
    );
    assert!(said(&browser.get("/compte").await?).contains("Aïcha"));

    let mut of_bo = desk.browser()?;
    let accepted = of_bo.accept(&secret).await?;
    assert_eq!(accepted.status, StatusCode::NO_CONTENT);
    let asked: Value = of_bo.call("/compte/defi", &json!({})).await?.json()?;
    let credential = browser.passkey.create(&asked["options"])?;
    let answer = json!({ "id": asked["id"], "credential": credential });
    let known = of_bo.call("/compte/cle", &answer).await?;
    assert_eq!(known.status, StatusCode::CONFLICT);
    assert!(
        said(&known).contains("déjà enregistrée"),
        "{}",
        said(&known)
    );
    Ok(())
}

#[tokio::test]
async fn a_clock_that_is_set_back_by_seconds_makes_no_challenge_void() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for (seconds, expected) in [(60, StatusCode::NO_CONTENT), (61, StatusCode::FORBIDDEN)] {
        let answer = browser.shown().await?;
        desk.harness.clock.jump(-seconds);
        let response = browser.call("/entrer/preuve", &answer).await?;
        assert_eq!(response.status, expected, "{seconds}");
        desk.harness.clock.jump(seconds);
    }
    Ok(())
}
