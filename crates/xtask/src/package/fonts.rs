//! Collects the licences of the fonts in the program: the OFL asks that text and copyright go with every copy.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Context;

use crate::paths;

/// The file of the package that has them all.
pub(super) const LICENCES: &str = "licences-fonts.txt";

/// Where a package of npm has the licence of its font.
const NAMES: [&str; 2] = ["LICENSE_FONT", "LICENSE"];

/// The font of our own words comes with a crate, whose licence file has no copyright line.
const OURS: &str = "Noto Sans (crate notosans): Copyright 2012 Google Inc. All Rights Reserved. \
    Under the SIL Open Font License 1.1, whose text follows with the other fonts.";

/// The licence of every font that `fonts.list` names, package by package.
///
/// # Errors
/// When a package is not installed, or has no licence.
pub(super) fn licences() -> anyhow::Result<String> {
    let list = paths::root().join("crates/endpoint/fonts.list");
    let list = fs::read_to_string(&list)
        .with_context(|| format!("{} could not be read", list.display()))?;
    let mut text = format!("{OURS}\n");
    for package in packages(&list) {
        let licence = licence(&paths::node_modules().join(&package))
            .with_context(|| format!("{package} has no licence of its font: run `npm ci`"))?;
        text = format!("{text}\n== {package} ==\n\n{}\n", licence.trim());
    }
    Ok(text)
}

/// The packages of a list of fonts.
fn packages(list: &str) -> BTreeSet<String> {
    let fonts = list.lines().filter(|line| !line.starts_with('#'));
    fonts
        .map(|font| font.split('/').take(2).collect::<Vec<_>>().join("/"))
        .collect()
}

fn licence(package: &Path) -> Option<String> {
    let mut texts = NAMES
        .iter()
        .filter_map(|name| fs::read_to_string(package.join(name)).ok());
    texts.find(|text| text.contains("SIL Open Font License"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_once_however_many_fonts_it_has() {
        let list = "# fonts\n@a/b/c/d.ttf\n@a/b/e.ttf\n@a/c/f.otf";
        let named: Vec<_> = packages(list).into_iter().collect();
        assert_eq!(named, ["@a/b", "@a/c"]);
    }

    #[test]
    fn the_first_licence_of_a_font_counts_and_another_licence_is_none() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("LICENSE"), "MIT")?;
        assert_eq!(licence(folder.path()), None);
        let text = "Copyright X\nSIL Open Font License";
        fs::write(folder.path().join("LICENSE_FONT"), text)?;
        assert_eq!(licence(folder.path()).as_deref(), Some(text));
        Ok(())
    }
}
