//! The places where a page can die, or another tab can come in between.

use std::{future::poll_fn, task::Poll};

/// Goes on when it is polled the next time, if ever.
pub(crate) async fn pause() {
    let mut waited = false;
    poll_fn(move |_| {
        if std::mem::replace(&mut waited, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
