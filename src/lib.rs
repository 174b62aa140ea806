//! The phone side of Premier accueil.
//!
//! A young person fills a form, online or not; the answers are sealed here, wait here, and leave from here.
//! Nothing of them is ever in a URL, in a log, or readable on the phone once sent.

pub mod in_app;

// What needs a browser is compiled for the browser alone;
// what is above stays testable on the host.
#[cfg(target_arch = "wasm32")]
pub mod app;

#[cfg(target_arch = "wasm32")]
pub mod first_state;

#[cfg(target_arch = "wasm32")]
pub mod background;

#[cfg(target_arch = "wasm32")]
pub mod loading;

#[cfg(target_arch = "wasm32")]
pub mod rest_words;

#[cfg(target_arch = "wasm32")]
pub mod state;

#[cfg(target_arch = "wasm32")]
pub mod say;

#[cfg(target_arch = "wasm32")]
pub mod calls;

#[cfg(target_arch = "wasm32")]
pub mod navigation;

#[cfg(target_arch = "wasm32")]
pub mod refusals;

#[cfg(target_arch = "wasm32")]
pub mod outbox_view;

#[cfg(target_arch = "wasm32")]
pub mod sending;

#[cfg(target_arch = "wasm32")]
pub mod shared_device;

#[cfg(target_arch = "wasm32")]
pub mod drafts;

#[cfg(target_arch = "wasm32")]
pub mod outbox_transfer;

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
