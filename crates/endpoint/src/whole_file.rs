//! Files written whole or not at all: aside, flushed, renamed, then their folder flushed.
//!
//! A file that did not get its name is removed; what a crash left aside is replaced by the next one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// What the name of a file ends with while it is written.
pub(crate) const UNFINISHED: &str = "new";

/// A file for its owner alone that has not got its name yet. Dropped before it has, it is removed.
pub(crate) struct Aside {
    file: File,
    path: PathBuf,
}

impl Aside {
    /// An empty temporary file beside `path`: `<path>.new`.
    pub(crate) fn beside(path: &Path) -> io::Result<Self> {
        Self::at(with_suffix(path, &format!(".{UNFINISHED}")))
    }

    /// An empty temporary file of that name, in the same file system as the file that it will replace.
    pub(crate) fn at(path: PathBuf) -> io::Result<Self> {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // Created new: no link is followed, and other users cannot read it from its first byte on.
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Self { file, path })
    }

    /// Where it is, for what writes into it by its name.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Flushes it and gives it its name, in the place of what has that name.
    pub(crate) fn put(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        if !self.is_there()? {
            return Err(io::Error::other(
                "another process has written it at the same time",
            ));
        }
        rename(&self.path, path)
    }

    /// Whether its name is still its own: another process can have begun the same file.
    fn is_there(&self) -> io::Result<bool> {
        is_named(&self.file, &self.path)
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // A file that has got its name is not there any more.
        if self.is_there().unwrap_or(false) {
            // On a disk that fails it stays: the next one is made in its place.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a file for its owner alone, in the place of what has that name.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut aside = Aside::beside(path)?;
    aside.write_all(bytes)?;
    aside.put(path)
}

/// Gives several files their names, or none of them. Nothing that has one of the names is replaced.
pub(crate) fn put_new(files: Vec<(Aside, &Path)>) -> Result<(), (PathBuf, io::Error)> {
    let mut put: Vec<&Path> = Vec::new();
    for (aside, path) in files {
        let named = if path.symlink_metadata().is_ok() {
            Err(io::ErrorKind::AlreadyExists.into())
        } else {
            aside.put(path)
        };
        if let Err(error) = named {
            for path in put {
                let _ = fs::remove_file(path);
            }
            return Err((path.to_owned(), error));
        }
        put.push(path);
    }
    Ok(())
}

/// Gives a file another name in its folder, or a folder of the same file system: on the disk when this returns.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    flush_folder_of(to)
}

/// The names in the folder of `path` are on the disk.
pub(crate) fn flush_folder_of(path: &Path) -> io::Result<()> {
    open_folder(folder_of(path))?.sync_all()
}

/// The folder that a file is in; the one that the program was started in, where only its name is given.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A folder, to be flushed or locked.
pub(crate) fn open_folder(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

/// Whether both are one file or folder, however they are written.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Whether an open file has that name.
pub(crate) fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    let opened = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((opened.dev(), opened.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The path with more at the end of its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    #[test]
    fn a_file_is_whole_private_and_takes_the_place_of_what_was_left() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("file");
        // What a crash left, or another program made: a link is replaced and not written through.
        let others = folder.path().join("others");
        fs::write(&others, "theirs")?;
        symlink(&others, folder.path().join("file.new"))?;
        for text in ["first", "second"] {
            write(&file, text.as_bytes())?;
            assert_eq!(fs::read_to_string(&file)?, text);
            assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_to_string(&others)?, "theirs");
        assert_eq!(names(folder.path())?, ["file", "others"]);
        Ok(())
    }

    #[test]
    fn what_does_not_get_its_name_leaves_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("file");
        // A folder in its place, which no file replaces.
        fs::create_dir(&file)?;
        assert!(write(&file, b"text").is_err());
        assert_eq!(names(folder.path())?, ["file"]);
        drop(Aside::beside(&folder.path().join("never-named"))?);
        assert_eq!(names(folder.path())?, ["file"]);
        assert!(write(&folder.path().join("nowhere/file"), b"text").is_err());
        Ok(())
    }

    #[test]
    fn several_get_their_names_or_none_does_and_nothing_is_replaced() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        fs::write(&two, "kept")?;
        let asides = vec![(Aside::beside(&one)?, &*one), (Aside::beside(&two)?, &*two)];
        let Err((refused, _)) = put_new(asides) else {
            panic!("one was replaced")
        };
        assert_eq!(refused, two);
        assert_eq!(names(folder.path())?, ["two"]);
        assert_eq!(fs::read_to_string(&two)?, "kept");
        Ok(())
    }

    #[test]
    fn of_two_that_write_the_same_file_the_first_takes_nothing_from_the_second()
    -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("file");
        let mut first = Aside::beside(&file)?;
        first.write_all(b"first")?;
        let mut second = Aside::beside(&file)?;
        second.write_all(b"second")?;
        assert!(first.put(&file).is_err());
        assert_eq!(names(folder.path())?, ["file.new"], "the second's");
        second.put(&file)?;
        assert_eq!(fs::read_to_string(&file)?, "second");
        Ok(())
    }
}
