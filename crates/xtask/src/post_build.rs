//! Trunk's post-build hook: turns what Trunk staged into the files that phones load.
//!
//! Every file but the page, the worker and `public/` is named by the SHA-256 of its final bytes,
//! so that it may be kept for ever and that two builds never mix.
//! The same sources give the same bytes: no clock, no randomness, sorted lists.
//! A developer's build is the same but for what takes time: the module is not made smaller, nothing is compressed, and
//! the page loads itself anew when the next build is there.

mod browser_targets;
mod bundle;
mod communes;
mod compress;
mod content_files;
mod html;
mod index_html;
mod look;
mod manifests;
mod reload;
mod service_worker;
mod source_date;
mod static_pages;
mod wasm_features;
mod wasm_opt;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use content::{
    SiteFile,
    app_list::{self, AppList},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{command::say, paths};
pub(crate) use compress::files_under;
use reload::Reload;

/// The Mission Locale that a first run shows.
pub(crate) const DEMO_SITE: &str = "content/sites/demo.toml";

/// What a phone loads, by path; where `size` reads what to weigh.
#[derive(Serialize, Deserialize)]
pub(crate) struct Load {
    /// What the page itself asks for on a first visit.
    pub(crate) first_visit: Vec<String>,
    /// What the app and its worker then fetch too, by themselves.
    pub(crate) kept: Vec<String>,
    /// What they fetch once the person goes on from the first screen.
    pub(crate) rest: Vec<String>,
}

impl Load {
    fn of(first_visit: Vec<String>, mut kept: Vec<String>, rest: Vec<String>) -> Self {
        kept.retain(|path| !first_visit.contains(path));
        Self {
            first_visit,
            kept,
            rest,
        }
    }
}

/// Finishes the staged files.
///
/// # Errors
/// When the sources hold a mistake or a file cannot be written; Trunk then keeps the last good `dist/`.
pub(crate) fn run() -> anyhow::Result<()> {
    let staging = paths::staging()?;
    let mut files = Files::new(&staging.folder);

    let site = staging.site.unwrap_or_else(|| PathBuf::from(DEMO_SITE));
    let own = SiteFile::read_for_build(&paths::root().join(site))?;
    let reload = (!staging.release).then(Reload::new);
    let look = look::write(&mut files, &own.look)?;
    let code = bundle::code(&mut files, reload.as_ref(), &look.style)?;
    let content = content_files::write(&mut files, &paths::root().join("content"), &own.languages)?;
    manifests::write(&mut files, &content)?;
    let mut site = own.public;
    site.written_at = source_date::source_date()?;
    let folder = if staging.release {
        communes::write(&mut files, &paths::node_modules())?
    } else {
        let cache = paths::target().join("dev/communes");
        communes::write_or_copy(&mut files, &paths::node_modules(), &cache)?
    };
    let communes = communes::with_near(&mut files, folder, &site)?;

    let references = index_html::References {
        code: &code,
        content: &content.files,
        look: &look.said,
        site: &site,
        communes: &communes,
    };
    let first_visit = index_html::write(&mut files, &references, content.french()?)?;
    if staging.release {
        say("Taking the pages that links open from the app");
        static_pages::write(&mut files, &code.script, &content.bundle)?;
    }
    let near = site
        .postal_areas
        .iter()
        .map(|area| format!("{}{area}.json", communes.folder));
    let near = near.chain([communes.near]);
    let build = service_worker::write(
        &mut files,
        &first_visit,
        near,
        &content.in_other_languages(),
    )?;

    if let Some(reload) = reload {
        // After the worker's list, which does not have it.
        files.write(reload::PATH, reload.build.as_bytes())?;
    } else {
        let load = Load::of(first_visit, build.files, build.rest);
        write(
            &load_list(),
            serde_json::to_string_pretty(&load)?.as_bytes(),
        )?;
        say("Compressing (brotli 11 and gzip; what did not change is taken from the last build)");
        compress::write(&staging.folder, &paths::target().join("compressed"))?;
    }
    // Last: it names the bytes of every file and of its twins.
    AppList::write(&staging.folder).context("the list of the app's files could not be written")?;
    say(&format!("Build {} is ready", build.id));
    Ok(())
}

/// Where the last build left its [`Load`].
pub(crate) fn load_list() -> PathBuf {
    paths::target().join("load.json")
}

/// Bytes of a file as it travels: of its brotli twin, or its own when it has none.
pub(crate) fn transfer_size(file: &Path, bytes: &[u8]) -> anyhow::Result<usize> {
    let mut twin = file.as_os_str().to_owned();
    twin.push(".br");
    match fs::metadata(&twin) {
        Ok(twin) => usize::try_from(twin.len()).context("a file is too large to weigh"),
        Err(_) => Ok(bytes.len()),
    }
}

/// Lowercase hexadecimal SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing to a String never fails.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// As much of the SHA-256 as names need: 64 bits.
fn short_hash(bytes: &[u8]) -> String {
    let mut hash = sha256(bytes);
    hash.truncate(16);
    hash
}

/// The files staged so far.
struct Files {
    folder: PathBuf,
    /// Path as a phone asks for it, and the short hash of the bytes.
    written: BTreeMap<String, String>,
}

impl Files {
    fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            written: BTreeMap::new(),
        }
    }

    /// Reads a staged file by its name.
    fn read(&self, name: &str) -> anyhow::Result<String> {
        let path = self.folder.join(name);
        fs::read_to_string(&path)
            .with_context(|| format!("{name} could not be read from what Trunk staged"))
    }

    /// Reads a staged file and takes it away: another name will stand for it.
    fn take(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.folder.join(name);
        let bytes =
            fs::read(&path).with_context(|| format!("{name} is not in what Trunk staged"))?;
        fs::remove_file(&path).with_context(|| format!("{name} could not be removed"))?;
        Ok(bytes)
    }

    /// Writes `<stem>-<hash>.<extension>` and returns the path that a phone asks for.
    fn name_and_write(
        &mut self,
        stem: &str,
        extension: &str,
        bytes: &[u8],
    ) -> anyhow::Result<String> {
        let hash = short_hash(bytes);
        let path = format!("/{stem}-{hash}.{extension}");
        self.write_hashed(&path, bytes, hash)?;
        Ok(path)
    }

    /// Writes the file of that path.
    fn write(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.write_hashed(path, bytes, short_hash(bytes))
    }

    fn write_hashed(&mut self, path: &str, bytes: &[u8], hash: String) -> anyhow::Result<()> {
        write(&self.folder.join(app_list::file_name(path)), bytes)?;
        self.written.insert(path.to_owned(), hash);
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} could not be made", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("{} could not be written", path.display()))
}
