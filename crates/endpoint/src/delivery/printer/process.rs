//! The worker as the endpoint has it: started when there is something to print, kept, killed at a fiche's deadline.
//!
//! Answers go through its pipes alone: never through its arguments, its environment or a file.

use std::{
    io,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use super::{PdfError, frames, worker};
use crate::delivery::pdf::Job;

/// At most one process, for fiches are printed one after the other.
pub(super) struct Worker {
    program: PathBuf,
    within: Duration,
    running: Mutex<Option<Running>>,
}

impl Worker {
    /// Starts nothing yet.
    pub(super) fn new(program: PathBuf, within: Duration) -> Self {
        Self {
            program,
            within,
            running: Mutex::new(None),
        }
    }

    /// The PDF of a fiche. A worker that did not answer is not used again.
    pub(super) fn print(&self, job: &Job) -> Result<Vec<u8>, PdfError> {
        let job = serde_json::to_vec(job).map_err(|_| PdfError::Page)?;
        let mut kept = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = kept.take() {
            match used.print(job.clone(), self.within) {
                // It may have ended long before this fiche came.
                Err(PdfError::Died) => {}
                outcome => return settled(&mut kept, used, outcome),
            }
        }
        let fresh = Running::start(&self.program).map_err(|error| {
            tracing::error!(kind = %error.kind(), "no worker can be started to lay fiches out");
            PdfError::NoWorker
        })?;
        let outcome = fresh.print(job, self.within);
        settled(&mut kept, fresh, outcome)
    }
}

/// Keeps the worker for the next fiche, unless it is of no more use: then it ends here.
fn settled(
    kept: &mut Option<Running>,
    worker: Running,
    outcome: Result<Vec<u8>, PdfError>,
) -> Result<Vec<u8>, PdfError> {
    if !matches!(outcome, Err(PdfError::Late | PdfError::Died)) {
        *kept = Some(worker);
    }
    outcome
}

/// A process, and the thread that talks to it: pipes have no deadline of their own.
struct Running {
    child: Child,
    jobs: Sender<Vec<u8>>,
    said: Receiver<Vec<u8>>,
}

impl Running {
    fn start(program: &PathBuf) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg0("premier-accueil")
            .arg(worker::COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (jobs, waiting) = mpsc::channel::<Vec<u8>>();
        let (say, said) = mpsc::channel();
        let talk = move || {
            for job in waiting {
                let sent = frames::write(&mut stdin, &job);
                let Some(answer) = sent.and_then(|()| frames::read(&mut stdout)).ok().flatten()
                else {
                    break;
                };
                if say.send(answer).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().name("printer".into()).spawn(talk)?;
        Ok(Self { child, jobs, said })
    }

    fn print(&self, job: Vec<u8>, within: Duration) -> Result<Vec<u8>, PdfError> {
        self.jobs.send(job).map_err(|_| PdfError::Died)?;
        let answer = self
            .said
            .recv_timeout(within)
            .map_err(|error| match error {
                RecvTimeoutError::Timeout => PdfError::Late,
                RecvTimeoutError::Disconnected => PdfError::Died,
            })?;
        worker::understood(answer)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Its pipes close with it, and the thread ends.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests;
