//! Finds changed sources by polling modification times, and says what has to be built again.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::Context;

/// What the app and the endpoint are made of; what is not here is not watched.
const WATCHED: [&str; 8] = [
    "Cargo.lock",
    "Cargo.toml",
    "content",
    "crates",
    "index.html",
    "public",
    "src",
    "style",
];

/// What a change asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Affected {
    pub(super) app: bool,
    /// To be built if its code has changed, and started again.
    pub(super) endpoint: bool,
    pub(super) xtask: bool,
}

impl Affected {
    /// By a change to that file, whose path begins at the root of the workspace.
    fn by(path: &Path) -> Self {
        let mut parts = path.iter().filter_map(|part| part.to_str());
        let (app, endpoint, xtask) = match (parts.next(), parts.next()) {
            (Some("crates"), Some("endpoint")) => (false, true, false),
            (Some("crates"), Some("xtask")) => (false, false, true),
            (Some("crates"), Some("bench" | "testing")) => (false, false, false),
            // Sites, sheets and notices are read when the endpoint starts.
            (Some("crates" | "content" | "Cargo.lock" | "Cargo.toml"), _) => (true, true, false),
            _ => (true, false, false),
        };
        Self {
            app,
            endpoint,
            xtask,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            app: self.app || other.app,
            endpoint: self.endpoint || other.endpoint,
            xtask: self.xtask || other.xtask,
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// The sources at one moment.
pub(super) struct Sources(BTreeMap<PathBuf, Stamp>);

/// What another version of a file does not share.
#[derive(PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
}

impl Sources {
    /// Looks at every source of the workspace at `root`.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn look(root: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        let mut waiting: Vec<PathBuf> = WATCHED.map(PathBuf::from).into();
        while let Some(path) = waiting.pop() {
            let full = root.join(&path);
            let metadata = match fs::metadata(&full) {
                Ok(metadata) => metadata,
                // Gone since its folder was listed: the next look tells.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("{} could not be read", full.display()));
                }
            };
            if metadata.is_dir() {
                waiting.extend(sources_in(&full)?.into_iter().map(|name| path.join(name)));
            } else {
                let stamp = Stamp {
                    modified: metadata.modified().ok(),
                    bytes: metadata.len(),
                };
                files.insert(path, stamp);
            }
        }
        Ok(Self(files))
    }

    /// What differs: files that are new, other than before, or gone.
    pub(super) fn changed_since(&self, before: &Self) -> Affected {
        let differs = |(path, stamp): &(&PathBuf, &Stamp)| before.0.get(*path) != Some(*stamp);
        let new = self.0.iter().filter(differs).map(|(path, _)| path);
        let gone = before.0.keys().filter(|path| !self.0.contains_key(*path));
        let affected = new.chain(gone).map(|path| Affected::by(path));
        affected.fold(Affected::default(), Affected::and)
    }
}

/// The names in a folder, without what editors put beside a file that is open.
fn sources_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("{} could not be read", folder.display()))?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_of_an_editor = name.starts_with(['.', '#']) || name.ends_with('~');
        if !is_of_an_editor {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn affected(path: &str) -> (bool, bool) {
        let Affected { app, endpoint, .. } = Affected::by(Path::new(path));
        (app, endpoint)
    }

    #[test]
    fn a_change_builds_only_what_is_made_of_it() {
        for path in ["src/pages/welcome.rs", "style/base.css", "index.html"] {
            assert_eq!(affected(path), (true, false), "{path}");
        }
        for path in ["content/texts/fr.toml", "crates/domain/src/lib.rs"] {
            assert_eq!(affected(path), (true, true), "{path}");
        }
        assert_eq!(affected("crates/endpoint/src/serve.rs"), (false, true));
        assert_eq!(affected("crates/bench/src/main.rs"), (false, false));
        assert!(Affected::by(Path::new("crates/xtask/src/dev.rs")).xtask);
    }

    #[test]
    fn files_that_are_new_changed_or_gone_are_seen_and_an_editors_are_not() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = |name: &str| folder.path().join(name);
        fs::create_dir_all(file("src/pages"))?;
        fs::create_dir_all(file("content"))?;
        fs::write(file("src/pages/a.rs"), "a")?;
        let first = Sources::look(folder.path())?;
        assert!(first.changed_since(&first).is_nothing());

        fs::write(file("src/pages/.a.rs.swp"), "a")?;
        fs::write(file("src/pages/a.rs~"), "a")?;
        assert!(
            Sources::look(folder.path())?
                .changed_since(&first)
                .is_nothing()
        );

        fs::write(file("src/pages/a.rs"), "other")?;
        let second = Sources::look(folder.path())?;
        assert!(second.changed_since(&first).app);

        fs::write(file("content/b.toml"), "b")?;
        let third = Sources::look(folder.path())?;
        assert!(third.changed_since(&second).endpoint);

        fs::remove_file(file("content/b.toml"))?;
        let fourth = Sources::look(folder.path())?;
        assert!(fourth.changed_since(&third).endpoint);
        Ok(())
    }
}
