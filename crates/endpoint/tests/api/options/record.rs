//! The record of options: the last word by the phone's clock, shown, kept for its days, gone.

use anyhow::Result;
use axum::http::StatusCode;
use domain::retention::OPTION_KEEP_DAYS;
use endpoint::RightsError;
use serde_json::json;
use testing::pdf_text;

use super::{choices, choose, consent, record, with_options};
use crate::harness::{Harness, id, option_choice, registration, rights_request};

const DAY_SECONDS: i64 = 24 * 3600;
const SMS: &str = "opt_sms_reminders";

/// What `premier-accueil options` says stands.
async fn stands(harness: &Harness) -> Result<String> {
    let number = harness.status(&id(1)).await?.reference;
    let record = record(harness, &number).await?;
    let standing = record.lines().filter(|line| line.starts_with("option  "));
    Ok(standing.collect::<Vec<_>>().join("\n"))
}

#[tokio::test]
async fn the_last_word_is_by_the_phones_clock_and_ties_go_by_arrival() -> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([consent(SMS, true)]);
    let number = harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?
        .reference;
    harness.clock.advance(3600);
    // Said before, arrived after: another word stands since.
    choose(
        &harness,
        2,
        (SMS, false),
        "2026-11-21T17:30:59Z",
        Some(&id(1)),
    )
    .await?;
    assert!(stands(&harness).await?.contains("opt_sms_reminders : oui"));
    choose(
        &harness,
        3,
        (SMS, false),
        "2026-11-21T17:31:00Z",
        Some(&id(1)),
    )
    .await?;
    assert!(stands(&harness).await?.contains("opt_sms_reminders : non"));
    // A clock that is years ahead counts as now, and has no last word for years.
    choose(
        &harness,
        4,
        (SMS, true),
        "2031-01-01T00:00:00Z",
        Some(&id(1)),
    )
    .await?;
    assert!(
        stands(&harness)
            .await?
            .contains("oui, depuis le 21/11/2026 à 19\u{a0}h\u{a0}42")
    );
    harness.clock.advance(60);
    choose(
        &harness,
        5,
        (SMS, false),
        "2026-11-21T18:43:00Z",
        Some(&id(1)),
    )
    .await?;
    assert!(stands(&harness).await?.contains("opt_sms_reminders : non"));

    let whole = record(&harness, &number).await?;
    assert!(
        whole.starts_with(&format!("préinscription  {}\n", number.spaced())),
        "{whole}"
    );
    let said = whole.lines().filter(|line| line.starts_with("dit  "));
    assert_eq!(said.count(), 5, "{whole}");
    assert!(!whole.contains("Zéphyrine") && !whole.contains(id(1).as_str()));
    Ok(())
}

#[tokio::test]
async fn the_same_bytes_twice_are_one_word() -> Result<()> {
    let harness = Harness::open().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let message = option_choice(SMS, true, Some(&id(1)))?;
    let body = harness.seal(&id(2), &message).await?;
    for status in [StatusCode::CREATED, StatusCode::OK] {
        assert_eq!(harness.put(&id(2), body.clone()).await?.status, status);
    }
    let whole = record(&harness, &number).await?;
    assert_eq!(whole.matches("\ndit  ").count(), 1, "{whole}");
    harness.endpoint.deliver_due().await?;
    assert_eq!(choices(&harness).len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_record_is_found_by_every_number_that_leads_to_it_and_no_other() -> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([consent(SMS, true)]);
    let own = harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?
        .reference;
    let at = "2026-11-21T17:40:00Z";
    let choice = choose(&harness, 2, (SMS, false), at, Some(&id(1))).await?;
    let access = rights_request(json!({"right": "access"}), Some(&id(1)))?;
    let access = harness.send(&id(3), &access).await?.reference;
    let whole = record(&harness, &own).await?;
    assert!(whole.contains("opt_sms_reminders : non"), "{whole}");
    assert_eq!(record(&harness, &choice).await?, whole);
    assert_eq!(record(&harness, &access).await?, whole);
    let officer = harness.endpoint.officer();
    let shown = officer.show(&access).await?;
    assert!(shown.contains("opt_sms_reminders : non"), "{shown}");
    let nobody = officer.options(&"KT4HW7PX".parse()?).await;
    assert!(matches!(nobody, Err(RightsError::NoSuchRegistration(_))));
    Ok(())
}

#[tokio::test]
async fn a_page_printed_late_says_what_stands_by_then() -> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([consent(SMS, true)]);
    harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?;
    let at = "2026-11-21T17:40:00Z";
    choose(&harness, 2, (SMS, false), at, Some(&id(1))).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    for mail in harness.mailbox.mails() {
        let printed = pdf_text(mail.pdf())?;
        assert!(!printed.contains("rendez-vous : oui"), "{printed}");
        let taken_back = ["rendez-vous : non", "Choix reprise"];
        assert!(taken_back.iter().any(|words| printed.contains(words)));
    }
    Ok(())
}

#[tokio::test]
async fn a_choice_may_come_before_its_registration_and_meets_it() -> Result<()> {
    let harness = Harness::open().await?;
    let at = "2026-11-21T17:40:00Z";
    choose(&harness, 2, (SMS, false), at, Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    let printed = pdf_text(choices(&harness)[0].pdf())?;
    assert!(
        printed.contains("un envoi qui n’est pas encore arrivé ici"),
        "{printed}"
    );
    let chosen = json!([consent(SMS, true)]);
    harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?;
    assert!(stands(&harness).await?.contains("opt_sms_reminders : non"));
    Ok(())
}

#[tokio::test]
async fn the_number_of_a_choice_leads_an_officer_to_its_registration() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let at = "2026-11-21T17:40:00Z";
    let choice = choose(&harness, 2, (SMS, true), at, Some(&id(1))).await?;
    let asked = json!({"right": "cancellation", "registration_reference": choice.spaced()});
    let asked = rights_request(asked, None)?;
    let number = harness.send(&id(3), &asked).await?.reference;
    let officer = harness.endpoint.officer();
    officer.apply(&number, None, "Ada").await?;
    assert!(harness.status(&id(1)).await?.purged_at.is_some());
    assert!(harness.status(&id(2)).await?.purged_at.is_none());
    Ok(())
}

/// The lines of the purge log, as `what count`.
async fn purge_log(harness: &Harness) -> Result<Vec<(String, i64)>> {
    let database = harness.database().await?;
    let log = sqlx::query_as("SELECT what, count FROM purge_log ORDER BY rowid");
    let lines = log.fetch_all(&database).await?;
    database.close().await;
    Ok(lines)
}

#[tokio::test]
async fn the_record_goes_its_days_after_the_last_word_and_the_log_says_so() -> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([consent(SMS, true)]);
    let number = harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?
        .reference;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(100 * DAY_SECONDS);
    choose(
        &harness,
        2,
        (SMS, false),
        "2027-03-01T12:00:00Z",
        Some(&id(1)),
    )
    .await?;
    harness.endpoint.deliver_due().await?;
    harness
        .clock
        .advance(i64::from(OPTION_KEEP_DAYS) * DAY_SECONDS - 1);
    harness.endpoint.purge_due().await?;
    assert!(
        stands(&harness).await?.contains("opt_sms_reminders : non"),
        "both contents are gone by now, the proof is not"
    );
    harness.clock.advance(1);
    harness.endpoint.purge_due().await?;
    assert!(
        record(&harness, &number)
            .await?
            .ends_with("rien n’est noté\n")
    );
    let log = purge_log(&harness).await?;
    assert_eq!(log.last(), Some(&("options".to_owned(), 2)), "{log:?}");
    assert!(
        log.iter()
            .any(|(what, count)| what == "content" && *count == 2)
    );
    harness.endpoint.purge_due().await?;
    assert_eq!(purge_log(&harness).await?.len(), log.len(), "once");
    Ok(())
}

#[tokio::test]
async fn under_a_restriction_the_record_stays() -> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([consent(SMS, true)]);
    harness
        .send(&id(1), &with_options("instagram", chosen)?)
        .await?;
    harness.endpoint.deliver_due().await?;
    let asked = json!({"right": "restriction", "restriction_ground": "needed"});
    let asked = rights_request(asked, Some(&id(1)))?;
    let restriction = harness.send(&id(2), &asked).await?.reference;
    harness.clock.advance(400 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    assert!(stands(&harness).await?.contains("opt_sms_reminders : oui"));
    let officer = harness.endpoint.officer();
    officer.lift(&restriction, "Plus de litige", "Ada").await?;
    harness.endpoint.purge_due().await?;
    assert_eq!(stands(&harness).await?, "");
    Ok(())
}
