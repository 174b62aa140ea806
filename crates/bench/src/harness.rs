//! Harness of the measurements: a Mission Locale's app folder, site file and empty data folder; gone when dropped.

use std::{
    fs,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use endpoint::Config;
use testing::{SiteFolder, with_mailbox_password};

/// So many that no limit by address is met.
pub(crate) const UNLIMITED: NonZeroU32 = NonZeroU32::MIN.saturating_add(999_999_999);

/// A folder with everything that the endpoint needs.
pub(crate) struct Harness(SiteFolder);

impl Harness {
    /// Makes the folder where the system keeps passing files (on the disk, that is, unless `TMPDIR` says otherwise).
    ///
    /// # Errors
    /// When the content is not whole, or the folder cannot be written.
    pub(crate) fn make(content: &Path, with_password: bool) -> anyhow::Result<Self> {
        let site = |site| {
            if with_password {
                with_mailbox_password(site)
            } else {
                site
            }
        };
        Ok(Self(SiteFolder::make(content, site)?))
    }

    /// All of it.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The folder of the endpoint's keys.
    pub(crate) fn keys(&self) -> PathBuf {
        self.path().join("data/keys")
    }

    /// The folder that mail arrives in.
    pub(crate) fn maildir(&self) -> PathBuf {
        self.path().join("data/maildir")
    }

    /// What the endpoint writes to its error output.
    pub(crate) fn log(&self) -> PathBuf {
        self.path().join("log")
    }

    /// Bytes of the database on the disk, with what waits to be written into it.
    pub(crate) fn database_bytes(&self) -> u64 {
        let files = ["premier-accueil.db", "premier-accueil.db-wal"];
        let data = self.path().join("data");
        let sizes = files.map(|file| fs::metadata(data.join(file)).map_or(0, |of| of.len()));
        sizes.iter().sum()
    }

    /// Settings for an endpoint in this very process.
    pub(crate) fn config(&self) -> Config {
        Config {
            intake_burst: UNLIMITED,
            intake_per_hour: UNLIMITED,
            intake_site_per_hour: UNLIMITED,
            ..self.0.config("data")
        }
    }
}
