//! An hour of housekeeping: what it does, what it leaves undone on a clock that jumped, whom it tells of a key.

use std::{collections::BTreeSet, fs, time::Duration, time::UNIX_EPOCH};

use anyhow::{Context, Result};
use domain::{
    delivery::DeliveryFailure, reference::Reference, site::Site, time::Timestamp,
    wire::SubmissionState,
};
use endpoint::{ClockInDoubt, DeskCommand, DeskRole, StartError};
use serde_json::json;

use crate::{
    desk::{
        Desk, mission_locale,
        team::{one_step, writes},
        welcomes::planned,
    },
    harness::{Harness, id, option_choice, registration, rights_request},
};

const DAY: i64 = 24 * 3600;

impl Harness {
    /// Days that pass one by one, each with its housekeeping.
    async fn days(&self, count: i64) {
        for _ in 0..count {
            self.clock.advance(DAY);
            self.endpoint.housekeeping().await;
        }
    }

    async fn kids(&self) -> Result<Vec<String>> {
        let site: Site = self.get("/v1/site").await?.json()?;
        Ok(site.keys.into_iter().map(|key| key.kid).collect())
    }

    /// What phones are told of the time.
    async fn told(&self) -> Result<Option<Timestamp>> {
        let site: Site = self.get("/v1/site").await?.json()?;
        Ok(site.written_at)
    }

    fn key_files(&self) -> Result<usize> {
        let mut keys = 0;
        for file in fs::read_dir(self.folder.path().join("data/keys"))? {
            keys += usize::from(file?.path().extension().is_some_and(|end| end == "key"));
        }
        Ok(keys)
    }

    /// The tables that hold rows, and those that hold none.
    async fn tables(&self) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
        let database = self.database().await?;
        let names: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
                .fetch_all(&database)
                .await?;
        let (mut filled, mut empty) = (BTreeSet::new(), BTreeSet::new());
        for name in names {
            let count = format!("SELECT count(*) FROM \"{name}\"");
            let rows: i64 = sqlx::query_scalar(&count).fetch_one(&database).await?;
            if rows > 0 { &mut filled } else { &mut empty }.insert(name);
        }
        database.close().await;
        Ok((filled, empty))
    }

    async fn is_purged(&self) -> Result<bool> {
        Ok(self.status(&id(1)).await?.state == SubmissionState::Purged)
    }
}

/// One registration, delivered, and housekeeping done.
async fn delivered() -> Result<Harness> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.housekeeping().await;
    Ok(harness)
}

#[tokio::test]
async fn days_that_pass_one_by_one_are_no_jump_and_content_goes_in_its_time() -> Result<()> {
    let harness = delivered().await?;
    harness.days(6).await;
    assert!(!harness.is_purged().await?);
    harness.days(1).await;
    assert!(harness.is_purged().await?);
    assert_eq!(harness.endpoint.clock_jumped().await?, None);
    Ok(())
}

#[tokio::test]
async fn a_clock_that_jumped_purges_nothing_and_makes_no_key_until_it_is_accepted() -> Result<()> {
    let harness = delivered().await?;
    let kids = harness.kids().await?;
    harness.clock.advance(3650 * DAY);
    assert_eq!(harness.kids().await?, kids, "before any housekeeping");
    harness.endpoint.housekeeping().await;
    harness.endpoint.housekeeping().await;
    assert!(!harness.is_purged().await?);
    assert_eq!((harness.key_files()?, harness.kids().await?), (1, kids));
    let jumped = harness.endpoint.clock_jumped().await?.context("an alarm")?;
    // As a purge on the command line is refused.
    let refused = StartError::from(jumped).to_string();
    assert!(
        refused.contains("premier-accueil clock accept"),
        "{refused}"
    );

    // Another process accepts it; the running one learns of it by itself.
    harness.accept_clock().await?;
    assert_eq!(harness.endpoint.clock_jumped().await?, None);
    harness.endpoint.housekeeping().await;
    assert!(harness.is_purged().await?);
    assert_eq!((harness.key_files()?, harness.kids().await?.len()), (2, 1));
    Ok(())
}

#[tokio::test]
async fn a_clock_that_was_ahead_and_is_put_right_has_hurt_nobody() -> Result<()> {
    let harness = delivered().await?;
    harness.clock.advance(3650 * DAY);
    harness.endpoint.housekeeping().await;
    harness.clock.advance(-3650 * DAY);
    harness.endpoint.housekeeping().await;
    assert_eq!(harness.endpoint.clock_jumped().await?, None);
    harness.days(8).await;
    assert!(harness.is_purged().await?, "purges go on");
    Ok(())
}

#[tokio::test]
async fn phones_are_told_the_time_unless_the_clock_is_in_doubt() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.housekeeping().await;
    assert_eq!(harness.told().await?, Some(harness.clock.now()));
    for jump in [3650 * DAY, -3650 * DAY] {
        harness.clock.advance(jump);
        assert_eq!(harness.told().await?, None, "before any housekeeping");
        harness.endpoint.housekeeping().await;
        assert_eq!(harness.told().await?, None);
        harness.accept_clock().await?;
        harness.endpoint.housekeeping().await;
        assert_eq!(harness.told().await?, Some(harness.clock.now()));
    }
    Ok(())
}

#[tokio::test]
async fn a_first_start_on_a_clock_that_was_ahead_holds_up_nothing_once_accepted() -> Result<()> {
    let harness = Harness::open().await?;
    harness.clock.advance(3650 * DAY);
    harness.endpoint.housekeeping().await;
    harness.clock.advance(-3650 * DAY);
    harness.endpoint.housekeeping().await;
    assert!(
        harness.endpoint.clock_jumped().await?.is_some(),
        "behind, now"
    );
    harness.accept_clock().await?;
    harness.endpoint.housekeeping().await;
    assert_eq!(harness.endpoint.clock_jumped().await?, None);
    Ok(())
}

#[tokio::test]
async fn what_was_written_on_a_clock_that_was_ahead_counts_as_of_the_day_it_is_put_right()
-> Result<()> {
    for first_start in [true, false] {
        let harness = Harness::open().await?;
        if !first_start {
            harness.endpoint.housekeeping().await;
        }
        harness.clock.advance(3650 * DAY);
        harness.endpoint.housekeeping().await;
        harness.send(&id(1), &registration()?).await?;
        let access = rights_request(json!({"right": "access"}), None)?;
        let asked = harness.send(&id(2), &access).await?;
        assert_eq!(asked.due_on, Some("2036-12-18".parse()?));
        assert_eq!(harness.endpoint.deliver_due().await?, 2);
        harness.clock.advance(-3650 * DAY);
        harness.endpoint.housekeeping().await;
        if first_start {
            harness.accept_clock().await?;
            harness.endpoint.housekeeping().await;
        }
        assert_eq!(harness.endpoint.clock_jumped().await?, None);

        let status = harness.status(&id(2)).await?;
        assert_eq!(status.due_on, Some("2026-12-21".parse()?));
        let shown = harness.endpoint.officer().show(&asked.reference).await?;
        assert!(
            shown.contains("redatée") && shown.contains("18/11/2036"),
            "{shown}"
        );
        harness.clock.advance(DAY);
        harness.endpoint.housekeeping().await;
        let shown_again = harness.endpoint.officer().show(&asked.reference).await?;
        assert_eq!(shown_again.matches("redatée").count(), 1, "once");
        harness.days(5).await;
        assert!(!harness.is_purged().await?);
        harness.days(1).await;
        assert!(harness.is_purged().await?, "a week after, and no ten years");
        // A week before the day, and on it.
        let reminded = harness.mailbox.mails().len();
        harness.days(25).await;
        harness.endpoint.deliver_due().await?;
        assert_eq!(
            harness
                .mailbox
                .mails()
                .iter()
                .skip(reminded)
                .filter(|mail| mail.subject.contains("réponse due"))
                .count(),
            2
        );
    }
    Ok(())
}

#[tokio::test]
async fn after_days_without_power_the_time_service_is_enough() -> Result<()> {
    let harness = delivered().await?;
    let synced = harness.folder.path().join("data/no-time-service");
    let touch = |ahead: i64| -> Result<()> {
        let at = u64::try_from(harness.clock.now().plus_seconds(ahead).unix_seconds())?;
        let file = fs::File::create(&synced)?;
        Ok(file.set_modified(UNIX_EPOCH + Duration::from_secs(at))?)
    };
    // Set before it jumped: that says nothing of now.
    touch(0)?;
    harness.clock.advance(20 * DAY);
    harness.endpoint.housekeeping().await;
    assert!(!harness.is_purged().await?);
    touch(-600)?;
    harness.endpoint.housekeeping().await;
    assert!(harness.is_purged().await?);
    fs::remove_file(&synced)?;
    assert_eq!(harness.endpoint.clock_jumped().await?, None, "for good");
    Ok(())
}

#[tokio::test]
async fn a_step_that_fails_stops_none_of_the_others() -> Result<()> {
    let harness = delivered().await?;
    let database = harness.database().await?;
    sqlx::query("DROP TABLE purge_log")
        .execute(&database)
        .await?;
    database.close().await;
    fs::write(
        harness.folder.path().join("data/keys/00.key.new"),
        "half a key",
    )?;
    harness.clock.advance(150 * DAY);
    harness.accept_clock().await?;
    harness.endpoint.housekeeping().await;
    assert!(!harness.is_purged().await?, "the purge failed");
    assert_eq!(harness.key_files()?, 2, "a new key was made all the same");
    assert!(!harness.folder.path().join("data/keys/00.key.new").exists());
    let told = harness.mailbox.mails().len();
    assert_eq!(told, 3, "the registration, and a word for each key");
    Ok(())
}

#[tokio::test]
async fn a_new_key_waits_for_its_copy_and_the_officer_is_told_once() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.housekeeping().await;
    let first = harness.kids().await?;
    assert!(
        harness.mailbox.mails().is_empty(),
        "there is a day to copy the first one"
    );
    harness.days(1).await;
    let mails = harness.mailbox.mails();
    let [mail] = mails.as_slice() else {
        anyhow::bail!("{} mails", mails.len())
    };
    assert_eq!(mail.subject, "Clé du service à copier dès que possible");
    assert!(
        mail.text
            .contains(&format!("premier-accueil keys backed-up {}", first[0])),
        "{}",
        mail.text
    );
    assert_eq!(mail.to(), "donnees@mission-locale.example");

    harness.days(141).await;
    assert_eq!(
        (harness.key_files()?, harness.mailbox.mails().len()),
        (1, 1)
    );
    // The day it is made, the mail server is ill.
    harness.mailbox.fail_with(Some(DeliveryFailure::Deferred));
    harness.days(2).await;
    assert_eq!(
        (harness.key_files()?, harness.mailbox.mails().len()),
        (2, 1)
    );
    harness.mailbox.fail_with(None);
    harness.endpoint.housekeeping().await;
    harness.endpoint.housekeeping().await;
    let mails = harness.mailbox.mails();
    assert_eq!(mails.len(), 2, "again until it is taken, then no more");
    assert_eq!(
        mails[1].subject,
        "Clé du service à copier avant le mercredi 21 avril 2027"
    );
    assert_eq!(harness.kids().await?, first, "phones do not have it yet");

    harness.days(6).await;
    assert_eq!(harness.kids().await?, first);
    harness.days(1).await;
    let both = harness.kids().await?;
    assert_eq!((both.len(), &both[1]), (2, &first[0]), "the newest first");
    assert_eq!(harness.mailbox.mails().len(), 2);
    Ok(())
}

/// What stays of it all: ids, hashes and numbers, so that a late resend is recognised; editions, so that it can be
/// printed; dates and counts. A table that a migration adds is emptied by a purge, or named here.
const STAYS: [&str; 9] = [
    "_sqlx_migrations",
    "clock",
    "deliveries",
    "last_done",
    "lists",
    "purge_log",
    "sheets",
    // The last number that a list was given, which SQLite keeps.
    "sqlite_sequence",
    "submissions",
];

/// Without a row unless a transaction is under way.
const TRANSIENT: &str = "effects_to_journal";

/// A person of the desk signs in, and their access is closed; another is invited and does not come.
async fn a_person_of_the_desk_comes_and_goes(harness: &Harness) -> Result<()> {
    let desk = Desk::of(harness)?;
    desk.enrolled("Aïcha", &[DeskRole::Manager]).await?;
    harness
        .endpoint
        .carry_out_desk_command(DeskCommand::Close { person: 1 })
        .await?;
    let number = harness.send(&id(9), &registration()?).await?.reference;
    let mut bo = desk.enrolled("Bo", &[DeskRole::Team]).await?;
    one_step(&mut bo, number.as_str()).await?;
    planned(&mut bo, "2026-11-26", "12").await?;
    // One that is done with is counted when its content goes.
    let done_with = harness.send(&id(10), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    writes(&mut bo, done_with.as_str(), "acte=closed.duplicate").await?;
    harness.clock.advance(2 * DAY);
    harness.endpoint.purge_due().await?;
    desk.invite("Cléo", &[DeskRole::Team]).await?;
    Ok(())
}

#[tokio::test]
async fn when_everything_is_past_housekeeping_has_emptied_every_table_that_does_not_stay()
-> Result<()> {
    let harness = mission_locale().await?;
    harness.send(&id(1), &registration()?).await?;
    harness
        .send(
            &id(2),
            &option_choice("opt_sms_reminders", true, Some(&id(1)))?,
        )
        .await?;
    harness.endpoint.deliver_due().await?;
    let cancellation = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    let number: Reference = harness.send(&id(3), &cancellation).await?.reference;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.officer().answer(&number, "Ada").await?;
    harness.endpoint.mail_lists().await?;
    a_person_of_the_desk_comes_and_goes(&harness).await?;
    harness.endpoint.operator().hold_mail().await?;
    let (before, _) = harness.tables().await?;
    harness.endpoint.operator().release_mail().await?;
    for person in [2, 3] {
        harness
            .endpoint
            .carry_out_desk_command(DeskCommand::Close { person })
            .await?;
    }

    for _ in 0..3 {
        harness.clock.advance(400 * DAY);
        harness.accept_clock().await?;
        harness.endpoint.deliver_due().await?;
        let report = harness.endpoint.housekeeping().await;
        let done = report.irrevocable?;
        done.brought_back?;
        done.purged?;
        done.key_made?;
    }
    let (after, empty) = harness.tables().await?;
    let stays: BTreeSet<String> = STAYS.map(str::to_owned).into();
    assert_eq!(after, stays);
    let emptied: BTreeSet<String> = before.difference(&stays).cloned().collect();
    let transient = BTreeSet::from([TRANSIENT.to_owned()]);
    let unproved: Vec<_> = empty.difference(&emptied).collect();
    assert_eq!(
        unproved,
        transient.iter().collect::<Vec<_>>(),
        "never filled here: nothing shows that a purge empties it"
    );
    for table in [
        "desk_counts",
        "desk_invitations",
        "desk_passkeys",
        "desk_people",
        "desk_sessions",
        "desk_steps",
        "desk_views",
        "desk_welcomes",
        "effects",
        "mail_hold",
        "notes",
        "option_choices",
        "rights_requests",
        "rights_steps",
    ] {
        assert!(emptied.contains(table), "{table} was filled");
    }
    Ok(())
}

#[tokio::test]
async fn an_hour_says_what_it_did_and_why_it_waits() -> Result<()> {
    let harness = delivered().await?;
    harness.clock.advance(7 * DAY);
    let waiting = harness.endpoint.housekeeping().await;
    assert!(matches!(waiting.irrevocable, Err(ClockInDoubt::Jumped(_))));
    assert_eq!(waiting.keys_told, 0, "nor is anybody told of keys");
    harness.accept_clock().await?;
    let report = harness.endpoint.housekeeping().await;
    let done = report.irrevocable?;
    let gone: Vec<_> = done.purged?.into_iter().map(|item| item.id).collect();
    assert_eq!(
        (gone, done.brought_back?, done.key_made?),
        (vec![id(1)], 0, false)
    );
    assert_eq!(report.keys_told, 1, "of the first key");
    Ok(())
}
