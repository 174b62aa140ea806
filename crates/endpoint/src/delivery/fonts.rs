//! The fonts of the fiches: Noto Sans for our own words, and one for each other script that people write here.
//!
//! They are in the program: build.rs puts those of `fonts.list` there. Read once for all layouts of a process.

use std::sync::LazyLock;

use domain::signs::is_joiner;
use typst::{foundations::Bytes, text::Font};

/// The family that the templates name, in each of the styles that they use.
const OURS: [&[u8]; 3] = [
    notosans::REGULAR_TTF,
    notosans::BOLD_TTF,
    notosans::ITALIC_TTF,
];

/// The fonts of other scripts; fewer in a build for tests where npm has not installed them.
const OTHERS: &[&[u8]] = &include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let read = |bytes: &&'static [u8]| Font::iter(Bytes::new(*bytes));
    let ours: Vec<Font> = OURS.iter().flat_map(read).collect();
    let others = OTHERS.iter().flat_map(read).collect();
    Fonts { ours, others }
});

/// What there is to print with.
pub(super) struct Fonts {
    ours: Vec<Font>,
    others: Vec<Font>,
}

impl Fonts {
    /// All that this program carries.
    pub(super) fn carried() -> &'static Self {
        &FONTS
    }

    /// Every font.
    pub(super) fn all(&self) -> Vec<Font> {
        self.ours.iter().chain(&self.others).cloned().collect()
    }

    /// The families for the templates, in the order in which a letter is looked for.
    pub(super) fn families(&self) -> Vec<&str> {
        let fonts = self.ours.iter().take(1).chain(&self.others);
        fonts.map(|font| font.info().family.as_str()).collect()
    }

    /// Whether a letter with its marks can be printed: one font has all of it, for a missing glyph is no PDF/UA.
    pub(super) fn show(&self, letter: &str) -> bool {
        let has = |font: &Font| {
            let coverage = &font.info().coverage;
            let mut signs = letter.chars().filter(|sign| !is_joiner(*sign));
            signs.all(|sign| coverage.contains(u32::from(sign)))
        };
        self.ours.iter().all(has) || self.others.iter().any(has)
    }
}
