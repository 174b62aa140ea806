//! A Mission Locale to measure: its app folder, its site's file, an empty data folder; gone when dropped.

use std::{
    fs,
    num::NonZeroU32,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use content::{Library, app_list::AppList};
use endpoint::Config;

use crate::people::{COMMUNE, POSTAL_CODE};

/// What closes a PDF in the variant with a password.
const PASSWORD: &str = "Une phrase de passe, longue\n";

/// So many that no limit by address is met.
pub(crate) const UNLIMITED: NonZeroU32 = NonZeroU32::MIN.saturating_add(999_999_999);

/// A folder with everything that the endpoint needs.
pub(crate) struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    /// Makes the folder where the system keeps passing files (on the disk, that is, unless `TMPDIR` says otherwise).
    ///
    /// # Errors
    /// When the content is not whole, or the folder cannot be written.
    pub(crate) fn make(content: &Path, with_password: bool) -> anyhow::Result<Self> {
        let stage = Self {
            folder: tempfile::Builder::new()
                .prefix("premier-accueil-bench-")
                .tempdir()?,
        };
        stage.write_app(content)?;
        stage.write_site(content, with_password)?;
        Ok(stage)
    }

    /// The app's folder: only what the endpoint itself reads there.
    pub(crate) fn app(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// The site's file.
    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("sites/site.toml")
    }

    /// Database, keys and mail.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder that mail arrives in.
    pub(crate) fn maildir(&self) -> PathBuf {
        self.data().join("maildir")
    }

    /// What the endpoint writes to its error output.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Bytes of the database on the disk, with what waits to be written into it.
    pub(crate) fn database_bytes(&self) -> u64 {
        let files = ["premier-accueil.db", "premier-accueil.db-wal"];
        let sizes = files.map(|file| fs::metadata(self.data().join(file)).map_or(0, |of| of.len()));
        sizes.iter().sum()
    }

    /// Settings for an endpoint in this very process.
    pub(crate) fn config(&self) -> Config {
        Config {
            intake_burst: UNLIMITED,
            intake_per_hour: UNLIMITED,
            intake_site_per_hour: UNLIMITED,
            ..Config::first_run(&self.app(), &self.site(), &self.data())
        }
    }

    fn write_app(&self, content: &Path) -> anyhow::Result<()> {
        let sheets = self.app().join("content/sheets");
        let communes = self.app().join("communes/0a1b2c3d");
        fs::create_dir_all(&sheets)?;
        fs::create_dir_all(&communes)?;
        for sheet in Library::read(content)?.sheets() {
            let name = format!("{}-{}.json", sheet.id, sheet.digest);
            fs::write(sheets.join(name), sheet.json)?;
        }
        let names = serde_json::json!([
            "59510 59299 Hem",
            "59390 59332 Lannoy",
            "59115 59339 Leers",
            "59390 59367 Lys-lez-Lannoy",
            format!("{POSTAL_CODE} {COMMUNE} Roubaix"),
            "59390 59522 Sailly-lez-Lannoy",
            "59390 59598 Toufflers",
        ]);
        fs::write(communes.join("59.json"), names.to_string())?;
        fs::write(self.app().join("index.html"), "<!doctype html>")?;
        AppList::write(&self.app())?;
        Ok(())
    }

    /// The demo's file, beside the notices it names.
    fn write_site(&self, content: &Path, with_password: bool) -> anyhow::Result<()> {
        let mut site = fs::read_to_string(content.join("sites/demo.toml"))?;
        fs::create_dir_all(self.folder.path().join("sites"))?;
        if with_password {
            let password = self.folder.path().join("sites/password.txt");
            fs::write(&password, PASSWORD)?;
            fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
            site.insert_str(0, "mailbox_password_file = \"password.txt\"\n");
        }
        fs::write(self.site(), site)?;
        for named in fs::read_dir(content.join("notices"))? {
            let named = named?;
            if !named.file_type()?.is_dir() {
                continue;
            }
            let notices = self.folder.path().join("notices").join(named.file_name());
            fs::create_dir_all(&notices)?;
            for version in fs::read_dir(named.path())? {
                let version = version?;
                fs::copy(version.path(), notices.join(version.file_name()))?;
            }
        }
        Ok(())
    }
}
