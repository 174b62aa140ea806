//! Bytes of a page of the desk that grows with what arrives.

use super::team::writes;
use super::*;
use crate::harness::{id, registration};

/// A large Mission Locale's list, and what a page of it may weigh.
const LISTED: usize = 120;
const LARGEST_LIST_BYTES: usize = 60_000;

#[tokio::test]
async fn a_list_of_many_stays_light() -> Result<()> {
    const SENT: u8 = 6;
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let frame = aicha.get("/matin").await?.body.len();
    for number in 1..=SENT {
        let number = harness.send(&id(number), &registration()?).await?.reference;
        writes(&mut aicha, number.as_str(), "acte=taken").await?;
    }
    let list = aicha.get("/matin").await?.body.len();
    let all = frame + (list - frame) * LISTED / usize::from(SENT);
    assert!(all <= LARGEST_LIST_BYTES, "{all}");
    Ok(())
}
