//! For whoever watches the machine.

use anyhow::Result;

use crate::stage::Stage;

#[tokio::test]
async fn a_fresh_endpoint_is_alive_and_ready() -> Result<()> {
    let stage = Stage::open().await?;
    for path in ["/healthz", "/readyz"] {
        let answer = stage.get(path).await?;
        assert!(answer.status.is_success(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn without_its_database_it_is_alive_and_not_ready() -> Result<()> {
    let stage = Stage::open().await?;
    stage.endpoint.close().await;
    assert!(stage.get("/healthz").await?.status.is_success());
    let answer = stage.get("/readyz").await?;
    assert_eq!(answer.problem()?, domain::wire::ProblemType::Unavailable);
    assert!(answer.header("retry-after").parse::<u32>()? >= 1);
    Ok(())
}
