//! Mailing, and what happens in the middle of it.

use std::pin::Pin;

use anyhow::Result;
use endpoint::StoreError;

use super::World;
use crate::{checks::Check, disk::Fault, mail_server::Point};

/// A mailing that is under way.
pub(super) type Mailing = Pin<Box<dyn Future<Output = Result<usize, StoreError>>>>;

impl World {
    pub(super) async fn deliver(&mut self) -> Result<()> {
        let before = self.server.taken().len();
        let done = self.harness.endpoint.deliver_due().await;
        self.explain(done);
        let sent = self.server.taken().len() - before;
        if sent > 0 && self.fault.is_some_and(Fault::forbids_all) {
            self.fails(
                Check::Silent,
                format!("{sent} mails of a store that cannot be written"),
            );
        }
        Ok(())
    }

    /// Mailing fails only where the disk does.
    pub(super) fn explain(&mut self, done: Result<usize, StoreError>) {
        if let (Err(error), None) = (done, self.fault) {
            self.fails(
                Check::Answers,
                format!("the disk is well, and mailing fails: {error}"),
            );
        }
    }

    /// Mails what is due up to that point of the first conversation that comes there; `None` where none does.
    pub(super) async fn mail_up_to(&mut self, point: Point) -> Result<Option<Mailing>> {
        self.server.wait_before(Some(point));
        let endpoint = self.harness.endpoint.clone();
        let mut mailing = Box::pin(async move { endpoint.deliver_due().await });
        tokio::select! {
            done = &mut mailing => {
                self.server.wait_before(None);
                self.explain(done);
                Ok(None)
            }
            () = self.server.reached() => Ok(Some(mailing)),
        }
    }

    pub(super) async fn fail_during(&mut self, fault: Fault, point: Point) -> Result<()> {
        let Some(mailing) = self.mail_up_to(point).await? else {
            return Ok(());
        };
        self.begin_fault(fault).await?;
        self.server.go_on();
        let done = mailing.await;
        self.explain(done);
        Ok(())
    }

    pub(super) async fn ask_during(
        &mut self,
        right: &'static str,
        which: usize,
        point: Point,
    ) -> Result<()> {
        let Some(mailing) = self.mail_up_to(point).await? else {
            return Ok(());
        };
        self.ask(right, which, true).await?;
        self.server.go_on();
        let done = mailing.await;
        self.explain(done);
        Ok(())
    }

    pub(super) async fn two_at_once(&mut self) -> Result<()> {
        if self.fault.is_some() {
            return Ok(());
        }
        let other = self.endpoint(self.settings()).await?;
        let (first, second) =
            tokio::join!(self.harness.endpoint.deliver_due(), other.deliver_due());
        other.close().await;
        self.explain(first);
        self.explain(second);
        Ok(())
    }
}
