//! Blocking work (disk, processor) on the thread pool for it: the loops go on meanwhile.

use std::{future::pending, panic::resume_unwind};

/// Does `work` on a thread of its own kind. A panic of it goes on here.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime ends, and this task with it.
            Err(_) => pending().await,
        },
    }
}
