//! Cuts the changelog: what stands under `[Unreleased]` becomes a version with its date.

use anyhow::{Context, ensure};

const UNRELEASED: &str = "## [Unreleased]";

/// The changelog after the cut, and what the version brings.
pub(super) struct Cut {
    pub(super) changelog: String,
    pub(super) notes: String,
}

/// Gives what is not released yet that version and date.
///
/// # Errors
/// When there is no such heading, nothing stands under it, or the version has a heading already.
pub(super) fn cut(text: &str, version: &str, date: &str) -> anyhow::Result<Cut> {
    let heading = format!("## [{version}]");
    ensure!(
        !text.lines().any(|line| line.starts_with(&heading)),
        "the changelog has {version} already"
    );
    let (before, rest) = text
        .split_once(&format!("{UNRELEASED}\n"))
        .with_context(|| format!("the changelog has no heading `{UNRELEASED}`"))?;
    let end = rest.find("\n## ").map_or(rest.len(), |at| at + 1);
    let (section, older) = rest.split_at(end);
    let section = section.trim();
    let is_heading = |line: &str| line.trim().is_empty() || line.starts_with('#');
    ensure!(
        !section.lines().all(is_heading),
        "the changelog says nothing under `{UNRELEASED}`: what does {version} change?"
    );
    let older = if older.is_empty() {
        String::new()
    } else {
        format!("\n{older}")
    };
    Ok(Cut {
        changelog: format!("{before}{UNRELEASED}\n\n{heading} - {date}\n\n{section}\n{older}"),
        notes: format!("{section}\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n";

    #[test]
    fn what_is_not_released_gets_the_version_and_the_date() -> anyhow::Result<()> {
        let cut = cut(FIRST, "0.2.0", "2026-12-01")?;
        assert_eq!(
            cut.changelog,
            "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n"
        );
        assert_eq!(cut.notes, "### Added\n\n- A thing.\n");
        Ok(())
    }

    #[test]
    fn the_next_one_stands_above_the_one_before() -> anyhow::Result<()> {
        let first = cut(FIRST, "0.2.0", "2026-12-01")?.changelog;
        let more = first.replace("[Unreleased]\n", "[Unreleased]\n\n- Another.\n");
        let second = cut(&more, "0.3.0", "2027-01-02")?;
        assert_eq!(
            second.changelog,
            "# Changelog\n\n## [Unreleased]\n\n## [0.3.0] - 2027-01-02\n\n- Another.\n\n\
             ## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n"
        );
        assert_eq!(second.notes, "- Another.\n");
        Ok(())
    }

    #[test]
    fn without_news_there_is_no_version() {
        for empty in [
            "# Changelog\n",
            "# Changelog\n\n## [Unreleased]\n",
            "# Changelog\n\n## [Unreleased]\n\n### Added\n\n### Fixed\n",
            "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n",
        ] {
            assert!(cut(empty, "0.2.0", "2026-12-01").is_err(), "{empty}");
        }
        let twice = "## [Unreleased]\n\n- New.\n\n## [0.2.0] - 2026-01-01\n";
        assert!(cut(twice, "0.2.0", "2026-12-01").is_err());
    }
}
