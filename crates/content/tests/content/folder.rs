//! The folder under test, and copies of it to spoil.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use content::Library;

/// The real folder.
pub(crate) fn real() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// The real folder, read.
pub(crate) fn library() -> anyhow::Result<Library> {
    Ok(Library::read(&real())?)
}

/// A copy of the real folder, gone when dropped.
pub(crate) struct Copy(tempfile::TempDir);

impl Copy {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let copy = Self(tempfile::tempdir()?);
        copy_folder(&real(), copy.0.path())?;
        Ok(copy)
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    /// Puts `now` in the place of the one `then` of a file.
    pub(crate) fn change(&self, file: &str, then: &str, now: &str) -> anyhow::Result<()> {
        let text = fs::read_to_string(self.path(file))?;
        ensure!(text.contains(then), "{file} has no {then}");
        fs::write(self.path(file), text.replacen(then, now, 1))?;
        Ok(())
    }

    /// Writes a file, new or not.
    pub(crate) fn write(&self, file: &str, text: &str) -> anyhow::Result<()> {
        Ok(fs::write(self.path(file), text)?)
    }

    /// The number of the first line of a file that contains `text`.
    pub(crate) fn line(&self, file: &str, text: &str) -> anyhow::Result<usize> {
        let found = fs::read_to_string(self.path(file))?;
        let index = found.lines().position(|line| line.contains(text));
        Ok(index.context("no such line")? + 1)
    }

    /// What the reader says, without the folder's own path.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let Err(error) = Library::read(self.0.path()) else {
            return Vec::new();
        };
        self.lines(&error.to_string())
    }

    /// Lines of an error, without the folder's own path.
    pub(crate) fn lines(&self, error: &str) -> Vec<String> {
        let folder = format!("{}/", self.0.path().display());
        error
            .lines()
            .map(|line| line.replace(&folder, ""))
            .collect()
    }
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
