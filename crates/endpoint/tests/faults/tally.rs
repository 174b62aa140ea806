//! The figures of many walks, as a table.

use std::fmt;

/// What happened on one walk, or on many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) walks: usize,
    pub(crate) registrations: usize,
    pub(crate) mails: usize,
    pub(crate) doubles: usize,
    pub(crate) kills: usize,
    pub(crate) faults: usize,
    pub(crate) not_stored: usize,
    pub(crate) restores: usize,
    pub(crate) clock_jumps: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.walks += other.walks;
        self.registrations += other.registrations;
        self.mails += other.mails;
        self.doubles += other.doubles;
        self.kills += other.kills;
        self.faults += other.faults;
        self.not_stored += other.not_stored;
        self.restores += other.restores;
        self.clock_jumps += other.clock_jumps;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in [
            ("walks", self.walks),
            ("registrations filled in", self.registrations),
            ("mails taken by the server", self.mails),
            ("of these, copies that nobody could know of", self.doubles),
            ("endpoints killed", self.kills),
            ("disks that failed", self.faults),
            ("submissions answered 503", self.not_stored),
            ("databases lost and restored", self.restores),
            ("clocks set", self.clock_jumps),
        ] {
            writeln!(f, "| {what:<42} | {count:>8} |")?;
        }
        Ok(())
    }
}
