//! Beyond the ceiling of the site: stored, delivered slower and in turns, and forgotten where it came from.

use anyhow::{Context, Result};
use endpoint::Config;
use serde_json::{Value, json};

use super::{new_from, number};
use crate::harness::{Harness, id, registration, rights_request};

/// What the store knows of the turn of each: its lane and whether it has an origin.
async fn lanes(harness: &Harness) -> Result<Vec<(String, i64, bool)>> {
    let database = harness.database().await?;
    let rows = sqlx::query_as(
        "SELECT substr(submission, 1, 2), lane, origin IS NOT NULL FROM deliveries
         ORDER BY lane, next_attempt_at, submission",
    )
    .fetch_all(&database)
    .await?;
    database.close().await;
    Ok(rows)
}

#[tokio::test]
async fn beyond_the_ceiling_all_is_stored_and_waits_in_turns() -> Result<()> {
    let settings = |config: &mut Config| {
        config.behind_proxy = true;
        config.intake_site_per_hour = number(2);
    };
    let harness = Harness::with(settings, |site| site).await?;
    // A flood of eight, six of it beyond the ceiling; then two people of other neighbourhoods, one of them twice.
    for byte in 1..=8 {
        assert_eq!(new_from(&harness, "192.0.2.1", byte).await?.status, 201);
    }
    for (byte, client) in [
        (0x11, "198.51.100.1"),
        (0x12, "2001:db8::1"),
        (0x13, "2001:db8:0:1::1"),
    ] {
        assert_eq!(new_from(&harness, client, byte).await?.status, 201);
    }
    let verdict: Value = harness.ops("/readyz").await?.json()?;
    assert_eq!(verdict["warnings"], json!(["beyond-ceiling"]));
    assert_eq!(verdict["ready"], true);
    let order: Vec<(String, i64)> = lanes(&harness)
        .await?
        .into_iter()
        .map(|(id, lane, _)| (id, lane))
        .collect();
    let expected = [
        ("01", 0),
        ("02", 0),
        ("03", 1),
        ("11", 1),
        ("12", 1),
        ("04", 2),
        ("13", 2),
        ("05", 3),
        ("06", 4),
        ("07", 5),
        ("08", 6),
    ];
    assert_eq!(
        order,
        expected.map(|(id, lane)| (id.to_owned(), lane)),
        "one of each neighbourhood in each round"
    );
    let metrics = String::from_utf8(harness.ops("/metrics").await?.body)?;
    let line = "premier_accueil_deliveries_beyond_ceiling 9";
    assert!(metrics.contains(line), "{metrics}");
    Ok(())
}

#[tokio::test]
async fn where_it_came_from_is_forgotten_once_it_is_delivered_or_gone() -> Result<()> {
    let settings = |config: &mut Config| config.intake_site_per_hour = number(1);
    let harness = Harness::with(settings, |site| site).await?;
    for byte in 1..=3 {
        harness.send(&id(byte), &registration()?).await?;
    }
    let cancelled = rights_request(json!({"right": "cancellation"}), Some(&id(3)))?;
    let origins = async || -> Result<usize> {
        let rows = lanes(&harness).await?;
        Ok(rows.iter().filter(|(_, _, origin)| *origin).count())
    };
    assert_eq!(origins().await?, 2);
    harness.send(&id(4), &cancelled).await?;
    assert_eq!(
        origins().await?,
        2,
        "the cancelled one lost it, its request has one"
    );
    let mut rounds = 0;
    while origins().await? > 0 {
        harness.endpoint.deliver_due().await?;
        harness.clock.advance(60);
        rounds += 1;
        anyhow::ensure!(rounds < 10, "never delivered");
    }
    let ids: Vec<String> = lanes(&harness)
        .await?
        .into_iter()
        .map(|row| row.0)
        .collect();
    ids.first().context("all rows stay")?;
    assert_eq!(ids.len(), 4);
    Ok(())
}
