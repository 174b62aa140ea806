//! One release of the app: the files of its list, each with its forms (plain, brotli, gzip) and their strong `ETags`.
//!
//! Bytes are compared with the list before they are served, and kept in memory from then on.
//! A path that is on no list leads to no file.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use axum::{body::Bytes, http::HeaderValue};
use content::{
    app_list::{self, AppFile, AppList, LIST, LISTS},
    compression::{self, Compress},
    contact, regular_file,
};
use domain::{paths, site::Site};

use super::{AppError, own_site};
use crate::blocking::blocking;

/// The app's files, by the path that a phone asks for.
pub(crate) struct Release {
    files: HashMap<String, ServedFile>,
}

/// One file, in one form or several.
pub(crate) struct ServedFile {
    pub(crate) media_type: HeaderValue,
    /// Whether its name holds a hash of its bytes: such a name never means others.
    pub(crate) is_for_ever: bool,
    pub(crate) plain: Arc<Form>,
    pub(crate) br: Option<Arc<Form>>,
    pub(crate) gzip: Option<Arc<Form>>,
}

/// The bytes that travel.
pub(crate) struct Form {
    /// As `Content-Encoding` names it.
    pub(crate) coding: Option<&'static str>,
    /// Names these very bytes, and no others: their SHA-256 in quotes.
    pub(crate) etag: HeaderValue,
    listed: app_list::Bytes,
    file: PathBuf,
    held: OnceLock<Bytes>,
}

impl Release {
    /// Reads the list of the folder, and those of the releases before it for what only they name.
    /// The page names `site`, whatever site it was built for.
    ///
    /// Files whose name can mean other bytes tomorrow are read at once; of the others it is enough that they are there.
    pub(super) fn read(folder: &Path, site: &Site) -> Result<Self, AppError> {
        let list = folder.join(LIST);
        let json = regular_file::read(&list).map_err(|_| AppError::NotBuilt(folder.to_owned()))?;
        let listed = AppList::parse(&json).ok_or(AppError::Damaged(list))?;
        let mut files = HashMap::new();
        for (path, file) in listed.files() {
            files.insert(path.to_owned(), ServedFile::open(folder, path, file)?);
        }
        name_own_site(&mut files, site);
        for older in lists(folder) {
            for (path, file) in older.files().filter(|(path, _)| is_for_ever(path)) {
                if files.contains_key(path) {
                    continue;
                }
                // An old file that was removed from the folder is no longer served; that is no error.
                if let Ok(file) = ServedFile::open(folder, path, file) {
                    files.insert(path.to_owned(), file);
                }
            }
        }
        Ok(Self { files })
    }

    /// The page that one of the app's paths is opened with: its own, else the frame of all pages, else the first screen.
    pub(crate) fn page(&self, path: &str) -> Option<&ServedFile> {
        let mut paths = [path, paths::FRAME, paths::WELCOME].into_iter();
        paths.find_map(|path| self.file(path))
    }

    /// The page for a path that is none of the app's.
    pub(crate) fn not_found(&self) -> Option<&ServedFile> {
        self.page(paths::NOT_FOUND)
    }

    /// The file of a decoded path.
    pub(crate) fn file(&self, path: &str) -> Option<&ServedFile> {
        self.files.get(path)
    }
}

/// The page and the worker as this site has them; as they were built, where that is the same.
///
/// Other pages were taken from the app as it is for the site of the build, in sentences that name it: for another they are
/// not served, and the app fills the first screen in their place.
fn name_own_site(files: &mut HashMap<String, ServedFile>, site: &Site) {
    let held = files.get("/").and_then(|page| page.plain.held().cloned());
    let page = String::from_utf8_lossy(held.as_deref().unwrap_or_default());
    if contact::page_of(&page, site).is_some() {
        files.retain(|path, file| path == paths::WELCOME || !file.is_page());
    }
    for (path, file) in &mut *files {
        let built = file.plain.held().map(AsRef::as_ref).unwrap_or_default();
        if let Some(own) = own_site::bytes(path, built, &page, site) {
            file.hold(own);
        }
    }
}

fn lists(folder: &Path) -> impl Iterator<Item = AppList> {
    let found = fs::read_dir(folder.join(LISTS)).ok();
    let paths = found.into_iter().flatten().flatten();
    paths.filter_map(|entry| AppList::parse(&regular_file::read(&entry.path()).ok()?))
}

impl ServedFile {
    fn open(folder: &Path, path: &str, file: &AppFile) -> Result<Self, AppError> {
        let name = app_list::file_name(path);
        let form = |end: &str, coding, listed: &app_list::Bytes| {
            let form = Form {
                coding,
                etag: etag(&listed.sha256),
                listed: listed.clone(),
                file: folder.join(format!("{name}{end}")),
                held: OnceLock::new(),
            };
            form.check(is_for_ever(path)).map(|()| Arc::new(form))
        };
        let br = file.br.as_ref();
        let gz = file.gz.as_ref();
        let media_type = HeaderValue::from_str(&file.media_type);
        Ok(Self {
            media_type: media_type.map_err(|_| AppError::Damaged(folder.join(LIST)))?,
            is_for_ever: is_for_ever(path),
            plain: form("", None, &file.plain)?,
            br: br.map(|br| form(".br", Some("br"), br)).transpose()?,
            gzip: gz.map(|gz| form(".gz", Some("gzip"), gz)).transpose()?,
        })
    }
}

impl ServedFile {
    /// Whether it is a page of the app.
    pub(crate) fn is_page(&self) -> bool {
        self.media_type.as_bytes().starts_with(b"text/html")
    }

    /// Serves these bytes from now on, compressed as those before were.
    fn hold(&mut self, bytes: Vec<u8>) {
        let compressed = |form: &Option<Arc<Form>>, compress: Compress| {
            let form = form.as_ref()?;
            compress(&bytes)
                .ok()
                .map(|bytes| Arc::new(form.with(bytes)))
        };
        self.br = compressed(&self.br, compression::brotli);
        self.gzip = compressed(&self.gzip, compression::gzip);
        self.plain = Arc::new(self.plain.with(bytes));
    }
}

/// A digest that the list damaged names nothing: it never equals the bytes', and the file is refused.
fn etag(sha256: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{sha256}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

impl Form {
    /// The bytes, read at most once.
    pub(crate) async fn bytes(self: &Arc<Self>) -> Result<Bytes, AppError> {
        if let Some(bytes) = self.held.get() {
            return Ok(bytes.clone());
        }
        let form = Arc::clone(self);
        blocking(move || form.read()).await
    }

    /// The same form of other bytes, which are held from the start.
    fn with(&self, bytes: Vec<u8>) -> Self {
        let listed = app_list::Bytes::of(&bytes);
        Self {
            coding: self.coding,
            etag: etag(&listed.sha256),
            listed,
            file: self.file.clone(),
            held: OnceLock::from(Bytes::from(bytes)),
        }
    }

    /// The bytes that were read when the release was.
    pub(crate) fn held(&self) -> Option<&Bytes> {
        self.held.get()
    }

    fn check(&self, later: bool) -> Result<(), AppError> {
        if !later {
            return self.read().map(|_| ());
        }
        let there = fs::metadata(&self.file).map(|file| file.is_file().then_some(file.len()));
        match there {
            Ok(Some(bytes)) if bytes == self.listed.bytes => Ok(()),
            _ => Err(self.differs()),
        }
    }

    fn read(&self) -> Result<Bytes, AppError> {
        let bytes = regular_file::read(&self.file).map_err(|_| self.differs())?;
        if app_list::Bytes::of(&bytes) != self.listed {
            return Err(self.differs());
        }
        Ok(self.held.get_or_init(|| bytes.into()).clone())
    }

    fn differs(&self) -> AppError {
        AppError::Differs(self.file.clone())
    }
}

/// As in `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm` and `communes/0123456789abcdef/59.json`.
fn is_for_ever(path: &str) -> bool {
    let mut folders = path.split('/');
    let name = folders.next_back().unwrap_or_default();
    let ends_in_hash = |part: &str| part.rsplit_once('-').is_some_and(|(_, end)| is_hash(end));
    name.split(['.', '_']).any(ends_in_hash) || folders.any(is_hash)
}

fn is_hash(text: &str) -> bool {
    text.len() >= 8
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for path in [
            "/app-0123abcd.js",
            "/app-0123abcd_bg.wasm",
            "/communes/0123abcd/59.json",
            "/base-00ff00ff00ff00ff.css",
        ] {
            assert!(is_for_ever(path), "{path}");
        }
        for path in [
            "/",
            "/sw.js",
            "/manifest.webmanifest",
            "/icons/icon-192.png",
            "/a-facade.js",
            "/deadbeef.js",
        ] {
            assert!(!is_for_ever(path), "{path}");
        }
    }
}
