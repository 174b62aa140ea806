//! Loading: sentences, forms, the Mission Locale and communes, for this page.

use std::ops::Deref;

use domain::{bundle::Bundle, content_parts::ContentPart, site::Site};
use phone::{
    communes::{self, Communes},
    ports::Words,
    site,
    text_keys::KEYS,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, clock, http, page},
    state::State,
};

/// The content in a file, with its path; it stays for as long as the page, so that a sentence is never copied.
pub async fn bundle_at(path: String) -> Option<(String, &'static Bundle)> {
    let bundle = Bundle::from_bytes(&http::get_bytes(&path).await.ok()?, KEYS)?;
    Some((path, Box::leak(Box::new(bundle))))
}

impl Words for State {
    /// Read once in a visit.
    async fn words(&self, language: &'static str, part: ContentPart) -> Option<&'static Bundle> {
        let path = page::files()?.content(&[language, part.suffix()].concat())?;
        let is_it = |one: &&(String, &'static Bundle)| one.0 == path;
        let before = self.loaded.borrow().iter().find(is_it).map(|one| one.1);
        if before.is_some() {
            return before;
        }
        let found = bundle_at(path).await?;
        let bundle = found.1;
        self.loaded.borrow_mut().push(found);
        Some(bundle)
    }
}

/// Asks the endpoint which Mission Locale this is, and keeps the response for the days without network.
///
/// Whether it could be asked.
pub fn refresh_site(state: State) -> impl Future<Output = bool> {
    site::refresh(Browser, state)
}

impl site::Page for State {
    fn site(&self) -> &Site {
        State::site(*self)
    }

    fn know_site(&self, site: Site, is_alike: bool) {
        if let Some(now) = site.written_at {
            clock::told(now);
            self.told_the_time.set(true);
        }
        let site = Box::leak(Box::new(site));
        // The page is made anew only for what people read.
        if is_alike {
            self.site.set_untracked(site);
        } else {
            self.site.set(site);
        }
    }
}

/// Looks up the communes of a postal code, once all of it is typed.
pub fn look_up_communes(state: State, postal_code: &str) {
    spawn_local(know_communes(state, postal_code.to_owned()));
}

/// The same; is done once they are known.
pub fn know_communes(state: State, postal_code: String) -> impl Future<Output = ()> {
    communes::learn(Browser, state, postal_code)
}

/// The towns whose names begin with those letters: `phone::communes::towns`.
pub fn towns(state: State, letters: &str) -> impl Future<Output = Option<(Vec<String>, bool)>> {
    communes::towns(Browser, state, letters)
}

impl communes::Page for State {
    fn list_path(&self, name: &str) -> Option<String> {
        Some([&page::files()?.communes, name, ".json"].concat())
    }

    fn near_path(&self) -> Option<String> {
        page::files()?.content("near")
    }

    fn communes(&self) -> impl Deref<Target = Communes> {
        self.communes.read_untracked()
    }

    fn know(&self, communes: Communes) {
        self.communes.set(communes);
    }

    fn is_asked(&self, postal_code: &str) -> bool {
        self.answers.read_untracked().one("postal_code") == Some(postal_code)
    }

    fn settle(&self, communes: Communes) {
        let answers = &self.answers;
        let before = answers
            .read_untracked()
            .one("commune_code")
            .map(str::to_owned);
        let before = before.unwrap_or_default();
        let (settled, types) = communes.settle(&before);
        self.types_commune.set_if_changed(types);
        if settled != before {
            answers.update(|answers| answers.set("commune_code", settled));
        }
        self.communes.set_if_changed(communes);
    }

    fn own_areas(&self) -> &[String] {
        &State::site(*self).postal_areas
    }
}
