//! Smaller twins of the files, made once: `.br` for every browser of today, `.gz` for the others.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

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
        for (method, press) in [
            ("br", brotli as fn(&[u8]) -> anyhow::Result<Vec<u8>>),
            ("gz", gzip),
        ] {
            let kept = cache.join(format!("{hash}.{method}"));
            let pressed = if let Ok(pressed) = fs::read(&kept) {
                pressed
            } else {
                let pressed = press(&bytes)?;
                super::write(&kept, &pressed)?;
                pressed
            };
            if pressed.len() < bytes.len() {
                super::write(
                    &folder.join(format!("{}.{method}", name.display())),
                    &pressed,
                )?;
            }
        }
    }
    Ok(())
}

/// The files under `folder`, by their paths from there, sorted.
pub(super) fn files_under(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
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

/// Brotli at its strongest.
fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..BrotliEncoderParams::default()
    };
    parameters.size_hint = bytes.len();
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).context("brotli failed")?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    // No name and no time in the header: the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish().context("gzip failed")
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
        brotli::BrotliDecompress(
            &mut fs::read(folder.path().join("a.json.br"))?.as_slice(),
            &mut opened,
        )?;
        assert_eq!(opened, text.as_bytes());
        Ok(())
    }
}
