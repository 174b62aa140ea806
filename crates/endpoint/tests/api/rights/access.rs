//! The answer to an access request: two files with what is held, and what was purged and when.

use std::{fs, os::unix::fs::PermissionsExt};

use anyhow::{Context, Result};
use endpoint::RightsError;
use serde_json::{Value, json};
use testing::pdf_text;

use super::{DAY_SECONDS, ask, steps};
use crate::harness::{Harness, id, registration, rights_request};

#[tokio::test]
async fn an_answer_holds_all_that_is_held_and_is_for_one_pair_of_eyes() -> Result<()> {
    let harness = Harness::open().await?;
    let registration = harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    let number = ask(&harness, 2, "access", Some(&id(1))).await?;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    let [pdf, json] = officer.write_answer(&number, &folder, "Ada").await?;
    for file in [&pdf, &json] {
        assert_eq!(fs::metadata(file)?.permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::metadata(&folder)?.permissions().mode() & 0o777, 0o700);

    let printed = pdf_text(&fs::read(&pdf)?)?;
    let value: Value = serde_json::from_slice(&fs::read(&json)?)?;
    for expected in [
        "Zéphyrine",
        "Canari-Benoît",
        "06.12.34.56.78",
        "14/05/2007",
        "Sénégal",
        &registration.reference.spaced(),
        "instagram",
        "version 2026-11",
        "3 place de Fontenoy",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    let held = &value["registration"];
    assert_eq!(held["reference"], json!(registration.reference));
    assert_eq!(held["content"]["answers"]["birth_date"], "2007-05-14");
    assert_eq!(held["content"]["context"]["event"], "forum-2026");
    assert_eq!(value["rights_requests"][0]["right"], "access");
    assert!(
        !value.to_string().contains(id(1).as_str()),
        "the id stays a secret of the phone"
    );
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "answer_written"]
    );

    let again = officer.write_answer(&number, &folder, "Ada").await;
    assert!(
        matches!(again, Err(RightsError::File(..))),
        "never written over"
    );
    officer.answer(&number, "Ada").await?;
    let closed = officer
        .write_answer(&number, &harness.folder.path().join("late"), "Ada")
        .await;
    assert!(matches!(closed, Err(RightsError::Closed)));
    assert!(!harness.folder.path().join("late").exists());
    Ok(())
}

#[tokio::test]
async fn after_a_purge_it_says_what_is_gone_and_when() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(8 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    let number = ask(&harness, 2, "access", Some(&id(1))).await?;
    let folder = harness.folder.path().join("answer");
    let files = harness
        .endpoint
        .officer()
        .write_answer(&number, &folder, "Ada")
        .await?;
    let printed = pdf_text(&fs::read(&files[0])?)?;
    assert!(
        printed.contains("effacé du service le 29/11/2026"),
        "{printed}"
    );
    assert!(!printed.contains("Zéphyrine"), "{printed}");
    let value: Value = serde_json::from_slice(&fs::read(&files[1])?)?;
    assert_eq!(value["registration"]["content"], Value::Null);
    assert_eq!(value["registration"]["purged_at"], "2026-11-29T17:42:00Z");
    Ok(())
}

#[tokio::test]
async fn nobody_gets_a_copy_by_a_number_alone() -> Result<()> {
    let harness = Harness::open().await?;
    let other = harness.send(&id(1), &registration()?).await?.reference;
    let asked = json!({"right": "access", "registration_reference": other.as_str()});
    let number = harness
        .send(&id(2), &rights_request(asked, None)?)
        .await?
        .reference;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    let unproved = officer.write_answer(&number, &folder, "Ada").await;
    assert!(matches!(unproved, Err(RightsError::NoRegistration)));
    assert!(!folder.exists());
    officer.apply(&number, None, "Ada").await?;
    assert!(matches!(
        officer.write_answer(&number, &folder, " ").await,
        Err(RightsError::NoName)
    ));
    officer.write_answer(&number, &folder, "Ada").await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "registration_named", "answer_written"]
    );
    let other = ask(&harness, 3, "rectification", Some(&id(1))).await?;
    let wrong = officer.write_answer(&other, &folder, "Ada").await;
    assert!(matches!(wrong, Err(RightsError::NotAccess)));
    Ok(())
}

#[tokio::test]
async fn a_copy_says_when_nothing_ever_arrived() -> Result<()> {
    let harness = Harness::open().await?;
    let number = ask(&harness, 2, "access", Some(&id(1))).await?;
    let folder = harness.folder.path().join("answer");
    let files = harness
        .endpoint
        .officer()
        .write_answer(&number, &folder, "Ada")
        .await?;
    let printed = pdf_text(&fs::read(files.first().context("a PDF")?)?)?;
    assert!(printed.contains("rien n’est arrivé ici"), "{printed}");
    Ok(())
}
