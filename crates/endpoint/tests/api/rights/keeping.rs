//! How long a request stays: its content until it is closed and the site's days more, its file a year.

use anyhow::Result;
use domain::retention::RIGHTS_FILE_KEEP_DAYS;
use endpoint::RightsError;

use super::{DAY_SECONDS, ask};
use crate::harness::{Harness, id, registration};

#[tokio::test]
async fn what_was_asked_goes_after_closing_and_the_file_a_year_later() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "rectification", None).await?;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(40 * DAY_SECONDS);
    assert_eq!(
        harness.endpoint.purge_due().await?,
        [],
        "still owed an answer"
    );
    let officer = harness.endpoint.officer();
    officer.answer(&number, "Ada").await?;
    harness.clock.advance(7 * DAY_SECONDS - 1);
    assert_eq!(harness.endpoint.purge_due().await?, []);
    assert!(officer.show(&number).await?.contains("avec un k"));
    harness.clock.advance(1);
    assert_eq!(harness.endpoint.purge_due().await?.len(), 1);
    let shown = officer.show(&number).await?;
    assert!(
        shown.contains("n’est plus gardé") && !shown.contains("avec un k"),
        "{shown}"
    );
    assert!(
        shown.contains("close, répondue           Ada"),
        "the trace stays: {shown}"
    );

    harness
        .clock
        .advance((i64::from(RIGHTS_FILE_KEEP_DAYS) - 7) * DAY_SECONDS - 1);
    harness.endpoint.purge_due().await?;
    officer.show(&number).await?;
    harness.clock.advance(1);
    harness.endpoint.purge_due().await?;
    let gone = officer.show(&number).await;
    assert!(matches!(gone, Err(RightsError::NotFound(_))));
    assert!(
        harness.knows(&id(1)).await?,
        "a late resend is still recognised"
    );
    Ok(())
}

#[tokio::test]
async fn a_file_stays_for_as_long_as_its_restriction_stands() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    let number = ask(&harness, 2, "restriction", Some(&id(1))).await?;
    let officer = harness.endpoint.officer();
    officer.answer(&number, "Ada").await?;
    harness.clock.advance(1000 * DAY_SECONDS);
    harness.endpoint.deliver_due().await?;
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.status(&id(1)).await?.purged_at, None);
    officer
        .lift(&number, "Plus de litige, personne prévenue", "Ada")
        .await?;
    harness.endpoint.purge_due().await?;
    assert!(harness.status(&id(1)).await?.purged_at.is_some());
    assert!(officer.show(&number).await.is_err());
    Ok(())
}
