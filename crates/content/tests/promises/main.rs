//! What the notices in force promise, compared with the site's settings, the data map and the code.
//!
//! A kind of promise is a file here: durations, what leaves and what for, who reads, options.
//! Nothing is believed because a notice says it: what the code does is asked of the code.

mod data;
mod durations;
mod notice;
mod readers;
