//! The folder of one Mission Locale: app, site file with its notices and mails, data. Removed when dropped.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use anyhow::Result;
use content::{Library, NOTICES_OF_APP, app_list::AppList};
use endpoint::Config;

use crate::copy_folder;

/// What is in the password file beside the site's file.
pub const MAILBOX_PASSWORD: &str = "Une phrase de passe, longue";

/// The communes of the demo's territory, and a neighbour with a part.
const COMMUNES: &str = r#"[
    "59510 59299 Hem", "59390 59332 Lannoy", "59115 59339 Leers", "59390 59367 Lys-lez-Lannoy", "59000 59350 Lille",
    "59160 59350 Lille", "59160 59350/59355 Lomme (Lille)", "59100 59512 Roubaix", "59390 59522 Sailly-lez-Lannoy",
    "59390 59598 Toufflers"
]"#;

/// Everything that an endpoint is started on.
pub struct SiteFolder {
    folder: tempfile::TempDir,
    /// What the app was built of.
    pub library: Library,
}

impl SiteFolder {
    /// The demo's site, its file's text changed by `site`, where the system keeps temporary files.
    pub fn make(content: &Path, site: impl FnOnce(String) -> String) -> Result<Self> {
        let made = Self {
            folder: tempfile::Builder::new()
                .prefix("premier-accueil-")
                .tempdir()?,
            library: Library::read(content)?,
        };
        made.write_app()?;
        fs::create_dir(made.path().join("sites"))?;
        for beside in ["notices", "mails"] {
            copy_folder(&content.join(beside), &made.path().join(beside))?;
        }
        let password = made.path().join("sites/password.txt");
        fs::write(&password, format!("{MAILBOX_PASSWORD}\n"))?;
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600))?;
        let demo = fs::read_to_string(content.join("sites/demo.toml"))?;
        fs::write(made.path().join("sites/site.toml"), site(demo))?;
        Ok(made)
    }

    /// All of it.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The app's folder.
    pub fn app(&self) -> PathBuf {
        self.path().join("app")
    }

    /// Settings for an endpoint in this process, with the data folder of that name.
    pub fn config(&self, data: &str) -> Config {
        let site = self.path().join("sites/site.toml");
        Config::first_run(&self.app(), &site, &self.path().join(data))
    }

    /// As the build leaves it, small.
    fn write_app(&self) -> Result<()> {
        let app = self.app();
        for folder in ["content/sheets", "communes/0a1b2c3d", "icons"] {
            fs::create_dir_all(app.join(folder))?;
        }
        for sheet in self.library.sheets() {
            let name = format!("content/sheets/{}-{}.json", sheet.id, sheet.digest);
            fs::write(app.join(name), sheet.json)?;
        }
        let notices = serde_json::to_string(&self.library.notice_digests())?;
        fs::write(app.join(NOTICES_OF_APP), notices)?;
        let page = "<!doctype html><title>Premier accueil</title><style>p{margin:0}</style>";
        for (name, text) in [
            ("index.html", page),
            ("sw.js", "// sw"),
            ("manifest.webmanifest", "{}"),
            ("app-0123456789abcdef.js", "export {}"),
            ("app-0123456789abcdef.js.br", "br of app"),
            ("app-0123456789abcdef.js.gz", "gz of app"),
            ("app-0123456789abcdef_bg.wasm", "\0asm"),
            ("icons/icon.svg", "<svg/>"),
            ("communes/0a1b2c3d/59.json", COMMUNES),
        ] {
            fs::write(app.join(name), text)?;
        }
        AppList::write(&app)?;
        Ok(())
    }
}

/// The text of a site's file, with a password for its mailbox.
pub fn with_mailbox_password(mut site: String) -> String {
    site.insert_str(0, "mailbox_password_file = \"password.txt\"\n");
    site
}
