//! The service worker: told which files this build is made of.

use anyhow::{Context, ensure};

use super::{Files, bundle, page, short_hash};

/// A build, as the worker knows it.
pub(super) struct Build {
    /// The hash of the list.
    pub(super) id: String,
    /// Paths that are there without network.
    pub(super) files: Vec<String>,
}

/// Writes the list and the build's name into `sw.js`.
///
/// Kept: everything but the sheets and the pictures for who installs the app, and of the communes those of `near`;
/// the worker fetches the rest when asked.
pub(super) fn write(
    files: &mut Files,
    near: impl Iterator<Item = String>,
) -> anyhow::Result<Build> {
    let near: Vec<String> = near.collect();
    if let Some(unknown) = near.iter().find(|path| !files.written.contains_key(*path)) {
        anyhow::bail!("the site names a postal area that no commune is in: {unknown}");
    }
    for name in public_files(files)? {
        let bytes = std::fs::read(files.folder.join(name.trim_start_matches('/')))
            .with_context(|| format!("{name} could not be read"))?;
        files.written.insert(name, short_hash(&bytes));
    }
    let is_kept = |path: &str| {
        let far = path.starts_with("/communes/") && !near.iter().any(|near| near == path);
        !far && !path.starts_with("/content/sheets/") && !path.starts_with("/screens/")
    };
    let kept: Vec<(&String, &String)> = files
        .written
        .iter()
        .filter(|(path, _)| is_kept(path))
        .collect();
    let list = serde_json::to_string(&kept)?;
    let id = short_hash(list.as_bytes());
    let build = Build {
        files: kept.iter().map(|(path, _)| (*path).clone()).collect(),
        id,
    };

    let worker = files
        .read("sw.js")
        .context("public/sw.js is the service worker, and it is not there")?;
    let worker = told(&worker, &build.id, &list)?;
    files.write("/sw.js", worker.as_bytes())?;
    let small = bundle::esbuild(&files.folder.join("sw.js"), &["--target=es2020"])?;
    files.write("/sw.js", small.as_bytes())?;
    ensure!(
        files.written.contains_key(page::PATH),
        "the page was not written before the worker"
    );
    Ok(build)
}

/// The worker with `__BUILD__` and `__FILES__`, in quotes or not, replaced by the name and the list.
fn told(worker: &str, id: &str, list: &str) -> anyhow::Result<String> {
    let mut worker = worker.to_owned();
    for (placeholder, value) in [
        ("__BUILD__", format!("\"{id}\"")),
        ("__FILES__", list.to_owned()),
    ] {
        ensure!(
            worker.contains(placeholder),
            "public/sw.js has no {placeholder}"
        );
        for quoted in [
            format!("\"{placeholder}\""),
            format!("'{placeholder}'"),
            placeholder.to_owned(),
        ] {
            worker = worker.replace(&quoted, &value);
        }
    }
    Ok(worker)
}

/// What `public/` brought: the manifest, the icons, the worker's own file apart.
fn public_files(files: &Files) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for name in super::pressed::files_under(&files.folder)? {
        let path = format!("/{}", name.display());
        let known = files.written.contains_key(&path) || path == "/index.html" || path == "/sw.js";
        if !known {
            names.push(path);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_learns_its_build_however_it_asks() -> anyhow::Result<()> {
        let list = r#"[["/","00"]]"#;
        for asked in [
            "const BUILD = \"__BUILD__\", FILES = __FILES__;",
            "const BUILD = __BUILD__, FILES = '__FILES__';",
        ] {
            assert_eq!(
                told(asked, "ab", list)?,
                r#"const BUILD = "ab", FILES = [["/","00"]];"#
            );
        }
        assert!(told("const BUILD = \"__BUILD__\";", "ab", list).is_err());
        Ok(())
    }
}
