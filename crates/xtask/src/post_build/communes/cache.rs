//! Keeps the lists of communes between a developer's builds: making them takes a second or two, and they hardly change.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{DATA, Files, write};

/// What the cache holds, in its `list.json`.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What they were made from, and with.
    sources: Vec<String>,
    folder: String,
    /// Short hashes by path, as [`Files`] has them.
    written: BTreeMap<String, String>,
}

/// Writes the lists as [`write`] does, from `cache` where they are there already.
pub(in crate::post_build) fn write_or_copy(
    files: &mut Files,
    node_modules: &Path,
    cache: &Path,
) -> anyhow::Result<String> {
    let program = std::env::current_exe().context("the system does not say which program it is")?;
    let sources = [node_modules.join(DATA), program].map(|file| version(&file));
    let list = cache.join("list.json");
    let kept = fs::read(&list).ok();
    let kept = kept.and_then(|json| serde_json::from_slice::<Kept>(&json).ok());
    if let Some(kept) = kept.filter(|kept| kept.sources == sources) {
        copy(kept.written.keys(), cache, &files.folder)?;
        files.written.extend(kept.written);
        return Ok(kept.folder);
    }
    let folder = write(files, node_modules)?;
    let written = files.written.clone().into_iter();
    let written = written.filter(|(path, _)| path.starts_with(&folder));
    let kept = Kept {
        sources: sources.to_vec(),
        folder: folder.clone(),
        written: written.collect(),
    };
    copy(kept.written.keys(), &files.folder, cache)?;
    crate::post_build::write(&list, &serde_json::to_vec(&kept)?)?;
    Ok(folder)
}

/// The size of a file and when it was written, for comparison alone.
fn version(file: &Path) -> String {
    let metadata = fs::metadata(file).ok();
    let modified = metadata.as_ref().and_then(|of| of.modified().ok());
    let bytes = metadata.map(|of| of.len());
    format!("{} {bytes:?} {modified:?}", file.display())
}

fn copy<'a>(paths: impl Iterator<Item = &'a String>, from: &Path, to: &Path) -> anyhow::Result<()> {
    for path in paths {
        let name = path.trim_start_matches('/');
        let target = to.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from.join(name), target)
            .with_context(|| format!("{name} could not be copied from the build before"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_what_was_written() -> anyhow::Result<()> {
        let (first, second, cache) = (
            tempfile::tempdir()?,
            tempfile::tempdir()?,
            tempfile::tempdir()?,
        );
        let data = tempfile::tempdir()?;
        // Enough beginnings of names for as many lists as there must be.
        let letters = || 'a'..='z';
        let communes: Vec<_> = letters()
            .flat_map(|first| letters().map(move |second| format!("{first}{second}ville")))
            .map(|name| {
                serde_json::json!({
                    "code": name, "nom": name, "type": "commune-actuelle", "codesPostaux": ["59100"],
                })
            })
            .collect();
        let json = serde_json::to_vec(&communes)?;
        crate::post_build::write(&data.path().join(DATA), &json)?;

        let mut written = Files::new(first.path());
        let folder = write_or_copy(&mut written, data.path(), cache.path())?;
        let mut copied = Files::new(second.path());
        assert_eq!(
            write_or_copy(&mut copied, data.path(), cache.path())?,
            folder
        );
        assert_eq!(copied.written, written.written);
        for path in written.written.keys() {
            let name = path.trim_start_matches('/');
            let bytes = |folder: &Path| fs::read(folder.join(name));
            assert_eq!(bytes(second.path())?, bytes(first.path())?, "{name}");
        }
        Ok(())
    }

    #[test]
    fn other_data_are_not_taken_from_the_cache() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("data.json");
        fs::write(&file, "[1]")?;
        let before = version(&file);
        fs::write(&file, "[1, 2]")?;
        assert_ne!(version(&file), before);
        Ok(())
    }
}
