//! The app's folder: the release that it holds, read anew when its list changes, whole or not at all.
//!
//! A release may be copied over the one before while phones are served.
//! Until all of it is there and is what its list says, the one before is served.

mod own_site;
mod release;

use std::{
    fs::Metadata,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use content::app_list::LIST;
use domain::{site::Site, time::Timestamp};

pub(crate) use release::{Form, Release, ServedFile};

use crate::blocking::blocking;

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no built app.
    #[error("{} n’a pas d’application avec la liste de ses fichiers : --app-dir doit être le dossier que le paquet remplit (/var/lib/premier-accueil-app), ou celui que cargo xtask build construit", .0.display())]
    NotBuilt(PathBuf),
    /// The list cannot be understood.
    #[error("{} est abîmé : copiez encore toute l’application", .0.display())]
    Damaged(PathBuf),
    /// A file is missing, or is of another build.
    #[error(
        "{} n’est pas le fichier que nomme la liste : copiez encore toute l’application",
        .0.display()
    )]
    Differs(PathBuf),
}

/// The built app, as phones get it.
pub(crate) struct AppFolder {
    folder: PathBuf,
    /// The Mission Locale that the page names.
    site: Arc<Site>,
    served: Mutex<Served>,
}

struct Served {
    release: Arc<Release>,
    /// The list that the release was read from.
    list: Stamp,
    /// The list that was tried last, and when.
    tried: (Stamp, Timestamp),
}

/// What changes when a file is written or another takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp(Option<[i64; 5]>);

impl AppFolder {
    /// Reads the list of the folder.
    ///
    /// # Errors
    ///
    /// When the folder does not hold a whole release.
    pub(crate) fn open(folder: &Path, site: &Site, now: Timestamp) -> Result<Self, AppError> {
        let list = Stamp::look(folder);
        let release = Arc::new(Release::read(folder, site)?);
        Ok(Self {
            folder: folder.to_owned(),
            site: Arc::new(site.clone()),
            served: Mutex::new(Served {
                release,
                list,
                tried: (list, now),
            }),
        })
    }

    /// The release to answer from. A list that has changed is read first, at most once a second while it fails.
    pub(crate) async fn release(&self, now: Timestamp) -> Arc<Release> {
        let list = Stamp::of(self.folder.clone()).await;
        {
            let mut served = self.lock();
            if list == served.list || served.tried == (list, now) {
                return Arc::clone(&served.release);
            }
            // Others are answered from the release before, while this one is read.
            served.tried = (list, now);
        }
        let (folder, site) = (self.folder.clone(), Arc::clone(&self.site));
        let read = blocking(move || Release::read(&folder, &site)).await;
        let mut served = self.lock();
        match read {
            Ok(release) => {
                served.release = Arc::new(release);
                served.list = list;
                tracing::info!("a new release of the app is served");
            }
            Err(error) => {
                tracing::warn!(%error, "the release before is served until this one is whole");
            }
        }
        Arc::clone(&served.release)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Served> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    async fn of(folder: PathBuf) -> Self {
        blocking(move || Self::look(&folder)).await
    }

    fn look(folder: &Path) -> Self {
        let marks = |file: Metadata| {
            let size = i64::try_from(file.size()).unwrap_or(i64::MAX);
            [
                file.ino().cast_signed(),
                size,
                file.mtime(),
                file.mtime_nsec(),
                file.ctime(),
            ]
        };
        Self(std::fs::metadata(folder.join(LIST)).ok().map(marks))
    }
}
