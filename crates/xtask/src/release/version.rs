//! The version of the workspace: its form, where it stands, and how it is raised in all of these places.

use std::{fmt, fs, path::Path};

use anyhow::{Context, bail, ensure};

use crate::git;

/// `MAJOR.MINOR.PATCH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version([u32; 3]);

impl Version {
    /// # Errors
    /// When it is not three numbers.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        let numbers: Vec<u32> = text.split('.').filter_map(number).collect();
        let numbers = numbers.try_into().ok();
        let version = numbers
            .map(Self)
            .filter(|version| version.to_string() == text);
        version.with_context(|| format!("`{text}` is no version: three numbers, as in 0.2.0"))
    }

    /// The name of its tag in git.
    pub(super) fn tag(self) -> String {
        format!("v{self}")
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

/// The line before the workspace's version.
const WORKSPACE: &str = "[workspace.package]";
/// The line before each version in npm's files.
const NPM: &str = "\"name\": \"premier-accueil\",";

/// The version that the workspace has now.
///
/// # Errors
/// When its manifest names none.
pub(crate) fn current(root: &Path) -> anyhow::Result<String> {
    let manifest = read(root, "Cargo.toml")?;
    let mut lines = manifest.lines().skip_while(|line| *line != WORKSPACE);
    let line = lines.nth(1).unwrap_or_default();
    let version = line.strip_prefix("version = \"");
    let version = version.and_then(|version| version.strip_suffix('"'));
    let version =
        version.with_context(|| format!("Cargo.toml has no version below {WORKSPACE}"))?;
    Ok(version.to_owned())
}

/// The variable by which a build of the endpoint learns what its `--version` says.
pub(crate) const VARIABLE: &str = "PREMIER_ACCUEIL_VERSION";

/// The version and the commit of the sources: `0.1.0 (f7e22701d)`; `+dirty` stands behind a commit that files differ
/// from, and without git there is the version alone.
///
/// # Errors
/// When the workspace's manifest names no version.
pub(crate) fn of_sources(root: &Path) -> anyhow::Result<String> {
    let version = current(root)?;
    Ok(match git::commit(root) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    })
}

/// The text of each file that names the version, with the new one.
///
/// # Errors
/// When the new one is not higher, or a file does not name the old one where it should.
pub(super) fn raise(root: &Path, new: Version) -> anyhow::Result<Vec<(&'static str, String)>> {
    let old = current(root)?;
    ensure!(
        new > Version::parse(&old)?,
        "{new} does not come after {old}, the version that this is"
    );
    let npm = vec![NPM.to_owned()];
    let mut raised = Vec::new();
    for (path, lines_before) in [
        ("Cargo.toml", vec![WORKSPACE.to_owned()]),
        ("Cargo.lock", locked_names(root)?),
        ("package.json", npm.clone()),
        ("package-lock.json", npm),
    ] {
        let text = replace(&read(root, path)?, &lines_before, &old, &new.to_string());
        raised.push((
            path,
            text.with_context(|| format!("{path} is not as expected"))?,
        ));
    }
    Ok(raised)
}

/// The lines of `Cargo.lock` that name the crates of this version: those which take it from the workspace.
fn locked_names(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut manifests = vec!["Cargo.toml".to_owned()];
    for entry in fs::read_dir(root.join("crates"))? {
        let name = entry?.file_name();
        manifests.push(format!("crates/{}/Cargo.toml", name.to_string_lossy()));
    }
    let mut names = Vec::new();
    for manifest in manifests {
        let text = read(root, &manifest)?;
        if text.lines().any(|line| line == "version.workspace = true") {
            let name = text.lines().find(|line| line.starts_with("name = "));
            let name = name.with_context(|| format!("{manifest} has no name"))?;
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// With the new version on every line that follows one of `lines_before`.
fn replace(text: &str, lines_before: &[String], old: &str, new: &str) -> anyhow::Result<String> {
    let quoted = [old, new].map(|version| format!("\"{version}\""));
    let [old, new] = &quoted;
    let mut raised = String::new();
    let mut found = vec![false; lines_before.len()];
    let mut before = None;
    for line in text.split_inclusive('\n') {
        if let Some(place) = before {
            if !line.contains(old.as_str()) {
                bail!("`{}` is not version {old}", line.trim());
            }
            raised.push_str(&line.replace(old.as_str(), new));
            if let Some(found) = found.get_mut(place) {
                *found = true;
            }
        } else {
            raised.push_str(line);
        }
        before = lines_before.iter().position(|before| before == line.trim());
    }
    let missing = found.iter().zip(lines_before).find(|(found, _)| !**found);
    if let Some((_, line)) = missing {
        bail!("no version follows a line `{line}`");
    }
    Ok(raised)
}

fn read(root: &Path, path: &str) -> anyhow::Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("{path} could not be read"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths;

    #[test]
    fn a_version_is_three_numbers() -> anyhow::Result<()> {
        assert_eq!(Version::parse("0.2.0")?, Version([0, 2, 0]));
        assert!(Version::parse("0.10.0")? > Version::parse("0.9.9")?);
        for wrong in [
            "",
            "1",
            "1.2",
            "v1.2.3",
            "1.2.3.4",
            "1.2.x",
            "01.2.3",
            "1.2.3-rc1",
            "+1.2.3",
        ] {
            assert!(Version::parse(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn only_our_own_versions_are_raised() -> anyhow::Result<()> {
        let lock = "[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"ours\"\nversion = \"0.1.0\"\n";
        let raised = replace(lock, &["name = \"ours\"".to_owned()], "0.1.0", "0.2.0")?;
        assert_eq!(
            raised,
            "[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n\n\
             [[package]]\nname = \"ours\"\nversion = \"0.2.0\"\n"
        );
        for wrong in [
            "name = \"ours\"\nversion = \"0.0.9\"\n",
            "name = \"other\"\n",
        ] {
            let ours = ["name = \"ours\"".to_owned()];
            assert!(replace(wrong, &ours, "0.1.0", "0.2.0").is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn every_file_of_this_workspace_names_the_version_where_it_is_looked_for() -> anyhow::Result<()>
    {
        let Version([major, minor, patch]) = Version::parse(&current(paths::root())?)?;
        let next = Version([major, minor, patch + 1]);
        for (path, text) in raise(paths::root(), next)? {
            assert!(text.contains(&format!("\"{next}\"")), "{path}");
        }
        assert!(raise(paths::root(), Version([major, minor, patch])).is_err());
        Ok(())
    }
}
