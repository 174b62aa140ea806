//! The lock of all tabs, in memory, for tests: free, or held by another tab for as long as the test wants.

use std::cell::Cell;

use super::Lock;

/// A lock that is released with the work that holds it, also where that is dropped halfway: a page can die.
#[derive(Default)]
pub struct MemoryLock {
    /// Whether a tab holds it.
    pub is_held: Cell<bool>,
}

struct Held<'l>(&'l Cell<bool>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Lock for MemoryLock {
    async fn if_free<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        if self.is_held.replace(true) {
            return None;
        }
        let _held = Held(&self.is_held);
        Some(work.await)
    }

    /// A lock that is held is one that takes too long.
    async fn in_turn<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.if_free(work).await
    }
}
