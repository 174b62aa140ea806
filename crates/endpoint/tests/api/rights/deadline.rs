//! Reminders and the extension, with the clock moved by hand over a month's end and a holiday.

use anyhow::{Context, Result};
use domain::delivery::DeliveryFailure;
use endpoint::RightsError;
use testing::pdf_text;

use super::{DAY_SECONDS, OFFICER, ask, mails_to, steps, subjects};
use crate::harness::{Harness, id};

/// Moves the clock to eight in the morning in Roubaix (winter time), so many days after the harness's Saturday.
fn morning_after(harness: &Harness, days: i64) {
    // The harness opens at 18:42 there.
    harness
        .clock
        .advance(days * DAY_SECONDS - (10 * 3600 + 42 * 60));
}

#[tokio::test]
async fn reminders_go_a_week_before_and_on_the_day_and_each_once() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "access", None).await?.spaced();
    harness.endpoint.deliver_due().await?;
    morning_after(&harness, 23);
    harness.clock.advance(-1);
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        0,
        "14 December, before eight"
    );
    harness.clock.advance(1);
    harness.mailbox.fail_with(Some(DeliveryFailure::Deferred));
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    harness.mailbox.fail_with(None);
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        0,
        "not before its next attempt"
    );
    harness.clock.advance(5);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(7 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(30 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    let mails = mails_to(&harness, OFFICER);
    assert_eq!(
        subjects(&mails),
        [
            format!("Demande de droits {number}\u{a0}: réponse due le lundi 21 décembre 2026"),
            format!("Demande de droits {number}\u{a0}: réponse due dans sept jours"),
            format!("Demande de droits {number}\u{a0}: réponse due aujourd’hui"),
        ]
    );
    assert!(mails.iter().skip(1).all(|mail| mail.attachment.is_none()));
    let list = harness.endpoint.officer().list().await?;
    assert!(list.contains("30 jours de retard"), "{list}");
    Ok(())
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_closed() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "access", None).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.officer().answer(&number, "Ada").await?;
    harness.clock.advance(40 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_extension_needs_its_reason_and_moves_the_day_and_its_reminders() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "access", None).await?;
    harness.endpoint.deliver_due().await?;
    let officer = harness.endpoint.officer();
    let nothing_said = officer.extend(&number, "", "Ada").await;
    assert!(matches!(nothing_said, Err(RightsError::NoReason)));
    // On the last day it is still the first month.
    morning_after(&harness, 30);
    let due_on = officer
        .extend(&number, "Douze demandes à la fois", "Ada")
        .await?;
    // 21 February 2027 is a Sunday.
    assert_eq!(due_on.to_string(), "2027-02-22");
    assert_eq!(harness.status(&id(1)).await?.due_on, Some(due_on));
    let again = officer.extend(&number, "Encore", "Ada").await;
    assert!(matches!(again, Err(RightsError::AlreadyExtended)));
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        0,
        "the first day's reminders are dropped"
    );
    harness.clock.advance(56 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(7 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let subjects = subjects(&mails_to(&harness, OFFICER));
    assert!(
        subjects
            .last()
            .is_some_and(|last| last.ends_with("aujourd’hui"))
    );
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "extended", "told", "told"]
    );
    Ok(())
}

#[tokio::test]
async fn the_day_after_the_first_month_it_is_too_late_to_extend() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "access", None).await?;
    morning_after(&harness, 31);
    let late = harness
        .endpoint
        .officer()
        .extend(&number, "Trop de demandes", "Ada")
        .await;
    assert!(matches!(late, Err(RightsError::TooLate)));
    assert_eq!(
        harness.status(&id(1)).await?.due_on,
        Some("2026-12-21".parse()?)
    );
    Ok(())
}

#[tokio::test]
async fn a_reminder_that_cannot_be_sent_is_an_alarm_after_an_hour() -> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    ask(&harness, 1, "access", None).await?;
    harness.endpoint.deliver_due().await?;
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    morning_after(&harness, 23);
    harness.endpoint.deliver_due().await?;
    harness.endpoint.purge_due().await?;
    harness.clock.advance(3599);
    assert_eq!(harness.failing().await?, [""; 0]);
    harness.clock.advance(1);
    assert_eq!(harness.failing().await?, ["deliveries-overdue"]);
    harness.mailbox.fail_with(None);
    harness.endpoint.deliver_due().await?;
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_proved_request_tells_the_officer_which_registration_it_is() -> Result<()> {
    let harness = Harness::open().await?;
    let registration = harness
        .send(&id(1), &crate::harness::registration()?)
        .await?;
    harness.endpoint.deliver_due().await?;
    ask(&harness, 2, "access", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    let mails = mails_to(&harness, OFFICER);
    let mail = mails.first().context("a mail")?;
    let number = registration.reference.spaced();
    let printed = pdf_text(mail.pdf())?;
    assert!(
        printed.contains(&format!("{number}, prouvé par le téléphone")),
        "{printed}"
    );
    assert!(!mail.subject.contains(&number) && !mail.text.contains(&number));
    Ok(())
}
