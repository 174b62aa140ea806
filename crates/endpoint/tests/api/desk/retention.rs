//! How long a content stays that the team works on: two days after its end, never before its mailbox has it.

use super::team::{sheet, writes};
use super::*;
use crate::harness::{id, registration};

const DAY: i64 = 86_400;

async fn has_content(desk: &Desk<'_>, number: &str) -> Result<bool> {
    let database = desk.harness.database().await?;
    let has = "SELECT envelope IS NOT NULL FROM submissions WHERE reference = ?";
    Ok(sqlx::query_scalar(has)
        .bind(number)
        .fetch_one(&database)
        .await?)
}

/// So long later, with the purges of an hour.
async fn later(desk: &Desk<'_>, browser: &mut Browser<'_>, seconds: i64) -> Result<()> {
    desk.harness.clock.advance(seconds);
    desk.harness.endpoint.purge_due().await?;
    browser.sign_in().await?;
    Ok(())
}

#[tokio::test]
async fn what_is_closed_goes_two_days_later_and_the_page_says_when() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let path = number.as_str();
    writes(&mut aicha, path, "acte=closed.appointment_made").await?;
    let page = said(&sheet(&mut aicha, path).await?);
    assert!(page.contains("s’efface lundi 23 novembre"), "{page}");
    assert!(said(&aicha.get("/matin").await?).contains("contenu effacé dans 2\u{a0}jours"));
    later(&desk, &mut aicha, 2 * DAY - 60).await?;
    assert!(has_content(&desk, path).await?);
    later(&desk, &mut aicha, 60).await?;
    assert!(!has_content(&desk, path).await?);
    let page = said(&sheet(&mut aicha, path).await?);
    assert!(
        page.contains("terminée") && !page.contains("s’efface"),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn what_is_reopened_stays_until_its_age() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let path = number.as_str();
    writes(&mut aicha, path, "acte=closed.duplicate").await?;
    later(&desk, &mut aicha, DAY).await?;
    writes(&mut aicha, path, "acte=reopened").await?;
    later(&desk, &mut aicha, 5 * DAY).await?;
    assert!(has_content(&desk, path).await?);
    later(&desk, &mut aicha, DAY).await?;
    assert!(
        !has_content(&desk, path).await?,
        "seven days after its delivery"
    );
    Ok(())
}

#[tokio::test]
async fn what_no_mailbox_has_stays_although_it_is_closed() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let path = number.as_str();
    writes(&mut aicha, path, "acte=closed.unreachable").await?;
    later(&desk, &mut aicha, 10 * DAY).await?;
    assert!(has_content(&desk, path).await?, "no mailbox has it");
    desk.harness.endpoint.deliver_due().await?;
    desk.harness.endpoint.purge_due().await?;
    assert!(!has_content(&desk, path).await?, "the mailbox has it now");
    assert_eq!(desk.harness.mailbox.mails().len(), 1);
    Ok(())
}
