//! Words: the language shown, the switch to another one, and the rest of the words, asked for until it is here.

use domain::{bundle::Bundle, content_parts::ContentPart, language::Language};

use crate::{
    ports::{Pause, Preferences, Words},
    preferences,
};

/// Seconds between two tries by itself.
pub const ASK_AGAIN_SECONDS: u32 = 10;

/// An open page, with the words that are shown there.
pub trait Page: Words + Copy {
    /// The language shown.
    fn language(&self) -> &'static str;

    /// Whether the rest of its words is here.
    fn has_rest(&self) -> bool;

    /// Remembers the language that was wished for last.
    fn wish(&self, language: &'static str);

    /// The language that was wished for last.
    fn wished(&self) -> &'static str;

    /// Whether the device passes from hand to hand.
    fn is_shared(&self) -> bool;

    /// Shows everything in another language; `rest` where it was here before.
    fn show_language(&self, first: &'static Bundle, rest: Option<&'static Bundle>);

    /// The rest of the words shown is here.
    fn show_rest(&self, rest: &'static Bundle);
}

/// Shows everything in that language, and whether it does: where not all of it can be had that is shown now, the one
/// before stays; where another one was wished for meanwhile, nothing is done.
pub async fn switch_language(phone: impl Preferences, page: impl Page, language: Language) -> bool {
    let language = language.code();
    page.wish(language);
    let Some(first) = page.words(language, ContentPart::First).await else {
        return page.wished() != language;
    };
    // The rest of it too, where it is here; it may come meanwhile.
    let mut rest = None;
    while rest.is_none() && page.has_rest() {
        rest = page.words(language, ContentPart::Rest).await;
        if rest.is_none() {
            return page.wished() != language;
        }
    }
    if page.wished() == language {
        page.show_language(first, rest);
        // The next person on a shared device begins in the language of everybody.
        if !page.is_shared() {
            phone.set_preference(preferences::LANGUAGE, language).await;
        }
    }
    true
}

/// Asks for the rest of the words until it is here.
pub async fn keep_asking(phone: impl Pause, page: impl Page) {
    while !bring_rest(page).await {
        phone.pause(ASK_AGAIN_SECONDS).await;
    }
}

/// Brings the rest of the words of the language shown, where it is not here yet. Whether it is here.
pub async fn bring_rest(page: impl Page) -> bool {
    while !page.has_rest() {
        let language = page.language();
        let Some(found) = page.words(language, ContentPart::Rest).await else {
            return false;
        };
        // The language may have changed since, and several may have waited: the first to come is enough.
        if page.language() == language && !page.has_rest() {
            page.show_rest(found);
        }
    }
    true
}

#[cfg(test)]
mod tests;
