//! What an operator does about deliveries: mailed anew, set aside, and why nothing is done.

use std::sync::Arc;

use anyhow::{Result, bail};
use domain::{delivery::DeliveryFailure, reference::Reference, wire::SubmissionState};
use endpoint::Which;
use serde_json::json;

use super::being_mailed;
use crate::harness::{Harness, id, registration, rights_request};

#[tokio::test]
async fn what_is_mailed_anew_is_a_mail_of_its_own_that_names_the_one_before() -> Result<()> {
    let harness = Harness::open().await?;
    let receipt = harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    for _ in 0..2 {
        harness.clock.advance(3600);
        let officer = harness.endpoint.officer();
        officer.deliver_again(&receipt.reference).await?;
        harness.mailbox.fail_with(Some(DeliveryFailure::Refused));
        harness.endpoint.deliver_due().await?;
        harness.mailbox.fail_with(None);
        harness.clock.advance(60);
        assert_eq!(harness.endpoint.deliver_due().await?, 1);
    }
    let mails = harness.mailbox.mails();
    let [first, second, third] = mails.as_slice() else {
        panic!("three mails")
    };
    assert_eq!(first.references, Vec::<String>::new());
    assert_eq!(second.references, std::slice::from_ref(&first.message_id));
    assert_eq!(third.references, std::slice::from_ref(&first.message_id));
    assert_ne!(third.message_id, second.message_id);
    Ok(())
}

#[tokio::test]
async fn an_operator_is_told_why_nothing_is_done_about_a_delivery() -> Result<()> {
    let harness = Arc::new(Harness::open().await?);
    let mut numbers = Vec::new();
    for byte in 1..=4 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
    }
    let database = harness.database().await?;
    for (byte, right) in [(3, "cancellation"), (4, "objection")] {
        let asked = match right {
            "objection" => json!({"objection": "yes"}),
            right => json!({"right": right}),
        };
        let request = rights_request(asked, Some(&id(byte)))?;
        harness.send(&id(byte + 10), &request).await?;
    }
    harness.mailbox.hold(true);
    let mailing = being_mailed(&harness, &database, &id(1)).await?;
    let why = async |number: &Reference| {
        let which = Which {
            number: Some(number.clone()),
            received_between: None,
            all: false,
        };
        let refused = harness.endpoint.operator().retry(&which).await;
        refused.unwrap_or_else(|error| error.to_string())
    };
    let told = why(&numbers[0]).await;
    assert!(
        told.contains("est en route") && told.contains("jusqu’au"),
        "{told}"
    );
    harness.mailbox.hold(false);
    mailing.await??;
    for (number, word) in
        numbers
            .iter()
            .zip(["deliver-again", "deliver-again", "annulé", "rights list"])
    {
        let told = why(number).await;
        assert!(told.contains(word), "{number:?}: {told}");
        assert!(told.contains(&number.spaced()), "{told}");
    }
    let unknown = why(&Reference::from_random([9; 8])).await;
    assert!(unknown.contains("deliveries list"), "{unknown}");
    Ok(())
}

#[tokio::test]
async fn what_is_set_aside_is_not_tried_until_it_is_asked_for_and_goes_after_thirty_days()
-> Result<()> {
    let harness = Harness::open().await?;
    let mut numbers = Vec::new();
    for byte in 1..=4 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
        harness.clock.advance(3600);
    }
    let which = |arguments: &[&str]| -> Result<endpoint::Which> {
        let all = ["premier-accueil", "deliveries", "set-aside"];
        let line = endpoint::CommandLine::read(all.iter().chain(arguments), "1")?;
        match line.command {
            Some(endpoint::Command::Deliveries {
                command: endpoint::DeliveriesCommand::SetAside(which),
            }) => Ok(which),
            _ => bail!("another command"),
        }
    };
    assert!(which(&[]).is_err(), "none is meant by accident");
    let operator = harness.endpoint.operator();
    // 18:42 in Roubaix, then every hour: the second and the third.
    let between = which(&["--received-between", "2026-11-21T19:00", "2026-11-21T21:00"])?;
    assert_eq!(operator.set_aside(&between).await?, "Écartées : 2\n");
    let backwards = which(&["--received-between", "21/11/2026-21h", "21/11/2026-19h"])?;
    assert!(operator.set_aside(&backwards).await.is_err());
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    assert!(operator.set_aside(&between).await.is_err(), "they are");
    let delivered = which(&[numbers[0].as_str()])?;
    assert!(operator.set_aside(&delivered).await.is_err());
    let listed = operator.list().await?;
    assert!(
        listed.ends_with("Pas remises : 2\n") && listed.contains("écartée le"),
        "{listed}"
    );

    let second = which(&[numbers[1].as_str()])?;
    operator.retry(&second).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(29 * 24 * 3600);
    harness.endpoint.purge_due().await?;
    assert_eq!(
        harness.status(&id(3)).await?.state,
        SubmissionState::Received
    );
    harness.clock.advance(24 * 3600);
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.status(&id(3)).await?.state, SubmissionState::Purged);
    Ok(())
}
