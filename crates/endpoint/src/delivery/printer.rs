//! Prints fiches. One always comes out: the tagged PDF, or the plainer fiche where that one cannot be made in time.
//!
//! What is laid out was typed by people: where the endpoint serves, layout runs in a process that can be killed.

mod frames;
mod process;
mod worker;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use domain::{time::Timestamp, wire::SubmissionId};
use serde::Serialize;

use super::{
    password::{self, PasswordError},
    pdf::{Job, Layout, Template},
    plain_fiche::PlainFiche,
};
use crate::{config::Printing, mails::FicheWords};
use process::Worker;
pub use worker::print_fiches;

/// Why there is no tagged PDF. A defect of ours: it is logged by its code, and holds no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PdfError {
    /// The page cannot be handed to the template.
    Page,
    /// The template does not compile with this page.
    Template,
    /// The document breaks a rule of PDF/UA-1.
    Standard,
    /// Layout ended in a panic.
    Panic,
    /// Layout had not ended at its deadline.
    Late,
    /// The worker ended, or said what no worker says.
    Died,
    /// No worker can be started.
    NoWorker,
}

impl PdfError {
    /// Every reason; its place here is how the worker says it.
    const ALL: [Self; 7] = [
        Self::Page,
        Self::Template,
        Self::Standard,
        Self::Panic,
        Self::Late,
        Self::Died,
        Self::NoWorker,
    ];

    /// The stable code, for the log.
    fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Template => "template",
            Self::Standard => "standard",
            Self::Panic => "panic",
            Self::Late => "late",
            Self::Died => "died",
            Self::NoWorker => "no_worker",
        }
    }
}

/// What can be printed: as a template shows it, and line by line.
pub(crate) trait Printable: Serialize {
    /// The template that takes it.
    const TEMPLATE: Template;

    /// The same, for a fiche that needs no layout.
    fn plain(&self, words: &Arc<FicheWords>) -> PlainFiche;
}

/// A printed fiche. Holds answers: no `Debug`.
pub(crate) struct Fiche {
    pdf: Vec<u8>,
    plain: PlainFiche,
}

impl Fiche {
    /// The PDF, open.
    pub(crate) fn into_pdf(self) -> Vec<u8> {
        self.pdf
    }

    /// The PDF closed with a password: the plainer fiche's where this one cannot be read back. `about` is for the log.
    pub(super) fn closed(
        &self,
        password: &str,
        about: &SubmissionId,
    ) -> Result<Vec<u8>, PasswordError> {
        password::protect(&self.pdf, password).or_else(|error| {
            let closed = password::protect(&self.plain.pdf(), password)?;
            tracing::error!(submission = about.short(), %error, "the fiche cannot be closed: the plainer one goes out");
            Ok(closed)
        })
    }
}

/// Makes PDFs of whatever can be printed.
pub(crate) struct Printer {
    place: LayoutPlace,
    words: Arc<FicheWords>,
}

/// Where layout runs.
enum LayoutPlace {
    Here(Box<Layout>),
    Apart(Worker),
}

impl Printer {
    /// `words` are those of the plainer fiche.
    pub(crate) fn new(printing: &Printing, words: Arc<FicheWords>) -> Self {
        let place = match printing {
            Printing::InProcess => LayoutPlace::Here(Box::new(Layout::new())),
            Printing::Worker { program, within } => {
                LayoutPlace::Apart(Worker::new(program.clone(), *within))
            }
        };
        Self { place, words }
    }

    /// The fiche; `created_at` is all it says of time, `about` is for the log.
    pub(crate) fn print<P: Printable>(
        &self,
        shown: &P,
        created_at: Timestamp,
        about: &SubmissionId,
    ) -> Fiche {
        let plain = shown.plain(&self.words);
        let pdf = self.tagged(shown, created_at).unwrap_or_else(|error| {
            let (submission, reason) = (about.short(), error.code());
            tracing::error!(
                submission,
                reason,
                "no tagged PDF: the plainer fiche goes out"
            );
            plain.pdf()
        });
        Fiche { pdf, plain }
    }

    fn tagged<P: Printable>(&self, shown: &P, created_at: Timestamp) -> Result<Vec<u8>, PdfError> {
        let job = Job {
            template: P::TEMPLATE,
            created_at,
            shown: serde_json::to_value(shown).map_err(|_| PdfError::Page)?,
        };
        match &self.place {
            LayoutPlace::Here(layout) => lay_out(layout, job),
            LayoutPlace::Apart(worker) => worker.print(&job),
        }
    }
}

/// Lays out, come what may: the layout is as good after a panic, for it keeps nothing of a fiche.
fn lay_out(layout: &Layout, job: Job) -> Result<Vec<u8>, PdfError> {
    catch_unwind(AssertUnwindSafe(|| layout.print(job))).unwrap_or(Err(PdfError::Panic))
}

#[cfg(test)]
mod tests;
