//! The pictures of a Mission Locale: its logo and its photograph, each named by its bytes.

use std::collections::BTreeMap;

use content::{Look, Picture};

use super::Files;

/// Where the photograph is: the worker keeps everything else of a first visit.
pub(super) const PHOTO: &str = "/look/photo-";

/// Writes them, and returns what the page says of them: `logo`, `photo` and `photo_alt`.
pub(super) fn write(files: &mut Files, look: &Look) -> anyhow::Result<BTreeMap<String, String>> {
    let mut said = BTreeMap::new();
    let mut picture = |name: &str, picture: &Picture| {
        let path =
            files.name_and_write(&format!("look/{name}"), picture.extension, &picture.bytes)?;
        said.insert(name.to_owned(), path);
        anyhow::Ok(())
    };
    if let Some(logo) = &look.logo {
        picture("logo", logo)?;
    }
    if let Some((photo, alt)) = &look.photo {
        picture("photo", photo)?;
        said.insert("photo_alt".to_owned(), alt.clone());
    }
    Ok(said)
}
