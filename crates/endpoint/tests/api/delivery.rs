//! From the store to the mailbox: once, in the end, whatever fails on the way.

use anyhow::{Context, Result};
use domain::{
    delivery::{ALARM_AFTER_SECONDS, DeliveryFailure},
    wire::SubmissionState,
};
use endpoint::{MailTarget, Mailer};

use serde_json::json;

use crate::harness::{Harness, callback_request, id, registration, rights_request};

#[tokio::test]
async fn the_mail_says_which_and_by_when_and_nothing_personal() -> Result<()> {
    let harness = Harness::open().await?;
    let receipt = harness.send(&id(1), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = harness.mailbox.mails();
    let mail = mails.first().context("a mail")?;
    // Saturday 18:42: Monday is the next open day, and it closes at 17:30.
    let expected = format!(
        "Préinscription {}\u{a0}: à rappeler avant lundi 23 novembre, 17\u{a0}h\u{a0}30",
        receipt.reference.spaced()
    );
    assert_eq!(mail.subject, expected);
    assert_eq!(
        mail.file_name(),
        format!(
            "2026-11-21_1842_preinscription_{}.pdf",
            receipt.reference.as_str()
        )
    );
    assert!(
        mail.text
            .contains("arrivée le samedi 21 novembre à 18\u{a0}h\u{a0}42"),
        "{}",
        mail.text
    );
    assert!(
        mail.text.contains("7\u{a0}jours") && !mail.text.contains("mot de passe"),
        "{}",
        mail.text
    );
    for secret in [
        "Zéphyrine",
        "Canari",
        "CANARI",
        "06.12",
        "Roubaix",
        "Épeule",
    ] {
        assert!(
            !mail.subject.contains(secret) && !mail.text.contains(secret),
            "{secret}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_came_back_is_mailed_again_under_the_same_number_while_it_is_held() -> Result<()> {
    let harness = Harness::open().await?;
    let receipt = harness.send(&id(1), &registration()?).await?;
    let officer = harness.endpoint.officer();
    let early = officer.deliver_again(&receipt.reference).await;
    assert!(early.is_err(), "nothing was mailed yet");
    assert_eq!(harness.endpoint.deliver_due().await?, 1);

    harness.clock.advance(2 * 60 * 60);
    officer.deliver_again(&receipt.reference).await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Received
    );
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        0,
        "and no third time"
    );
    let mails = harness.mailbox.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails.iter().all(|mail| mail.subject == mails[0].subject));
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );

    harness.clock.advance(60 * 24 * 60 * 60);
    harness.endpoint.purge_due().await?;
    let late = officer.deliver_again(&receipt.reference).await;
    assert!(late.is_err(), "its content is gone");
    Ok(())
}

#[tokio::test]
async fn what_somebody_has_restricted_is_not_mailed_again() -> Result<()> {
    let harness = Harness::open().await?;
    let receipt = harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    let asked = json!({"right": "restriction", "restriction_ground": "contested"});
    let request = rights_request(asked, Some(&id(1)))?;
    harness.send(&id(2), &request).await?;
    let officer = harness.endpoint.officer();
    let again = officer.deliver_again(&receipt.reference).await;
    assert!(again.is_err());
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    Ok(())
}

#[tokio::test]
async fn a_callback_request_is_told_from_a_registration() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let mail = mails.first().context("a mail")?;
    assert!(
        mail.subject.starts_with("Demande de rappel "),
        "{}",
        mail.subject
    );
    assert!(
        mail.file_name().contains("_demande-de-rappel_"),
        "{}",
        mail.file_name()
    );
    Ok(())
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_until_it_succeeds_and_never_twice() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let failures = [
        DeliveryFailure::Unreachable,
        DeliveryFailure::Deferred,
        DeliveryFailure::Refused,
    ];
    for (failure, wait_seconds) in failures.into_iter().zip([5, 10, 20]) {
        harness.mailbox.fail_with(Some(failure));
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        harness.clock.advance(wait_seconds - 1);
        harness.mailbox.fail_with(None);
        assert_eq!(
            harness.endpoint.deliver_due().await?,
            0,
            "not before its time"
        );
        harness.clock.advance(1);
    }
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Received
    );
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(24 * 3600);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    assert_eq!(harness.mailbox.mails().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_delivery_outlives_a_restart() -> Result<()> {
    let mut harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    harness.endpoint.deliver_due().await?;
    harness.mailbox.fail_with(None);
    harness.clock.advance(5);
    harness.restart().await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_lost_key_fails_that_delivery_and_no_other() -> Result<()> {
    let mut harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let keys = harness.folder.path().join("data/keys");
    let aside = harness.folder.path().join("aside");
    std::fs::rename(&keys, &aside)?;
    harness.restart().await?;
    harness.send(&id(2), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1, "only the second");
    for file in std::fs::read_dir(&aside)? {
        let file = file?;
        std::fs::rename(file.path(), keys.join(file.file_name()))?;
    }
    harness.restart().await?;
    harness.clock.advance(5);
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        1,
        "and the first once its key is back"
    );
    Ok(())
}

#[tokio::test]
async fn the_same_submission_always_has_the_same_message_id() -> Result<()> {
    let mut ids = Vec::new();
    for byte in [1, 1, 2] {
        let harness = Harness::open().await?;
        harness.send(&id(byte), &registration()?).await?;
        harness.endpoint.deliver_due().await?;
        ids.extend(
            harness
                .mailbox
                .mails()
                .into_iter()
                .map(|mail| mail.message_id),
        );
    }
    let [first, same, other] = ids.as_slice() else {
        panic!("three mails")
    };
    assert_eq!(first, same);
    assert_ne!(first, other);
    assert!(first.ends_with("@mission-locale.example>"), "{first}");
    assert!(!first.contains("01010101"), "the id is a secret");
    Ok(())
}

#[tokio::test]
async fn a_delivery_that_fails_for_an_hour_is_an_alarm() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.mailbox.fail_with(Some(DeliveryFailure::Refused));
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(ALARM_AFTER_SECONDS - 1);
    assert!(harness.failing().await?.is_empty());
    harness.clock.advance(1);
    harness.endpoint.deliver_due().await?;
    assert_eq!(harness.failing().await?, ["deliveries-overdue"]);
    assert!(
        harness.ops("/healthz").await?.status.is_success(),
        "the process is well"
    );
    harness.mailbox.fail_with(None);
    harness.clock.advance(3600);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    assert!(harness.failing().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_maildir_holds_one_whole_mail_for_each_submission() -> Result<()> {
    let mut harness = Harness::open().await?;
    let maildir = harness.folder.path().join("maildir");
    let mailer = Mailer::new(&MailTarget::Folder(maildir.clone()))?;
    harness.endpoint.close().await;
    let config = harness.folder.config("data");
    harness.endpoint = endpoint::Endpoint::start(config, harness.clock.clone(), mailer).await?;
    harness.send(&id(1), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let files: Vec<_> = std::fs::read_dir(maildir.join("new"))?.collect::<Result<_, _>>()?;
    let [file] = files.as_slice() else {
        panic!("one file")
    };
    assert_eq!(
        file.path()
            .extension()
            .and_then(|extension| extension.to_str()),
        Some("eml")
    );
    let mail = String::from_utf8(std::fs::read(file.path())?)?;
    for line in [
        "To: preinscriptions@mission-locale.example",
        "Message-ID: <",
        "Auto-Submitted: auto-generated",
        "Content-Type: application/pdf",
    ] {
        assert!(
            mail.contains(line),
            "{line} in {}",
            mail.get(..600).unwrap_or(&mail)
        );
    }
    assert_eq!(std::fs::read_dir(maildir.join("tmp"))?.count(), 0);
    Ok(())
}
