//! What a request does to a registration: only to its own, once, and never undone by a resend.

use anyhow::Result;
use axum::http::StatusCode;
use domain::wire::{Receipt, SubmissionState};
use endpoint::RightsError;
use serde_json::json;

use super::{DAY_SECONDS, MAILBOX, OFFICER, ask, mails_to, steps, subjects};
use crate::harness::{Harness, id, registration, rights_request};

#[tokio::test]
async fn a_cancelled_registration_is_gone_told_and_never_comes_back() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let piece = body.get(200..260).unwrap_or_default().as_bytes().to_owned();
    let receipt: Receipt = harness.put(&id(1), body.clone()).await?.json()?;
    harness.endpoint.deliver_due().await?;
    let number = ask(&harness, 2, "cancellation", Some(&id(1))).await?;
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    for file in std::fs::read_dir(harness.folder.path().join("data"))? {
        let path = file?.path();
        let held = path.is_file()
            && std::fs::read(&path)?
                .windows(piece.len())
                .any(|window| window == piece);
        assert!(!held, "{} still holds it", path.display());
    }
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        2,
        "the officer and the mailbox are told"
    );
    let told = mails_to(&harness, MAILBOX);
    assert_eq!(
        subjects(&told).last(),
        Some(&format!(
            "Envoi {}\u{a0}: annulé",
            receipt.reference.spaced()
        ))
    );

    let again = harness.put(&id(1), body).await?;
    assert_eq!(
        (again.status, again.json::<Receipt>()?),
        (StatusCode::OK, receipt)
    );
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "applied", "told"]
    );
    assert!(!crate::silence::heard().contains(id(1).as_str()));
    Ok(())
}

#[tokio::test]
async fn what_is_cancelled_before_its_delivery_is_never_mailed_and_is_no_alarm() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    ask(&harness, 2, "cancellation", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    assert!(
        mails_to(&harness, MAILBOX)
            .iter()
            .all(|mail| mail.attachment.is_none())
    );
    harness.clock.advance(DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_registration_that_arrives_after_its_cancellation_leaves_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 2, "cancellation", Some(&id(1))).await?;
    assert_eq!(steps(&harness, &number).await?, ["received", "not_arrived"]);
    harness.send(&id(1), &registration()?).await?;
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    harness.endpoint.deliver_due().await?;
    assert!(mails_to(&harness, MAILBOX).is_empty());
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "not_arrived", "applied"]
    );
    Ok(())
}

#[tokio::test]
async fn a_cancellation_of_what_was_purged_says_so_and_still_tells_the_mailbox() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(8 * DAY_SECONDS);
    assert_eq!(harness.endpoint.purge_due().await?.len(), 1);
    let purged_at = harness.status(&id(1)).await?.purged_at;
    let number = ask(&harness, 2, "cancellation", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "already_gone", "told"]
    );
    assert_eq!(
        harness.status(&id(1)).await?.purged_at,
        purged_at,
        "the first date stays"
    );
    let last = subjects(&mails_to(&harness, MAILBOX));
    assert!(
        last.last()
            .is_some_and(|subject| subject.ends_with("annulé"))
    );
    Ok(())
}

#[tokio::test]
async fn the_same_request_twice_is_two_numbers_and_one_effect() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let message = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    let body = harness.seal(&id(2), &message).await?;
    let first: Receipt = harness.put(&id(2), body.clone()).await?.json()?;
    let replay = harness.put(&id(2), body).await?;
    assert_eq!(replay.status, StatusCode::OK);
    assert_eq!(
        steps(&harness, &first.reference).await?,
        ["received", "applied"]
    );
    let second = ask(&harness, 3, "cancellation", Some(&id(1))).await?;
    assert_eq!(
        steps(&harness, &second).await?,
        ["received", "asked_again", "already_done"]
    );
    let shown = harness.endpoint.officer().show(&second).await?;
    assert!(shown.contains(&first.reference.spaced()), "{shown}");
    harness.endpoint.deliver_due().await?;
    assert_eq!(mails_to(&harness, MAILBOX).len(), 1);
    assert_eq!(mails_to(&harness, OFFICER).len(), 2);
    Ok(())
}

#[tokio::test]
async fn somebody_elses_number_reveals_and_changes_nothing_until_an_officer_says_so() -> Result<()>
{
    let harness = Harness::open().await?;
    let other = harness.send(&id(1), &registration()?).await?.reference;
    for (own, right) in [(2, "cancellation"), (3, "restriction"), (4, "access")] {
        let mut asked = json!({"right": right, "registration_reference": other.spaced()});
        if right == "restriction" {
            asked["restriction_ground"] = json!("contested");
        }
        harness
            .send(&id(own), &rights_request(asked, None)?)
            .await?;
    }
    let objection = json!({"objection": "yes", "registration_reference": other.as_str()});
    harness
        .send(&id(5), &rights_request(objection, None)?)
        .await?;
    // A number that nobody has gets the very same answer.
    let none = json!({"right": "cancellation", "registration_reference": "KT4HW7PX"});
    let stranger = harness.send(&id(6), &rights_request(none, None)?).await?;
    assert!(stranger.due_on.is_some());

    assert_eq!(harness.endpoint.deliver_due().await?, 6);
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    let officer = harness.endpoint.officer();
    let cancellation = harness.status(&id(2)).await?.reference;
    assert_eq!(
        steps(&harness, &cancellation).await?,
        ["received", "waits_for_officer"]
    );
    assert!(matches!(
        officer.apply(&stranger.reference, None, "Ada").await,
        Err(RightsError::NoSuchRegistration(_))
    ));

    assert_eq!(officer.apply(&cancellation, None, "Ada").await?, "applied");
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    assert_eq!(
        steps(&harness, &cancellation).await?,
        [
            "received",
            "waits_for_officer",
            "registration_named",
            "applied"
        ]
    );
    assert!(matches!(
        officer.apply(&cancellation, None, "Ada").await,
        Err(RightsError::AlreadyNamed)
    ));
    Ok(())
}

#[tokio::test]
async fn a_number_beside_the_proof_moves_nothing_else() -> Result<()> {
    let harness = Harness::open().await?;
    let other = harness.send(&id(1), &registration()?).await?.reference;
    harness.send(&id(2), &registration()?).await?;
    let asked = json!({"right": "cancellation", "registration_reference": other.as_str()});
    harness
        .send(&id(3), &rights_request(asked, Some(&id(2)))?)
        .await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Received
    );
    assert_eq!(harness.status(&id(2)).await?.state, SubmissionState::Purged);
    Ok(())
}

#[tokio::test]
async fn what_is_frozen_is_neither_mailed_nor_purged_until_it_is_lifted() -> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    harness.send(&id(1), &registration()?).await?;
    harness.send(&id(2), &registration()?).await?;
    let waiting = ask(&harness, 3, "restriction", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    let delivered = ask(&harness, 4, "restriction", Some(&id(2))).await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Received
    );
    let officer = harness.endpoint.officer();
    for number in [&waiting, &delivered] {
        officer.answer(number, "Ada").await?;
    }
    harness.clock.advance(60 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.status(&id(1)).await?.purged_at, None);
    assert_eq!(harness.status(&id(2)).await?.purged_at, None);
    assert_eq!(harness.failing().await?, [""; 0], "no failing delivery");

    assert!(matches!(
        officer.lift(&waiting, "", "Ada").await,
        Err(RightsError::NoReason)
    ));
    for number in [&waiting, &delivered] {
        officer
            .lift(number, "Exactitude vérifiée, personne prévenue", "Ada")
            .await?;
        assert!(matches!(
            officer.lift(number, "Encore", "Ada").await,
            Err(RightsError::NothingStands)
        ));
    }
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        3,
        "the mail, and two notes"
    );
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    assert_eq!(harness.endpoint.purge_due().await?.len(), 1);
    assert_eq!(harness.status(&id(2)).await?.state, SubmissionState::Purged);
    Ok(())
}

#[tokio::test]
async fn an_objection_stops_the_mail_and_a_refusal_lets_it_go_on() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let number = ask(&harness, 2, "objection", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    let told = subjects(&mails_to(&harness, MAILBOX));
    assert!(
        told.len() == 1 && told[0].ends_with("à ne plus utiliser"),
        "{told:?}"
    );
    let officer = harness.endpoint.officer();
    assert!(matches!(
        officer.refuse(&number, "", "Ada").await,
        Err(RightsError::NoReason)
    ));
    officer
        .refuse(
            &number,
            "Motif légitime impérieux, dit à la personne",
            "Ada",
        )
        .await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    Ok(())
}

#[tokio::test]
async fn a_granted_objection_is_never_mailed_and_its_content_goes_on_schedule() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let number = ask(&harness, 2, "objection", Some(&id(1))).await?;
    harness.clock.advance(20 * DAY_SECONDS);
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        harness.endpoint.purge_due().await?,
        [],
        "nothing is decided"
    );
    harness.endpoint.officer().answer(&number, "Ada").await?;
    harness.clock.advance(7 * DAY_SECONDS - 1);
    assert_eq!(harness.endpoint.purge_due().await?, []);
    harness.clock.advance(1);
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    assert!(
        mails_to(&harness, MAILBOX)
            .iter()
            .all(|mail| mail.attachment.is_none())
    );
    Ok(())
}

#[tokio::test]
async fn a_rights_request_is_no_registration_and_reaches_the_officer_whatever_is_asked_of_it()
-> Result<()> {
    let harness = Harness::open().await?;
    let early = ask(&harness, 3, "objection", Some(&id(2))).await?;
    ask(&harness, 2, "access", None).await?;
    let late = ask(&harness, 4, "cancellation", Some(&id(2))).await?;
    assert_eq!(steps(&harness, &early).await?, ["received", "not_arrived"]);
    assert_eq!(
        steps(&harness, &late).await?,
        ["received", "not_a_registration"]
    );
    assert_eq!(harness.endpoint.deliver_due().await?, 3);
    assert_eq!(mails_to(&harness, OFFICER).len(), 3);
    Ok(())
}

#[tokio::test]
async fn two_restrictions_hold_each_by_itself_and_the_last_one_lets_go() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let first = ask(&harness, 2, "restriction", Some(&id(1))).await?;
    let second = ask(&harness, 3, "restriction", Some(&id(1))).await?;
    let officer = harness.endpoint.officer();
    officer.refuse(&first, "Demandée deux fois", "Ada").await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Received
    );
    assert_eq!(
        mails_to(&harness, MAILBOX).len(),
        1,
        "nothing is lifted yet"
    );
    officer
        .refuse(&second, "Exactitude vérifiée", "Ada")
        .await?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    let told = subjects(&mails_to(&harness, MAILBOX));
    assert!(
        told.iter()
            .any(|subject| subject.ends_with("de nouveau utilisable")),
        "{told:?}"
    );
    Ok(())
}
