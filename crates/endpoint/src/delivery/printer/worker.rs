//! The worker itself, `premier-accueil print-fiches`: fiches come in by a pipe, PDFs go out by another.
//!
//! Lives until its endpoint closes the pipe. Stores nothing, needs no setting, and logs nothing but the place of a panic.

use std::{
    io,
    process::exit,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use tokio::signal::unix::{SignalKind, signal};

use super::{PdfError, frames, lay_out};
use crate::delivery::pdf::Layout;

/// The command that the program is started with to be a worker; hidden from its help.
pub(super) const COMMAND: &str = "print-fiches";

/// A worker that still lays out one fiche after so long has no endpoint any more: that one would have killed it.
const FORSAKEN_AFTER: Duration = Duration::from_mins(2);

/// The first byte of an answer that is a PDF; another is the place of a [`PdfError`].
const PDF: u8 = u8::MAX;

/// Prints fiches until the standard input ends.
///
/// # Errors
///
/// When a pipe breaks, or the system gives no signals.
pub fn print_fiches() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let _inside = runtime.enter();
    // A stop is often sent to all processes of the service: the worker ignores it and prints the fiche under way.
    let _unheeded = [
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    ];
    let watch = watch()?;
    let layout = Layout::new();
    let (mut jobs, mut fiches) = (io::stdin().lock(), io::stdout().lock());
    while let Some(job) = frames::read(&mut jobs)? {
        // Fails only when the watching thread has ended, with the program.
        let _ = watch.send(Watched::Begun);
        let printed = match serde_json::from_slice(&job) {
            Ok(job) => lay_out(&layout, job),
            Err(_) => Err(PdfError::Page),
        };
        let _ = watch.send(Watched::Done);
        frames::write(&mut fiches, &said(printed))?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Watched {
    Begun,
    Done,
}

/// Ends the program when a fiche has been under way for too long.
fn watch() -> io::Result<Sender<Watched>> {
    let (tell, told) = mpsc::channel();
    thread::Builder::new().name("watch".into()).spawn(move || {
        while let Ok(Watched::Begun) = told.recv() {
            if told.recv_timeout(FORSAKEN_AFTER) == Err(RecvTimeoutError::Timeout) {
                exit(1);
            }
        }
    })?;
    Ok(tell)
}

fn said(printed: Result<Vec<u8>, PdfError>) -> Vec<u8> {
    match printed {
        Ok(pdf) => [&[PDF], pdf.as_slice()].concat(),
        Err(error) => {
            let place = PdfError::ALL.iter().position(|known| *known == error);
            vec![
                place
                    .and_then(|place| u8::try_from(place).ok())
                    .unwrap_or_default(),
            ]
        }
    }
}

/// What an answer of the worker means.
pub(super) fn understood(mut answer: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    match answer.first() {
        Some(&PDF) => Ok(answer.split_off(1)),
        Some(place) => Err(*PdfError::ALL
            .get(usize::from(*place))
            .unwrap_or(&PdfError::Died)),
        None => Err(PdfError::Died),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_worker_says_is_understood() {
        assert_eq!(understood(said(Ok(b"%PDF".to_vec()))), Ok(b"%PDF".to_vec()));
        for error in PdfError::ALL {
            assert_eq!(understood(said(Err(error))), Err(error));
        }
        assert_eq!(understood(Vec::new()), Err(PdfError::Died));
        assert_eq!(understood(vec![99]), Err(PdfError::Died));
    }
}
