//! Limits through the front door: who is counted for what, and what comes beyond the ceiling.

mod ceiling;
mod proxies;

use std::num::NonZeroU32;

use anyhow::Result;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use domain::wire::{ProblemType, Receipt, SubmissionId};
use endpoint::Config;
use serde_json::json;
use testing::Response;

use crate::harness::{Harness, id, registration, rights_request};

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

/// A harness behind one proxy, where so many may come from one household.
async fn behind_a_proxy(burst: u32) -> Result<Harness> {
    let settings = |config: &mut Config| {
        config.behind_proxy = true;
        config.intake_burst = number(burst);
        config.intake_per_hour = number(60);
    };
    Harness::with(settings, |site| site).await
}

async fn send_from(
    harness: &Harness,
    client: &str,
    id: &SubmissionId,
    body: impl Into<Body>,
) -> Result<Response> {
    let request = Request::put(format!("/v1/submissions/{}", id.as_str()))
        .header("content-type", "application/json")
        .header("x-forwarded-for", client);
    harness.ask(request.body(body.into())?).await
}

async fn new_from(harness: &Harness, client: &str, byte: u8) -> Result<Response> {
    let body = harness.seal(&id(byte), &registration()?).await?;
    send_from(harness, client, &id(byte), body).await
}

#[tokio::test]
async fn one_household_may_not_send_without_end_and_its_neighbours_may() -> Result<()> {
    let harness = behind_a_proxy(3).await?;
    for byte in 1..=3 {
        let answer = new_from(&harness, "2001:db8::1", byte).await?;
        assert_eq!(answer.status, StatusCode::CREATED);
    }
    // However the proxy writes it, the same /64.
    for client in ["2001:db8::ffff", "[2001:db8::2]:443", "[2001:db8::3%eth0]"] {
        let answer = new_from(&harness, client, 4).await?;
        assert_eq!(answer.problem()?, ProblemType::TooManyRequests, "{client}");
        assert!(answer.header("retry-after").parse::<u32>()? >= 60);
    }
    assert!(!harness.knows(&id(4)).await?);
    for (byte, client) in [(4, "192.0.2.1:4711"), (5, "2001:db8:0:1::1")] {
        let answer = new_from(&harness, client, byte).await?;
        assert_eq!(answer.status, StatusCode::CREATED, "{client}");
    }
    harness.clock.advance(60);
    let later = new_from(&harness, "2001:db8::1", 6).await?;
    assert_eq!(later.status, StatusCode::CREATED, "one a minute");
    Ok(())
}

#[tokio::test]
async fn a_tunnel_with_65536_networks_sends_four_times_a_household() -> Result<()> {
    let harness = behind_a_proxy(2).await?;
    let mut stored = 0;
    for byte in 0..40 {
        let client = format!("2001:db8:0:{byte:02x}00::1");
        let answer = new_from(&harness, &client, byte).await?;
        stored += u32::from(answer.status == StatusCode::CREATED);
    }
    assert_eq!(stored, 8);
    Ok(())
}

#[tokio::test]
async fn a_replay_and_a_refusal_spend_nothing() -> Result<()> {
    let harness = behind_a_proxy(2).await?;
    let client = "192.0.2.1";
    let body = harness.seal(&id(1), &registration()?).await?;
    for status in [201, 200, 200, 200, 200] {
        let answer = send_from(&harness, client, &id(1), body.clone()).await?;
        assert_eq!(answer.status, status);
    }
    for (body, problem) in [
        ("no", ProblemType::InvalidJson),
        ("{}", ProblemType::InvalidEnvelope),
        ("no", ProblemType::InvalidJson),
    ] {
        let answer = send_from(&harness, client, &id(2), body).await?;
        assert_eq!(answer.problem()?, problem);
    }
    let answer = new_from(&harness, client, 2).await?;
    assert_eq!(answer.status, StatusCode::CREATED, "the second of two");
    let answer = new_from(&harness, client, 3).await?;
    assert_eq!(answer.problem()?, ProblemType::TooManyRequests);
    let again = send_from(&harness, client, &id(1), body).await?;
    assert_eq!(again.status, StatusCode::OK, "a lost answer is given again");
    Ok(())
}

#[tokio::test]
async fn what_could_not_be_stored_spends_nothing() -> Result<()> {
    let harness = behind_a_proxy(1).await?;
    let database = harness.database().await?;
    sqlx::query(
        "CREATE TRIGGER full BEFORE INSERT ON submissions BEGIN SELECT RAISE(FAIL, 'full'); END",
    )
    .execute(&database)
    .await?;
    for _ in 0..5 {
        let answer = new_from(&harness, "192.0.2.1", 1).await?;
        assert_eq!(answer.problem()?, ProblemType::Unavailable);
    }
    sqlx::query("DROP TRIGGER full").execute(&database).await?;
    let answer = new_from(&harness, "192.0.2.1", 1).await?;
    assert_eq!(answer.status, StatusCode::CREATED);
    database.close().await;
    Ok(())
}

#[tokio::test]
async fn a_flood_of_rubbish_is_not_even_read_and_others_are() -> Result<()> {
    let harness = behind_a_proxy(2).await?;
    let flood = async || {
        send_from(&harness, "192.0.2.1", &id(1), "no")
            .await?
            .problem()
    };
    let mut read = 0;
    while flood().await? == ProblemType::InvalidJson {
        read += 1;
        anyhow::ensure!(read < 2000, "without end");
    }
    assert_eq!(read, 600);
    assert_eq!(flood().await?, ProblemType::TooManyRequests);
    let metrics = String::from_utf8(harness.ops("/metrics").await?.body)?;
    let line = "premier_accueil_over_limit_total{limit=\"refused\"} 2";
    assert!(metrics.contains(line), "{metrics}");
    let neighbour = new_from(&harness, "192.0.2.2", 2).await?;
    assert_eq!(neighbour.status, StatusCode::CREATED);
    harness.clock.advance(1);
    let answer = new_from(&harness, "192.0.2.1", 3).await?;
    assert_eq!(answer.status, StatusCode::CREATED, "one a second is read");
    Ok(())
}

#[tokio::test]
async fn rights_requests_without_proof_have_a_lower_bound() -> Result<()> {
    let harness = behind_a_proxy(60).await?;
    let client = "192.0.2.1";
    assert_eq!(
        new_from(&harness, client, 1).await?.status,
        StatusCode::CREATED
    );
    let ask = async |byte: u8, about: Option<&SubmissionId>| {
        let message = rights_request(json!({"right": "access"}), about)?;
        let body = harness.seal(&id(byte), &message).await?;
        send_from(&harness, client, &id(byte), body).await
    };
    // An id that nobody sent proves no more than none.
    for byte in 10..20 {
        let about = (byte % 2 == 0).then(|| id(200));
        let answer = ask(byte, about.as_ref()).await?;
        assert_eq!(answer.status, StatusCode::CREATED, "{byte}");
    }
    for about in [None, Some(id(200))] {
        let answer = ask(20, about.as_ref()).await?;
        assert_eq!(answer.problem()?, ProblemType::TooManyRequests);
        assert!(answer.header("retry-after").parse::<u32>()? >= 1);
    }
    assert_eq!(ask(21, Some(&id(1))).await?.status, StatusCode::CREATED);
    assert_eq!(
        new_from(&harness, client, 2).await?.status,
        StatusCode::CREATED
    );
    harness.clock.advance(3600);
    assert_eq!(
        ask(20, None).await?.status,
        StatusCode::CREATED,
        "her phone comes back, and nothing is lost"
    );
    Ok(())
}

#[tokio::test]
async fn post_does_what_put_does() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let send = async |method: Method, body: String| {
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/submissions/{}", id(1).as_str()))
            .header("content-type", "application/json");
        harness.ask(request.body(Body::from(body))?).await
    };
    let first = send(Method::POST, body.clone()).await?;
    assert_eq!(first.status, StatusCode::CREATED);
    let receipt: Receipt = first.json()?;
    for method in [Method::PUT, Method::POST] {
        let again = send(method.clone(), body.clone()).await?;
        assert_eq!(again.status, StatusCode::OK, "{method}");
        assert_eq!(again.json::<Receipt>()?, receipt, "{method}");
        let other = harness.seal(&id(1), &registration()?).await?;
        let refused = send(method.clone(), other).await?;
        assert_eq!(refused.problem()?, ProblemType::IdReused, "{method}");
        let rubbish = send(method.clone(), "no".to_owned()).await?;
        assert_eq!(rubbish.problem()?, ProblemType::InvalidJson, "{method}");
    }
    let plain = Request::post(format!("/v1/submissions/{}", id(2).as_str()))
        .header("content-type", "text/plain");
    let plain = harness.ask(plain.body(Body::from(body))?).await?;
    assert_eq!(plain.problem()?, ProblemType::UnsupportedMediaType);
    let refused = send(Method::DELETE, String::new()).await?;
    assert_eq!(refused.problem()?, ProblemType::MethodNotAllowed);
    for verb in ["GET", "PUT", "POST"] {
        assert!(refused.header("allow").contains(verb), "{verb}");
    }
    Ok(())
}
