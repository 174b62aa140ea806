//! Nothing personal ever meets the log: every test writes into one buffer, and this one reads it.

use std::{
    io::{self, Write},
    sync::{Mutex, Once, PoisonError},
};

use anyhow::Result;
use serde_json::json;

use crate::harness::{Harness, id, registration};

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// From now on everything that anybody logs, to the finest detail, is kept.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let level = tracing::Level::TRACE;
        tracing_subscriber::fmt()
            .json()
            .with_max_level(level)
            .with_writer(|| Ear)
            .init();
    });
}

pub(crate) fn heard() -> String {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&log).into_owned()
}

#[tokio::test]
async fn the_log_tells_the_road_and_nothing_personal() -> Result<()> {
    let harness = Harness::open().await?;
    let id = id(0xc5);
    harness.send(&id, &registration()?).await?;
    harness
        .mailbox
        .fail_with(Some(domain::delivery::DeliveryFailure::Deferred));
    harness.endpoint.deliver_due().await?;
    harness.mailbox.fail_with(None);
    harness.clock.advance(5);
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(8 * 24 * 3600);
    harness.endpoint.purge_due().await?;
    let mut wrong = registration()?;
    wrong["answers"]["email"] = json!("canari-mail");
    harness
        .put(
            &crate::harness::id(0xc6),
            harness.seal(&crate::harness::id(0xc6), &wrong).await?,
        )
        .await?;
    harness.get("/canari-path?canari-query").await?;

    let log = heard();
    for told in [
        "\"received\"",
        "deferred",
        "\"delivered\"",
        "\"purged\"",
        "answers-refused",
        "c5c5c5c5",
    ] {
        assert!(log.contains(told), "the log does not tell {told}");
    }
    let lower = log.to_lowercase();
    for secret in [
        "canari",
        "zéphyrine",
        "épeule",
        "12345678",
        "12.34.56",
        "12 34 56",
        "2007-05-14",
        "14/05/2007",
    ] {
        assert!(!lower.contains(secret), "the log holds {secret}");
    }
    assert!(!log.contains(id.as_str()), "the log holds a whole id");
    assert!(
        !log.contains("c5c5-4"),
        "the log holds more of an id than its first eight characters"
    );
    Ok(())
}
