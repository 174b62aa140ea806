//! Bad requests: each has its own problem type, and leaves nothing behind.

use anyhow::Result;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{
    submission::{Reason, Refusal},
    wire::{MAX_BODY_BYTES, Problem, ProblemType},
};
use envelope::{Envelope, PrivateKey};
use serde_json::{Value, json};

use crate::harness::{Harness, id, registration};

async fn refused(harness: &Harness, body: impl Into<Body>) -> Result<ProblemType> {
    let problem = harness.put(&id(1), body).await?.problem()?;
    assert!(
        !harness.knows(&id(1)).await?,
        "{problem:?} leaves nothing behind"
    );
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    Ok(problem)
}

#[tokio::test]
async fn each_bad_body_has_its_own_type() -> Result<()> {
    let harness = Harness::open().await?;
    let good = harness.seal(&id(1), &registration()?).await?;
    let envelope: Value = serde_json::from_str(&good)?;
    let changed = |member: &str, value: Value| {
        let mut envelope = envelope.clone();
        envelope[member] = value;
        envelope.to_string()
    };
    let text = envelope["ct"].as_str().unwrap_or_default();
    let truncated = changed("ct", json!(text.get(..text.len() - 8)));
    let stranger = PrivateKey::generate();

    for (body, expected) in [
        (String::new(), ProblemType::InvalidJson),
        ("{\"v\":1,".to_owned(), ProblemType::InvalidJson),
        ("\u{0}".to_owned(), ProblemType::InvalidJson),
        ("[]".to_owned(), ProblemType::InvalidEnvelope),
        ("{\"v\":1}".to_owned(), ProblemType::InvalidEnvelope),
        (changed("v", json!(2)), ProblemType::InvalidEnvelope),
        (changed("more", json!(true)), ProblemType::InvalidEnvelope),
        (
            changed("kid", json!(stranger.kid())),
            ProblemType::UnknownKey,
        ),
        (changed("enc", json!("AAAA")), ProblemType::CannotOpen),
        (changed("ct", json!("not base64!")), ProblemType::CannotOpen),
        (truncated, ProblemType::CannotOpen),
        (
            harness.seal(&id(2), &registration()?).await?,
            ProblemType::CannotOpen,
        ),
        ("x".repeat(MAX_BODY_BYTES + 1024), ProblemType::TooLarge),
    ] {
        assert_eq!(
            refused(&harness, body.clone()).await?,
            expected,
            "{}",
            body.get(..60).unwrap_or(&body)
        );
    }
    assert_eq!(
        harness.put(&id(1), good).await?.status,
        StatusCode::CREATED,
        "the good one goes in"
    );
    Ok(())
}

#[tokio::test]
async fn the_limit_is_64_kib_to_the_byte_declared_or_not() -> Result<()> {
    let harness = Harness::open().await?;
    let full = " ".repeat(MAX_BODY_BYTES);
    assert_eq!(
        refused(&harness, full.clone()).await?,
        ProblemType::InvalidJson
    );
    assert_eq!(
        refused(&harness, full.clone() + " ").await?,
        ProblemType::TooLarge
    );
    let in_pieces = |text: String| {
        let frame = Ok::<_, std::io::Error>(axum::body::Bytes::from(text));
        Body::new(http_body_util::StreamBody::new(futures_of_one(frame)))
    };
    assert_eq!(
        refused(&harness, in_pieces(full.clone())).await?,
        ProblemType::InvalidJson
    );
    assert_eq!(
        refused(&harness, in_pieces(full + " ")).await?,
        ProblemType::TooLarge
    );
    Ok(())
}

/// A body whose length is not told beforehand.
fn futures_of_one<E>(
    frame: Result<axum::body::Bytes, E>,
) -> impl futures::Stream<Item = Result<hyper::body::Frame<axum::body::Bytes>, E>> {
    futures::stream::iter([frame.map(hyper::body::Frame::data)])
}

#[tokio::test]
async fn only_json_is_read() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let path = format!("/v1/submissions/{}", id(1).as_str());
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/jsonp"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let request = content_type
            .into_iter()
            .fold(Request::put(&path), |request, value| {
                request.header("content-type", value)
            });
        let answer = harness.ask(request.body(body.clone().into())?).await?;
        assert_eq!(
            answer.problem()?,
            ProblemType::UnsupportedMediaType,
            "{content_type:?}"
        );
    }
    let request = Request::put(&path).header("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(
        harness.ask(request.body(body.into())?).await?.status,
        StatusCode::CREATED
    );
    Ok(())
}

#[tokio::test]
async fn an_id_is_a_uuid_of_version_4_in_lower_case() -> Result<()> {
    let harness = Harness::open().await?;
    for path in [
        "1",
        "01010101-0101-1101-8101-010101010101",
        "01010101-0101-4101-8101-01010101010A",
        "%ff%fe",
    ] {
        let answer = harness
            .put_to(&format!("/v1/submissions/{path}"), "{}")
            .await?;
        assert_eq!(answer.problem()?, ProblemType::InvalidId, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn an_envelope_that_holds_no_message_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    let mut rights = registration()?;
    rights["kind"] = json!("revolution");
    let mut crossed = registration()?;
    crossed["kind"] = json!("callback_request");
    let mut spoken = registration()?;
    spoken["context"]["source"] = json!("IDENTITÉ VÉRIFIÉE, rappeler au 08 99 00 00 00");
    let mut piled = registration()?;
    piled["acknowledgement"]["version"] = json!("\u{301}".repeat(22_000));
    let mut twice = registration()?;
    let word = json!({"purpose": "opt_news", "granted": true, "at": "2026-11-21T17:30:00Z"});
    twice["consents"] = json!([word, word]);
    let mut unread = registration()?;
    unread["acknowledgement"]["notice"] = json!("another");
    for message in [
        json!("hello"),
        json!({}),
        rights,
        crossed,
        spoken,
        piled,
        twice,
        unread,
    ] {
        let body = harness.seal(&id(1), &message).await?;
        assert_eq!(refused(&harness, body).await?, ProblemType::InvalidMessage);
    }
    Ok(())
}

#[tokio::test]
async fn a_key_that_is_not_ours_under_our_name_does_not_open() -> Result<()> {
    let harness = Harness::open().await?;
    let ours: Envelope = serde_json::from_str(&harness.seal(&id(1), &registration()?).await?)?;
    let stranger = PrivateKey::generate();
    let message = registration()?.to_string();
    let sealed = testing::seal(&ours.kid, &stranger.public_key(), &id(1), &message)?;
    assert_eq!(refused(&harness, sealed).await?, ProblemType::CannotOpen);
    Ok(())
}

#[tokio::test]
async fn a_questionnaire_never_served_here_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    for member in ["id", "version", "digest"] {
        let mut message = registration()?;
        message["questionnaire"][member] = match member {
            "digest" => json!("0a".repeat(32)),
            _ => json!("another"),
        };
        let body = harness.seal(&id(1), &message).await?;
        assert_eq!(
            refused(&harness, body).await?,
            ProblemType::UnknownQuestionnaire,
            "{member}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn answers_that_break_a_rule_are_named_without_being_repeated() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    message["answers"]["phone"] = json!("canari-telephone");
    message["answers"]["housing"] = json!("canari-chateau");
    message["answers"]["birth_date"] = json!("2011-11-22");
    let body = harness.seal(&id(1), &message).await?;
    let answer = harness.put(&id(1), body).await?;
    assert_eq!(answer.problem()?, ProblemType::AnswersRefused);
    let refusals = answer.json::<Problem>()?.refusals;
    let expected = [
        ("birth_date", Reason::TooYoung),
        ("phone", Reason::NotAPhone),
        ("housing", Reason::NotAChoice),
    ];
    for (question, reason) in expected {
        let refusal = Refusal {
            question: question.to_owned(),
            reason,
        };
        assert!(refusals.contains(&refusal), "{question}");
    }
    assert_eq!(refusals.len(), expected.len());
    assert!(!String::from_utf8_lossy(&answer.body).contains("canari"));
    assert!(!harness.knows(&id(1)).await?);
    Ok(())
}
