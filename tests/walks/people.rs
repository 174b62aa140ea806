//! The people of a walk: each answers differently, so that nobody can be taken for another.

use anyhow::{Context, Result};
use content::Library;
use domain::{
    bundle::Bundle,
    submission::{Message, MessageKind},
    time::Timestamp,
};
use testing::content_dir;

use crate::chance::Chance;

/// What every walk needs of `content/`, read once.
pub(crate) struct People {
    bundle: Bundle,
}

impl People {
    pub(crate) fn new() -> Result<Self> {
        let bundle = Library::read(&content_dir())?.bundle("fr");
        let bundle = bundle.context("French content")?;
        Ok(Self { bundle })
    }

    /// A registration, checked as the app checks it.
    pub(crate) fn registration(&self, chance: &Chance, now: Timestamp) -> Result<Message> {
        let number = 10_000_000 + chance.below(89_999_999);
        let typed = [
            ("birth_date", "2007-05-14"),
            ("postal_code", "59100"),
            ("commune_code", "59512"),
            ("first_name", &name(chance)),
            ("usage_name", &name(chance)),
            ("phone", &format!("06{number}")),
            (
                "address_line",
                &format!("{} rue de l’Épeule", 1 + chance.below(200)),
            ),
        ];
        let choose = |choices| chance.below(choices);
        let kind = MessageKind::Registration;
        testing::message(&self.bundle, kind, &typed, choose, now, |_| {})
    }
}

/// A name that nobody else has.
fn name(chance: &Chance) -> String {
    let letter = |_| char::from(b'a' + u8::try_from(chance.below(26)).unwrap_or_default());
    format!("Z{}", (0..9).map(letter).collect::<String>())
}
