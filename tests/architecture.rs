//! Architecture rules, held by tests over the source tree and the documents.
//!
//! Reads files as text: a rule that finds nothing to look at fails rather than passes.
#![cfg(not(target_arch = "wasm32"))]

#[path = "architecture/answers.rs"]
mod answers;
#[path = "architecture/boundaries.rs"]
mod boundaries;
#[path = "architecture/crates.rs"]
mod crates;
#[path = "architecture/decisions.rs"]
mod decisions;
#[path = "architecture/documents.rs"]
mod documents;
#[path = "architecture/files.rs"]
mod files;
#[path = "architecture/glossary.rs"]
mod glossary;
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/picture.rs"]
mod picture;
#[path = "architecture/texts.rs"]
mod texts;
#[path = "architecture/tree.rs"]
mod tree;
