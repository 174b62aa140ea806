//! Live reload of a developer's build: a script beside the app, and the file by which it knows the next build.
//!
//! No release has either.

use crate::clock;

const SCRIPT: &str = include_str!("reload.js");

/// The file that names the build.
pub(super) const PATH: &str = "/build.txt";

/// What the page of one build looks for.
pub(super) struct Reload {
    /// No other build has this name.
    pub(super) build: String,
}

impl Reload {
    pub(super) fn new() -> Self {
        let second = clock::now().unix_seconds();
        Self {
            build: format!("{second}-{}", std::process::id()),
        }
    }

    /// The script of that build's page.
    pub(super) fn script(&self) -> String {
        let script = SCRIPT.replace("__PATH__", PATH);
        script.replace("__BUILD__", &self.build)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_its_build_and_where_the_next_is_named() {
        let script = Reload {
            build: "1796022000-7".to_owned(),
        }
        .script();
        assert!(script.contains("'1796022000-7'") && script.contains("'/build.txt'"));
        assert!(!script.contains("__"), "{script}");
    }
}
