#![doc = include_str!("../README.md")]
#![cfg(target_arch = "wasm32")]

pub mod callbacks;
mod cleanup;
mod element;
mod signal;

pub use element::{Element, element, icon, part, show};
pub use signal::RwSignal;
