//! What the endpoint has to bear: two cores, SQLite, PDFs and mail behind; and its desk.

use crate::table::Budget;

/// Submissions a second, for one minute.
pub(crate) const PER_SECOND: u32 = 50;

/// Receipts a second in that minute. The last one comes after the last arrival: a shade under is all that arrived.
pub(crate) const RATE: Budget = Budget::AtLeast(49.5);

/// Milliseconds within which 99 of 100 receipts are there.
pub(crate) const P99_MILLISECONDS: Budget = Budget::Under(200.0);

/// Memory of the endpoint at its highest, in MB of 1,000,000 bytes.
pub(crate) const MEMORY_MB: Budget = Budget::Under(150.0);

/// Submissions that failed, were lost or came twice.
pub(crate) const NONE: Budget = Budget::AtMost(0.0);

/// Milliseconds for the desk's list of 120 registrations.
pub(crate) const LIST_MILLISECONDS: Budget = Budget::AtMost(100.0);

/// HTML of that list, in KB of 1000 bytes.
pub(crate) const LIST_KB: Budget = Budget::AtMost(60.0);

/// Milliseconds for the page of one registration, and for its copy sheet.
pub(crate) const SHEET_MILLISECONDS: Budget = Budget::AtMost(50.0);
