//! Monitoring: an address of its own, and the truth about what a phone would meet.

mod descriptors;
mod journal;

use std::{
    num::NonZeroU32,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::wire::ProblemType;
use endpoint::{Config, SizeLimit};
use serde_json::{Value, json};

use crate::harness::{Harness, callback_request, id, registration};

/// A heartbeat is good for so long.
const NEXT_HEARTBEAT_SECONDS: i64 = 5;

#[tokio::test]
async fn a_fresh_endpoint_is_alive_and_ready_and_says_so_on_its_own_address_alone() -> Result<()> {
    let harness = Harness::open().await?;
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = harness.ops(path).await?;
        assert!(answer.status.is_success(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(
            harness.get(path).await?.problem()?,
            ProblemType::NotFound,
            "{path}"
        );
    }
    let verdict: Value = harness.ops("/readyz").await?.json()?;
    assert_eq!(
        verdict,
        json!({"ready": true, "failing": [], "warnings": []})
    );
    for path in ["/", "/v1/site", "/sw.js"] {
        let answer = harness.ops(path).await?;
        assert_eq!(answer.problem()?, ProblemType::NotFound, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn without_its_database_it_is_alive_and_not_ready() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    assert!(harness.ops("/healthz").await?.status.is_success());
    assert_eq!(harness.failing().await?, ["store-write", "store-read"]);
    let answer = harness.ops("/readyz").await?;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!((5..=35).contains(&answer.header("retry-after").parse::<u32>()?));
    let metrics = String::from_utf8(harness.ops("/metrics").await?.body)?;
    assert!(metrics.contains("premier_accueil_ready 0"), "{metrics}");
    Ok(())
}

/// What stops a phone's registration stops the heartbeat, whatever it is.
#[tokio::test]
async fn while_nothing_can_be_stored_it_is_not_ready_and_as_soon_as_it_can_it_is() -> Result<()> {
    // A statement that fails, and one at which the database ends the transaction by itself, as on a full disk.
    for (table, raise) in [
        ("submissions", "FAIL"),
        ("deliveries", "FAIL"),
        ("submissions", "ROLLBACK"),
        ("deliveries", "ROLLBACK"),
    ] {
        let harness = Harness::open().await?;
        let database = harness.database().await?;
        let body = harness.seal(&id(1), &registration()?).await?;
        assert_eq!(harness.failing().await?, [""; 0]);
        let full = format!(
            "CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE({raise}, 'full'); END"
        );
        sqlx::query(&full).execute(&database).await?;

        // No time passes: what could not be stored counts at once, whatever the last heartbeat met.
        let refused = harness.put(&id(1), body.clone()).await?;
        assert_eq!(refused.problem()?, ProblemType::Unavailable, "{table}");
        assert!((5..=35).contains(&refused.header("retry-after").parse::<u32>()?));
        assert_eq!(harness.failing().await?, ["store-write"], "{table}");

        sqlx::query("DROP TRIGGER full").execute(&database).await?;
        harness.clock.advance(NEXT_HEARTBEAT_SECONDS);
        assert_eq!(harness.failing().await?, [""; 0], "{table}");
        assert_eq!(harness.put(&id(1), body).await?.status, StatusCode::CREATED);
        database.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_heartbeat_leaves_nothing_behind_and_is_not_written_at_every_call() -> Result<()> {
    let harness = Harness::open().await?;
    let database = harness.database().await?;
    let beaten_at = async || -> Result<i64> {
        let sql = "SELECT done_at FROM last_done WHERE what = 'heartbeat'";
        Ok(sqlx::query_scalar(sql).fetch_one(&database).await?)
    };
    assert_eq!(harness.failing().await?, [""; 0]);
    let first = beaten_at().await?;
    harness.clock.advance(NEXT_HEARTBEAT_SECONDS - 1);
    harness.failing().await?;
    assert_eq!(beaten_at().await?, first, "the last one is good enough");
    harness.clock.advance(1);
    harness.failing().await?;
    assert_eq!(beaten_at().await?, first + NEXT_HEARTBEAT_SECONDS);
    for table in ["submissions", "deliveries"] {
        let rows: i64 = sqlx::query_scalar(&format!("SELECT count(*) FROM {table}"))
            .fetch_one(&database)
            .await?;
        assert_eq!(rows, 0, "{table}");
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    database.close().await;
    Ok(())
}

#[tokio::test]
async fn too_little_free_space_and_a_purge_that_is_late_are_told() -> Result<()> {
    let harness = Harness::with(|config| config.min_free_mib = u64::MAX, |site| site).await?;
    assert_eq!(harness.failing().await?, ["free-space"]);

    let harness = Harness::open().await?;
    harness.clock.advance(26 * 3600 + 1);
    assert_eq!(harness.failing().await?, ["purge-late"]);
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_database_that_has_grown_to_its_limit_takes_no_more_and_says_so() -> Result<()> {
    let limit = SizeLimit::mib(100);
    let settings = |config: &mut Config| {
        config.store_limit = limit.clone();
        config.intake_burst = NonZeroU32::MAX;
    };
    let harness = Harness::with(settings, |site| site).await?;
    let database = harness.database().await?;
    let used: u32 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&database)
        .await?;
    limit.set(Some(used + 10));
    let mut taken = 0_u8;
    let refused = loop {
        let id = id(taken);
        let body = harness.seal(&id, &callback_request()?).await?;
        let answer = harness.put(&id, body).await?;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        taken += 1;
    };
    assert_eq!(refused.problem()?, ProblemType::Unavailable);
    assert!(taken > 2, "{taken}");
    assert_eq!(harness.failing().await?, ["store-write"]);
    // What is in it goes its way all the same.
    assert_eq!(harness.endpoint.deliver_due().await?, usize::from(taken));
    limit.set(Some(used + 80));
    harness.send(&id(taken), &callback_request()?).await?;
    harness.clock.advance(NEXT_HEARTBEAT_SECONDS);
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_database_that_was_taken_away_takes_no_receipt_with_it() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    let file = harness.folder.path().join("data/premier-accueil.db");
    let aside = harness.folder.path().join("aside.db");
    std::fs::rename(&file, &aside)?;
    let body = harness.seal(&id(2), &callback_request()?).await?;
    let refused = harness.put(&id(2), body.clone()).await?;
    assert_eq!(refused.problem()?, ProblemType::Unavailable);
    assert_eq!(harness.failing().await?, ["store-write", "store-read"]);
    assert!(
        harness.endpoint.deliver_due().await.is_err(),
        "and nothing is mailed"
    );
    std::fs::rename(&aside, &file)?;
    assert_eq!(harness.put(&id(2), body).await?.status, StatusCode::CREATED);
    harness.clock.advance(NEXT_HEARTBEAT_SECONDS);
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_log_that_was_taken_away_takes_no_receipt_with_it() -> Result<()> {
    let mut harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    let body = harness.seal(&id(2), &callback_request()?).await?;
    std::fs::remove_file(harness.folder.path().join("data/premier-accueil.db-wal"))?;
    let refused = harness.put(&id(2), body.clone()).await?;
    assert_eq!(refused.problem()?, ProblemType::Unavailable);
    assert_eq!(harness.failing().await?, ["store-write", "store-read"]);
    // A stop writes everything back, and a start finds it.
    harness.restart().await?;
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(harness.put(&id(2), body).await?.status, StatusCode::CREATED);
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    Ok(())
}

#[tokio::test]
async fn the_file_of_a_key_that_goes_is_written_again_or_told() -> Result<()> {
    let mut harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    let keys = harness.folder.path().join("data/keys");
    let the_key = || -> Result<PathBuf> {
        let mut files = std::fs::read_dir(&keys)?.flatten().map(|file| file.path());
        let key = files.find(|path| path.extension().is_some_and(|end| end == "key"));
        key.context("a key")
    };
    let file = the_key()?;
    let words = std::fs::read(&file)?;
    std::fs::remove_file(&file)?;
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(std::fs::read(&file)?, words);
    std::fs::remove_dir_all(&keys)?;
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(std::fs::read(the_key()?)?, words);
    let mode =
        |path: &Path| -> Result<u32> { Ok(std::fs::metadata(path)?.permissions().mode() & 0o777) };
    assert_eq!((mode(&keys)?, mode(&file)?), (0o700, 0o600));

    // A file of that name that is no key is left for an operator to look at.
    std::fs::write(&file, "no key\n")?;
    assert_eq!(harness.failing().await?, ["key-missing"]);
    assert_eq!(std::fs::read(&file)?, b"no key\n");
    std::fs::remove_file(&file)?;
    // And where everything was taken away, nothing is begun in its place.
    let (data, aside) = (
        harness.folder.path().join("data"),
        harness.folder.path().join("aside"),
    );
    std::fs::rename(&data, &aside)?;
    assert!(harness.failing().await?.contains(&"key-missing".to_owned()));
    assert!(!data.exists());
    std::fs::rename(&aside, &data)?;
    assert_eq!(harness.failing().await?, [""; 0]);
    harness.restart().await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn the_moment_of_the_last_purge_outlives_a_restart() -> Result<()> {
    let mut harness = Harness::open().await?;
    harness.endpoint.purge_due().await?;
    harness.clock.advance(26 * 3600 + 1);
    harness.restart().await?;
    assert_eq!(harness.failing().await?, ["purge-late"]);
    Ok(())
}

/// What the log says of readiness since `from`.
fn told(from: usize) -> Vec<String> {
    let log = crate::silence::heard();
    let lines = log.get(from..).unwrap_or_default().lines();
    lines
        .filter(|line| line.contains("endpoint::readiness"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn the_log_tells_of_changes_and_not_of_calls() -> Result<()> {
    let harness = Harness::with(|config| config.min_free_mib = 77_777_777_777, |site| site).await?;
    let from = crate::silence::heard().len();
    for _ in 0..5 {
        harness.failing().await?;
    }
    // Others log at the same time: this one alone has too little space for so long.
    let spaces = told(from)
        .iter()
        .filter(|line| line.contains("\"failing\":\"free-space\""))
        .count();
    assert!((1..=2).contains(&spaces), "{:?}", told(from));
    Ok(())
}

#[tokio::test]
async fn metrics_count_and_tell_nothing_of_anybody() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(0xc5), &registration()?).await?;
    harness.send(&id(2), &callback_request()?).await?;
    harness.put(&id(3), "{}").await?;
    harness.put(&id(4), "no").await?;
    harness.put(&id(5), "no").await?;
    harness
        .mailbox
        .fail_with(Some(domain::delivery::DeliveryFailure::Deferred));
    harness.endpoint.deliver_due().await?;
    harness.mailbox.fail_with(None);
    harness.clock.advance(60);
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    harness.send(&id(6), &registration()?).await?;
    harness.clock.advance(90);
    let answer = harness.ops("/metrics").await?;
    assert!(answer.header("content-type").starts_with("text/plain"));
    let text = String::from_utf8(answer.body)?;
    for line in [
        "premier_accueil_received_total 3",
        "premier_accueil_refused_total{problem=\"invalid-json\"} 2",
        "premier_accueil_refused_total{problem=\"invalid-envelope\"} 1",
        "premier_accueil_delivered_total 2",
        "premier_accueil_delivery_failures_total{reason=\"deferred\"} 2",
        "premier_accueil_ready 1",
        "premier_accueil_deliveries_pending 1",
        "premier_accueil_deliveries_overdue 0",
        "premier_accueil_deliveries_set_aside 0",
        "premier_accueil_oldest_pending_age_seconds 90",
        "premier_accueil_last_purge_age_seconds 150",
        "premier_accueil_check_failing{check=\"store-write\"} 0",
    ] {
        let found = text
            .lines()
            .any(|told| told == line || told.strip_prefix(line).is_some_and(|rest| rest == ".0"));
        assert!(found, "{line} in {text}");
    }
    for absent in ["c5c5", "127.0.0.1", "canari"] {
        assert!(!text.to_lowercase().contains(absent), "{absent} in {text}");
    }
    Ok(())
}
