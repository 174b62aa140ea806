//! Who is counted behind one proxy, behind several, and behind one that says nothing.

use anyhow::Result;
use endpoint::Config;
use serde_json::{Value, json};

use super::{behind_a_proxy, new_from, number};
use crate::harness::Harness;

#[tokio::test]
async fn a_proxy_that_does_not_say_who_asks_is_told_of_and_limits_stand() -> Result<()> {
    let harness = behind_a_proxy(2).await?;
    let warnings = async || -> Result<Value> {
        let verdict: Value = harness.ops("/readyz").await?.json()?;
        Ok(verdict["warnings"].clone())
    };
    assert_eq!(new_from(&harness, "192.0.2.1", 1).await?.status, 201);
    assert_eq!(warnings().await?, json!([]));
    for (byte, client, status) in [(2, "unknown", 201), (3, "_hidden", 201), (4, "", 429)] {
        let answer = new_from(&harness, client, byte).await?;
        assert_eq!(answer.status, status, "{client}: all of them are one");
    }
    assert_eq!(warnings().await?, json!(["clients-unknown"]));
    assert_eq!(new_from(&harness, "192.0.2.1", 5).await?.status, 201);
    harness.clock.advance(3600);
    assert_eq!(warnings().await?, json!([]), "an hour later it is over");
    Ok(())
}

#[tokio::test]
async fn of_several_proxies_the_one_that_the_phone_reached_says_who_asks() -> Result<()> {
    let settings = |config: &mut Config| {
        config.trusted_proxies = 2;
        config.intake_burst = number(1);
    };
    let harness = Harness::with(settings, |site| site).await?;
    for (byte, list, status) in [
        (1, "192.0.2.1, 10.0.0.1", 201),
        (2, "192.0.2.1:99, 10.0.0.2", 429),
        (2, "198.51.100.7, 192.0.2.1, 10.0.0.1", 429),
        (2, "192.0.2.1, 198.51.100.7, 10.0.0.1", 201),
        (3, "[2001:db8::1]:1, [2001:db8::2]:2", 201),
    ] {
        let answer = new_from(&harness, list, byte).await?;
        assert_eq!(answer.status, status, "{list}");
    }
    Ok(())
}
