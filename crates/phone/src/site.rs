//! The Mission Locale's card: asked for, kept for the days without network, and shown anew only for what people read.

use domain::site::Site;

use crate::{
    ports::{Fetch, Preferences},
    preferences,
};

/// An open page, with the card that is shown there.
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
    let Some(site) = phone.read_site(&json) else {
        return false;
    };
    phone.set_preference(preferences::SITE, &json).await;
    let is_alike = read_alike(page.site(), &site);
    page.know_site(site, is_alike);
    true
}

/// Whether two of them read alike: keys change nothing that is shown, nor does the moment of writing.
pub fn read_alike(one: &Site, other: &Site) -> bool {
    let told = |site: &Site| Site {
        keys: Vec::new(),
        written_at: None,
        ..site.clone()
    };
    told(one) == told(other)
}

#[cfg(test)]
mod tests;
