//! What a Mission Locale looks like: its logo, its colour, a photograph. The build puts them into the app.

use std::path::Path;

use crate::{
    colour::{Colour, LEAST_CONTRAST, Palette},
    fields::Fields,
    regular_file,
    source::Value,
};

/// The largest logo, in bytes: it is a part of every first visit.
const LOGO_BYTES: usize = 12 * 1024;

/// The largest photograph, in bytes: it comes after the first paint.
const PHOTO_BYTES: usize = 100 * 1024;

/// How pictures that browsers show begin, and what their files end in.
const PICTURES: [(&str, &[u8]); 4] = [
    ("svg", b"<"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff"),
    ("webp", b"RIFF"),
];

/// What the build puts into the app; nothing of it where the file says nothing.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// In the bar of every page, in place of the sun.
    pub logo: Option<Picture>,
    /// On the first page, after the first paint, with what stands on it in words.
    pub photo: Option<(Picture, String)>,
    /// In place of the greens.
    pub palette: Option<Palette>,
}

/// A picture, as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What its name ends in: `svg`, `png`, `jpg` or `webp`.
    pub extension: &'static str,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// The table `[look]`. Pictures are read for a build alone: the endpoint has no use for them.
pub(super) fn read(fields: &Fields<'_>, is_build: bool) -> Option<Look> {
    let Some(value) = fields.optional("look") else {
        return Some(Look::default());
    };
    let fields = value.fields()?;
    let palette = fields.optional("accent").map(|value| palette(&value));
    let logo = fields.optional("logo");
    let photo = fields.optional("photo");
    let photo_alt = fields.optional("photo_alt");
    let said = match (&photo, &photo_alt) {
        (Some(photo), None) => {
            photo.place.refuse(
                "il faut aussi photo_alt : ce que la photo montre, pour qui ne la voit pas",
            );
            None
        }
        (_, said) => said.as_ref().map(Value::text),
    };
    fields.refuse_unknown();
    let picture = |value: &Value<'_>, extensions, most_bytes| {
        let named = PictureName::read(value, extensions, most_bytes)?;
        if is_build {
            named.picture().map(Some)
        } else {
            Some(None)
        }
    };
    let logo = match &logo {
        Some(logo) => picture(logo, &["svg", "png"], LOGO_BYTES)?,
        None => None,
    };
    let photo = match &photo {
        Some(photo) => picture(photo, &["jpg", "webp", "png"], PHOTO_BYTES)?,
        None => None,
    };
    let palette = match palette {
        Some(palette) => Some(palette?),
        None => None,
    };
    Some(Look {
        logo,
        photo: photo.zip(said.flatten()),
        palette,
    })
}

fn palette(value: &Value<'_>) -> Option<Palette> {
    let accent = value.parsed("une couleur à six chiffres, comme \"#0d5c4d\"", |text| {
        text.parse::<Colour>().ok()
    })?;
    match Palette::of(accent) {
        Ok(palette) => Some(palette),
        Err(contrast) => {
            value.place.refuse(format!(
                "il faut une couleur plus foncée : là où celle-ci se lit le moins bien, son contraste est de {contrast:.1}, et il faut {LEAST_CONTRAST:.1} (RGAA 3.2)"
            ));
            None
        }
    }
}

/// A picture that the site's file names.
struct PictureName<'v> {
    value: &'v Value<'v>,
    expected: String,
    name: String,
    extension: &'static str,
    /// How such a file begins.
    start: &'static [u8],
    most_bytes: usize,
}

impl<'v> PictureName<'v> {
    /// A name without a folder, of one of those kinds.
    fn read(value: &'v Value<'v>, extensions: &[&str], most_bytes: usize) -> Option<Self> {
        let name = value.text()?;
        let expected = format!(
            "il faut le nom d’une image à côté de ce fichier ({}), de {} Kio au plus",
            extensions.join(", "),
            most_bytes / 1024
        );
        let path = Path::new(&name);
        let is_beside = path.file_name().is_some_and(|file| file == name.as_str());
        let ends = path.extension().and_then(|extension| extension.to_str());
        let kind = PICTURES
            .into_iter()
            .find(|(kind, _)| is_beside && ends == Some(kind) && extensions.contains(kind));
        let Some((extension, start)) = kind else {
            value.place.refuse(expected);
            return None;
        };
        Some(Self {
            value,
            expected,
            name,
            extension,
            start,
            most_bytes,
        })
    }

    /// The file of that name beside the site's.
    fn picture(self) -> Option<Picture> {
        let place = &self.value.place;
        match regular_file::read(&place.source.path.parent()?.join(&self.name)) {
            Ok(bytes) if bytes.starts_with(self.start) && bytes.len() <= self.most_bytes => {
                Some(Picture {
                    extension: self.extension,
                    bytes,
                })
            }
            Ok(_) => {
                place.refuse(self.expected);
                None
            }
            Err(error) => {
                let expected = self.expected;
                place.refuse(format!("{expected} ; {}", crate::system::in_french(&error)));
                None
            }
        }
    }
}
