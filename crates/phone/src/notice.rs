//! Notice: which version has been shown since the page was opened, and whether another has to be seen before sending.

use domain::{notice::Notice, time::Timestamp};

/// The version that was shown, and when first.
pub struct Shown {
    version: String,
    /// When it was shown first.
    pub at: Timestamp,
}

impl Shown {
    /// A notice that is shown from that moment on.
    pub fn new(notice: &Notice, at: Timestamp) -> Self {
        Self {
            version: notice.version.clone(),
            at,
        }
    }

    /// Whether this is another version than the one in force: that one has to be seen before anything is sealed.
    pub fn is_outdated(&self, in_force: &Notice) -> bool {
        self.version != in_force.version
    }
}

#[cfg(test)]
mod tests;
