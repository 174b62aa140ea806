//! The phone side of Premier accueil.
//!
//! A young person fills a form, online or not; the answers are sealed here, wait here, and leave from here.
//! Nothing of them is ever in a URL, in a log, or readable on the phone once sent.

pub mod screen;

pub mod in_app;

pub mod sync;

// What needs a browser is compiled for the browser alone;
// what is above stays testable on the host.
#[cfg(target_arch = "wasm32")]
pub mod app;

#[cfg(target_arch = "wasm32")]
pub mod late;

#[cfg(target_arch = "wasm32")]
pub mod live;

#[cfg(target_arch = "wasm32")]
pub mod loading;

#[cfg(target_arch = "wasm32")]
pub mod state;

#[cfg(target_arch = "wasm32")]
pub mod navigation;

#[cfg(target_arch = "wasm32")]
pub mod sending;

#[cfg(target_arch = "wasm32")]
pub mod tablet;

#[cfg(target_arch = "wasm32")]
pub mod drafts;

#[cfg(target_arch = "wasm32")]
pub mod rescue;

#[cfg(target_arch = "wasm32")]
pub mod rights;

#[cfg(target_arch = "wasm32")]
pub mod options;

#[cfg(target_arch = "wasm32")]
pub mod pages;

#[cfg(target_arch = "wasm32")]
pub mod components;

#[cfg(target_arch = "wasm32")]
pub mod browser;
