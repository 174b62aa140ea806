//! The endpoint through its front door: the real router, a real SQLite file, a clock moved by hand.

mod harness;

mod bad_input;
mod branches;
mod claims;
mod contract;
mod deliverable;
mod delivery;
mod demonstration;
mod desk;
mod fiche;
mod files;
mod housekeeping;
mod killed;
mod limits;
mod lists;
mod options;
mod pdf;
mod printing;
mod program;
mod purging;
mod readiness;
mod restoring;
mod rights;
mod served;
mod silence;
mod smtp;
mod starting;
