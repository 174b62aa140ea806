//! Problems of a file: its path, line, field and what was expected, for the advisor or officer who wrote it.

use std::{
    cell::RefCell,
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

/// Every mistake that was found; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentError {
    problems: Vec<Problem>,
}

/// One mistake. Displayed as `content/sites/demo.toml, line 12, phone: expected …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it was named to the reader.
    pub file: PathBuf,
    /// The line, from 1; nothing where the whole file is meant.
    pub line: Option<usize>,
    /// The field, as `opening_hours.lundi`; empty where the whole file is meant.
    pub field: String,
    /// What was expected, as a sentence without its full stop.
    pub expected: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", ligne {line}")?;
        }
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, ": {}", self.expected)
    }
}

impl ContentError {
    /// A file that gave neither content nor a reason.
    pub(crate) fn unreadable(file: &Path) -> Self {
        let expected = "il faut un fichier entier".to_owned();
        Self {
            problems: vec![Problem {
                file: file.to_path_buf(),
                line: None,
                field: String::new(),
                expected,
            }],
        }
    }

    /// The mistakes, by file and line.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl Error for ContentError {}

/// Gathers mistakes while reading goes on, so that one run names them all.
#[derive(Default)]
pub(crate) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(crate) fn add(
        &self,
        file: &Path,
        line: Option<usize>,
        field: &str,
        expected: impl Into<String>,
    ) {
        self.0.borrow_mut().push(Problem {
            file: file.to_path_buf(),
            line,
            field: field.to_owned(),
            expected: expected.into(),
        });
    }

    /// The mistakes as an error; `Ok` without any.
    pub(crate) fn into_result(self) -> Result<(), ContentError> {
        let mut problems = self.0.into_inner();
        problems.sort();
        problems.dedup();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ContentError { problems })
        }
    }
}
