//! Restore: a backup in the place of the database, with what the journal of effects knows, and all mail held.
//!
//! A restored database is of an earlier moment. What the journal knows is put back at once; mail is held until an
//! operator has read what is not known and lets it go.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use content::regular_file;
use domain::{reference::Reference, time::Timestamp};

use super::{BackupError, copy_private, file, journal_of};
use crate::{
    clock::Clock,
    config::Config,
    endpoint::{Moments, StartError},
    folder_lock::FolderLock,
    precautions,
    rights::effect_coded,
    store::{Contents, Replayed, SizeLimit, Store},
    whole_file::{self, with_suffix},
};

/// What a restore has done, and what it does not know.
pub struct Restored {
    /// Where the database that was there before is now.
    before: Option<PathBuf>,
    contents: Contents,
    replayed: Replayed,
    journal: Option<PathBuf>,
}

/// Puts a backup in the place of the database, with what the journal knows, and holds all mail back.
///
/// The endpoint must be stopped: `_lock` says so.
///
/// # Errors
///
/// When `from` is no backup; then the database is as it was.
pub async fn restore(
    config: &Config,
    clock: &Clock,
    from: &Path,
    _lock: &FolderLock,
) -> Result<Restored, BackupError> {
    precautions::take(config).map_err(StartError::from)?;
    // Under a name of its own until it is proved: what an interrupted restore has left goes on refusing a start.
    let (unfinished, aside) = (
        precautions::unfinished(&config.store),
        preparing(&config.store),
    );
    let opened = regular_file::open(from, OpenOptions::new().read(true));
    opened.map_err(file(from))?;
    for ours in [&unfinished, &aside] {
        if whole_file::is_same(from, ours) {
            return Err(BackupError::NoBackup(from.to_owned()));
        }
    }
    remove_database(&aside)?;
    let (contents, replayed) = match copy_and_prepare(config, from, &aside, clock.now()).await {
        Ok(prepared) => prepared,
        Err(error) => {
            remove_database(&aside)?;
            return Err(error);
        }
    };
    // What is not written back into the one file would be lost with its log.
    let [_, log, _] = files_of(&aside);
    if log.exists() {
        return Err(BackupError::File(log, io::ErrorKind::ResourceBusy.into()));
    }
    remove_database(&unfinished)?;
    // From here on, until it has the database's name, nothing starts: see `precautions::unfinished`.
    whole_file::rename(&aside, &unfinished).map_err(file(&unfinished))?;
    let before = move_aside(&config.store, clock.now())?;
    whole_file::rename(&unfinished, &config.store).map_err(file(&config.store))?;
    remove_database(&aside)?;
    whole_file::flush_folder_of(&config.store).map_err(file(&config.store))?;
    Ok(Restored {
        before,
        contents,
        replayed,
        journal: config.journal.exists().then(|| config.journal.clone()),
    })
}

/// The new database, tried where it does no harm: the journal, and the hold, are in it before it has its name.
async fn copy_and_prepare(
    config: &Config,
    from: &Path,
    aside: &Path,
    now: Timestamp,
) -> Result<(Contents, Replayed), BackupError> {
    for (from, to) in files_of(from).iter().zip(files_of(aside)) {
        // What SQLite has not written back yet belongs to it: of a database that was put aside, for one.
        if from.exists() {
            copy_private(from, &to)?;
        }
    }
    if !Store::is_whole(aside).await {
        return Err(BackupError::NoBackup(from.to_owned()));
    }
    prepare(config, aside, now, &journal_of(from)).await
}

/// Where a restore prepares the new database.
fn preparing(database: &Path) -> PathBuf {
    with_suffix(database, ".preparing")
}

async fn prepare(
    config: &Config,
    aside: &Path,
    now: Timestamp,
    journal: &Path,
) -> Result<(Contents, Replayed), BackupError> {
    let refused = |error| BackupError::Start(StartError::from(error));
    // Opened with a journal of its own that knows nothing: what it is to know is told here.
    let store = Store::open(aside, &own_journal(aside), SizeLimit::default()).await;
    let store = store.map_err(refused)?;
    let prepared = async {
        store.hold_mail(now).await?;
        store.sign_everybody_out().await?;
        let mut replayed = store.replay_journal_at(journal).await?;
        let newer = store.replay_journal_at(&config.journal).await?;
        replayed.made += newer.made;
        replayed.lifted += newer.lifted;
        replayed.unreadable += newer.unreadable;
        replayed.unknown.extend(newer.unknown);
        let contents = store.contents().await?;
        // The file alone gets a name: what closing leaves in its log would go with that.
        store.write_back().await?;
        Ok((contents, replayed))
    };
    let prepared = prepared.await;
    store.close().await;
    prepared.map_err(refused)
}

fn own_journal(aside: &Path) -> PathBuf {
    with_suffix(aside, ".journal")
}

/// The database and the two files that SQLite keeps beside it.
fn files_of(database: &Path) -> [PathBuf; 3] {
    [
        database.to_owned(),
        with_suffix(database, "-wal"),
        with_suffix(database, "-shm"),
    ]
}

fn remove_database(database: &Path) -> Result<(), BackupError> {
    for path in files_of(database)
        .into_iter()
        .chain([own_journal(database)])
    {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File(path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Nothing is thrown away: what was there has another name now. A log without its database goes too:
/// beside another one SQLite would play it back into that.
fn move_aside(database: &Path, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    if !files_of(database).iter().any(|file| file.exists()) {
        return Ok(None);
    }
    let name = |again: u32| {
        let more = if again == 0 {
            String::new()
        } else {
            format!("-{again}")
        };
        with_suffix(
            database,
            &format!(".before-restore-{}{more}", now.unix_seconds()),
        )
    };
    let is_free = |moved: &PathBuf| !files_of(moved).iter().any(|file| file.exists());
    let moved = (0..1000).map(name).find(is_free);
    let moved = moved.ok_or_else(|| BackupError::Exists(name(0)))?;
    for (from, to) in files_of(database).iter().zip(files_of(&moved)) {
        if from.exists() {
            whole_file::rename(from, &to).map_err(file(&to))?;
        }
    }
    Ok(Some(moved))
}

impl Restored {
    /// The keys that what is to be mailed was sealed to, and that are not here.
    fn absent_keys(&self, config: &Config) -> Vec<String> {
        let kids = self.contents.sealed_to.iter();
        let folder = config.data_dir.join("keys");
        let is_here = |kid: &String| folder.join(format!("{kid}.key")).exists();
        kids.filter(|kid| !is_here(kid)).cloned().collect()
    }

    /// What was done and what is not known, as an operator reads it.
    #[must_use]
    pub fn report(&self, config: &Config) -> String {
        let moments = Moments::of(config);
        let mut text = String::new();
        let mut line = |words: String| {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{words}");
        };
        let contents = &self.contents;
        line(format!(
            "Remis en place : envois gardés : {}, dont pas remis à la boîte : {}",
            contents.held, contents.undelivered
        ));
        if let Some(at) = contents.last_received_at {
            line(format!("Le dernier a été reçu le {}", moments.stamp(at)));
        }
        match &self.journal {
            Some(journal) => line(format!(
                "Journal {} : effets de droits remis : {}, levés : {}",
                journal.display(),
                self.replayed.made,
                self.replayed.lifted
            )),
            None => line("Aucun journal trouvé : ce qui a été annulé, limité ou arrêté après la sauvegarde n’est PAS connu".to_owned()),
        }
        if self.replayed.unreadable > 0 {
            line(format!(
                "ATTENTION : lignes du journal qui ne se lisent pas : {}. Ce qu’elles annulaient, limitaient ou arrêtaient n’est PAS connu",
                self.replayed.unreadable
            ));
        }
        let absent = self.absent_keys(config);
        if !absent.is_empty() {
            line(format!(
                "ATTENTION : ce qui n’est pas remis a été fermé pour des clés qui ne sont pas dans {} : {}. Remettez-les de leur \
                 copie AVANT de démarrer : sinon le service en fait une autre, et refuse ce que les téléphones ont fermé pour celles-là",
                config.data_dir.join("keys").display(),
                absent.join(", ")
            ));
        }
        for alone in &self.replayed.unknown {
            line(format!(
                "  {} depuis le {} sur {}, par la demande {} : connue par son seul effet, jusqu’à ce que son téléphone la renvoie",
                effect_coded(alone.effect.code()),
                moments.stamp(alone.since),
                alone.about.as_ref().map_or_else(
                    || "un envoi qui n’est pas arrivé".to_owned(),
                    Reference::spaced
                ),
                alone.request.short(),
            ));
        }
        if let Some(before) = &self.before {
            line(format!(
                "La base qui était là est maintenant {} : effacez-la dès que rien n’en sert plus, aucun effacement automatique ne l’atteint",
                before.display()
            ));
        }
        line(
            "Pas connu : ce qui a été reçu après la sauvegarde. Les téléphones à qui la remise n’a pas été dite le renvoient quand on les rouvre ;\n\
             ce qui a été remis est dans la boîte, et peut y revenir une fois, avec le même Message-ID"
                .to_owned(),
        );
        line("Les messages sont RETENUS : démarrez le service, comparez avec la boîte, puis : premier-accueil mail release".to_owned());
        text
    }
}
