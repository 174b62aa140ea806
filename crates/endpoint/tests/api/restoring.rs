//! A backup, a loss, and the way back: nothing that phones still hold is lost, and nothing cancelled before is mailed.

mod backup;
mod walk;

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use axum::http::StatusCode;
use domain::{delivery::DeliveryFailure, wire::SubmissionState};
use endpoint::{FolderLock, backup, restore};
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
        Ok(restored.report(&settings))
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
    assert!(report.contains("effets de droits remis : 3"), "{report}");
    assert!(
        report.contains("par la demande 0b0b0b0b : connue par son seul effet"),
        "{report}"
    );
    assert!(report.contains("messages sont RETENUS"), "{report}");
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
    let receipt = place.harness.send(&id(1), &callback_request()?).await?;
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
        !list.contains("adopt") && list.contains("limitation"),
        "{list}"
    );
    // The registration is held back; the mailbox, which may have its fiche, is told.
    assert_eq!(place.harness.endpoint.deliver_due().await?, 1);
    let told = place.harness.mailbox.mails().pop().context("a mail")?;
    assert!(
        told.subject.contains("à garder sans l’utiliser"),
        "{}",
        told.subject
    );
    assert!(
        told.subject.contains(&receipt.reference.spaced()),
        "{}",
        told.subject
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
async fn the_mailbox_is_told_nothing_of_a_registration_that_is_not_known_here() -> Result<()> {
    let mut place = Place::open().await?;
    place.back_up().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    let asked = rights_request(asks("restriction"), Some(&id(1)))?;
    place.harness.send(&id(11), &asked).await?;
    place.lose_and_restore().await?;
    place.harness.endpoint.operator().release_mail().await?;

    let officer = place.harness.endpoint.officer();
    let (number, _) = officer.adopt("0b0b0b0b", "Ada").await?;
    officer.lift(&number, "Exactitude vérifiée", "Ada").await?;
    // Both would name the number of the file, which is in no mailbox.
    assert_eq!(place.harness.endpoint.deliver_due().await?, 0);
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
    assert!(report.contains("effets de droits remis : 1"), "{report}");
    assert!(report.contains("arrêt depuis le"), "{report}");
    assert!(
        report.contains("lignes du journal qui ne se lisent pas : 3"),
        "{report}"
    );
    Ok(())
}

#[tokio::test]
async fn a_restore_without_the_keys_says_which_are_needed_and_is_no_quiet_start() -> Result<()> {
    let mut place = Place::open().await?;
    place.harness.send(&id(1), &callback_request()?).await?;
    place.back_up().await?;
    // With its keys, nothing is said of them.
    let report = place.lose_and_restore().await?;
    assert!(!report.contains("clés qui ne sont pas"), "{report}");
    assert_eq!(place.harness.failing().await?, [""; 0]);

    // On a new machine a new key is made at the start, for phones that come meanwhile; what waits cannot be opened.
    let keys = place.harness.folder.path().join("data/keys");
    let elsewhere = place.harness.folder.path().join("copied-keys");
    fs::rename(&keys, &elsewhere)?;
    let report = place.lose_and_restore().await?;
    let kid = fs::read_dir(&elsewhere)?.find_map(|entry| {
        let path = entry.ok()?.path();
        Some(path.file_stem()?.to_str()?.to_owned())
    });
    let kid = kid.unwrap_or_default();
    assert!(
        report.contains("clés qui ne sont pas") && report.contains(&kid),
        "{report}"
    );
    assert_eq!(place.harness.failing().await?, ["key-absent"]);

    // Put back, and started again.
    for entry in fs::read_dir(&elsewhere)? {
        let path = entry?.path();
        fs::rename(&path, keys.join(path.file_name().unwrap_or_default()))?;
    }
    place.harness.restart().await?;
    assert_eq!(place.harness.failing().await?, [""; 0]);
    place.harness.endpoint.operator().release_mail().await?;
    place.harness.clock.advance(3600);
    assert_eq!(place.harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn mail_that_is_held_is_a_warning_and_no_word_of_a_key_leaves_either() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &callback_request()?).await?;
    harness.endpoint.operator().hold_mail().await?;
    let listed = harness.endpoint.operator().list().await?;
    assert!(listed.contains("RETENUS"), "{listed}");
    // A day is what a first key waits for before the officer is told of it.
    for _ in 0..50 {
        harness.clock.advance(3600);
        harness.endpoint.housekeeping().await;
        harness.endpoint.deliver_due().await?;
    }
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(harness.mailbox.tries(), 0);
    harness.endpoint.operator().release_mail().await?;
    let listed = harness.endpoint.operator().list().await?;
    assert!(!listed.contains("RETENUS"), "{listed}");
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
    assert!(report.contains("Aucun journal trouvé"), "{report}");
    Ok(())
}
