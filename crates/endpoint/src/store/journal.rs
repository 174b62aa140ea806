//! The journal of effects: an append-only file beside the database, one JSON object a line.
//!
//! It holds ids of ours, a code and a moment; no answer. A backup of the database that is put back knows nothing of
//! what was cancelled after it: this file does.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use content::regular_file;
use domain::{rights::Effect, wire::SubmissionId};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::StoreError;
use crate::{
    blocking::blocking,
    whole_file::{self, is_named},
};

/// The endpoint and its commands hold the lock for milliseconds. After two seconds another program has it: the write is
/// refused, and the phone sends the request again.
const LOCKED_AFTER_LOOKS: u32 = 200;

const LOOK_EVERY: Duration = Duration::from_millis(10);

/// No line is longer, in bytes.
const LONGEST_LINE: usize = 256;

/// One change of an effect, as the file has it and as the trigger in the database writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Line {
    /// The request that made it.
    pub(super) request: String,
    /// The submission it is done to.
    pub(super) about: String,
    /// The code of a [`domain::rights::Effect`].
    pub(super) effect: String,
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Whether it ended here, or began.
    pub(super) lifted: bool,
}

/// The file. Several processes may append to it: a running endpoint and an officer's command.
#[derive(Clone)]
pub(super) struct Journal(Arc<Path>);

impl Journal {
    pub(super) fn at(file: &Path) -> Self {
        Self(file.into())
    }

    pub(super) fn file(&self) -> &Path {
        &self.0
    }

    /// Writes down what the transaction has done to effects, and has it on the disk; then the transaction may commit.
    /// Where the commit fails after it, the journal knows more than the database: the phone sends again what was asked.
    pub(super) async fn take(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let lines: Vec<Line> = sqlx::query_as(
            "SELECT request, about, effect, at, lifted FROM effects_to_journal ORDER BY rowid",
        )
        .fetch_all(&mut *connection)
        .await?;
        if lines.is_empty() {
            return Ok(());
        }
        let file = Arc::clone(&self.0);
        blocking(move || append(&file, &lines).map_err(refused(&file))).await?;
        sqlx::query("DELETE FROM effects_to_journal")
            .execute(connection)
            .await?;
        Ok(())
    }

    /// Fails where no line can be added.
    pub(super) async fn try_to_write(&self) -> Result<(), StoreError> {
        let file = Arc::clone(&self.0);
        blocking(move || try_to_write(&file).map_err(refused(&file))).await
    }

    /// Forgets the lines that `stays` does not want.
    pub(super) async fn compact(
        &self,
        stays: impl Fn(&Line) -> bool + Send + 'static,
    ) -> Result<(), StoreError> {
        let file = Arc::clone(&self.0);
        blocking(move || compact(&file, stays).map_err(refused(&file))).await
    }
}

/// What a journal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) lines: Vec<Line>,
    /// Lines that say nothing any more: damaged, or of another release.
    pub(super) unreadable: usize,
}

/// The last word on each request's effect, in the order of the requests' ids. A missing file knows nothing.
pub(super) async fn last_words(file: &Path) -> Result<Known, StoreError> {
    let file = file.to_owned();
    blocking(move || read_last_words(&file).map_err(refused(&file))).await
}

fn refused(file: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let file = file.to_owned();
    |error| StoreError::Journal(file, error)
}

fn read_last_words(file: &Path) -> io::Result<Known> {
    let bytes = match regular_file::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let Known { lines, unreadable } = parse(&String::from_utf8_lossy(&bytes));
    if unreadable > 0 {
        tracing::error!(file = %file.display(), unreadable, "lines of the journal of effects cannot be read");
    }
    let by_request = lines.into_iter().map(|line| (line.request.clone(), line));
    let last: BTreeMap<String, Line> = by_request.collect();
    Ok(Known {
        lines: last.into_values().collect(),
        unreadable,
    })
}

/// A last line that a crash has cut short is no line: its transaction was never committed.
fn parse(text: &str) -> Known {
    let ended = text.rsplit_once('\n').map_or("", |(ended, _)| ended);
    let lines: Vec<Line> = text.lines().filter_map(Line::read).collect();
    // A crash can leave a line of spaces: the room for one that was tried.
    let unreadable = ended
        .lines()
        .filter(|line| !line.trim_ascii().is_empty())
        .filter(|line| Line::read(line).is_none())
        .count();
    Known { lines, unreadable }
}

impl Line {
    /// The line, where this release knows all that it says.
    fn read(text: &str) -> Option<Self> {
        let line: Self = serde_json::from_str(text).ok()?;
        let is_id = |id: &String| id.parse::<SubmissionId>().is_ok();
        let is_known =
            is_id(&line.request) && is_id(&line.about) && Effect::from_code(&line.effect).is_some();
        is_known.then_some(line)
    }
}

/// Written aside and renamed: a crash loses no line.
fn compact(file: &Path, stays: impl Fn(&Line) -> bool) -> io::Result<()> {
    let Some(mut held) = open_locked(file, false)? else {
        return Ok(());
    };
    let known = parse(&read(&mut held)?);
    let kept: Vec<&Line> = known.lines.iter().filter(|line| stays(line)).collect();
    // What cannot be read is for a person to look at, and goes nowhere before.
    if kept.len() == known.lines.len() || known.unreadable > 0 {
        return Ok(());
    }
    // Through a link: it goes on leading to another disk.
    whole_file::write(&fs::canonicalize(file)?, text(kept)?.as_bytes())
}

fn append(file: &Path, lines: &[Line]) -> io::Result<()> {
    let Some(mut held) = open_locked(file, true)? else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let mut last = [b'\n'];
    if held.seek(SeekFrom::End(0))? > 0 {
        held.seek(SeekFrom::End(-1))?;
        held.read_exact(&mut last)?;
    }
    let new = text(lines)?;
    // What a crash has cut short ends here, and takes no other line with it.
    let start = if last == *b"\n" { "" } else { "\n" };
    held.write_all(format!("{start}{new}").as_bytes())?;
    held.sync_data()
}

/// The file that has this name now, locked until it is closed: while this waits, another may take its place.
fn open_locked(path: &Path, create: bool) -> io::Result<Option<File>> {
    loop {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(create).mode(0o600);
        let file = match regular_file::open(path, &options) {
            Ok(file) => file,
            Err(error) if !create && error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        lock(&file)?;
        if is_named(&file, path)? {
            return Ok(Some(file));
        }
    }
}

/// Takes the lock, or fails with [`io::ErrorKind::TimedOut`]: waiting here holds up everything that is received.
fn lock(file: &File) -> io::Result<()> {
    let mut looks = LOCKED_AFTER_LOOKS;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if looks > 0 => {
                looks -= 1;
                thread::sleep(LOOK_EVERY);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "another program keeps it locked",
                ));
            }
        }
    }
}

/// Adds a line to that file, which is made where it is missing, and takes it away again: the only way to know that the
/// next one can be added.
pub(crate) fn try_to_write(path: &Path) -> io::Result<()> {
    let Some(mut file) = open_locked(path, true)? else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let end = file.seek(SeekFrom::End(0))?;
    let mut room = " ".repeat(LONGEST_LINE);
    room.push('\n');
    let written = file.write_all(room.as_bytes());
    // Half of it may be there.
    file.set_len(end)?;
    written
}

fn read(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn text<'a>(lines: impl IntoIterator<Item = &'a Line>) -> io::Result<String> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&serde_json::to_string(line).map_err(io::Error::other)?);
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
