//! One walk: an endpoint on its disk, its mail server, the phones that wait for it, and what was seen of them.

mod intake;
mod ledger;
mod lives;
mod mailing;

use std::{collections::BTreeMap, num::NonZeroU32, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use domain::wire::SubmissionId;
use endpoint::{Config, Endpoint, FolderLock, MailTarget, Mailer, SizeLimit};
use sqlx::SqlitePool;

use crate::{
    broken::Broken,
    checks::{Check, Failed},
    disk::{self, Fault},
    harness::Harness,
    mail_server::MailServer,
    phones::Phones,
    plan::Step,
    tally::Counts,
};

/// Half of a conversation may take so long: what is silent is silent for that time.
const PATIENCE: Duration = Duration::from_millis(400);

/// Longer than any wait between two attempts, in seconds.
const LONG: i64 = 1200;

pub(crate) struct World {
    harness: Harness,
    server: MailServer,
    limit: SizeLimit,
    lock: Option<FolderLock>,
    fault: Option<Fault>,
    broken: Option<Broken>,
    /// Seconds that the machine's date is off.
    off: i64,
    backups: usize,
    /// How often it was killed.
    life: usize,
    phones: Phones,
    /// Mails more than one that there may be of a submission, for a reason that was seen.
    more: BTreeMap<SubmissionId, usize>,
    /// Mails that were looked at for replies that were not heard.
    looked_at: usize,
    pub(crate) failed: Vec<Failed>,
    pub(crate) counts: Counts,
}

impl World {
    pub(crate) async fn open(broken: Option<Broken>) -> Result<Self> {
        let mut world = Self {
            harness: Harness::open().await?,
            server: MailServer::open().await?,
            limit: SizeLimit::pages(u32::MAX),
            lock: None,
            fault: None,
            broken,
            off: 0,
            backups: 0,
            life: 0,
            phones: Phones::default(),
            more: BTreeMap::new(),
            looked_at: 0,
            failed: Vec::new(),
            counts: Counts::default(),
        };
        world.harness.endpoint.close().await;
        world.start().await?;
        world.back_up().await?;
        Ok(world)
    }

    fn settings(&self) -> Config {
        let many = NonZeroU32::MAX;
        Config {
            store_limit: self.limit.clone(),
            intake_burst: many,
            intake_per_hour: many,
            intake_site_per_hour: many,
            ..self.harness.folder.config(&format!("data-{}", self.life))
        }
    }

    /// Each life after a kill has a folder of its own: a connection of the dead one that closes late
    /// takes away, by their names, the files that SQLite keeps beside its database.
    fn data(&self) -> PathBuf {
        self.data_of(self.life)
    }

    fn data_of(&self, life: usize) -> PathBuf {
        self.harness.folder.path().join(format!("data-{life}"))
    }

    async fn database(&self) -> Result<SqlitePool> {
        disk::beside(&self.settings().store).await
    }

    fn fails(&mut self, check: Check, seen: impl Into<String>) {
        let seen = seen.into();
        self.failed.push(Failed { check, seen });
    }

    /// The disk is put right before the start.
    async fn start(&mut self) -> Result<()> {
        let settings = self.settings();
        self.fault = None;
        self.limit.set(None);
        if settings.store.exists() {
            let database = self.database().await?;
            disk::end(&database, &self.limit).await?;
            database.close().await;
        }
        if self.broken != Some(Broken::TakesNoLock) {
            self.lock = Some(FolderLock::take(
                &settings.data_dir,
                self.harness.clock.now(),
            )?);
        }
        self.harness.endpoint = self.endpoint(settings).await?;
        if let Some(lock) = &self.lock {
            self.harness.endpoint.take_over(lock).await?;
        }
        if let Some(broken) = self.broken {
            let database = self.database().await?;
            disk::run(&database, broken.statements()).await?;
            database.close().await;
        }
        Ok(())
    }

    async fn endpoint(&self, settings: Config) -> Result<Endpoint> {
        let target: MailTarget = self.server.address.parse().map_err(anyhow::Error::msg)?;
        let mailer = Mailer::new(&target)?.within(PATIENCE);
        Ok(Endpoint::start(settings, self.harness.clock.clone(), mailer).await?)
    }

    pub(crate) async fn walk(&mut self, steps: &[Step]) -> Result<()> {
        for step in steps {
            self.harness.clock.advance(60);
            Box::pin(self.step(step))
                .await
                .with_context(|| format!("{step:?}"))?;
        }
        self.settle().await.context("in the end")?;
        self.look_at_the_end().await
    }

    async fn step(&mut self, step: &Step) -> Result<()> {
        match *step {
            Step::Register => {
                self.register().await?;
            }
            Step::Ask(right, which) => self.ask(right, which, false).await?,
            Step::Deliver => self.deliver().await?,
            Step::Release => {
                // A disk that cannot be written does not let go either.
                let released = self.harness.endpoint.operator().release_mail().await;
                ensure!(
                    released.is_ok() || self.fault.is_some(),
                    "mail is not released"
                );
            }
            Step::Mail(how) => self.server.fail(how),
            Step::Disk(None) => self.end_fault().await?,
            Step::Disk(Some(fault)) => self.begin_fault(fault).await?,
            Step::DiskDuring(fault, point) => self.fail_during(fault, point).await?,
            Step::AskDuring(right, which, point) => self.ask_during(right, which, point).await?,
            Step::KillDuring(point) => self.kill_during(point).await?,
            Step::KillMailing(polls) => {
                let endpoint = self.harness.endpoint.clone();
                let mailing = Box::pin(async move { endpoint.deliver_due().await });
                self.kill_after(polls, mailing).await?;
            }
            Step::KillStoring(polls) => self.kill_storing(polls).await?,
            Step::Restart => self.restart().await?,
            Step::TwoAtOnce => Box::pin(self.two_at_once()).await?,
            Step::Locked => self.locked().await?,
            Step::SecondProgram => {
                if FolderLock::take(&self.data(), self.harness.clock.now()).is_ok() {
                    self.fails(Check::Alone, "a second program has the folder");
                }
            }
            Step::Clock(off) => {
                self.harness.clock.jump(off - self.off);
                self.off = off;
                self.counts.clock_jumps += 1;
            }
            Step::House => {
                self.harness.endpoint.housekeeping().await;
            }
            Step::BackUp => self.back_up().await?,
            Step::LoseAndRestore => self.lose_and_restore().await?,
            Step::PhonesComeBack => self.phones_come_back().await?,
            Step::Look => self.look().await?,
        }
        self.note_unheard();
        Ok(())
    }

    async fn begin_fault(&mut self, fault: Fault) -> Result<()> {
        self.end_fault().await?;
        let but_for = match self.broken {
            Some(Broken::BeatsElsewhere) => "heartbeat",
            Some(Broken::MailsAllTheSame) => "deliveries",
            _ => "",
        };
        let database = self.database().await?;
        disk::begin(&database, &self.limit, fault, but_for).await?;
        database.close().await;
        self.fault = Some(fault);
        self.counts.faults += 1;
        Ok(())
    }

    async fn end_fault(&mut self) -> Result<()> {
        if self.broken != Some(Broken::NeverRecovers) {
            let database = self.database().await?;
            disk::end(&database, &self.limit).await?;
            database.close().await;
        }
        self.fault = None;
        Ok(())
    }

    /// Everything works in the end, and every phone comes back.
    async fn settle(&mut self) -> Result<()> {
        self.server.fail(None);
        self.end_fault().await?;
        self.harness.clock.jump(-self.off);
        self.off = 0;
        for _ in 0..6 {
            self.phones_come_back().await?;
            self.harness.clock.advance(LONG);
            let released = self.harness.endpoint.operator().release_mail().await;
            if let Err(error) = released {
                self.fails(
                    Check::Answers,
                    format!("in the end mail is not released: {error}"),
                );
            }
            let mailed = self.harness.endpoint.deliver_due().await;
            self.explain(mailed);
            self.note_unheard();
        }
        Ok(())
    }

    pub(crate) async fn close(self) {
        self.harness.endpoint.close().await;
    }
}
