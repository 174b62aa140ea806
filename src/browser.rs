//! The only door to the browser: nothing else in the app names `web_sys`, `js_sys`, `idb` or `gloo`.
//!
//! Holds no rule of the field: what must be done is decided elsewhere, here it is done.

pub mod address;
mod callbacks;
pub mod channel;
pub mod clock;
pub mod communes;
pub mod database;
pub mod dom;
pub mod draft;
pub mod file;
pub mod focus;
mod held;
pub mod history;
pub mod http;
pub mod idle;
pub mod install;
mod json;
pub mod kept;
pub mod late_code;
pub mod locks;
pub mod marker;
pub mod network;
pub mod outbox;
pub mod page;
pub mod passcode;
pub mod random;
pub mod service_worker;
pub mod site;
pub mod stage;
pub mod storage;
pub mod text;
pub mod title;
pub mod unload;
