//! An option taken back by a rights request: for whoever no longer has the phone, or asks there.

use anyhow::{Context, Result};
use domain::wire::SubmissionState;
use serde_json::json;
use testing::pdf_text;

use super::{DAY_SECONDS, MAILBOX, OFFICER, ask, mails_to, steps, subjects};
use crate::harness::{Harness, id, registration, rights_request};

#[tokio::test]
async fn where_it_proves_its_registration_it_counts_at_once_and_the_mailbox_is_told() -> Result<()>
{
    let harness = Harness::open().await?;
    let mut chosen = registration()?;
    chosen["consents"] =
        json!([{"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"}]);
    let own = harness.send(&id(1), &chosen).await?.reference;
    harness.endpoint.deliver_due().await?;
    let number = ask(&harness, 2, "withdrawal", Some(&id(1))).await?;
    assert_eq!(steps(&harness, &number).await?, ["received", "applied"]);
    let officer = harness.endpoint.officer();
    let record = officer.options(&own).await?;
    assert!(record.contains("opt_sms_reminders : non"), "{record}");

    harness.endpoint.deliver_due().await?;
    let told = mails_to(&harness, MAILBOX);
    let last = told.last().context("a mail")?;
    assert_eq!(
        last.subject,
        format!("Envoi {}\u{a0}: une option est reprise", own.spaced())
    );
    assert!(!last.text.contains("SMS"), "{}", last.text);
    let printed = pdf_text(last.pdf())?;
    for expected in [
        &own.spaced(),
        "rappels par SMS avant un rendez-vous",
        "Choix reprise",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "applied", "told"]
    );
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered,
        "nothing else is touched"
    );
    let mails = mails_to(&harness, OFFICER);
    let printed = pdf_text(mails.first().context("a mail")?.pdf())?;
    assert!(printed.contains("Les rappels par SMS"), "{printed}");
    let shown = officer.show(&number).await?;
    assert!(
        shown.contains("reprend         opt_sms_reminders"),
        "{shown}"
    );
    Ok(())
}

#[tokio::test]
async fn a_number_alone_waits_for_an_officer() -> Result<()> {
    let harness = Harness::open().await?;
    let own = harness.send(&id(1), &registration()?).await?.reference;
    let asked = json!({
        "right": "withdrawal",
        "option": "opt_tell_partner",
        "registration_reference": own.spaced(),
    });
    let number = harness
        .send(&id(2), &rights_request(asked, None)?)
        .await?
        .reference;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "waits_for_officer"]
    );
    assert_eq!(
        mails_to(&harness, MAILBOX).len(),
        1,
        "the registration alone"
    );
    let officer = harness.endpoint.officer();
    assert!(officer.options(&own).await?.ends_with("rien n’est noté\n"));
    harness.clock.advance(DAY_SECONDS);
    assert_eq!(officer.apply(&number, None, "Ada").await?, "applied");
    let record = officer.options(&own).await?;
    assert!(
        record.contains("opt_tell_partner : non, depuis le 21/11/2026 à 18\u{a0}h\u{a0}42"),
        "it counts from the day it came: {record}"
    );
    harness.endpoint.deliver_due().await?;
    let told = subjects(&mails_to(&harness, MAILBOX));
    assert!(
        told.last()
            .is_some_and(|subject| subject.ends_with("une option est reprise")),
        "{told:?}"
    );
    Ok(())
}

#[tokio::test]
async fn it_may_come_before_its_registration_and_is_on_its_page() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 2, "withdrawal", Some(&id(1))).await?;
    assert_eq!(steps(&harness, &number).await?, ["received", "not_arrived"]);
    let mut chosen = registration()?;
    chosen["consents"] =
        json!([{"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"}]);
    harness.send(&id(1), &chosen).await?;
    harness.endpoint.deliver_due().await?;
    let mails = mails_to(&harness, MAILBOX);
    assert_eq!(mails.len(), 1);
    let printed = pdf_text(mails.first().context("a mail")?.pdf())?;
    assert!(printed.contains("un rendez-vous : non"), "{printed}");
    Ok(())
}

#[tokio::test]
async fn after_a_purge_it_is_told_all_the_same_and_a_rights_request_has_no_option() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(8 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    let number = ask(&harness, 2, "withdrawal", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "applied", "told"]
    );
    let wrong = ask(&harness, 3, "withdrawal", Some(&id(2))).await?;
    assert_eq!(
        steps(&harness, &wrong).await?,
        ["received", "not_a_registration"]
    );
    Ok(())
}

#[tokio::test]
async fn a_copy_for_the_person_has_every_word_on_an_option() -> Result<()> {
    let harness = Harness::open().await?;
    let mut chosen = registration()?;
    chosen["consents"] = json!([
        {"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"},
        {"purpose": "opt_news", "granted": true, "at": "2026-11-21T17:30:00Z"},
    ]);
    harness.send(&id(1), &chosen).await?;
    harness.endpoint.deliver_due().await?;
    ask(&harness, 2, "withdrawal", Some(&id(1))).await?;
    harness.clock.advance(8 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    let number = ask(&harness, 3, "access", Some(&id(1))).await?;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    let [pdf, json] = officer.write_answer(&number, &folder, "Ada").await?;
    let printed = pdf_text(&std::fs::read(pdf)?)?;
    for expected in [
        "Tes options",
        "rappels par SMS avant un rendez-vous oui, le 21/11/2026 à 18 h 30",
        "rappels par SMS avant un rendez-vous non, le 21/11/2026 à 18 h 35",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert!(!printed.contains("nouvelles"), "not offered: {printed}");
    let value: serde_json::Value = serde_json::from_slice(&std::fs::read(json)?)?;
    assert_eq!(
        value["options"],
        json!([
            {"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z", "received_at": "2026-11-21T17:42:00Z"},
            {"purpose": "opt_sms_reminders", "granted": false, "at": "2026-11-21T17:35:00Z", "received_at": "2026-11-21T17:42:00Z"},
        ])
    );
    Ok(())
}
