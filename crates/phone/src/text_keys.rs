//! Keys of the app's sentences: what `build.rs` wrote of `content/texts/fr.toml`, the macro `key!` and its list.

use domain::texts::KeyDigest;
pub use domain::texts::TextKey;

include!(concat!(env!("OUT_DIR"), "/text_keys.rs"));

/// The list of keys that this app was compiled with.
pub const KEYS: KeyDigest = KeyDigest::of(&NAMES);

#[cfg(test)]
mod tests;
