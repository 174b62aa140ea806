//! Who may act on a registration: whoever shows its secret. An id alone finds it and changes nothing.

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::{
    owner::{IDS_ACT_UNTIL, OwnerSecret},
    reference::Reference,
    rights::Right,
    time::Timestamp,
    wire::{Receipt, SubmissionState},
};
use endpoint::RightsError;
use serde_json::{Value, json};
use testing::pdf_text;

use super::{DAY_SECONDS, MAILBOX, mails_to, steps};
use crate::harness::{Harness, id, option_choice, registration, rights_request, secret};

/// What a phone shows for the registration that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Wrong,
    Right,
}

const EACH: [Shown; 3] = [Shown::Nothing, Shown::Wrong, Shown::Right];

/// A message about the registration of id 1, with that proof.
fn showing(mut message: Value, shown: Shown) -> Value {
    message["proof"] = match shown {
        Shown::Nothing => Value::Null,
        Shown::Wrong => json!(OwnerSecret::from_random([0xee; 16])),
        Shown::Right => json!(secret(&id(1))),
    };
    message
}

fn asking(right: Right, shown: Shown) -> Result<Value> {
    let code = right.code();
    let asked = match right {
        Right::Objection => json!({"objection": "yes"}),
        Right::Rectification => json!({"right": code, "correction": "Canari s’écrit avec un k"}),
        Right::Restriction => json!({"right": code, "restriction_ground": "contested"}),
        Right::Withdrawal => json!({"right": code, "option": "opt_sms_reminders"}),
        Right::Access | Right::Cancellation => json!({"right": code}),
    };
    Ok(showing(rights_request(asked, Some(&id(1)))?, shown))
}

/// A registration with an option chosen.
fn chosen() -> Result<Value> {
    let mut message = registration()?;
    message["consents"] =
        json!([{"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"}]);
    Ok(message)
}

/// One from an app that made no secrets.
fn without_secret(mut message: Value) -> Value {
    message["owner"] = Value::Null;
    message
}

async fn is_chosen(harness: &Harness, number: &Reference) -> Result<bool> {
    let record = harness.endpoint.officer().options(number).await?;
    Ok(record.contains("opt_sms_reminders : oui"))
}

/// Whether the registration of id 1 is as if nothing had been asked: mailed, held, its option chosen,
/// and no copy of it is written for whoever asked.
async fn is_untouched(harness: &Harness, request: &Reference) -> Result<bool> {
    harness.endpoint.deliver_due().await?;
    let status = harness.status(&id(1)).await?;
    let is_mailed = mails_to(harness, MAILBOX)
        .iter()
        .any(|mail| mail.file_name().contains("_preinscription_"));
    let folder = harness.folder.path().join("copy");
    let officer = harness.endpoint.officer();
    let copy = officer.write_answer(request, &folder, "Ada").await;
    let shown = officer.show(request).await?;
    Ok(status.state == SubmissionState::Delivered
        && is_mailed
        && is_chosen(harness, &status.reference).await?
        && copy.is_err()
        && shown.contains("pas prouvée\u{a0}: à vous de dire")
        && !shown.contains("prouvée par le téléphone"))
}

#[tokio::test]
async fn each_right_acts_with_the_secret_and_waits_for_an_officer_without_it() -> Result<()> {
    for right in Right::ALL {
        for shown in EACH {
            let harness = Harness::open().await?;
            harness.send(&id(1), &chosen()?).await?;
            let request = harness
                .send(&id(2), &asking(right, shown)?)
                .await?
                .reference;
            let told = steps(&harness, &request).await?;
            let case = format!("{right:?} {shown:?}: {told:?}");
            if shown == Shown::Right {
                let acted: &[&str] = if right.acts() { &["applied"] } else { &[] };
                assert_eq!(
                    told.get(1..),
                    Some(
                        &acted
                            .iter()
                            .map(|step| (*step).to_owned())
                            .collect::<Vec<_>>()[..]
                    ),
                    "{case}"
                );
                let shown = harness.endpoint.officer().show(&request).await?;
                assert!(
                    shown.contains("prouvée par le téléphone qui a fait la demande"),
                    "{case}"
                );
            } else {
                assert_eq!(told, ["received", "not_proved"], "{case}");
                assert!(is_untouched(&harness, &request).await?, "{case}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn before_it_arrives_the_same_holds_and_is_settled_when_it_does() -> Result<()> {
    for right in Right::ALL {
        for shown in EACH {
            let harness = Harness::open().await?;
            let request = harness
                .send(&id(2), &asking(right, shown)?)
                .await?
                .reference;
            harness.send(&id(1), &chosen()?).await?;
            let told = steps(&harness, &request).await?;
            let case = format!("{right:?} {shown:?}: {told:?}");
            if shown == Shown::Right {
                assert!(!told.contains(&"not_proved".to_owned()), "{case}");
                harness.endpoint.deliver_due().await?;
                let status = harness.status(&id(1)).await?;
                let expected = match right {
                    Right::Cancellation => SubmissionState::Purged,
                    Right::Restriction | Right::Objection => SubmissionState::Received,
                    _ => SubmissionState::Delivered,
                };
                assert_eq!(status.state, expected, "{case}");
                let stays = is_chosen(&harness, &status.reference).await?;
                assert_eq!(stays, right != Right::Withdrawal, "{case}");
            } else {
                assert_eq!(
                    told.last().map(String::as_str),
                    Some("not_proved"),
                    "{case}"
                );
                assert!(is_untouched(&harness, &request).await?, "{case}");
                // An officer who has checked who asks can still have it done.
                let officer = harness.endpoint.officer();
                let number = harness.status(&id(1)).await?.reference;
                let done = officer.apply(&request, Some(&number), "Ada").await?;
                let expected = if right.acts() {
                    "applied"
                } else {
                    "registration_named"
                };
                assert_eq!(done, expected, "{case}");
                let stays = is_chosen(&harness, &number).await?;
                assert_eq!(stays, right != Right::Withdrawal, "{case}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_answer_tells_neither_whether_the_id_exists_nor_whether_the_proof_was_right()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let mut answers = Vec::new();
    for (turn, about) in [1, 1, 1, 9, 9, 9].into_iter().enumerate() {
        let own = id(20 + u8::try_from(turn)?);
        let mut message = asking(Right::Access, EACH[turn % 3])?;
        message["about"] = json!(id(about).as_str());
        let answer = harness
            .put(&own, harness.seal(&own, &message).await?)
            .await?;
        assert_eq!(answer.status, StatusCode::CREATED);
        let receipt: Receipt = answer.json()?;
        let mut status: Value = harness
            .get(&format!("/v1/submissions/{}", own.as_str()))
            .await?
            .json()?;
        assert_eq!(status["reference"], json!(receipt.reference));
        status["reference"] = Value::Null;
        answers.push((receipt.received_at, receipt.due_on, status.to_string()));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    Ok(())
}

#[tokio::test]
async fn an_option_is_chosen_or_taken_back_with_the_secret_alone_and_no_taking_back_is_dropped()
-> Result<()> {
    for is_first in [true, false] {
        for shown in EACH {
            for granted in [true, false] {
                let harness = Harness::open().await?;
                let before = if granted { registration()? } else { chosen()? };
                let mut said = showing(
                    option_choice("opt_sms_reminders", granted, Some(&id(1)))?,
                    shown,
                );
                said["filled_at"] = json!("2026-11-21T17:40:00Z");
                if is_first {
                    harness.send(&id(2), &said).await?;
                    harness.send(&id(1), &before).await?;
                } else {
                    harness.send(&id(1), &before).await?;
                    harness.send(&id(2), &said).await?;
                }
                let case = format!("first: {is_first}, {shown:?}, granted: {granted}");
                let number = harness.status(&id(1)).await?.reference;
                let counts = (shown == Shown::Right) == granted;
                assert_eq!(is_chosen(&harness, &number).await?, counts, "{case}");

                harness.endpoint.deliver_due().await?;
                let mails = mails_to(&harness, MAILBOX);
                let of = |kind: &str| {
                    let mut mails = mails.iter();
                    let mail = mails.find(|mail| mail.file_name().contains(kind));
                    pdf_text(mail.context("a mail")?.pdf())
                };
                let (fiche, sheet) = (of("_preinscription_")?, of("_choix-sur-une-option_")?);
                assert!(
                    shown == Shown::Right || !sheet.contains("prouvé par"),
                    "{case}: {sheet}"
                );
                if shown != Shown::Right && !granted {
                    // Where the advisor who has the person on the telephone reads it.
                    assert!(
                        fiche.contains("reprise le 21/11/2026 à 18 h 40 sans preuve"),
                        "{case}: {fiche}"
                    );
                    let said_so = sheet.contains("sans preuve") && sheet.contains(&number.spaced());
                    assert!(said_so, "{case}: {sheet}");
                    let record = harness.endpoint.officer().options(&number).await?;
                    assert!(
                        record.contains("sans preuve : ne compte pas"),
                        "{case}: {record}"
                    );
                }
                if shown != Shown::Right && granted {
                    assert!(sheet.contains("rien n’est retenu"), "{case}: {sheet}");
                    assert!(
                        fiche.contains("Aucune option n’a été choisie"),
                        "{case}: {fiche}"
                    );
                }
            }
        }
    }
    Ok(())
}

/// The clock goes on to that moment, and the endpoint makes the keys of that day.
async fn comes_to(harness: &Harness, moment: Timestamp) -> Result<()> {
    let now = harness.clock.now();
    harness.clock.advance(moment.seconds_since(now));
    harness.accept_clock().await?;
    harness.endpoint.housekeeping().await;
    Ok(())
}

#[tokio::test]
async fn what_was_sent_without_a_secret_is_its_phones_by_the_id_until_the_day_and_an_officers_after()
-> Result<()> {
    let before = IDS_ACT_UNTIL.plus_seconds(-DAY_SECONDS);
    for (arrives, asks, acts) in [
        (before, before, true),
        (before, IDS_ACT_UNTIL, false),
        (IDS_ACT_UNTIL, IDS_ACT_UNTIL, false),
    ] {
        for is_first in [true, false] {
            let harness = Harness::open().await?;
            let request = asking(Right::Cancellation, Shown::Nothing)?;
            comes_to(&harness, arrives).await?;
            let number = if is_first {
                let number = harness.send(&id(2), &request).await?.reference;
                comes_to(&harness, asks).await?;
                harness.send(&id(1), &without_secret(chosen()?)).await?;
                number
            } else {
                harness.send(&id(1), &without_secret(chosen()?)).await?;
                comes_to(&harness, asks).await?;
                harness.send(&id(2), &request).await?.reference
            };
            let is_gone = harness.status(&id(1)).await?.state == SubmissionState::Purged;
            let case = format!("{arrives} {asks}, first: {is_first}");
            assert_eq!(is_gone, acts, "{case}");
            let told = steps(&harness, &number).await?;
            let last = if acts { "applied" } else { "not_proved" };
            assert_eq!(told.last().map(String::as_str), Some(last), "{case}");
            // What came with it counts, whatever the day.
            let own = harness.status(&id(1)).await?.reference;
            assert!(is_chosen(&harness, &own).await?, "{case}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_secret_is_in_no_file_no_log_and_no_copy() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let request = asking(Right::Access, Shown::Right)?;
    let request = harness.send(&id(2), &request).await?.reference;
    let early = asking(Right::Restriction, Shown::Nothing)?;
    let mut early = showing(early, Shown::Right);
    early["about"] = json!(id(9).as_str());
    harness.send(&id(3), &early).await?;
    harness.endpoint.deliver_due().await?;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    officer.write_answer(&request, &folder, "Ada").await?;

    let secret = secret(&id(1));
    let holds = |path: &std::path::Path| -> Result<bool> {
        let bytes = std::fs::read(path)?;
        Ok(bytes
            .windows(22)
            .any(|window| window == secret.as_str().as_bytes()))
    };
    let mut looked_at = 0;
    for place in ["data", "answer"] {
        for file in std::fs::read_dir(harness.folder.path().join(place))? {
            let path = file?.path();
            if path.is_file() {
                looked_at += 1;
                assert!(!holds(&path)?, "{}", path.display());
            }
        }
    }
    assert!(looked_at >= 3, "the database and both files");
    for mail in harness.mailbox.mails() {
        let told = [&mail.subject, &mail.text, &pdf_text(mail.pdf())?]
            .map(|said| said.contains(secret.as_str()));
        assert_eq!(told, [false; 3]);
    }
    assert!(!crate::silence::heard().contains(secret.as_str()));
    Ok(())
}

#[tokio::test]
async fn what_is_named_without_proof_shows_an_officer_where_to_look_and_a_typed_number_comes_first()
-> Result<()> {
    let harness = Harness::open().await?;
    let [first, other] = [id(1), id(3)];
    let named = harness.send(&first, &registration()?).await?.reference;
    let typed = harness.send(&other, &registration()?).await?.reference;
    let officer = harness.endpoint.officer();
    let by_id = harness
        .send(&id(4), &asking(Right::Cancellation, Shown::Nothing)?)
        .await?
        .reference;
    assert!(officer.show(&by_id).await?.contains(&named.spaced()));
    assert!(matches!(
        officer.apply(&by_id, None, "Ada").await,
        Err(RightsError::NoRegistration)
    ));
    let mut both = asking(Right::Cancellation, Shown::Wrong)?;
    both["answers"]["registration_reference"] = json!(typed.as_str());
    let both = harness.send(&id(5), &both).await?.reference;
    let shown = officer.show(&both).await?;
    assert!(
        shown.contains(&format!("{}, reçue le", typed.spaced())),
        "{shown}"
    );
    assert!(
        !shown.contains(&format!("{}, reçue le", named.spaced())),
        "{shown}"
    );
    assert_eq!(officer.apply(&both, None, "Ada").await?, "applied");
    assert_eq!(harness.status(&other).await?.state, SubmissionState::Purged);
    assert_eq!(
        harness.status(&first).await?.state,
        SubmissionState::Received
    );
    Ok(())
}

#[tokio::test]
async fn what_is_not_proved_yet_is_not_in_the_journal_that_a_restore_puts_back() -> Result<()> {
    for shown in EACH {
        let mut harness = Harness::open().await?;
        let journal = harness.folder.path().join("data/effects.journal");
        let knows = |journal: &std::path::Path| {
            let text = std::fs::read_to_string(journal).unwrap_or_default();
            text.contains(id(2).as_str())
        };
        harness
            .send(&id(2), &asking(Right::Cancellation, shown)?)
            .await?;
        // A start writes down what the journal does not know.
        harness.restart().await?;
        assert!(!knows(&journal), "{shown:?}");
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(knows(&journal), shown == Shown::Right, "{shown:?}");
    }
    Ok(())
}
