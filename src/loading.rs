//! What the app needs before it can speak, and how it stays up to date: sentences, forms, the Mission Locale, communes.

use domain::{bundle::Bundle, formats, site::Site, submission::Context};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{communes, history, http, kept, page, site},
    drafts, late,
    screen::Screen,
    state::{Communes, State},
    tablet,
};

/// The language that everybody meets first.
pub const FIRST_LANGUAGE: &str = "fr";

/// The state of the first screen; `None` where the sentences cannot be had.
pub async fn first_state() -> Option<State> {
    let files = page::files()?;
    let [language, site, shared, own] =
        kept::several([kept::LANGUAGE, kept::SITE, kept::TABLET, kept::OWN_PHONE]).await;
    let english = match language.as_deref() {
        Some("en") => bundle_at(&files.en).await,
        _ => None,
    };
    let (path, bundle) = match english {
        Some(bundle) => (files.en, bundle),
        None => (files.fr.clone(), bundle_at(&files.fr).await?),
    };
    let site = match site.and_then(|json| site::read(&json)) {
        Some(site) => site,
        None => site::read(&files.site)?,
    };
    let context = Context {
        source: page::query_code("source"),
        event: page::query_code("event"),
    };
    let site = Box::leak(Box::new(site));
    let tablet = tablet::recall(shared.as_deref()).await;
    let screen = match Screen::at(&history::path()) {
        screen if tablet => screen.on_shared_device(),
        screen => screen,
    };
    let state = State::new(screen, bundle, site, context, tablet);
    state.loaded.borrow_mut().push((path, bundle));
    drafts::recall(state, own.as_deref()).await;
    Some(state)
}

/// The content in a file; it stays for as long as the page, so that a sentence is never copied.
async fn bundle_at(path: &str) -> Option<&'static Bundle> {
    let bundle = Bundle::from_bytes(&http::get_bytes(path).await.ok()?)?;
    Some(Box::leak(Box::new(bundle)))
}

/// The same, read once in a visit.
async fn bundle_once(state: State, path: String) -> Option<&'static Bundle> {
    let loaded = &state.loaded;
    let before = loaded
        .borrow()
        .iter()
        .find(|one| one.0 == path)
        .map(|one| one.1);
    if before.is_some() {
        return before;
    }
    let bundle = bundle_at(&path).await?;
    loaded.borrow_mut().push((path, bundle));
    Some(bundle)
}

/// Brings the words that come with the late part of the code, in the language shown. Whether they are here.
pub async fn bring_words(state: State) -> bool {
    while state.more.peek().is_none() {
        let Some(files) = page::files() else {
            return false;
        };
        let language = state.language();
        let (_, path) = files.content(language);
        let Some(more) = bundle_once(state, path).await else {
            return false;
        };
        // Somebody may have gone to the other language since.
        if state.language() == language {
            state.more.set_quietly(Some(more));
        }
    }
    true
}

/// Brings the code of the pages that nobody meets first and the words of those that few people open, and shows the
/// page that waits for them.
pub fn bring_more(state: State) {
    spawn_local(async move {
        let is_late = || state.screen.peek().is_late();
        if is_late() && late::bring(state).await.is_none() {
            if is_late() {
                state.trouble.set(Some("more.missing"));
            }
            return;
        }
        let is_waiting = || state.screen.peek().is_rare();
        if !is_waiting() || state.more.peek().is_some() {
            return;
        }
        let are_here = bring_words(state).await;
        if are_here && is_waiting() {
            state.arriving.set(true);
        }
        if are_here {
            // Said now: words that nobody waits for come quietly.
            state.more.update(|_| ());
        } else if is_waiting() {
            state.trouble.set(Some("more.missing"));
        }
    });
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
        let language = if state.language() == FIRST_LANGUAGE {
            "en"
        } else {
            FIRST_LANGUAGE
        };
        let (path, more_path) = files.content(language);
        // Where it cannot be had now, this language stays. The rest of it too: pages that are here have their words.
        let Some(bundle) = bundle_once(state, path).await else {
            return;
        };
        let has_more = state.more.peek().is_some();
        let more = if has_more {
            let Some(more) = bundle_once(state, more_path).await else {
                return;
            };
            Some(more)
        } else {
            None
        };
        kept::set(kept::LANGUAGE, language).await;
        state.more.set_quietly(more);
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
