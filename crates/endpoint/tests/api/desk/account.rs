//! One's own account: the name by which one is shown.

use super::*;

#[tokio::test]
async fn everybody_changes_their_own_name_and_nobody_elses() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut first = desk.enrolled("Première personne", &DeskRole::ALL).await?;
    let mut other = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    // No fresh passkey is asked for.
    desk.harness.clock.advance(20 * 60);
    let changed = first.post("/compte/nom", "nom=+Dominique+Martin+").await?;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    assert_eq!(changed.header(header::LOCATION), "/compte");
    let page = said(&first.get("/compte").await?);
    assert!(page.contains("value=\"Dominique Martin\""), "{page}");
    assert!(!page.contains("Première personne"), "{page}");
    assert!(said(&other.get("/compte").await?).contains("value=\"Aïcha\""));
    let list = harness.endpoint.carry_out_desk_command(DeskCommand::List);
    assert!(list.await?.contains("n° 1  Dominique Martin"));
    Ok(())
}

#[tokio::test]
async fn a_name_that_is_none_is_refused_and_what_was_typed_stays() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let long = "x".repeat(61);
    for name in ["", "+", "a%0Ab", "%FF", long.as_str()] {
        let page = said(&browser.post("/compte/nom", &format!("nom={name}")).await?);
        assert!(page.contains("Il faut un nom"), "{name}: {page}");
        assert!(page.contains("aria-invalid=\"true\""), "{name}");
    }
    let page = said(&browser.post("/compte/nom", &format!("nom={long}")).await?);
    assert!(page.contains(&format!("value=\"{long}\"")), "{page}");
    for form in ["", "nom=a&nom=b", "nom=a&id=2", "name=a"] {
        let refused = browser.post("/compte/nom", form).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    assert!(said(&browser.get("/compte").await?).contains("value=\"Aïcha\""));
    Ok(())
}
