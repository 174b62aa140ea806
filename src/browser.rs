//! The only door to the browser: nothing else in the app names `web_sys`, `js_sys`, `idb` or `gloo`.
//!
//! Holds no rule of the field: what must be done is decided elsewhere, here it is done.

pub mod clock;
pub mod cross_tab;
pub mod database;
pub mod draft;
pub mod eviction_flag;
pub mod focus;
pub mod history;
pub mod http;
pub mod idle;
pub mod install;
pub mod json;
pub mod location;
pub mod locks;
pub mod outbox;
pub mod page;
pub mod passcode;
pub mod preferences;
pub mod random;
pub mod service_worker;
pub mod share_file;
pub mod site;
pub mod storage;
pub mod sync_triggers;
pub mod text;
pub mod title;
pub mod unload;

/// The browser, as the app's logic wants it: one type for all of its ports.
#[derive(Clone, Copy)]
pub struct Browser;
