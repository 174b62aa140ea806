//! Asks git about the sources: the commit, changes that are not committed, tags.

use std::path::Path;

use crate::command::{command, output};

/// The commit that is checked out in `folder`, short: `f7e2270`, `f7e2270+dirty` where files differ from it.
/// `None` without git, or outside a repository.
pub(crate) fn commit(folder: &Path) -> Option<String> {
    let commit = ask(folder, &["rev-parse", "--short=9", "HEAD"])?;
    let is_clean = changes(folder)?.is_empty();
    Some(format!("{commit}{}", if is_clean { "" } else { "+dirty" }))
}

/// What is not committed, one file a line, in the short format of `git status`.
pub(crate) fn changes(folder: &Path) -> Option<String> {
    ask(folder, &["status", "--porcelain"])
}

/// What git prints; `None` where it is not there or says no.
pub(crate) fn ask(folder: &Path, words: &[&str]) -> Option<String> {
    let said = output(command("git").current_dir(folder).args(words)).ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    said.status.success().then(|| text.trim_end().to_owned())
}
