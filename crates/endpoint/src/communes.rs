//! The communes of France, read from the files of the app: their names, and which codes a territory may have.
//!
//! A file is read when a PDF needs a name of it, and kept. A name that cannot be had is no error: the code is printed alone.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use content::regular_file;
use domain::{
    formats,
    places::{self, Place},
};

/// The lines of a list, as [`Place::read`] reads them.
type Lines = Vec<String>;

/// The commune files of the app directory.
#[derive(Clone)]
pub(crate) struct Communes {
    folder: PathBuf,
    read: Arc<Mutex<HashMap<String, Arc<Lines>>>>,
}

impl Communes {
    pub(crate) fn new(app_dir: &Path) -> Self {
        Self {
            folder: app_dir.join("communes"),
            read: Arc::default(),
        }
    }

    /// The name of the commune of an answer, as it was chosen under the postal code.
    pub(crate) fn name(&self, postal_code: &str, answer: &str) -> Option<String> {
        let area = self.area(formats::postal_area(postal_code)?)?;
        // Most lines are of another postal code, and need not be read.
        let lines = area.iter().filter(|line| line.starts_with(postal_code));
        let mut places = lines.filter_map(|line| Place::read(line));
        let place = places.find(|it| it.postal_code == postal_code && it.commune == answer);
        place.map(|place| place.name.to_owned())
    }

    fn area(&self, name: &str) -> Option<Arc<Lines>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(area) = read.get(name) {
            return Some(Arc::clone(area));
        }
        let area: Lines = serde_json::from_slice(&self.file(name)?).ok()?;
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

/// All of France, for as long as a site's file is looked at.
pub(crate) struct France {
    /// INSEE code to name.
    communes: BTreeMap<String, String>,
    /// Code of a delegated or associated commune to its name, and the code of the commune that it belongs to.
    parts: BTreeMap<String, (String, String)>,
    /// Postal code to the INSEE codes that it serves.
    postal_codes: BTreeMap<String, Vec<String>>,
}

impl France {
    /// Reads the list of every postal area; `None` where there is none.
    pub(crate) fn read(app_dir: &Path) -> Option<Self> {
        let mut france = Self {
            communes: BTreeMap::new(),
            parts: BTreeMap::new(),
            postal_codes: BTreeMap::new(),
        };
        let folders = fs::read_dir(app_dir.join("communes")).ok()?.flatten();
        let files = folders.filter_map(|folder| fs::read_dir(folder.path()).ok());
        for file in files.flat_map(Iterator::flatten) {
            let is_area = |stem: &str| stem.bytes().all(|byte| byte.is_ascii_digit());
            let path = file.path();
            if path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .is_some_and(is_area)
                && path
                    .extension()
                    .is_some_and(|extension| extension == "json")
            {
                let lines: Lines = serde_json::from_slice(&regular_file::read(&path).ok()?).ok()?;
                for place in lines.iter().filter_map(|line| Place::read(line)) {
                    france.add(place);
                }
            }
        }
        (!france.communes.is_empty()).then_some(france)
    }

    fn add(&mut self, place: Place<'_>) {
        let name = place.name.to_owned();
        if let Some((whole, part)) = place.commune.split_once('/') {
            // The part that gave its code to the whole says nothing new.
            if whole != part {
                self.parts.insert(part.to_owned(), (name, whole.to_owned()));
            }
        } else {
            self.communes.insert(place.commune.to_owned(), name);
            let served = self.postal_codes.entry(place.postal_code.to_owned());
            served.or_default().push(place.commune.to_owned());
        }
    }

    /// The name of that code: of a commune, or of a city with arrondissements as it is written.
    pub(crate) fn name(&self, code: &str) -> String {
        let name = self.communes.get(code);
        name.cloned().unwrap_or_else(|| code.to_owned())
    }

    /// The communes that a code serves as a postal code, where it is one as well.
    pub(crate) fn as_postal_code(&self, code: &str) -> Option<String> {
        let served = self.postal_codes.get(code)?;
        let names: Vec<String> = served.iter().map(|code| self.name(code)).collect();
        Some(names.join(", "))
    }

    /// What is expected in the place of a code that no commune has; nothing for the code of a commune, of a whole city or of
    /// an arrondissement.
    pub(crate) fn refusal(&self, code: &str) -> Option<String> {
        if self.communes.contains_key(code) || places::is_divided(code) {
            return None;
        }
        let named = |code: &String| match self.communes.get(code) {
            Some(name) => format!("\"{code}\" ({name})"),
            None => format!("\"{code}\""),
        };
        if let Some((name, whole)) = self.parts.get(code) {
            return Some(format!(
                "il faut la commune entière, {} : \"{code}\" est {name}, et qui habite l’ensemble peut répondre ce nom",
                named(whole)
            ));
        }
        if let Some(served) = self.postal_codes.get(code) {
            let served: Vec<String> = served.iter().map(named).collect();
            return Some(format!(
                "il faut des codes INSEE, et non le code postal \"{code}\", qui dessert {}",
                served.join(", ")
            ));
        }
        Some(format!(
            "il faut le code INSEE d’une commune ; aucune n’a \"{code}\" dans la liste des communes de cette version"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NORD: &str = r#"["59160 59350 Lille","59160 59350/59355 Lomme (Lille)","59100 59512 Roubaix","59800 59350 Lille"]"#;

    fn app() -> anyhow::Result<tempfile::TempDir> {
        let app = tempfile::tempdir()?;
        let folder = app.path().join("communes/0a1b2c3d");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("59.json"), NORD)?;
        fs::write(
            folder.join("75.json"),
            r#"["75011 75111 Paris 11e Arrondissement"]"#,
        )?;
        fs::write(
            folder.join("49.json"),
            r#"["49600 49023/49023 Beaupréau (Beaupréau-en-Mauges)","49600 49023 Beaupréau-en-Mauges"]"#,
        )?;
        fs::write(folder.join("name-ba.json"), r#"["62000 62999 Nowhere"]"#)?;
        Ok(app)
    }

    #[test]
    fn a_name_is_found_by_postal_code_and_answer_or_not_at_all() -> anyhow::Result<()> {
        let app = app()?;
        let communes = Communes::new(app.path());
        assert_eq!(communes.name("59100", "59512").as_deref(), Some("Roubaix"));
        let lomme = communes.name("59160", "59350/59355");
        assert_eq!(lomme.as_deref(), Some("Lomme (Lille)"));
        assert_eq!(communes.name("59160", "59350").as_deref(), Some("Lille"));
        assert_eq!(communes.name("59100", "59000"), None);
        assert_eq!(communes.name("62000", "62041"), None);
        Ok(())
    }

    #[test]
    fn a_territory_has_communes_whole_cities_and_arrondissements_and_nothing_else()
    -> anyhow::Result<()> {
        let app = app()?;
        let Some(france) = France::read(app.path()) else {
            panic!("there are lists")
        };
        for good in [
            "59512", "59350", "75111", "75056", "69123", "13055", "49023",
        ] {
            assert_eq!(france.refusal(good), None, "{good}");
        }
        for (bad, said) in [
            ("59355", "\"59350\" (Lille) : \"59355\" est Lomme (Lille)"),
            (
                "59160",
                "et non le code postal \"59160\", qui dessert \"59350\" (Lille)",
            ),
            (
                "75011",
                "et non le code postal \"75011\", qui dessert \"75111\"",
            ),
            ("59999", "aucune n’a \"59999\""),
            ("62999", "aucune n’a \"62999\""),
        ] {
            let refusal = france.refusal(bad).unwrap_or_default();
            assert!(refusal.contains(said), "{bad}: {refusal}");
        }
        Ok(())
    }

    #[test]
    fn without_lists_there_is_nothing_to_compare_with() -> anyhow::Result<()> {
        assert!(France::read(tempfile::tempdir()?.path()).is_none());
        Ok(())
    }
}
