//! A maildir: each mail is written aside, flushed, then named. A reader never sees half a mail.

use std::{io, path::Path};

use tokio::{fs, io::AsyncWriteExt};

/// Makes the three folders of a maildir, which only the owner can enter.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    for part in ["tmp", "new", "cur"] {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder.join(part))?;
    }
    Ok(())
}

/// Puts a mail into `new`. The same name again replaces the same mail.
pub(super) async fn keep(folder: &Path, name: &str, mail: &[u8]) -> io::Result<()> {
    let aside = folder.join("tmp").join(name);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .await?;
    file.write_all(mail).await?;
    file.sync_all().await?;
    let new = folder.join("new");
    fs::rename(&aside, new.join(name)).await?;
    fs::File::open(&new).await?.sync_all().await
}
