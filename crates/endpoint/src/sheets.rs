//! The sheets that submissions are checked and printed with, of the present build and of every earlier one.
//!
//! What the endpoint accepts is what phones were given: there is no other source.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use content::regular_file;
use domain::{imilo::Sheet, submission::QuestionnaireRef, time::Timestamp};
use envelope::sha256_hex;

use crate::store::{SheetRow, Store, StoreError};

/// Why the sheets cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// There is no built app, or it was built without content.
    #[error("{} n’a pas de questionnaire : --app-dir doit être l’application entière, que le paquet apporte ou que cargo xtask build construit", .0.display())]
    NotBuilt(PathBuf),
    /// A file is no sheet, or not the one that its name says.
    #[error("{} n’est pas le questionnaire que dit son nom : copiez encore toute l’application", .0.display())]
    Damaged(PathBuf),
    /// They cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Every sheet known, by digest.
pub(crate) struct Sheets(HashMap<String, Arc<Sheet>>);

impl Sheets {
    /// Keeps what is new among those that are served, and loads all there ever was.
    pub(crate) async fn load(
        served: &[SheetRow],
        store: &Store,
        now: Timestamp,
    ) -> Result<Self, SheetError> {
        for sheet in served {
            store.keep_sheet(sheet, now).await?;
        }
        let mut all = HashMap::new();
        for row in store.sheets().await? {
            let sheet: Sheet = serde_json::from_str(&row.json).map_err(|_| StoreError::BadRow)?;
            all.insert(row.digest, Arc::new(sheet));
        }
        Ok(Self(all))
    }

    /// The sheet of that id, edition and digest, if it was ever served here.
    pub(crate) fn get(&self, questionnaire: &QuestionnaireRef) -> Option<Arc<Sheet>> {
        let sheet = self.0.get(questionnaire.digest.as_str())?;
        let same = sheet.questionnaire.id == questionnaire.id.as_str()
            && sheet.questionnaire.version == questionnaire.version.as_str();
        same.then(|| Arc::clone(sheet))
    }
}

/// The sheets that the app is served with: `<app-dir>/content/sheets/<questionnaire id>-<digest>.json`.
pub(crate) fn read_served(app_dir: &Path) -> Result<Vec<SheetRow>, SheetError> {
    let folder = &app_dir.join("content").join("sheets");
    let not_built = |_| SheetError::NotBuilt(folder.to_owned());
    let mut sheets = Vec::new();
    for entry in fs::read_dir(folder).map_err(not_built)? {
        let path = entry.map_err(not_built)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            sheets.push(read(&path).ok_or_else(|| SheetError::Damaged(path.clone()))?);
        }
    }
    if sheets.is_empty() {
        return Err(SheetError::NotBuilt(folder.to_owned()));
    }
    Ok(sheets)
}

fn read(path: &Path) -> Option<SheetRow> {
    let (id, digest) = path.file_stem()?.to_str()?.rsplit_once('-')?;
    let json = regular_file::read_to_string(path).ok()?;
    let sheet: Sheet = serde_json::from_str(&json).ok()?;
    let as_named = sha256_hex(json.as_bytes()) == digest && sheet.questionnaire.id == id;
    as_named.then(|| SheetRow {
        digest: digest.to_owned(),
        id: id.to_owned(),
        version: sheet.questionnaire.version.clone(),
        json,
    })
}
