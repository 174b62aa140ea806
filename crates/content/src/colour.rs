//! Colours of a Mission Locale: the roles that follow from its accent, and their contrast (WCAG 2.2, 1.4.3).

use std::{fmt, str::FromStr};

/// The least contrast between text and what it stands on (WCAG 2.2, success criterion 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;

/// The same for large text.
const LEAST_OF_LARGE: f64 = 3.0;

/// A colour of sRGB, without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

const WHITE: Colour = Colour([0xff; 3]);
const BLACK: Colour = Colour([0; 3]);

/// What every Mission Locale's pages stand on and are written in; `style/tokens.css` has the same, which a test compares.
pub mod ground {
    use super::Colour;

    /// `--paper`, in light and dark.
    pub const PAPER: [Colour; 2] = [Colour([0xf6, 0xf4, 0xee]), Colour([0x10, 0x17, 0x16])];
    /// `--card`.
    pub const CARD: [Colour; 2] = [Colour([0xff; 3]), Colour([0x1e, 0x2a, 0x26])];
    /// `--sun`, for large words on the accent.
    pub const SUN: Colour = Colour([0xff, 0xc1, 0x45]);
    /// `--ink`.
    pub const INK: [Colour; 2] = [Colour([0x17, 0x21, 0x1f]), Colour([0xee, 0xf4, 0xf1])];
}

/// The colours that follow from an accent, each in light and dark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// Links, buttons, what is chosen.
    pub action: [Colour; 2],
    /// The same under a finger.
    pub action_strong: [Colour; 2],
    /// What is written on it.
    pub on_action: [Colour; 2],
    /// The ground of what is chosen.
    pub tint: [Colour; 2],
    /// The picture of the first screen, its hill, and what is written on it.
    pub picture: [Colour; 3],
}

impl Palette {
    /// The palette of that accent.
    ///
    /// # Errors
    ///
    /// The contrast that it has where it is read worst, out of [`LEAST_CONTRAST`]: only a darker accent can be read.
    pub fn of(accent: Colour) -> Result<Self, f64> {
        let light_tint = accent.mixed(WHITE, 0.88);
        let grounds = [ground::PAPER[0], ground::CARD[0], light_tint];
        let contrasts = grounds.into_iter().map(|ground| accent.contrast(ground));
        let with_sun = accent.contrast(ground::SUN) * LEAST_CONTRAST / LEAST_OF_LARGE;
        let least = contrasts.fold(with_sun, f64::min);
        if least < LEAST_CONTRAST {
            return Err(least);
        }
        let dark_tint = accent.mixed(ground::CARD[1], 0.75);
        // Paler step by step; white itself is read on each of them.
        let paler =
            |from: u8| (from..=50).map(move |step| accent.mixed(WHITE, f64::from(step) / 50.0));
        let is_read = |colour: &Colour| {
            [ground::PAPER[1], ground::CARD[1], dark_tint]
                .into_iter()
                .all(|ground| colour.contrast(ground) >= LEAST_CONTRAST + 1.0)
        };
        let on_dark = paler(0).find(is_read).unwrap_or(WHITE);
        let is_read_on_it = |colour: &Colour| colour.contrast(accent) >= LEAST_CONTRAST;
        let pale = paler(42).find(is_read_on_it).unwrap_or(WHITE);
        Ok(Self {
            action: [accent, on_dark],
            action_strong: [accent.mixed(BLACK, 0.3), on_dark.mixed(WHITE, 0.4)],
            on_action: [WHITE, ground::PAPER[1]],
            tint: [light_tint, dark_tint],
            picture: [accent, accent.mixed(BLACK, 0.2), pale],
        })
    }

    /// The rule that puts them in the place of those of `style/tokens.css`.
    #[must_use]
    pub fn style(&self) -> String {
        let [picture, hill, pale] = self.picture;
        let both = [
            ("action", self.action),
            ("action-strong", self.action_strong),
            ("on-action", self.on_action),
            ("tint", self.tint),
        ];
        let both =
            both.map(|(name, [light, dark])| format!("--{name}:light-dark({light},{dark});"));
        format!(
            ":root{{{}--green:{picture};--deep:{hill};--pale:{pale};}}\n",
            both.concat()
        )
    }
}

impl Colour {
    /// The contrast with another: 1 with itself, 21 between black and white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        let [red, green, blue] = linear;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// With a share of another in it, from nothing (0) to all (1).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between two bytes"
    )]
    fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (part, other) in mixed.iter_mut().zip(other.0) {
            let value = f64::from(*part) * (1.0 - share) + f64::from(other) * share;
            *part = value.round() as u8;
        }
        Self(mixed)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Colour {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let number = u32::from_str_radix(digits.ok_or(())?, 16).map_err(|_| ())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every colour, seventeen steps of each part apart.
    fn colours() -> impl Iterator<Item = Colour> {
        let steps = || (0..=15_u8).map(|step| step * 17);
        steps().flat_map(move |red| {
            steps().flat_map(move |green| steps().map(move |blue| Colour([red, green, blue])))
        })
    }

    #[test]
    fn contrast_is_what_the_standard_gives() {
        for (one, other, contrast) in [
            ("#000000", "#ffffff", 21.0),
            ("#777777", "#ffffff", 4.48),
            ("#595959", "#ffffff", 7.0),
            ("#ff0000", "#ff0000", 1.0),
        ] {
            let [one, other] = [one, other].map(|text| text.parse().unwrap_or(WHITE));
            let found: f64 = Colour::contrast(one, other);
            assert!((found - contrast).abs() < 0.01, "{one} on {other}: {found}");
        }
    }

    #[test]
    fn whatever_accent_is_taken_all_is_read_in_light_and_dark() {
        let (mut taken, mut refused) = (0, 0);
        for accent in colours() {
            let Ok(palette) = Palette::of(accent) else {
                refused += 1;
                continue;
            };
            taken += 1;
            for scheme in [0, 1] {
                let [action, strong, on_action, tint] = [
                    palette.action,
                    palette.action_strong,
                    palette.on_action,
                    palette.tint,
                ]
                .map(|role| role[scheme]);
                let pairs = [
                    (action, ground::PAPER[scheme]),
                    (action, ground::CARD[scheme]),
                    (action, tint),
                    (on_action, action),
                    (on_action, strong),
                    (ground::INK[scheme], tint),
                ];
                for (text, ground) in pairs {
                    let contrast = text.contrast(ground);
                    assert!(
                        contrast >= LEAST_CONTRAST,
                        "{accent}: {text} on {ground}, {contrast:.2}"
                    );
                }
            }
            let [picture, hill, pale] = palette.picture;
            for ground in [picture, hill] {
                assert!(
                    pale.contrast(ground) >= LEAST_CONTRAST,
                    "{accent}: {pale} on {ground}"
                );
                assert!(ground::SUN.contrast(ground) >= LEAST_OF_LARGE, "{accent}");
            }
        }
        assert!(
            taken > 1000 && refused > 1000,
            "{taken} taken, {refused} refused"
        );
    }

    #[test]
    fn a_colour_is_six_digits() {
        for wrong in [
            "", "0d5c4d", "#0d5c4", "#0d5c4dd", "#0d5c4g", "#+d5c4d", "rouge",
        ] {
            assert!(wrong.parse::<Colour>().is_err(), "{wrong}");
        }
        assert_eq!(
            "#0D5C4d".parse::<Colour>().map(|it| it.to_string()),
            Ok("#0d5c4d".to_owned())
        );
    }
}
