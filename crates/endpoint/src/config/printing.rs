//! Where fiches are laid out: in a process of their own, which can be killed, or in this one.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// A fiche takes a tenth of a second; the first one of a worker that starts on a busy machine, some seconds.
const WITHIN: Duration = Duration::from_secs(30);

/// The program that runs, by whatever name: also once its file was replaced by the next release's.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// Where fiches are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printing {
    /// In this process: a layout that never ends is never ended.
    InProcess,
    /// In a process of its own, killed when a fiche takes too long.
    Worker {
        /// The program, which knows the command `print-fiches`.
        program: PathBuf,
        /// The longest that one fiche may take.
        within: Duration,
    },
}

impl Printing {
    /// In a second process of this very program.
    pub(super) fn of_the_program() -> Self {
        Self::Worker {
            program: Path::new(THIS_PROGRAM).to_owned(),
            within: WITHIN,
        }
    }
}
