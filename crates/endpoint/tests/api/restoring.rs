//! A backup, a loss, and the way back: nothing that phones still hold is lost, and nothing cancelled before is mailed.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Result, ensure};
use axum::http::StatusCode;
use domain::{
    delivery::DeliveryFailure,
    wire::{SubmissionId, SubmissionState},
};
use endpoint::{BackupError, FolderLock, backup, restore};
use proptest::{
    prelude::{Just, Strategy, prop_oneof},
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::harness::{Harness, callback_request, id, rights_request};

/// A harness with a place for backups.
struct Place {
    harness: Harness,
    backups: usize,
}

impl Place {
    async fn open() -> Result<Self> {
        Ok(Self {
            harness: Harness::open().await?,
            backups: 0,
        })
    }

    fn backup_file(&self) -> PathBuf {
        self.harness
            .folder
            .path()
            .join(format!("backup-{}.db", self.backups))
    }

    async fn back_up(&mut self) -> Result<()> {
        self.backups += 1;
        backup(
            &self.harness.folder.config("data"),
            &self.backup_file(),
            None,
        )
        .await?;
        Ok(())
    }

    /// The disk with the database is gone; the journal is on another.
    async fn lose_and_restore(&mut self) -> Result<String> {
        self.harness.endpoint.close().await;
        let data = self.harness.folder.path().join("data");
        for file in fs::read_dir(&data)? {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("premier-accueil.db") {
                fs::remove_file(&path)?;
            }
        }
        let settings = self.harness.folder.config("data");
        let lock = FolderLock::take(&settings.data_dir, self.harness.clock.now())?;
        let restored = restore(&settings, &self.harness.clock, &self.backup_file(), &lock).await?;
        drop(lock);
        self.harness.restart().await?;
        let verdict: Value = self.harness.ops("/readyz").await?.json()?;
        let warnings = verdict["warnings"].as_array();
        ensure!(
            warnings.is_some_and(|codes| codes.contains(&json!("mail-held"))),
            "mail is not held after a restore"
        );
        Ok(restored.report())
    }
}

fn asks(right: &str) -> Value {
    match right {
        "objection" => json!({"objection": "yes"}),
        "restriction" => json!({"right": "restriction", "restriction_ground": "contested"}),
        right => json!({"right": right}),
    }
}

#[tokio::test]
async fn what_was_cancelled_after_the_backup_is_not_mailed_and_what_was_received_comes_again()
-> Result<()> {
    let mut place = Place::open().await?;
    place
        .harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    for byte in 1..=3 {
        place.harness.send(&id(byte), &callback_request()?).await?;
    }
    place.back_up().await?;
    let mut bodies = BTreeMap::new();
    for (byte, right, about) in [
        (11, "cancellation", 1),
        (12, "objection", 2),
        (13, "restriction", 3),
    ] {
        let request = rights_request(asks(right), Some(&id(about)))?;
        let body = place.harness.seal(&id(byte), &request).await?;
        place.harness.put(&id(byte), body.clone()).await?;
        bodies.insert(byte, body);
    }
    let late = place.harness.seal(&id(4), &callback_request()?).await?;
    place.harness.put(&id(4), late.clone()).await?;
    bodies.insert(4, late);

    let report = place.lose_and_restore().await?;
    assert!(report.contains("3 effects of rights put back"), "{report}");
    assert!(
        report.contains("by request 0b0b0b0b: known by its effect alone"),
        "{report}"
    );
    assert!(report.contains("mail is HELD"), "{report}");
    place.harness.mailbox.fail_with(None);
    place.harness.clock.advance(3600);
    assert_eq!(place.harness.endpoint.deliver_due().await?, 0, "held");
    place.harness.endpoint.operator().release_mail().await?;
    assert_eq!(
        place.harness.endpoint.deliver_due().await?,
        0,
        "none of the three may be mailed"
    );
    assert_eq!(
        place.harness.status(&id(1)).await?.state,
        SubmissionState::Purged
    );

    // The phones come back: none of what they hold is known, and all of it is taken.
    for (byte, body) in bodies {
        assert!(!place.harness.knows(&id(byte)).await?);
        let answer = place.harness.put(&id(byte), body).await?;
        assert_eq!(answer.status, StatusCode::CREATED);
    }
    // The registration, the three requests to the officer, and a note of each to the mailbox.
    assert_eq!(place.harness.endpoint.deliver_due().await?, 7);
    let subjects: Vec<String> = place
        .harness
        .mailbox
        .mails()
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    let registrations = subjects
        .iter()
        .filter(|subject| subject.starts_with("Demande de rappel"));
    assert_eq!(registrations.count(), 1, "{subjects:?}");
    Ok(())
}

#[tokio::test]
async fn an_effect_that_the_journal_alone_knows_is_given_a_file_and_can_be_lifted() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    let asked = rights_request(asks("restriction"), Some(&id(1)))?;
    let body = place.harness.seal(&id(11), &asked).await?;
    place.harness.put(&id(11), body.clone()).await?;
    place.lose_and_restore().await?;
    place.harness.endpoint.operator().release_mail().await?;

    let officer = place.harness.endpoint.officer();
    let list = officer.list().await?;
    assert!(list.contains("rights adopt 0b0b0b0b"), "{list}");
    assert!(officer.adopt("0c0c0c0c", "Ada").await.is_err());
    let (number, due_on) = officer.adopt("0b0b0b0b", "Ada").await?;
    assert_eq!(due_on.to_string(), "2026-12-21");
    let list = officer.list().await?;
    assert!(
        !list.contains("adopt") && list.contains("restriction"),
        "{list}"
    );
    assert_eq!(
        place.harness.endpoint.deliver_due().await?,
        0,
        "it still stands"
    );
    // It is in the journal under its new file: another loss forgets neither.
    place.back_up().await?;
    place.lose_and_restore().await?;
    place.harness.endpoint.operator().release_mail().await?;
    assert_eq!(place.harness.endpoint.deliver_due().await?, 0);
    let officer = place.harness.endpoint.officer();
    officer.lift(&number, "Exactitude vérifiée", "Ada").await?;
    // The registration, and the word that it may be used again.
    assert_eq!(place.harness.endpoint.deliver_due().await?, 2);
    // The phone sends its request again: it is a request of its own, and holds from then on.
    let again = place.harness.put(&id(11), body).await?;
    assert_eq!(again.status, StatusCode::CREATED);
    Ok(())
}

#[tokio::test]
async fn a_backup_is_whole_private_and_never_takes_the_place_of_another() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mut place = Place::open().await?;
    let body = place.harness.seal(&id(1), &callback_request()?).await?;
    place.harness.put(&id(1), body.clone()).await?;
    place.harness.send(&id(2), &callback_request()?).await?;
    let asked = rights_request(asks("cancellation"), Some(&id(1)))?;
    place.harness.send(&id(3), &asked).await?;
    place.back_up().await?;
    let file = place.backup_file();
    let copy = fs::read(&file)?;
    let piece = body.get(200..260).unwrap_or_default().as_bytes();
    assert!(
        !copy.windows(piece.len()).any(|window| window == piece),
        "what was cancelled is in no backup"
    );
    for file in [
        file.clone(),
        place.backup_file().with_extension("db.journal"),
    ] {
        let mode = fs::metadata(&file)?.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
    let settings = place.harness.folder.config("data");
    assert!(backup(&settings, &file, None).await.is_err());
    assert_eq!(fs::read(&file)?, copy);

    let keys = place.harness.folder.path().join("keys-apart");
    let other = place.harness.folder.path().join("other.db");
    backup(&settings, &other, Some(&keys)).await?;
    assert_eq!(fs::read_dir(&keys)?.count(), 1);

    // What lies in the program's own folders is read as its own.
    let data = place.harness.folder.path().join("data");
    let third = place.harness.folder.path().join("third.db");
    for (file, keys) in [
        (data.join("premier-accueil.db-wal-2"), None),
        (data.join("keys/0123.key"), None),
        (data.join("../data/keys/backup.db"), None),
        (third.clone(), Some(data.join("keys"))),
    ] {
        let refused = backup(&settings, &file, keys.as_deref()).await;
        assert!(
            matches!(refused, Err(BackupError::OurOwn(_))),
            "{}",
            file.display()
        );
        assert!(!file.exists());
    }
    Ok(())
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing_and_can_be_made_again() -> Result<()> {
    let place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    let asked = rights_request(asks("cancellation"), Some(&id(1)))?;
    place.harness.send(&id(2), &asked).await?;
    let settings = place.harness.folder.config("data");
    let folder = place.harness.folder.path().join("backups");
    fs::create_dir(&folder)?;
    let left = || -> Result<usize> { Ok(fs::read_dir(&folder)?.count()) };
    let file = folder.join("backup.db");

    // The journal cannot be read, and the keys have no place.
    let journal = fs::read(&settings.journal)?;
    let no_folder = place.harness.folder.path().join("no-folder");
    fs::write(&no_folder, "a file")?;
    assert!(backup(&settings, &file, Some(&no_folder)).await.is_err());
    assert_eq!(left()?, 0);
    fs::remove_file(&settings.journal)?;
    fs::create_dir(&settings.journal)?;
    assert!(backup(&settings, &file, None).await.is_err());
    assert_eq!(left()?, 0);
    fs::remove_dir(&settings.journal)?;
    fs::write(&settings.journal, journal)?;
    fs::create_dir(folder.join("backup.db.journal"))?;
    assert!(backup(&settings, &file, None).await.is_err());
    fs::remove_dir(folder.join("backup.db.journal"))?;
    assert_eq!(left()?, 0);

    // What one that was killed has left is in no one's way.
    fs::write(folder.join("backup.db.new"), "half a backup")?;
    backup(&settings, &file, None).await?;
    assert_eq!(left()?, 2, "it and its journal");
    Ok(())
}

#[tokio::test]
async fn what_is_no_backup_changes_nothing() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    let whole = fs::read(place.backup_file())?;
    let settings = place.harness.folder.config("data");
    let no_backup = place.harness.folder.path().join("no-backup.db");
    let mut damaged = whole.clone();
    for byte in damaged.iter_mut().skip(4096).take(8192) {
        *byte = 0xff;
    }
    for bytes in [
        Vec::new(),
        b"hello".to_vec(),
        whole.get(..whole.len() / 2).unwrap_or_default().to_vec(),
        damaged,
    ] {
        fs::write(&no_backup, &bytes)?;
        place.harness.endpoint.close().await;
        let lock = FolderLock::take(&settings.data_dir, place.harness.clock.now())?;
        let refused = restore(&settings, &place.harness.clock, &no_backup, &lock).await;
        drop(lock);
        assert!(refused.is_err(), "{} bytes", bytes.len());
        place.harness.restart().await?;
        assert!(place.harness.knows(&id(1)).await?);
    }
    assert_eq!(
        place.harness.endpoint.deliver_due().await?,
        1,
        "and no mail is held"
    );
    let left: Vec<String> = fs::read_dir(place.harness.folder.path().join("data"))?
        .filter_map(|file| Some(file.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.contains("restor"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_was_not_written_back_yet_goes_with_its_database_and_into_no_other() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    place.harness.send(&id(2), &callback_request()?).await?;
    // As a kill leaves it: the last commits stand in the log alone.
    let settings = place.harness.folder.config("data");
    let (store, log) = (&settings.store, place.harness.folder.path().join("log"));
    let wal = PathBuf::from(format!("{}-wal", store.display()));
    let killed = place.harness.folder.path().join("killed.db");
    fs::copy(store, &killed)?;
    fs::copy(&wal, &log)?;
    place.harness.endpoint.close().await;

    // The database was lost, and its log was not: it is not played back into the one that is restored.
    fs::remove_file(store)?;
    fs::copy(&log, &wal)?;
    let lock = FolderLock::take(&settings.data_dir, place.harness.clock.now())?;
    restore(&settings, &place.harness.clock, &place.backup_file(), &lock).await?;
    place.harness.restart().await?;
    assert!(place.harness.knows(&id(1)).await? && !place.harness.knows(&id(2)).await?);
    assert_eq!(place.harness.endpoint.deliver_due().await?, 0, "held");
    place.harness.endpoint.close().await;

    // A database that was put aside is whole with its log.
    fs::copy(&log, format!("{}-wal", killed.display()))?;
    restore(&settings, &place.harness.clock, &killed, &lock).await?;
    drop(lock);
    place.harness.restart().await?;
    assert!(place.harness.knows(&id(2)).await?);
    Ok(())
}

#[tokio::test]
async fn a_restore_that_was_interrupted_starts_nothing_until_it_is_done() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    place.harness.endpoint.close().await;
    let settings = place.harness.folder.config("data");
    // Killed once the database has been put aside, and the new one has not its name yet.
    let unfinished = PathBuf::from(format!("{}.restoring", settings.store.display()));
    fs::rename(&settings.store, &unfinished)?;
    let Err(refused) = place.harness.restart().await else {
        panic!("it started on nothing")
    };
    assert!(refused.to_string().contains("restore"), "{refused}");
    assert!(!settings.store.exists(), "no empty database was made");
    let lock = FolderLock::take(&settings.data_dir, place.harness.clock.now())?;
    assert!(
        restore(&settings, &place.harness.clock, &unfinished, &lock)
            .await
            .is_err(),
        "what is unfinished is no backup"
    );
    restore(&settings, &place.harness.clock, &place.backup_file(), &lock).await?;
    drop(lock);
    place.harness.restart().await?;
    assert!(place.harness.knows(&id(1)).await?);
    Ok(())
}

#[tokio::test]
async fn a_restore_that_fails_leaves_what_an_interrupted_one_left() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    place.harness.endpoint.close().await;
    let settings = place.harness.folder.config("data");
    let unfinished = PathBuf::from(format!("{}.restoring", settings.store.display()));
    fs::rename(&settings.store, &unfinished)?;
    let damaged = place.harness.folder.path().join("damaged.db");
    fs::write(&damaged, b"no database")?;
    let lock = FolderLock::take(&settings.data_dir, place.harness.clock.now())?;
    let other_spelling = settings
        .data_dir
        .join("../data")
        .join(unfinished.file_name().unwrap_or_default());
    for no_backup in [&damaged, &unfinished, &other_spelling] {
        assert!(
            restore(&settings, &place.harness.clock, no_backup, &lock)
                .await
                .is_err()
        );
        assert!(unfinished.exists(), "{}", no_backup.display());
        assert!(
            place.harness.restart().await.is_err(),
            "it started on nothing"
        );
    }
    // Two in one second put two databases aside.
    for _ in 0..3 {
        restore(&settings, &place.harness.clock, &place.backup_file(), &lock).await?;
    }
    let aside = fs::read_dir(&settings.data_dir)?
        .filter_map(|file| Some(file.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| {
            name.contains("before-restore") && !name.ends_with("-wal") && !name.ends_with("-shm")
        });
    assert_eq!(aside.count(), 2);
    Ok(())
}

#[tokio::test]
async fn a_backup_has_the_name_that_it_was_given_whatever_sqlite_reads_in_it() -> Result<()> {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    let settings = place.harness.folder.config("data");
    let odd = place.harness.folder.path().join("file:x?mode=memory.db");
    backup(&settings, &odd, None).await?;
    assert!(fs::metadata(&odd)?.len() > 4096);
    let no_text = place
        .harness
        .folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"caf\xe9.db"));
    assert!(backup(&settings, &no_text, None).await.is_err());
    assert!(!no_text.exists(), "nothing of that name");
    Ok(())
}

#[tokio::test]
async fn a_damaged_line_of_the_journal_takes_no_other_with_it() -> Result<()> {
    let mut place = Place::open().await?;
    for byte in 1..=2 {
        place.harness.send(&id(byte), &callback_request()?).await?;
    }
    place.back_up().await?;
    for (byte, about) in [(11, 1), (12, 2)] {
        let request = rights_request(asks("objection"), Some(&id(about)))?;
        place.harness.send(&id(byte), &request).await?;
    }
    let journal = place.harness.folder.config("data").journal;
    let text = fs::read_to_string(&journal)?;
    let (first, rest) = text.split_once('\n').unwrap_or_default();
    let odd = first.replace(id(1).as_str(), "nobody");
    let mut bytes = format!("{odd}\nno line at all\n").into_bytes();
    bytes.extend([0xff, 0xfe, b'\n']);
    bytes.extend(rest.as_bytes());
    fs::write(&journal, bytes)?;
    let report = place.lose_and_restore().await?;
    assert!(report.contains("1 effects of rights put back"), "{report}");
    assert!(report.contains("stopped since"), "{report}");
    assert!(
        report.contains("3 lines of the journal cannot be read"),
        "{report}"
    );
    Ok(())
}

#[tokio::test]
async fn mail_that_is_held_is_a_warning_and_no_word_of_a_key_leaves_either() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    harness.endpoint.operator().hold_mail().await?;
    // A day is what a first key waits for before the officer is told of it.
    for _ in 0..50 {
        harness.clock.advance(3600);
        harness.endpoint.housekeeping().await;
        harness.endpoint.deliver_due().await?;
    }
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(harness.mailbox.tries(), 0);
    harness.endpoint.operator().release_mail().await?;
    assert_eq!(harness.failing().await?, ["deliveries-overdue"]);
    harness.endpoint.housekeeping().await;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    assert_eq!(harness.mailbox.mails().len(), 2, "and the word of the key");
    Ok(())
}

#[tokio::test]
async fn without_the_journal_it_is_said_that_nothing_is_known() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    // It was on the same disk.
    fs::remove_file(place.harness.folder.path().join("data/effects.journal"))?;
    let report = place.lose_and_restore().await?;
    assert!(report.contains("no journal was found"), "{report}");
    Ok(())
}

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    Register,
    /// That one of those registered so far, counted around, cancels, objects, or restricts.
    Ask(&'static str, usize),
    BackUp,
    LoseAndRestore,
    /// Mail works, or does not.
    Mail(bool),
    /// An operator lets mail go, and what is due is mailed.
    Deliver,
    /// All phones look how their sendings stand, and send again what is not known.
    PhonesComeBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let rights = prop_oneof![Just("cancellation"), Just("objection"), Just("restriction")];
    let step = prop_oneof![
        4 => Just(Step::Register),
        3 => (rights, 0..20_usize).prop_map(|(right, which)| Step::Ask(right, which)),
        2 => Just(Step::BackUp),
        2 => Just(Step::LoseAndRestore),
        2 => proptest::bool::ANY.prop_map(Step::Mail),
        2 => Just(Step::Deliver),
        2 => Just(Step::PhonesComeBack),
    ];
    proptest::collection::vec(step, 5..25)
}

/// What phones hold, and what is known of them from outside.
#[derive(Default)]
struct Phones {
    /// What was sent and is not known to be delivered, by id.
    held: BTreeMap<SubmissionId, String>,
    registrations: Vec<SubmissionId>,
    /// Registrations about which something was asked, and how often they had been mailed then.
    stopped: BTreeMap<SubmissionId, usize>,
    drawn: u8,
}

impl Phones {
    fn draw(&mut self) -> SubmissionId {
        self.drawn += 1;
        id(self.drawn)
    }

    async fn come_back(&mut self, harness: &Harness) -> Result<()> {
        for (id, body) in std::mem::take(&mut self.held) {
            let answer = harness
                .get(&format!("/v1/submissions/{}", id.as_str()))
                .await?;
            if answer.status == StatusCode::NOT_FOUND {
                let sent = harness.put(&id, body.clone()).await?;
                ensure!(sent.status == StatusCode::CREATED, "not taken again");
                self.held.insert(id, body);
                continue;
            }
            let status: domain::wire::SubmissionStatus = answer.json()?;
            if status.state == SubmissionState::Received {
                self.held.insert(id, body);
            }
        }
        Ok(())
    }
}

/// How often each registration was mailed: mails of one have one `Message-ID`.
fn mailed(harness: &Harness, of: &str) -> usize {
    let mails = harness.mailbox.mails();
    mails
        .iter()
        .filter(|mail| mail.message_id == of && mail.subject.starts_with("Demande de rappel"))
        .count()
}

fn message_id(id: &SubmissionId) -> String {
    let digest =
        envelope::sha256_hex(format!("premier-accueil/message-id|{}", id.as_str()).as_bytes());
    let local: String = digest.chars().take(32).collect();
    format!("<{local}@mission-locale.example>")
}

async fn walk(steps: Vec<Step>) -> Result<()> {
    let mut place = Place::open().await?;
    let mut phones = Phones::default();
    place.back_up().await?;
    for step in steps {
        place.harness.clock.advance(60);
        match step {
            Step::Register => {
                let id = phones.draw();
                let body = place.harness.seal(&id, &callback_request()?).await?;
                place.harness.put(&id, body.clone()).await?;
                phones.held.insert(id.clone(), body);
                phones.registrations.push(id);
            }
            Step::Ask(right, which) => {
                if phones.registrations.is_empty() {
                    continue;
                }
                let about = phones.registrations[which % phones.registrations.len()].clone();
                let request = phones.draw();
                let message = rights_request(asks(right), Some(&about))?;
                let body = place.harness.seal(&request, &message).await?;
                place.harness.put(&request, body.clone()).await?;
                phones.held.insert(request, body);
                // A phone that cancels holds what it cancels no longer.
                if right == "cancellation" {
                    phones.held.remove(&about);
                }
                let before = mailed(&place.harness, &message_id(&about));
                phones.stopped.entry(about).or_insert(before);
            }
            Step::BackUp => place.back_up().await?,
            Step::LoseAndRestore => {
                place.lose_and_restore().await?;
            }
            Step::Mail(works) => {
                let failing = (!works).then_some(DeliveryFailure::Deferred);
                place.harness.mailbox.fail_with(failing);
            }
            Step::Deliver => {
                place.harness.endpoint.operator().release_mail().await?;
                place.harness.endpoint.deliver_due().await?;
            }
            Step::PhonesComeBack => phones.come_back(&place.harness).await?,
        }
    }
    // In the end everything works, and every phone has come back.
    place.harness.mailbox.fail_with(None);
    for _ in 0..3 {
        phones.come_back(&place.harness).await?;
        place.harness.clock.advance(3600);
        place.harness.endpoint.operator().release_mail().await?;
        place.harness.endpoint.deliver_due().await?;
    }
    for id in &phones.registrations {
        let times = mailed(&place.harness, &message_id(id));
        match phones.stopped.get(id) {
            Some(before) => ensure!(
                times == *before,
                "mailed {times} times, {before} of them before it was stopped"
            ),
            None => ensure!(times > 0, "lost"),
        }
    }
    phones.come_back(&place.harness).await?;
    let goes_on_holding = |id: &&SubmissionId| !phones.stopped.contains_key(*id);
    ensure!(
        !phones.held.keys().any(|id| goes_on_holding(&id)),
        "a phone goes on holding what is in the mailbox"
    );
    Ok(())
}

#[test]
fn no_walk_over_backups_and_losses_loses_a_registration_or_mails_one_that_was_stopped() -> Result<()>
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let mut runner = TestRunner::new(Config {
        cases: 12,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(&steps(), |steps| {
        let walked = runtime.block_on(walk(steps));
        walked.map_err(|error| proptest::test_runner::TestCaseError::fail(error.to_string()))
    })?;
    Ok(())
}
