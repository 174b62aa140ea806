//! Precompresses files with brotli and gzip; caches the results by content hash.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use content::compression::{Compress, brotli, gzip};

use super::sha256;

const COMPRESSIBLE: [&str; 10] = [
    "bin",
    "css",
    "html",
    "ico",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Writes the twins of every file of `folder` that gets smaller; `cache` keeps them by content.
pub(super) fn write(folder: &Path, cache: &Path) -> anyhow::Result<()> {
    for name in files_under(folder)? {
        let path = folder.join(&name);
        let extension = name
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        // The sheets are read by the endpoint alone and never travel.
        if !COMPRESSIBLE.contains(&extension) || name.starts_with("content/sheets") {
            continue;
        }
        let bytes =
            fs::read(&path).with_context(|| format!("{} could not be read", name.display()))?;
        let hash = sha256(&bytes);
        for (method, compress) in [("br", brotli as Compress), ("gz", gzip)] {
            let kept = cache.join(format!("{hash}.{method}"));
            let compressed = if let Ok(compressed) = fs::read(&kept) {
                compressed
            } else {
                let compressed = compress(&bytes)
                    .with_context(|| format!("{} could not be compressed", name.display()))?;
                super::write(&kept, &compressed)?;
                compressed
            };
            if compressed.len() < bytes.len() {
                super::write(
                    &folder.join(format!("{}.{method}", name.display())),
                    &compressed,
                )?;
            }
        }
    }
    Ok(())
}

/// The files under `folder`, by their paths from there, sorted.
pub(crate) fn files_under(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in
            fs::read_dir(&next).with_context(|| format!("{} could not be read", next.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_hold_the_same_bytes_and_only_where_they_are_smaller() -> anyhow::Result<()> {
        let (folder, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let text = "Mission Locale ".repeat(200);
        fs::write(folder.path().join("a.json"), &text)?;
        fs::write(folder.path().join("b.json"), "{}")?;
        fs::write(folder.path().join("c.png"), &text)?;
        write(folder.path(), cache.path())?;

        let names: Vec<_> = files_under(folder.path())?
            .iter()
            .map(|name| name.display().to_string())
            .collect();
        assert_eq!(
            names,
            ["a.json", "a.json.br", "a.json.gz", "b.json", "c.png"]
        );
        let mut opened = Vec::new();
        ::brotli::BrotliDecompress(
            &mut fs::read(folder.path().join("a.json.br"))?.as_slice(),
            &mut opened,
        )?;
        assert_eq!(opened, text.as_bytes());
        Ok(())
    }
}
