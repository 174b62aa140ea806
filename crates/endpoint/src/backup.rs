//! Backup: a consistent copy of the database while it runs, and of the keys where a folder for them is named.

mod restore;

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use content::{in_french, regular_file};

use crate::{
    config::Config,
    endpoint::{StartError, open_store, there_is_a_database},
    keys,
    store::Store,
    whole_file::{self, Aside, with_suffix},
};
pub use restore::{Restored, restore};

/// Why there is no backup, or nothing was restored. Then nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A backup never takes another's place.
    #[error("{} est déjà là : donnez à la sauvegarde un nom à elle", .0.display())]
    Exists(PathBuf),
    /// The program reads what lies there as its own.
    #[error(
        "{} est un dossier du programme lui-même : mettez la sauvegarde et les copies de clés ailleurs", .0.display()
    )]
    OurOwn(PathBuf),
    /// No database of this program.
    #[error("{} n’est pas une sauvegarde de ce programme, ou elle est abîmée", .0.display())]
    NoBackup(PathBuf),
    /// SQLite takes names that are text.
    #[error("{} : donnez à la sauvegarde un nom en lettres simples", .0.display())]
    Name(PathBuf),
    /// A file cannot be read or written.
    #[error("{} ne peut pas servir : {}", .0.display(), in_french(.1))]
    File(PathBuf, #[source] io::Error),
    /// The store or the settings cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
}

fn file(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    |error| BackupError::File(path, error)
}

/// Beside a backup: the journal of effects as it was then.
fn journal_of(backup: &Path) -> PathBuf {
    with_suffix(backup, ".journal")
}

/// Copies the database, and the keys where a folder for them is named. Says what was written.
///
/// # Errors
///
/// When a file of that name is there, or one cannot be written.
pub async fn backup(
    config: &Config,
    to: &Path,
    keys_to: Option<&Path>,
) -> Result<String, BackupError> {
    for new in [to, &journal_of(to)] {
        if new.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(new.to_owned()));
        }
    }
    refuse_among_our_own(config, to, keys_to)?;
    // Before anything of it is made, and not only when it is opened.
    there_is_a_database(config)?;
    let aside = Aside::beside(to).map_err(file(to))?;
    let absolute = std::path::absolute(aside.path()).map_err(file(to))?;
    let name = absolute
        .to_str()
        .ok_or_else(|| BackupError::Name(to.to_owned()))?;
    let store = open_store(config).await?;
    let copied = store.copy_into(name).await;
    store.close().await;
    copied.map_err(StartError::from)?;
    // "Written" is said of what can be put back.
    if !Store::is_whole(aside.path()).await {
        return Err(BackupError::NoBackup(to.to_owned()));
    }
    let journal = config.journal.exists().then_some(&config.journal);
    let journal = journal
        .map(|from| copy(from, &journal_of(to)))
        .transpose()?;
    let keys = keys_to.map(|folder| copy_keys(&config.data_dir.join("keys"), folder));
    let keys = keys.transpose()?;
    // All is written: a backup that fails leaves nothing of its name.
    let journal_to = journal_of(to);
    let journal = journal.map(|journal| (journal, &*journal_to));
    let files = journal.into_iter().chain([(aside, to)]).collect();
    whole_file::put_new(files).map_err(|(path, error)| BackupError::File(path, error))?;
    let mut text = format!("Écrit : {}\n", to.display());
    match (keys, keys_to) {
        (Some(copied), Some(folder)) => {
            let _ = writeln!(
                text,
                "Clés copiées : {copied}, dans {}. Dites-le au service : premier-accueil keys backed-up --all",
                folder.display()
            );
        }
        _ => text.push_str(
            "Les clés n’y sont pas, et sans elles personne ne la lit. Pour les copier à part : \
             premier-accueil backup AUTRE-FICHIER --keys DOSSIER\n",
        ),
    }
    Ok(text)
}

/// What lies in the folders of the program is read as its own: a log of the database, a key.
fn refuse_among_our_own(
    config: &Config,
    to: &Path,
    keys_to: Option<&Path>,
) -> Result<(), BackupError> {
    let keys = config.data_dir.join("keys");
    let of_store = whole_file::folder_of(&config.store);
    let of_journal = whole_file::folder_of(&config.journal);
    let chosen = [Some(whole_file::folder_of(to)), keys_to];
    for folder in chosen.into_iter().flatten() {
        let is_ours = |ours: &Path| whole_file::is_same(folder, ours);
        if [&keys, &*config.data_dir, of_store, of_journal]
            .into_iter()
            .any(is_ours)
        {
            return Err(BackupError::OurOwn(folder.to_owned()));
        }
    }
    Ok(())
}

/// A copy for its owner alone, whole, which has not got its name yet.
fn copy(from: &Path, to: &Path) -> Result<Aside, BackupError> {
    let source = regular_file::open(from, OpenOptions::new().read(true));
    let mut source = source.map_err(file(from))?;
    let mut copy = Aside::beside(to).map_err(file(to))?;
    io::copy(&mut source, &mut copy).map_err(file(to))?;
    Ok(copy)
}

fn copy_private(from: &Path, to: &Path) -> Result<(), BackupError> {
    copy(from, to)?.put(to).map_err(file(to))
}

fn copy_keys(from: &Path, to: &Path) -> Result<usize, BackupError> {
    keys::make_private_folder(to).map_err(StartError::from)?;
    let mut copied = 0;
    for entry in fs::read_dir(from).map_err(file(from))? {
        let key = entry.map_err(file(from))?.path();
        let name = key.file_name().filter(|_| is_key(&key));
        if let Some(name) = name {
            copy_private(&key, &to.join(name))?;
            copied += 1;
        }
    }
    Ok(copied)
}

fn is_key(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "key")
}
