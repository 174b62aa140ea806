//! How an endpoint ends, and how the next one begins: killed, told to stop, on a backup.

use std::{fs, future::poll_fn, path::PathBuf, pin::Pin, task::Poll, time::Duration};

use anyhow::{Result, bail};
use endpoint::{FolderLock, backup, restore};
use testing::copy_folder;

use super::World;
use crate::{disk, mail_server::Point};

impl World {
    pub(super) async fn kill_during(&mut self, point: Point) -> Result<()> {
        let Some(mailing) = self.mail_up_to(point).await? else {
            return Ok(());
        };
        let killed = self.copy_files().await;
        drop(mailing);
        self.server.go_on();
        killed?;
        self.live_on().await
    }

    pub(super) async fn kill_storing(&mut self, polls: u8) -> Result<()> {
        let (id, body) = self.fill_in().await?;
        let router = self.harness.endpoint.router();
        let request = axum::http::Request::put(format!("/v1/submissions/{}", id.as_str()))
            .header("content-type", "application/json")
            .body(axum::body::Body::from(body))?;
        let storing = Box::pin(tower::ServiceExt::oneshot(router, request));
        if let Some(Ok(answer)) = self.kill_after(polls, storing).await?
            && answer.status().is_success()
        {
            self.accepted(&id, false).await?;
        }
        Ok(())
    }

    /// Kills the program once that has waited so often, if it has not ended before.
    pub(super) async fn kill_after<F: Future>(
        &mut self,
        polls: u8,
        mut doing: Pin<Box<F>>,
    ) -> Result<Option<F::Output>> {
        let mut left = polls;
        let done = poll_fn(|cx| {
            if left == 0 {
                return Poll::Ready(None);
            }
            left -= 1;
            doing.as_mut().poll(cx).map(Some)
        })
        .await;
        if done.is_none() {
            let copied = self.copy_files().await;
            drop(doing);
            copied?;
            self.live_on().await?;
        }
        Ok(done)
    }

    pub(super) fn killed(&self) -> PathBuf {
        self.data_of(self.life + 1)
    }

    /// The files as SIGKILL leaves them: never closed, in the middle of whatever was being done.
    ///
    /// A copy takes time, and a kill does not. While a reader is open, SQLite takes nothing out of its log:
    /// what the copy has of database and log is of one moment.
    pub(super) async fn copy_files(&self) -> Result<()> {
        let reader = self.database().await?;
        disk::run(&reader, "BEGIN; SELECT count(*) FROM submissions").await?;
        let copied = copy_folder(&self.data(), &self.killed());
        disk::run(&reader, "COMMIT").await?;
        reader.close().await;
        copied
    }

    pub(super) async fn live_on(&mut self) -> Result<()> {
        self.counts.kills += 1;
        self.lock = None;
        // The dead one writes to files that are not read any more.
        self.harness.endpoint.close().await;
        fs::remove_dir_all(self.data())?;
        self.life += 1;
        self.start().await?;
        self.note_unheard();
        self.nobody_knows().await
    }

    /// The last connection that closes takes the log away. In one process, one whose transaction failed closes late.
    async fn stop(&mut self) -> Result<()> {
        self.harness.endpoint.close().await;
        self.lock = None;
        let log = self.data().join("premier-accueil.db-wal");
        for _ in 0..500 {
            if !log.exists() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bail!("something goes on using the database")
    }

    pub(super) async fn restart(&mut self) -> Result<()> {
        let could_not_write = self.fault.is_some();
        self.stop().await?;
        self.start().await?;
        if could_not_write {
            self.nobody_knows().await?;
        }
        Ok(())
    }

    pub(super) fn backup_file(&self) -> PathBuf {
        let name = format!("backup-{}.db", self.backups);
        self.harness.folder.path().join(name)
    }

    pub(super) async fn back_up(&mut self) -> Result<()> {
        // A faulty disk is a part of the database here, and would come back with it.
        if self.fault.is_none() {
            self.backups += 1;
            backup(&self.settings(), &self.backup_file(), None).await?;
        }
        Ok(())
    }

    /// The database is gone; the journal of effects and the keys are elsewhere.
    pub(super) async fn lose_and_restore(&mut self) -> Result<()> {
        self.counts.restores += 1;
        self.stop().await?;
        for file in fs::read_dir(self.data())? {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("premier-accueil.db") {
                fs::remove_file(&path)?;
            }
        }
        let settings = self.settings();
        let lock = FolderLock::take(&settings.data_dir, self.harness.clock.now())?;
        restore(&settings, &self.harness.clock, &self.backup_file(), &lock).await?;
        drop(lock);
        self.start().await?;
        self.nobody_knows().await
    }
}
