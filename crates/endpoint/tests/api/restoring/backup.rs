//! A backup: whole, private, under the name it was given, never in the place of another.

use std::fs;

use anyhow::Result;
use endpoint::{BackupError, backup};

use super::{Place, asks};
use crate::harness::{callback_request, id, rights_request};

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
