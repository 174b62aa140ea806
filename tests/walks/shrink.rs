//! A walk that fails, made as short as it gets: steps are left out for as long as the same check fails.

use anyhow::Result;

use crate::{
    checks::failed, mission_locale::MissionLocale, people::People, plan::Plan, tally::names,
    walk::walk,
};

/// Walks a plan on an endpoint of its own: the names of the checks that do not hold.
pub(crate) async fn alone(plan: &Plan, people: &People) -> Result<Vec<&'static str>> {
    let mut endpoint = MissionLocale::open().await?;
    let (found, _) = walk(plan, people, &mut endpoint, None).await?;
    Ok(names(&failed(&found)))
}

/// Leaves out half of the steps, then a quarter, down to single ones, as long as that check still fails.
pub(crate) async fn shortest(plan: &Plan, people: &People, check: &str) -> Result<Plan> {
    let mut shortest = plan.clone();
    let mut chunk = plan.steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < shortest.steps.len() {
            let mut shorter = shortest.clone();
            let end = (at + chunk).min(shorter.steps.len());
            shorter.steps.drain(at..end);
            if alone(&shorter, people).await?.contains(&check) {
                shortest = shorter;
            } else {
                at = end;
            }
        }
        chunk /= 2;
    }
    Ok(shortest)
}
