//! The cached `Site`: asked for, kept for the days without network, and shown anew only for what people read.

use std::mem;

use domain::site::Site;

use crate::{
    ports::{Fetch, Preferences},
    preferences,
};

/// An open page, with the `Site` that is shown there.
pub trait Page: Copy {
    /// The Mission Locale, as it is known now.
    fn site(&self) -> &Site;

    /// It is known so from now on. `is_alike`: what people read of it is the same.
    fn know_site(&self, site: Site, is_alike: bool);
}

/// Asks the endpoint which Mission Locale this is, and keeps what it says. Whether it could be asked.
pub async fn refresh(phone: impl Fetch + Preferences, page: impl Page) -> bool {
    let Ok(json) = phone.fetch("/v1/site").await else {
        return false;
    };
    let Some(mut site) = phone.read_site(&json) else {
        return false;
    };
    phone.set_preference(preferences::SITE, &json).await;
    let is_alike = reads_alike(page.site(), &mut site);
    page.know_site(site, is_alike);
    true
}

/// Whether a `Site` reads as the known one: keys change nothing that is shown, nor does the moment of writing.
///
/// It is left as it was. To copy both, with all of their branches, weighs half a kilobyte.
fn reads_alike(known: &Site, told: &mut Site) -> bool {
    let keys = mem::replace(&mut told.keys, known.keys.clone());
    let written_at = mem::replace(&mut told.written_at, known.written_at);
    let is_alike = told == known;
    told.keys = keys;
    told.written_at = written_at;
    is_alike
}

#[cfg(test)]
mod tests;
