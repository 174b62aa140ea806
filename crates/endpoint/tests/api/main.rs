//! The endpoint through its front door: the real router, a real SQLite file, a clock moved by hand.

mod stage;

mod bad_input;
mod contract;
mod delivery;
mod files;
mod health;
mod housekeeping;
mod killed;
mod options;
mod pdf;
mod program;
mod purging;
mod rights;
mod served;
mod silence;
mod smtp;
mod starting;
