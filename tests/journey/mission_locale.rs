//! A Mission Locale for one test: the real endpoint on a real database, its mailbox, its clock.

use std::fs;

use anyhow::Result;
use domain::site::Site;
use endpoint::{Clock, Endpoint, Mailbox, Mailer};
use testing::{SATURDAY_EVENING, SiteFolder, content_dir, copy_folder};

pub(crate) struct MissionLocale {
    pub(crate) endpoint: Endpoint,
    pub(crate) clock: Clock,
    pub(crate) mailbox: Mailbox,
    pub(crate) folder: SiteFolder,
}

impl MissionLocale {
    pub(crate) async fn open() -> Result<Self> {
        let folder = SiteFolder::make(&content_dir(), |site| site)?;
        let clock = Clock::manual(SATURDAY_EVENING.parse()?);
        let mailbox = Mailbox::default();
        let endpoint = start(&folder, "data", &clock, &mailbox).await?;
        Ok(Self {
            endpoint,
            clock,
            mailbox,
            folder,
        })
    }

    /// A machine that died, and whose last backup was made before anything was received: its keys, and nothing else.
    pub(crate) async fn loses_what_it_received(&mut self) -> Result<()> {
        let (lost, restored) = ("data", "restored");
        let [from, to] = [lost, restored].map(|data| self.folder.path().join(data));
        fs::create_dir(&to)?;
        fs::set_permissions(&to, fs::metadata(&from)?.permissions())?;
        copy_folder(&from.join("keys"), &to.join("keys"))?;
        self.endpoint = start(&self.folder, restored, &self.clock, &self.mailbox).await?;
        Ok(())
    }

    /// What the phone learns of it while it has a network.
    pub(crate) async fn site(&self) -> Result<Site> {
        testing::site(&self.endpoint).await
    }
}

async fn start(
    folder: &SiteFolder,
    data: &str,
    clock: &Clock,
    mailbox: &Mailbox,
) -> Result<Endpoint> {
    let mailer = Mailer::Memory(mailbox.clone());
    Ok(Endpoint::start(folder.config(data), clock.clone(), mailer).await?)
}
