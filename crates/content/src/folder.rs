//! The files of a folder of `content/`, always in the same order.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{in_french, problem::Problems};

/// A file, and its name without the extension.
pub(crate) struct FolderFile {
    pub(crate) path: PathBuf,
    pub(crate) stem: String,
}

/// Files of `folder` that end in `.extension`, by name. A folder that cannot be listed is a mistake.
pub(crate) fn files(folder: &Path, extension: &str, problems: &Problems) -> Vec<FolderFile> {
    let paths = paths(folder, problems).into_iter();
    let wanted = paths
        .filter(|path| path.is_file() && path.extension().is_some_and(|found| found == extension));
    wanted
        .filter_map(|path| {
            Some(FolderFile {
                stem: path.file_stem()?.to_str()?.to_owned(),
                path,
            })
        })
        .collect()
}

/// Folders of `folder`, by name.
pub(crate) fn folders(folder: &Path, problems: &Problems) -> Vec<FolderFile> {
    let paths = paths(folder, problems)
        .into_iter()
        .filter(|path| path.is_dir());
    paths
        .filter_map(|path| {
            Some(FolderFile {
                stem: path.file_name()?.to_str()?.to_owned(),
                path,
            })
        })
        .collect()
}

fn paths(folder: &Path, problems: &Problems) -> Vec<PathBuf> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut paths: Vec<PathBuf> = entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect();
            paths.sort();
            paths
        }
        Err(error) => {
            problems.add(
                folder,
                None,
                "",
                format!("il faut un dossier lisible ({})", in_french(&error)),
            );
            Vec::new()
        }
    }
}
