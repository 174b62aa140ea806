//! `SHA256SUMS`: the checksums of a release's files, as `sha256sum --check` reads them.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::Context;

use crate::post_build::{files_under, sha256};

const NAME: &str = "SHA256SUMS";

/// Writes the checksums of every file under `folder`, sorted by path.
pub(super) fn write(folder: &Path) -> anyhow::Result<()> {
    let mut sums = String::new();
    for path in files_under(folder)? {
        let bytes = fs::read(folder.join(&path))
            .with_context(|| format!("{} could not be read", path.display()))?;
        writeln!(sums, "{}  {}", sha256(&bytes), path.display())?;
    }
    fs::write(folder.join(NAME), sums).with_context(|| format!("{NAME} could not be written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{command, succeeds};

    #[test]
    fn every_file_is_there_and_sha256sum_agrees() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("sbom"))?;
        fs::write(folder.path().join("sbom/app.cdx.json"), "{}")?;
        fs::write(folder.path().join("CHANGES.md"), "abc")?;
        write(folder.path())?;
        let sums = fs::read_to_string(folder.path().join(NAME))?;
        // The vector of FIPS 180-2.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(sums.starts_with(&format!("{abc}  CHANGES.md\n")), "{sums}");
        assert_eq!(sums.lines().count(), 2);
        let mut check = command("sha256sum");
        check.current_dir(folder.path()).args(["--check", NAME]);
        assert!(succeeds(&mut check));
        fs::write(folder.path().join("CHANGES.md"), "abd")?;
        assert!(!succeeds(&mut check));
        Ok(())
    }
}
