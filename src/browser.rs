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
pub mod focus;
pub mod history;
pub mod http;
mod json;
pub mod kept;
pub mod late_code;
pub mod locks;
pub mod network;
pub mod outbox;
pub mod page;
pub mod random;
pub mod service_worker;
pub mod site;
pub mod storage;
pub mod title;
