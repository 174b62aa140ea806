//! The wire contract, line by line.

use anyhow::{Context, Result};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::wire::{ProblemType, Receipt, SubmissionState};
use envelope::sha256_hex;
use serde_json::Value;

use crate::harness::{Harness, id, registration};

#[tokio::test]
async fn a_registration_gets_a_receipt_that_echoes_what_was_sent() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let answer = harness.put(&id(1), body.clone()).await?;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let receipt: Value = answer.json()?;
    assert_eq!(receipt["sha256"], sha256_hex(body.as_bytes()));
    assert_eq!(receipt["received_at"], "2026-11-21T17:42:00Z");
    assert_eq!(receipt["reference"].as_str().map(str::len), Some(8));
    assert_eq!(receipt.as_object().map(serde_json::Map::len), Some(3));
    Ok(())
}

#[tokio::test]
async fn a_replay_gets_the_same_receipt_and_another_body_is_refused() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let first: Receipt = harness.put(&id(1), body.clone()).await?.json()?;
    harness.clock.advance(3600);
    let again = harness.put(&id(1), body.clone()).await?;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.json::<Receipt>()?, first);

    let other = harness.seal(&id(1), &registration()?).await?;
    assert_ne!(other, body, "sealed anew, another body");
    assert_eq!(
        harness.put(&id(1), other).await?.problem()?,
        ProblemType::IdReused
    );
    assert_eq!(
        harness.endpoint.deliver_due().await?,
        1,
        "one submission, one delivery"
    );
    Ok(())
}

#[tokio::test]
async fn five_parallel_identical_puts_store_one() -> Result<()> {
    let harness = Harness::open().await?;
    let id = id(1);
    let body = harness.seal(&id, &registration()?).await?;
    let put = || harness.put(&id, body.clone());
    let answers = tokio::try_join!(put(), put(), put(), put(), put())?;
    let answers: [_; 5] = answers.into();
    let created = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::CREATED)
        .count();
    let replayed = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::OK)
        .count();
    assert_eq!((created, replayed), (1, 4));
    let mut bodies: Vec<&Vec<u8>> = answers.iter().map(|answer| &answer.body).collect();
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "all five have the same receipt");
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    assert_eq!(harness.mailbox.mails().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_submission_can_be_followed_by_its_id_alone() -> Result<()> {
    let harness = Harness::open().await?;
    let receipt = harness.send(&id(1), &registration()?).await?;
    let status = harness.status(&id(1)).await?;
    assert_eq!(
        (status.state, &status.reference),
        (SubmissionState::Received, &receipt.reference)
    );
    assert_eq!(status.delivered_at, None);
    harness.clock.advance(60);
    harness.endpoint.deliver_due().await?;
    let status = harness.status(&id(1)).await?;
    assert_eq!(status.state, SubmissionState::Delivered);
    assert_eq!(
        status.delivered_at,
        Some(receipt.received_at.plus_seconds(60))
    );
    let unknown = harness
        .get("/v1/submissions/02020202-0202-4202-8202-020202020202")
        .await?;
    assert_eq!(unknown.problem()?, ProblemType::NotFound);
    assert_eq!(
        harness.get("/v1/submissions/2").await?.problem()?,
        ProblemType::InvalidId
    );
    Ok(())
}

#[tokio::test]
async fn the_site_tells_who_it_is_and_which_keys_to_seal_to() -> Result<()> {
    let harness = Harness::open().await?;
    let answer = harness.get("/v1/site").await?;
    assert_eq!(answer.header("cache-control"), "no-cache");
    let site: Value = answer.json()?;
    assert_eq!(site["id"], "demo");
    assert_eq!(site["notices"]["preinscription"], "2027-02");
    // So that who lives elsewhere is told before sending.
    assert_eq!(site["territory"][0], "59299");
    let Some([key]) = site["keys"].as_array().map(Vec::as_slice) else {
        panic!("one key")
    };
    assert_eq!(key["seal_until"], "2027-05-20T17:42:00Z");
    assert_eq!(key["public_key"].as_str().map(str::len), Some(43));
    for secret in ["mailbox", "mail_from"] {
        assert!(site.get(secret).is_none(), "{secret} is nobody's business");
    }
    Ok(())
}

#[tokio::test]
async fn an_old_key_still_opens_and_an_old_questionnaire_is_still_read() -> Result<()> {
    let mut harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    // Seven months later: a new key, and an app directory that serves another edition.
    harness.clock.advance(210 * 24 * 3600);
    let sheets = harness.folder.path().join("app/content/sheets");
    for file in std::fs::read_dir(&sheets)? {
        let path = file?.path();
        let json = std::fs::read_to_string(&path)?
            .replace("\"version\":\"2026-11\"", "\"version\":\"2027-06\"");
        let name = path.file_stem().and_then(|name| name.to_str());
        let (id, _) = name
            .and_then(|name| name.rsplit_once('-'))
            .context("a sheet's name")?;
        std::fs::write(
            sheets.join(format!("{id}-{}.json", sha256_hex(json.as_bytes()))),
            json,
        )?;
        std::fs::remove_file(path)?;
    }
    harness.restart().await?;
    assert_eq!(harness.put(&id(1), body).await?.status, StatusCode::CREATED);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_path_says_what_it_can_do() -> Result<()> {
    let harness = Harness::open().await?;
    for (method, path) in [
        ("POST", "/v1/site"),
        ("DELETE", "/v1/submissions/1"),
        ("POST", "/"),
        ("PUT", "/nothing"),
    ] {
        let answer = harness
            .ask(
                Request::builder()
                    .method(method)
                    .uri(path)
                    .body(Body::empty())?,
            )
            .await?;
        assert_eq!(
            answer.problem()?,
            ProblemType::MethodNotAllowed,
            "{method} {path}"
        );
        assert!(
            answer.header("allow").contains("GET"),
            "{method} {path}: {:?}",
            answer.header("allow")
        );
    }
    Ok(())
}
