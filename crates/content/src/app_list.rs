//! The list of the built app's files, `files.json`: written by the build, and all that the endpoint serves.
//!
//! Each path with the SHA-256, size and media type of its file, and the same of its compressed twins.
//! What only the endpoint reads (the sheets) is not on it, nor anything hidden.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use envelope::sha256_hex;
use serde::{Deserialize, Serialize};

/// The list of the release that the folder holds.
pub const LIST: &str = "files.json";

/// The lists of this release and of those before it, whose files phones may still ask for: named by their own bytes,
/// so that a release copied over another leaves the other's list there.
pub const LISTS: &str = "lists";

/// The file of a page in the folder of its path, as static hosts have it: `mes-droits/index.html` is `/mes-droits`.
const INDEX: &str = "index.html";

/// What only the endpoint reads.
const SHEETS: &str = "content/sheets";

/// Twins of a file, by the end of their names.
const TWINS: [&str; 2] = [".br", ".gz"];

/// The files of one release, by the path that a phone asks for. No path of it leads out of the app's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppList {
    files: BTreeMap<String, AppFile>,
}

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppFile {
    /// The bytes as they are.
    #[serde(flatten)]
    pub plain: Bytes,
    /// As `Content-Type` says it.
    pub media_type: String,
    /// Compressed with brotli, in the file's own name and `.br`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub br: Option<Bytes>,
    /// Compressed with gzip, in the file's own name and `.gz`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gz: Option<Bytes>,
}

/// What the bytes of a file are known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// Lowercase hexadecimal SHA-256.
    pub sha256: String,
    /// How many there are.
    pub bytes: u64,
}

impl AppList {
    /// Reads a list. `None` when it is damaged: no list, without the page, or with a path that no build writes.
    #[must_use]
    pub fn parse(json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Unchecked {
            files: BTreeMap<String, AppFile>,
        }
        let Unchecked { files } = serde_json::from_slice(json).ok()?;
        let is_good = files.contains_key("/") && files.keys().all(|path| is_listable(path));
        is_good.then_some(Self { files })
    }

    /// Every path, and its file.
    pub fn files(&self) -> impl Iterator<Item = (&str, &AppFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Lists what a folder holds.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let mut names = Vec::new();
        names_under(folder, Path::new(""), &mut names)?;
        let is_twin = |name: &str| {
            let mut ends = TWINS.iter();
            ends.any(|end| {
                let plain = name.strip_suffix(end);
                plain.is_some_and(|plain| names.iter().any(|other| other == plain))
            })
        };
        let mut files = BTreeMap::new();
        for name in names.iter().filter(|name| !is_twin(name)) {
            let path = path_of(name);
            if is_listable(&path) && name != LIST && !is_in(name, SHEETS) && !is_in(name, LISTS) {
                files.insert(path, AppFile::read(folder, name)?);
            }
        }
        Ok(Self { files })
    }

    /// Lists what a folder holds, and writes the list into it.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub fn write(folder: &Path) -> io::Result<Self> {
        let list = Self::of(folder)?;
        let json = serde_json::to_vec_pretty(&list)?;
        let mut name = sha256_hex(&json);
        name.truncate(16);
        fs::create_dir_all(folder.join(LISTS))?;
        fs::write(folder.join(LISTS).join(format!("{name}.json")), &json)?;
        fs::write(folder.join(LIST), &json)?;
        Ok(list)
    }
}

/// The file in the app's folder that a path of a list names: a path whose last part has no full stop is a page.
#[must_use]
pub fn file_name(path: &str) -> String {
    let name = path.trim_start_matches('/');
    let last = name.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        INDEX.to_owned()
    } else if last.contains('.') {
        name.to_owned()
    } else {
        format!("{name}/{INDEX}")
    }
}

/// Whether the file that a path of a list names is a static page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let name = file_name(path);
    Path::new(&name)
        .extension()
        .is_some_and(|end| end == "html")
}

/// The path that a phone asks for a file of the app's folder by.
#[must_use]
pub fn path_of(name: &str) -> String {
    let folder = name.strip_suffix(INDEX).and_then(|folder| {
        let is_page = folder.is_empty() || folder.ends_with('/');
        is_page.then(|| folder.trim_end_matches('/'))
    });
    format!("/{}", folder.unwrap_or(name))
}

impl AppFile {
    fn read(folder: &Path, name: &str) -> io::Result<Self> {
        let twin = |end: &str| match fs::read(folder.join(format!("{name}{end}"))) {
            Ok(bytes) => Ok(Some(Bytes::of(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        Ok(Self {
            plain: Bytes::of(&fs::read(folder.join(name))?),
            media_type: media_type(name),
            br: twin(TWINS[0])?,
            gz: twin(TWINS[1])?,
        })
    }
}

impl Bytes {
    /// What these bytes are known by.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: sha256_hex(bytes),
            bytes: bytes.len() as u64,
        }
    }
}

fn media_type(name: &str) -> String {
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    if guessed.type_() == "text" {
        return format!("{guessed}; charset=utf-8");
    }
    guessed.to_string()
}

/// `/`, or plain names with a slash before each: nothing hidden, no way up, nothing that a path writes otherwise.
fn is_listable(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_name =
        |name: &str| !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain);
    let names = path.strip_prefix('/');
    path == "/" || names.is_some_and(|names| names.split('/').all(is_name))
}

fn is_in(name: &str, folder: &str) -> bool {
    let rest = name.strip_prefix(folder);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Names from the folder, with `/` between; those that are no text are nothing that a build writes.
fn names_under(root: &Path, folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        inside.push(folder.join(entry?.file_name()));
    }
    for path in inside {
        if root.join(&path).is_dir() {
            names_under(root, &path, found)?;
        } else if let Some(name) = path.to_str() {
            found.push(name.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
