//! How large the database may grow: SQLite refuses the page after, as a full disk does.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// SQLite's own page, in bytes.
const PAGE_BYTES: u32 = 4096;

/// SQLite's own limit, in pages.
const MOST_PAGES: u32 = 0xffff_fffe;

/// The limit, or none. A handle: its clones share one limit, and it holds from the next write on.
#[derive(Clone, Default)]
pub struct SizeLimit(Option<Arc<AtomicU32>>);

impl SizeLimit {
    /// So many MiB.
    #[must_use]
    pub fn mib(mib: u32) -> Self {
        Self::pages(mib.saturating_mul(1024 * 1024 / PAGE_BYTES))
    }

    /// So many pages of 4 KiB.
    #[must_use]
    pub fn pages(pages: u32) -> Self {
        Self(Some(Arc::new(AtomicU32::new(pages))))
    }

    /// Another limit of pages; as many as there can be, without one. Where there was none to begin with, none.
    pub fn set(&self, pages: Option<u32>) {
        if let Some(limit) = &self.0 {
            limit.store(pages.unwrap_or(MOST_PAGES), Ordering::SeqCst);
        }
    }

    /// The pages that a connection has to be told, where it has to be told any.
    pub(super) fn to_tell(&self) -> Option<u32> {
        let limit = self.0.as_ref()?.load(Ordering::SeqCst);
        Some(limit.clamp(1, MOST_PAGES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_shared_and_can_be_lifted_and_none_is_told_to_nobody() {
        assert_eq!(SizeLimit::default().to_tell(), None);
        let limit = SizeLimit::mib(3);
        let shared = limit.clone();
        assert_eq!(shared.to_tell(), Some(3 * 256));
        limit.set(Some(0));
        assert_eq!(
            shared.to_tell(),
            Some(1),
            "nought would be no limit to SQLite"
        );
        limit.set(None);
        assert_eq!(shared.to_tell(), Some(MOST_PAGES));
        assert_eq!(SizeLimit::mib(u32::MAX).to_tell(), Some(MOST_PAGES));
    }
}
