//! Opens files that are read: regular files alone. A pipe or a device is refused, for reading one may never end.

use std::{
    fmt,
    fs::{self, File, FileType, OpenOptions},
    io::{self, Read},
    os::unix::fs::FileTypeExt,
    path::Path,
};

/// What a path leads to that is no regular file. Inside an [`io::Error`], so that it is told beside the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotAFile {
    Folder,
    Pipe,
    Socket,
    Device,
}

impl fmt::Display for NotAFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "c’est un dossier ; il faut un fichier",
            Self::Pipe => "c’est un tube ; il faut un fichier",
            Self::Socket => "c’est une prise ; il faut un fichier",
            Self::Device => "c’est un appareil ; il faut un fichier",
        })
    }
}

impl std::error::Error for NotAFile {}

/// Opens the file of that path, through links, as `options` say.
///
/// # Errors
///
/// When it cannot be opened, or is something else than a regular file: that one is not opened at all.
pub fn open(path: &Path, options: &OpenOptions) -> io::Result<File> {
    // Looked at before it is opened: opening a pipe waits for its other end.
    check(path)?;
    let file = options.open(path)?;
    // Something else may have taken its place meanwhile.
    refuse_other(file.metadata()?.file_type())?;
    Ok(file)
}

/// Refuses what is there and is no regular file. Where nothing is, a file may be made.
///
/// # Errors
///
/// When it is something else, or cannot be looked at.
pub fn check(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) => refuse_other(found.file_type()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// The whole of a file.
///
/// # Errors
///
/// As [`open`], and when it cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, OpenOptions::new().read(true))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The whole of a text file.
///
/// # Errors
///
/// As [`read`], and when it is no UTF-8.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path, OpenOptions::new().read(true))?.read_to_string(&mut text)?;
    Ok(text)
}

fn refuse_other(found: FileType) -> io::Result<()> {
    let other = if found.is_file() {
        return Ok(());
    } else if found.is_dir() {
        NotAFile::Folder
    } else if found.is_fifo() {
        NotAFile::Pipe
    } else if found.is_socket() {
        NotAFile::Socket
    } else {
        NotAFile::Device
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, other))
}

#[cfg(test)]
mod tests {
    use std::{
        os::unix::{fs::symlink, net::UnixListener},
        process::Command,
    };

    use super::*;

    #[test]
    fn what_is_no_file_is_refused_in_words_and_never_opened() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "kept")?;
        symlink(at("file"), at("link"))?;
        assert_eq!(read(&at("link"))?, b"kept");
        assert_eq!(read_to_string(&at("file"))?, "kept");

        let made = Command::new("mkfifo").arg(at("pipe")).status()?;
        assert!(made.success());
        symlink(at("pipe"), at("link-to-pipe"))?;
        symlink("/dev/zero", at("link-to-device"))?;
        let _socket = UnixListener::bind(at("socket"))?;
        for (name, expected) in [
            ("", "c’est un dossier"),
            ("pipe", "c’est un tube"),
            ("link-to-pipe", "c’est un tube"),
            ("link-to-device", "c’est un appareil"),
            ("socket", "c’est une prise"),
        ] {
            let path = at(name);
            let Err(error) = read(&path) else {
                panic!("{name} was read")
            };
            assert_eq!(
                error.to_string(),
                format!("{expected} ; il faut un fichier")
            );
            assert!(check(&path).is_err(), "{name}");
            let written = open(&path, OpenOptions::new().append(true).create(true));
            assert!(written.is_err(), "{name}");
        }
        check(&at("nothing"))?;
        assert!(read(&at("nothing")).is_err());
        Ok(())
    }
}
