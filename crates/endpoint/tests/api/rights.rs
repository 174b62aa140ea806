//! Rights requests: from the phone to the register, to the officer, to the end.

pub(crate) mod access;
mod authority;
mod by_hand;
mod deadline;
mod effects;
mod keeping;
mod withdrawal;

use anyhow::{Context, Result};
use domain::{
    reference::Reference,
    wire::{ProblemType, Receipt, SubmissionId, SubmissionState},
};
use endpoint::Mail;
use serde_json::{Value, json};
use testing::pdf_text;

use crate::harness::{Harness, id, registration, rights_request};

const DAY_SECONDS: i64 = 24 * 3600;
const OFFICER: &str = "donnees@mission-locale.example";
const MAILBOX: &str = "preinscriptions@mission-locale.example";

/// Asks for a right, by the number that the phone proves or without any.
async fn ask(
    harness: &Harness,
    own: u8,
    right: &str,
    about: Option<&SubmissionId>,
) -> Result<Reference> {
    let asked = match right {
        "objection" => json!({"objection": "yes"}),
        "rectification" => json!({"right": right, "correction": "Canari s’écrit avec un k"}),
        "restriction" => json!({"right": right, "restriction_ground": "contested"}),
        "withdrawal" => json!({"right": right, "option": "opt_sms_reminders"}),
        _ => json!({"right": right}),
    };
    let receipt = harness
        .send(&id(own), &rights_request(asked, about)?)
        .await?;
    Ok(receipt.reference)
}

/// The mails to one address, in order.
fn mails_to(harness: &Harness, address: &str) -> Vec<Mail> {
    let mails = harness.mailbox.mails().into_iter();
    mails.filter(|mail| mail.to() == address).collect()
}

fn subjects(mails: &[Mail]) -> Vec<String> {
    mails.iter().map(|mail| mail.subject.clone()).collect()
}

/// What the register says of each step, and its code.
const STEPS: [(&str, &str); 20] = [
    ("prise en main", "started"),
    ("identité demandée", "identity_asked"),
    ("préinscription désignée", "registration_named"),
    ("réponse écrite", "answer_written"),
    ("prolongée", "extended"),
    ("levée", "lifted"),
    ("close, répondue", "answered"),
    ("close, refusée", "refused"),
    ("reçue", "received"),
    ("déjà demandé", "asked_again"),
    ("prévenu", "told"),
    ("appliquée", "applied"),
    ("appliquée, fiche en route", "being_mailed"),
    ("contenu déjà effacé", "already_gone"),
    ("déjà fait", "already_done"),
    ("pas encore arrivée", "not_arrived"),
    ("attend une décision", "waits_for_officer"),
    ("pas prouvée", "not_proved"),
    ("pas une préinscription", "not_a_registration"),
    ("redatée", "redated"),
];

/// The steps that a request is shown with, by their codes; one without a code in the words of the register.
async fn steps(harness: &Harness, number: &Reference) -> Result<Vec<String>> {
    let shown = harness.endpoint.officer().show(number).await?;
    let lines = shown.lines().skip_while(|line| !line.starts_with("étapes"));
    // Columns are two spaces apart: when, what, who.
    let step = |line: &str| {
        let said = line.trim().split("  ").nth(1)?;
        let code = STEPS.iter().find(|(words, _)| *words == said);
        Some(code.map_or(said, |(_, code)| code).to_owned())
    };
    let indented = lines.skip(1).take_while(|line| line.starts_with(' '));
    Ok(indented.filter_map(step).collect())
}

#[tokio::test]
async fn a_receipt_tells_the_day_and_a_replay_tells_the_same() -> Result<()> {
    let harness = Harness::open().await?;
    let message = rights_request(json!({"right": "access"}), None)?;
    let body = harness.seal(&id(1), &message).await?;
    let first: Receipt = harness.put(&id(1), body.clone()).await?.json()?;
    // Saturday 21 November: the same date of December is a Monday.
    assert_eq!(first.due_on, Some("2026-12-21".parse()?));
    harness.clock.advance(DAY_SECONDS);
    let again: Receipt = harness.put(&id(1), body).await?.json()?;
    assert_eq!(again, first);
    let status = harness.status(&id(1)).await?;
    assert_eq!(status.due_on, first.due_on);
    assert_eq!(harness.endpoint.officer().list().await?.lines().count(), 3);

    let body = harness.seal(&id(2), &registration()?).await?;
    let receipt: Value = harness.put(&id(2), body).await?.json()?;
    let members: Vec<&String> = receipt.as_object().context("an object")?.keys().collect();
    assert_eq!(members, ["received_at", "reference", "sha256"]);
    Ok(())
}

#[tokio::test]
async fn the_day_is_counted_in_the_mission_locales_own_time() -> Result<()> {
    let harness = Harness::open().await?;
    // 23:30 in London on the 30th is the first of December in Roubaix: no 30 December, but 1 January and its weekend.
    harness.clock.advance(9 * DAY_SECONDS + 5 * 3600 + 48 * 60);
    let receipt = harness
        .send(&id(1), &rights_request(json!({"right": "access"}), None)?)
        .await?;
    assert_eq!(receipt.received_at.to_string(), "2026-11-30T23:30:00Z");
    assert_eq!(receipt.due_on, Some("2027-01-04".parse()?));
    Ok(())
}

#[tokio::test]
async fn the_officer_gets_the_request_and_the_mail_itself_says_nothing_personal() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "rectification", None).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    assert!(mails_to(&harness, MAILBOX).is_empty());
    let mails = mails_to(&harness, OFFICER);
    let mail = mails.first().context("a mail")?;
    assert_eq!(
        mail.subject,
        format!(
            "Demande de droits {}\u{a0}: réponse due le lundi 21 décembre 2026",
            number.spaced()
        )
    );
    assert_eq!(
        mail.file_name(),
        format!("2026-11-21_1842_demande-de-droits_{}.pdf", number.as_str())
    );
    for secret in ["Zéphyrine", "Canari", "12 34", "rectification", "avec un k"] {
        let told = mail.subject.contains(secret) || mail.text.contains(secret);
        assert!(!told, "{secret}");
    }
    let printed = pdf_text(mail.pdf())?;
    for expected in [
        "rectification",
        "Canari s’écrit avec un k",
        "Zéphyrine",
        "06.12.34.56.78",
        "lundi 21 décembre 2026",
        "aucun envoi n’est prouvé",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Delivered
    );
    let heard = crate::silence::heard();
    assert!(!heard.contains("avec un k") && !heard.contains("Zéphyrine"));
    Ok(())
}

#[tokio::test]
async fn the_register_says_who_did_what_and_closing_ends_it() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 1, "rectification", None).await?;
    let officer = harness.endpoint.officer();
    harness.clock.advance(4 * DAY_SECONDS);
    assert!(
        officer.list().await?.starts_with(&format!(
            "{}  reçue            due le 21/12/2026  26 jours restants   rectification",
            number.spaced()
        )),
        "{}",
        officer.list().await?
    );
    officer.start(&number, "Ada").await?;
    assert!(officer.ask_identity(&number, "  ", "Ada").await.is_err());
    assert!(
        officer
            .ask_identity(&number, "Deux homonymes", "")
            .await
            .is_err()
    );
    officer
        .ask_identity(&number, "Deux homonymes", "Ada")
        .await?;
    let shown = officer.show(&number).await?;
    assert!(
        shown.contains("identité demandée         Ada  Deux homonymes"),
        "{shown}"
    );
    assert!(
        shown.contains("due le          21/12/2026 (26 jours restants)"),
        "doubt moves no day: {shown}"
    );
    assert!(
        shown.contains("Qu’est-ce qui est faux\u{202f}? : Canari s’écrit avec un k"),
        "{shown}"
    );
    officer.answer(&number, "Grace").await?;
    let expected = ["received", "started", "identity_asked", "answered"];
    assert_eq!(steps(&harness, &number).await?, expected);
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Handled
    );
    assert!(officer.answer(&number, "Grace").await.is_err(), "once");
    assert!(officer.start(&number, "Grace").await.is_err());
    assert!(officer.list().await?.ends_with("Ouvertes : 0 sur 1\n"));
    Ok(())
}

#[tokio::test]
async fn a_request_that_says_nothing_is_refused_and_a_stranger_number_finds_nothing() -> Result<()>
{
    let harness = Harness::open().await?;
    let empty = rights_request(json!({}), None)?;
    let answer = harness
        .put(&id(1), harness.seal(&id(1), &empty).await?)
        .await?;
    assert_eq!(answer.problem()?, ProblemType::AnswersRefused);
    let both = rights_request(json!({"objection": "yes", "right": "access"}), None)?;
    let answer = harness
        .put(&id(1), harness.seal(&id(1), &both).await?)
        .await?;
    assert_eq!(answer.problem()?, ProblemType::AnswersRefused);
    assert!(!harness.knows(&id(1)).await?);

    let registration = harness.send(&id(2), &registration()?).await?.reference;
    let officer = harness.endpoint.officer();
    assert!(
        officer.show(&registration).await.is_err(),
        "no rights request"
    );
    assert!(officer.start(&"KT4HW7PX".parse()?, "Ada").await.is_err());
    Ok(())
}
