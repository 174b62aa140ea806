//! The demonstration: invented people in every group of the list whatever the moment, and where it is refused.

use std::fs;

use anyhow::{Context, Result, bail};
use domain::desk::Group;
use endpoint::{Clock, Config, DeskRole, Endpoint, MailTarget, Mailbox, Mailer, demo};
use testing::{SATURDAY_EVENING, SiteFolder, content_dir};

use crate::{
    desk::{self, Desk},
    harness::{Harness, callback_request, id},
};

const PEOPLE: usize = 30;

/// A folder for a site of its own, the moment it is, and what is mailed there.
struct Stage {
    folder: SiteFolder,
    clock: Clock,
    mailbox: Mailbox,
}

impl Stage {
    fn at(moment: &str) -> Result<Self> {
        Ok(Self {
            folder: SiteFolder::make(&content_dir(), |site| site)?,
            clock: Clock::manual(moment.parse()?),
            mailbox: Mailbox::default(),
        })
    }

    fn config(&self) -> Config {
        self.folder.config("data")
    }

    async fn demo(&self, config: Config) -> Result<String> {
        let mailer = Mailer::Memory(self.mailbox.clone());
        Ok(demo(config, &self.clock, mailer).await?)
    }

    /// Why it is refused.
    async fn refused(&self, config: Config) -> Result<String> {
        match self.demo(config).await {
            Ok(said) => bail!("not refused: {said}"),
            Err(error) => Ok(error.to_string()),
        }
    }

    fn rewrite_site(&self, from: &str, to: &str) -> Result<()> {
        let file = self.config().site;
        let site = fs::read_to_string(&file)?;
        Ok(fs::write(&file, site.replace(from, to))?)
    }

    /// The service on what is there, its desk reached as the other tests reach theirs.
    async fn serves(self) -> Result<Harness> {
        self.rewrite_site("http://localhost:8081", desk::ORIGIN)?;
        let mailer = Mailer::Memory(self.mailbox.clone());
        let endpoint = Endpoint::start(self.config(), self.clock.clone(), mailer).await?;
        Ok(Harness {
            folder: self.folder,
            clock: self.clock,
            mailbox: self.mailbox,
            endpoint,
        })
    }
}

/// How many rows that group has on a list; nothing where it is not there.
fn rows(list: &str, group: Group) -> Result<usize> {
    let Some((_, heading)) = list.split_once(&format!("<h2 id=\"{}\">", group.code())) else {
        return Ok(0);
    };
    let count = heading.split(['(', ')']).nth(1).context("a count")?;
    Ok(count.parse()?)
}

/// Started at that moment, every group has somebody, and all are on the list. Nobody can be promised a call on a day whose
/// hours are over, or that has none: then that group alone is empty.
async fn every_group_has_somebody_at(moment: &str, has_today: bool) -> Result<()> {
    let stage = Stage::at(moment)?;
    stage.demo(stage.config()).await?;
    let harness = stage.serves().await?;
    let desk = Desk::of(&harness)?;
    let mut somebody = desk.enrolled("Quelqu’un", &[DeskRole::Team]).await?;
    let list = desk::said(&somebody.get("/matin").await?);
    let mut all = 0;
    for group in Group::ALL {
        let count = rows(&list, group)?;
        let is_there = group != Group::Today || has_today;
        assert_eq!(count > 0, is_there, "{group:?} has {count}");
        all += count;
    }
    assert_eq!(all, PEOPLE);
    Ok(())
}

// Apart, so that they run beside each other: each prints thirty fiches.

#[tokio::test]
async fn every_group_has_somebody_on_a_monday_at_eight() -> Result<()> {
    every_group_has_somebody_at("2026-12-07T07:00:00Z", true).await
}

#[tokio::test]
async fn every_group_that_can_has_somebody_on_a_friday_at_eighteen() -> Result<()> {
    every_group_has_somebody_at("2026-12-04T17:00:00Z", false).await
}

#[tokio::test]
async fn every_group_that_can_has_somebody_on_a_sunday() -> Result<()> {
    every_group_has_somebody_at("2026-12-06T11:00:00Z", false).await
}

#[tokio::test]
async fn every_group_that_can_has_somebody_on_the_first_of_january() -> Result<()> {
    every_group_has_somebody_at("2027-01-01T10:00:00Z", false).await
}

#[tokio::test]
async fn every_group_that_can_has_somebody_in_the_night_of_summer_time() -> Result<()> {
    every_group_has_somebody_at("2027-03-28T01:30:00Z", false).await
}

#[tokio::test]
async fn each_is_delivered_and_nothing_waits() -> Result<()> {
    let stage = Stage::at(SATURDAY_EVENING)?;
    let said = stage.demo(stage.config()).await?;
    assert!(said.starts_with("30 personnes inventées"), "{said}");
    let mails = stage.mailbox.mails();
    let fiches = mails.iter().filter(|mail| {
        let is_fiche = |word| mail.file_name().contains(word);
        is_fiche("_preinscription_") || is_fiche("_demande-de-rappel_")
    });
    assert_eq!(fiches.count(), PEOPLE);
    assert!(mails.iter().all(|mail| mail.to().ends_with(".example")));
    let harness = stage.serves().await?;
    let waiting = harness.endpoint.operator().list().await?;
    assert!(waiting.contains("Pas remises : 0"), "{waiting}");
    // What has just come is kept at the next purge.
    harness.endpoint.housekeeping().await;
    assert!(harness.endpoint.purge_plan().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn colleagues_have_no_passkey_and_the_first_person_is_still_invited() -> Result<()> {
    let stage = Stage::at(SATURDAY_EVENING)?;
    stage.demo(stage.config()).await?;
    let harness = stage.serves().await?;
    let listed = harness
        .endpoint
        .carry_out_desk_command(endpoint::DeskCommand::List)
        .await?;
    assert_eq!(listed.matches("Exemple").count(), 3, "{listed}");
    assert_eq!(listed.matches("pas encore de clé").count(), 3, "{listed}");
    Ok(())
}

#[tokio::test]
async fn a_second_time_nothing_is_added() -> Result<()> {
    let stage = Stage::at(SATURDAY_EVENING)?;
    stage.demo(stage.config()).await?;
    let mails = stage.mailbox.mails().len();
    stage.clock.advance(24 * 3600);
    let said = stage.demo(stage.config()).await?;
    assert!(said.contains("déjà"), "{said}");
    assert_eq!(stage.mailbox.mails().len(), mails);
    Ok(())
}

#[tokio::test]
async fn a_desk_of_other_machines_a_mail_server_and_a_database_in_use_are_refused() -> Result<()> {
    let stage = Stage::at(SATURDAY_EVENING)?;
    let mut by_mail = stage.config();
    by_mail.mail = MailTarget::Smtp("smtps://messagerie.example".parse()?);
    assert!(stage.refused(by_mail).await?.contains("--mail"));

    stage.rewrite_site("http://localhost:8081", desk::ORIGIN)?;
    let said = stage.refused(stage.config()).await?;
    assert!(said.contains("http://localhost"), "{said}");
    stage.rewrite_site("[desk]\norigin", "# [desk]\n# origin")?;
    let said = stage.refused(stage.config()).await?;
    assert!(said.contains("[desk]"), "{said}");
    let data = stage.config().data_dir;
    assert!(!data.exists(), "nothing was made");

    let harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    harness.endpoint.close().await;
    let config = harness.folder.config("data");
    let mailer = Mailer::Memory(harness.mailbox.clone());
    let Err(error) = demo(config, &harness.clock, mailer).await else {
        bail!("not refused");
    };
    assert!(error.to_string().contains("base vide"), "{error}");
    assert!(harness.mailbox.mails().is_empty());
    Ok(())
}
