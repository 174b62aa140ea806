//! What the app needs before it can speak, and how it stays up to date: sentences, forms, the Mission Locale, communes.

use domain::{bundle::Bundle, formats, site::Site, submission::Context};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{communes, history, http, kept, page, site},
    screen::Screen,
    state::{Communes, State},
};

/// The state of the first screen; `None` where the sentences cannot be had.
pub async fn first_state() -> Option<State> {
    let files = page::files()?;
    let bundle = match kept::get(kept::LANGUAGE).await.as_deref() {
        Some("en") => bundle_at(&files.en).await,
        _ => None,
    };
    let bundle = match bundle {
        Some(bundle) => bundle,
        None => bundle_at(&files.fr).await?,
    };
    let kept = kept::get(kept::SITE).await;
    let site = match kept.and_then(|json| site::read(&json)) {
        Some(site) => site,
        None => site::read(&files.site)?,
    };
    let context = Context {
        source: page::query_code("source"),
        event: page::query_code("event"),
    };
    let screen = Screen::at(&history::path());
    Some(State::new(
        screen,
        bundle,
        Box::leak(Box::new(site)),
        context,
    ))
}

/// The content of a language; it stays for as long as the page, so that a sentence is never copied.
async fn bundle_at(path: &str) -> Option<&'static Bundle> {
    let bundle = Bundle::from_bytes(&http::get_bytes(path).await.ok()?)?;
    Some(Box::leak(Box::new(bundle)))
}

/// Asks the endpoint which Mission Locale this is, and keeps the answer for the days without network.
///
/// Whether it could be asked.
pub async fn refresh_site(state: State) -> bool {
    let Ok(json) = http::get_json("/v1/site").await else {
        return false;
    };
    let Some(site) = site::read(&json) else {
        return false;
    };
    kept::set(kept::SITE, &json).await;
    // Keys change nothing that is shown: the page is made anew only for what people read.
    let told = |site: &Site| Site {
        keys: Vec::new(),
        ..site.clone()
    };
    let same = told(state.site()) == told(&site);
    let site = Box::leak(Box::new(site));
    if same {
        state.site.set_quietly(site);
    } else {
        state.site.set(site);
    }
    true
}

/// Shows everything in the other language; the answers stay.
pub fn switch_language(state: State) {
    spawn_local(async move {
        let Some(files) = page::files() else { return };
        let (path, language) = if state.language() == "fr" {
            (files.en, "en")
        } else {
            (files.fr, "fr")
        };
        let is_it = |bundle: &&&Bundle| bundle.language == language;
        let loaded = state.loaded.borrow().iter().find(is_it).copied();
        let bundle = match loaded {
            Some(bundle) => bundle,
            None => match bundle_at(&path).await {
                Some(bundle) => bundle,
                // It cannot be had now: this language stays.
                None => return,
            },
        };
        if loaded.is_none() {
            state.loaded.borrow_mut().push(bundle);
        }
        kept::set(kept::LANGUAGE, language).await;
        state.bundle.set(bundle);
    });
}

/// Looks up the communes of a postal code, once all of it is typed.
pub fn look_up_communes(state: State, postal_code: &str) {
    let Some(area) = formats::postal_area(postal_code) else {
        state.communes.set(Communes::Unasked);
        return;
    };
    let Some(files) = page::files() else { return };
    let path = [&files.communes, area, ".json"].concat();
    let postal_code = postal_code.to_owned();
    let unasked = *state.communes.peek() == Communes::Unasked;
    if unasked {
        state.communes.set(Communes::Loading);
    }
    spawn_local(async move {
        let found = communes::of(&path, &postal_code).await;
        let found = found.map_or(Communes::Unavailable, Communes::Found);
        let still_asked = state.answers.peek().one("postal_code") == Some(postal_code.as_str());
        if !still_asked {
            return;
        }
        if let Communes::Found(list) = &found {
            settle_commune(state, list);
        }
        state.communes.renew(found);
    });
}

/// A code left from another postal code goes; the only commune of a postal code is chosen.
fn settle_commune(state: State, list: &[(String, String)]) {
    let chosen = state
        .answers
        .peek()
        .one("commune_code")
        .unwrap_or_default()
        .to_owned();
    let listed = list.iter().any(|(code, _)| *code == chosen);
    match list {
        [(only, _)] if !listed => state
            .answers
            .update(|answers| answers.set("commune_code", only)),
        _ if !listed && !chosen.is_empty() => state
            .answers
            .update(|answers| answers.set("commune_code", "")),
        _ => {}
    }
}
