//! Names of communes, from the files that the app offers them with.
//!
//! Read when a PDF needs one, and kept. A name that cannot be had is no error: the code is printed alone.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use content::regular_file;
use domain::formats;

/// Postal code to the communes it serves: INSEE code and name.
type Area = BTreeMap<String, Vec<(String, String)>>;

/// The commune files of the app directory.
#[derive(Clone)]
pub(crate) struct Communes {
    folder: PathBuf,
    read: Arc<Mutex<HashMap<String, Arc<Area>>>>,
}

impl Communes {
    pub(crate) fn new(app_dir: &Path) -> Self {
        Self {
            folder: app_dir.join("communes"),
            read: Arc::default(),
        }
    }

    /// The name of the commune `code` that the postal code serves.
    pub(crate) fn name(&self, postal_code: &str, code: &str) -> Option<String> {
        let area = self.area(formats::postal_area(postal_code)?)?;
        let communes = area.get(postal_code)?;
        communes
            .iter()
            .find(|(insee, _)| insee == code)
            .map(|(_, name)| name.clone())
    }

    fn area(&self, name: &str) -> Option<Arc<Area>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(area) = read.get(name) {
            return Some(Arc::clone(area));
        }
        let area: Area = serde_json::from_slice(&self.file(name)?).ok()?;
        let area = Arc::new(area);
        read.insert(name.to_owned(), Arc::clone(&area));
        Some(area)
    }

    /// The file lies in a folder named by the hash of the whole list: `communes/<hash>/59.json`.
    fn file(&self, name: &str) -> Option<Vec<u8>> {
        let folders = fs::read_dir(&self.folder).ok()?;
        folders
            .flatten()
            .find_map(|folder| regular_file::read(&folder.path().join(format!("{name}.json"))).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_postal_code_and_insee_code_or_not_at_all() -> anyhow::Result<()> {
        let app = tempfile::tempdir()?;
        let folder = app.path().join("communes/0a1b2c3d");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("59.json"), r#"{"59100":[["59512","Roubaix"]]}"#)?;
        let communes = Communes::new(app.path());
        assert_eq!(communes.name("59100", "59512").as_deref(), Some("Roubaix"));
        assert_eq!(communes.name("59100", "59000"), None);
        assert_eq!(communes.name("62000", "62041"), None);
        Ok(())
    }
}
