//! What a Mission Locale looks like: its logo and its photograph, each named by its bytes, and the rules of both.

use std::collections::BTreeMap;

use content::{Look, Picture, colour::Palette};

use super::Files;

/// Where the photograph is: the worker keeps everything else of a first visit.
pub(super) const PHOTO: &str = "/look/photo-";

/// What a look adds to the pages of the Missions Locales that have one.
pub(super) struct Added {
    /// Rules after those of everybody, whose place they take.
    pub(super) style: String,
    /// What the page says of the photograph: `photo` and `photo_alt`.
    pub(super) said: BTreeMap<String, String>,
}

/// Writes the pictures.
pub(super) fn write(files: &mut Files, look: &Look) -> anyhow::Result<Added> {
    let mut style: String = look.palette.iter().map(Palette::style).collect();
    let mut said = BTreeMap::new();
    let mut write = |name: &str, picture: &Picture| {
        files.name_and_write(&format!("look/{name}"), picture.extension, &picture.bytes)
    };
    if let Some(logo) = &look.logo {
        let path = write("logo", logo)?;
        style.push_str(&include_str!("../../../../style/logo.css").replace("logo.svg", &path));
    }
    if let Some((photo, alt)) = &look.photo {
        style.push_str(include_str!("../../../../style/photo.css"));
        said.insert("photo".to_owned(), write("photo", photo)?);
        said.insert("photo_alt".to_owned(), alt.clone());
    }
    Ok(Added { style, said })
}
