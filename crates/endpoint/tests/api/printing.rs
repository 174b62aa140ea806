//! Where fiches are laid out, and what goes out when they are not: by the real program, killed, or missing.

use std::time::Duration;

use anyhow::{Context, Result};
use endpoint::Printing;
use lopdf::{Document, LoadOptions};
use serde_json::json;
use testing::{MAILBOX_PASSWORD, document_text, with_mailbox_password};

use crate::harness::{Harness, id, option_choice, registration, rights_request};

/// The text of the last fiche in the mailbox, and whether it is tagged.
fn last_fiche(harness: &Harness) -> Result<(String, bool)> {
    let mails = harness.mailbox.mails();
    let document = Document::load_mem(mails.last().context("a mail")?.pdf())?;
    Ok((
        document_text(&document)?,
        document.catalog()?.has(b"StructTreeRoot"),
    ))
}

async fn printing(printing: Printing) -> Result<Harness> {
    Harness::with(|config| config.printing = printing.clone(), |site| site).await
}

fn the_program(within: Duration) -> Printing {
    Printing::Worker {
        program: env!("CARGO_BIN_EXE_premier-accueil").into(),
        within,
    }
}

#[tokio::test]
async fn the_program_lays_out_in_a_process_of_its_own() -> Result<()> {
    let harness = printing(the_program(Duration::from_mins(5))).await?;
    for byte in [1, 2] {
        harness.send(&id(byte), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 1);
        let (text, is_tagged) = last_fiche(&harness)?;
        assert!(
            is_tagged && text.contains("Zéphyrine Canari-Benoît"),
            "{text}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_layout_that_does_not_end_in_time_is_killed_and_the_plainer_fiche_goes_out() -> Result<()>
{
    let harness = printing(the_program(Duration::from_millis(1))).await?;
    // Ids of no other test: the log is that of all of them.
    for byte in [0xc7, 0xc8] {
        harness.send(&id(byte), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 1, "never no mail");
        let log = crate::silence::heard();
        let is_told = |line: &str| {
            line.contains(&format!(r#""submission":"{}""#, id(byte).short()))
                && line.contains(r#""reason":"late""#)
        };
        assert!(log.lines().any(is_told), "it is logged");
    }
    let (text, is_tagged) = last_fiche(&harness)?;
    assert!(!is_tagged, "nothing was laid out");
    for expected in [
        "FICHE SIMPLIFIÉE",
        "Préinscription",
        "Zéphyrine Canari-Benoît",
        "06.12.34.56.78",
        "Dans le territoire",
        "Prénom : Zéphyrine",
        "Nom de naissance : D'OEUVRE",
        "dit : d'Œuvre",
        "Numéro : 12 bis",
        "Libellé de voie : rue de l’Épeule, #let x = [pirate]",
        "Chez Mme Lukasz, bât. C",
        "instagram · forum-2026",
    ] {
        let expected = expected.replace(" :", "\u{a0}:");
        let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&expected), "{expected}: {text}");
    }
    Ok(())
}

#[tokio::test]
async fn without_a_worker_every_kind_of_fiche_is_the_plainer_one() -> Result<()> {
    let nowhere = Printing::Worker {
        program: "/nowhere/premier-accueil".into(),
        within: Duration::from_secs(1),
    };
    let harness = printing(nowhere).await?;
    harness.send(&id(1), &registration()?).await?;
    let asked = json!({"right": "rectification", "correction": "Zéphirine"});
    for (byte, message, expected) in [
        (2, rights_request(asked, Some(&id(1)))?, "rectification"),
        (
            3,
            option_choice("opt_sms_reminders", true, Some(&id(1)))?,
            "rappels par SMS",
        ),
        (
            4,
            rights_request(json!({"right": "access"}), Some(&id(1)))?,
            "accès",
        ),
    ] {
        harness.endpoint.deliver_due().await?;
        let number = harness.send(&id(byte), &message).await?.reference;
        assert_eq!(harness.endpoint.deliver_due().await?, 1);
        let (text, is_tagged) = last_fiche(&harness)?;
        assert!(!is_tagged && text.contains("FICHE SIMPLIFIÉE"), "{text}");
        assert!(
            text.contains(expected) && text.contains(&number.spaced()),
            "{text}"
        );
    }
    let number = harness.status(&id(4)).await?.reference;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    let [pdf, _] = officer.write_answer(&number, &folder, "Ada").await?;
    let answer = Document::load(&pdf)?;
    let text = answer.extract_text(&[1])?;
    assert!(
        text.contains("FICHE SIMPLIFIÉE") && text.contains("demande d’accès"),
        "{text}"
    );
    Ok(())
}

#[tokio::test]
async fn the_plainer_fiche_is_closed_with_the_mailbox_password_too() -> Result<()> {
    let late = the_program(Duration::from_millis(1));
    let harness = Harness::with(
        |config| config.printing = late.clone(),
        with_mailbox_password,
    )
    .await?;
    harness.send(&id(1), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = harness.mailbox.mails();
    let pdf = mails.first().context("a mail")?.pdf();
    let wrong = LoadOptions::with_password("another password");
    assert!(Document::load_mem_with_options(pdf, wrong).is_err());
    let password = LoadOptions::with_password(MAILBOX_PASSWORD);
    let text = Document::load_mem_with_options(pdf, password)?.extract_text(&[1])?;
    assert!(text.contains("FICHE SIMPLIFIÉE"), "{text}");
    Ok(())
}
