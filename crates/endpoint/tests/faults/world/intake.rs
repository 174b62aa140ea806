//! What phones do: register, ask, come back; and what monitoring is told meanwhile.

use std::time::Duration;

use anyhow::{Result, bail};
use axum::http::StatusCode;
use domain::wire::{SubmissionId, SubmissionState, SubmissionStatus};
use serde_json::json;

use super::World;
use crate::{
    checks::Check,
    disk::{self, Fault},
    harness::{callback_request, rights_request},
};

impl World {
    /// Whether the registration was stored.
    pub(super) async fn register(&mut self) -> Result<bool> {
        let (id, body) = self.fill_in().await?;
        self.put(&id, &body).await
    }

    pub(super) async fn fill_in(&mut self) -> Result<(SubmissionId, String)> {
        let id = self.phones.draw();
        let body = self.harness.seal(&id, &callback_request()?).await?;
        self.phones.held.insert(id.clone(), body.clone());
        self.phones.registrations.push(id.clone());
        Ok((id, body))
    }

    pub(super) async fn put(&mut self, id: &SubmissionId, body: &str) -> Result<bool> {
        let answer = self.harness.put(id, body.to_owned()).await?;
        match answer.status {
            StatusCode::OK | StatusCode::CREATED => {
                self.accepted(id, false).await?;
                Ok(true)
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                self.counts.not_stored += 1;
                match self.fault {
                    None => self.fails(Check::Answers, "the disk is well, and nothing is stored"),
                    Some(fault) if fault.is_the_same_for_all() && !self.is_told().await? => {
                        self.fails(
                            Check::Ready,
                            format!("ready right after a PUT failed: {fault:?}"),
                        );
                    }
                    Some(_) => {}
                }
                Ok(false)
            }
            other => bail!("{} was answered {other}", id.as_str()),
        }
    }

    /// Whether readiness says that nothing can be stored.
    pub(super) async fn is_told(&self) -> Result<bool> {
        Ok(self
            .harness
            .failing()
            .await?
            .iter()
            .any(|code| code == "store-write"))
    }

    pub(super) async fn accepted(&mut self, id: &SubmissionId, under_way: bool) -> Result<()> {
        let Some((right, about)) = self.phones.asks.get(id).cloned() else {
            if !self.phones.received.contains(id) {
                self.phones.received.push(id.clone());
            }
            return Ok(());
        };
        let may_come = under_way && self.state(&about).await?.as_deref() == Some("sending");
        let mails = self.mails_of(&about) + usize::from(may_come);
        if right == "cancellation" {
            self.phones.held.remove(&about);
        }
        self.phones.stopped.entry(about).or_insert(mails);
        Ok(())
    }

    pub(super) async fn ask(
        &mut self,
        right: &'static str,
        which: usize,
        under_way: bool,
    ) -> Result<()> {
        let received = &self.phones.received;
        if received.is_empty() {
            return Ok(());
        }
        let about = received[which % received.len()].clone();
        let asked = match right {
            "objection" => json!({"objection": "yes"}),
            "restriction" => json!({"right": "restriction", "restriction_ground": "contested"}),
            right => json!({"right": right}),
        };
        let request = self.phones.draw();
        let body = self
            .harness
            .seal(&request, &rights_request(asked, Some(&about))?)
            .await?;
        self.phones.held.insert(request.clone(), body.clone());
        self.phones.asks.insert(request.clone(), (right, about));
        if under_way {
            let answer = self.harness.put(&request, body).await?;
            if answer.status.is_success() {
                self.accepted(&request, true).await?;
            }
            return Ok(());
        }
        self.put(&request, &body).await?;
        Ok(())
    }

    pub(super) async fn locked(&mut self) -> Result<()> {
        if self.fault.is_some() {
            return Ok(());
        }
        let (id, body) = self.fill_in().await?;
        let database = self.database().await?;
        disk::run(&database, "BEGIN IMMEDIATE").await?;
        let held = async {
            tokio::time::sleep(Duration::from_millis(80)).await;
            disk::run(&database, "ROLLBACK").await
        };
        let (stored, mailed, freed) = tokio::join!(
            self.harness.put(&id, body),
            self.harness.endpoint.deliver_due(),
            held
        );
        freed?;
        database.close().await;
        self.explain(mailed);
        let status = stored?.status;
        if status.is_success() {
            return self.accepted(&id, false).await;
        }
        self.fails(Check::Answers, format!("{status} for a lock of a moment"));
        Ok(())
    }

    pub(super) async fn phones_come_back(&mut self) -> Result<()> {
        for (id, body) in self.phones.held.clone() {
            let answer = self
                .harness
                .get(&format!("/v1/submissions/{}", id.as_str()))
                .await?;
            if answer.status == StatusCode::NOT_FOUND {
                self.put(&id, &body).await?;
                continue;
            }
            let status: SubmissionStatus = answer.json()?;
            // A cancelled registration is held no longer; and what is known is not forgotten here.
            if status.state != SubmissionState::Received {
                self.phones.held.remove(&id);
            }
        }
        Ok(())
    }

    pub(super) async fn look(&mut self) -> Result<()> {
        // Longer than one heartbeat is good for.
        self.harness.clock.advance(6);
        let told = self.is_told().await?;
        let stored = self.register().await?;
        let same_for_all = self.fault.is_none_or(Fault::is_the_same_for_all);
        if !told && !stored && same_for_all {
            self.fails(
                Check::Ready,
                "ready, and a PUT right after it was not stored",
            );
        }
        Ok(())
    }
}
