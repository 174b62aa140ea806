//! Reads the oldest supported browsers from `browserslist` of package.json, as targets for esbuild.
//!
//! Stylesheets are lowered to it by `style.mjs`, scripts by esbuild; `tests/floor` reads what was built against it.

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::paths;

#[derive(Deserialize)]
struct Package {
    browserslist: Vec<String>,
}

/// The floor as esbuild's `--target`: `chrome90,firefox102,…`.
///
/// # Errors
/// When package.json cannot be read, or names a browser that is not known here.
pub(super) fn for_esbuild() -> anyhow::Result<String> {
    let file = paths::root().join("package.json");
    let json = std::fs::read_to_string(&file)
        .with_context(|| format!("{} could not be read", file.display()))?;
    let package: Package =
        serde_json::from_str(&json).context("package.json names no floor of browsers")?;
    targets(&package.browserslist)
}

fn targets(floor: &[String]) -> anyhow::Result<String> {
    let mut targets = Vec::new();
    for oldest in floor {
        let (name, version) = oldest
            .split_once(" >= ")
            .with_context(|| format!("`{oldest}` of browserslist is not `name >= version`"))?;
        targets.push(match name {
            "chrome" | "firefox" | "safari" => format!("{name}{version}"),
            "ios_saf" => format!("ios{version}"),
            // Android's `WebView` has the versions of the Chrome that it is.
            "android" => format!("chrome{version}"),
            // A Chromium by another count: 16 is 92, and no script is lowered less for it.
            "samsung" => continue,
            other => bail!("no script can be lowered for `{other}`, which browserslist names"),
        });
    }
    targets.sort();
    targets.dedup();
    Ok(targets.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_browser_of_the_floor_is_a_target_of_scripts() -> anyhow::Result<()> {
        let floor = [
            "safari >= 15.4",
            "ios_saf >= 15.4",
            "chrome >= 90",
            "android >= 90",
        ];
        assert_eq!(
            targets(&floor.map(str::to_owned))?,
            "chrome90,ios15.4,safari15.4"
        );
        for unknown in ["ie >= 11", "last 2 versions", "chrome 90"] {
            assert!(targets(&[unknown.to_owned()]).is_err(), "{unknown}");
        }
        assert!(for_esbuild()?.contains("firefox"));
        Ok(())
    }
}
