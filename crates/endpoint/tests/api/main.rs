//! The endpoint through its front door: the real router, a real SQLite file, a clock moved by hand.

mod stage;

mod bad_input;
mod claims;
mod contract;
mod delivery;
mod files;
mod health;
mod killed;
mod options;
mod pdf;
mod program;
mod purging;
mod rights;
mod silence;
mod smtp;
mod starting;
