//! What this machine can do at most, measured in the same run: a figure means little without it.

pub(crate) mod bare;

use std::{
    fs::OpenOptions,
    hint::black_box,
    io::{Seek, SeekFrom, Write},
    path::Path,
    time::Duration,
};

use domain::wire::{PADDING_BYTES, SEAL_INFO};
use envelope::PrivateKey;

use crate::{clock, table::real};

const MEASURED_FOR: Duration = Duration::from_secs(2);

/// A page of the database, which is the least that a commit writes.
const PAGE: [u8; 4096] = [7; 4096];

/// After about so many pages SQLite starts its log from the beginning again.
const LOG_PAGES: u32 = 1000;

/// Envelopes of the usual size opened in a second by one core, with the project's own `envelope`.
///
/// # Errors
/// When sealing or opening fails.
pub(crate) fn opens_per_second() -> anyhow::Result<f64> {
    let key = PrivateKey::generate();
    let (kid, public, aad) = (key.kid(), key.public_key(), "1|kid|id");
    // One byte over a block: most registrations take two.
    let text = "x".repeat(PADDING_BYTES + 1);
    let envelope = envelope::seal(&kid, &public, SEAL_INFO, aad, &text, PADDING_BYTES)?;
    let mut done = 0;
    let start = clock::now();
    while start.elapsed() < MEASURED_FOR {
        black_box(envelope::open(&envelope, &key, SEAL_INFO, aad)?);
        done += 1;
    }
    Ok(real(done) / start.elapsed().as_secs_f64())
}

/// Writes of one page that reach the disk in a second, one after the other, as SQLite writes its log:
/// at the end of a file, then from its beginning again.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn fsyncs_per_second(folder: &Path) -> anyhow::Result<f64> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true);
    let mut file = options.open(folder.join("fsync"))?;
    let mut done = 0;
    let start = clock::now();
    while start.elapsed() < MEASURED_FOR {
        if done % LOG_PAGES == 0 {
            file.seek(SeekFrom::Start(0))?;
        }
        file.write_all(&PAGE)?;
        file.sync_data()?;
        done += 1;
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
