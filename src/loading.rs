//! Loading: sentences, forms, the Mission Locale and communes.

use domain::{bundle::Bundle, content_parts::ContentPart, formats};
use phone::{
    communes::{Communes, list_with},
    site::read_alike,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock, communes,
        http::{self, HttpError},
        page, preferences, site,
    },
    state::State,
};

/// The language that everybody meets first.
pub const FIRST_LANGUAGE: &str = "fr";

/// The content in a file, with its path; it stays for as long as the page, so that a sentence is never copied.
pub async fn bundle_at(path: String) -> Option<(String, &'static Bundle)> {
    let bundle = Bundle::from_bytes(&http::get_bytes(&path).await.ok()?)?;
    Some((path, Box::leak(Box::new(bundle))))
}

/// A part of the content in a language, read once in a visit.
pub async fn bundle_once(
    state: State,
    language: &str,
    part: ContentPart,
) -> Option<&'static Bundle> {
    let path = page::files()?.content(&[language, part.suffix()].concat())?;
    let loaded = &state.loaded;
    let before = loaded
        .borrow()
        .iter()
        .find(|one| one.0 == path)
        .map(|one| one.1);
    if before.is_some() {
        return before;
    }
    let found = bundle_at(path).await?;
    let bundle = found.1;
    loaded.borrow_mut().push(found);
    Some(bundle)
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
    preferences::set(preferences::SITE, &json).await;
    if let Some(now) = site.written_at {
        clock::told(now);
        state.told_the_time.set(true);
    }
    // The page is made anew only for what people read.
    let same = read_alike(state.site(), &site);
    let site = Box::leak(Box::new(site));
    if same {
        state.site.set_untracked(site);
    } else {
        state.site.set(site);
    }
    true
}

/// Shows everything in the other language; the answers stay.
pub fn switch_language(state: State) {
    spawn_local(async move {
        let language = if state.language() == FIRST_LANGUAGE {
            "en"
        } else {
            FIRST_LANGUAGE
        };
        // Where it cannot be had now, this language stays.
        let Some(bundle) = bundle_once(state, language, ContentPart::First).await else {
            return;
        };
        // The rest of it too, where it is here; it may come meanwhile.
        let mut rest = None;
        while rest.is_none() && state.rest_words.read_untracked().is_some() {
            rest = bundle_once(state, language, ContentPart::Rest).await;
            if rest.is_none() {
                return;
            }
        }
        // All that is shown follows the first.
        state.rest_words.set_untracked(rest);
        state.bundle.set(bundle);
        preferences::set(preferences::LANGUAGE, language).await;
    });
}

/// Looks up the communes of a postal code, once all of it is typed.
pub fn look_up_communes(state: State, postal_code: &str) {
    spawn_local(know_communes(state, postal_code.to_owned()));
}

/// The same; is done once they are known.
pub async fn know_communes(state: State, postal_code: String) {
    let Some(area) = formats::postal_area(&postal_code) else {
        state.communes.set(Communes::without_list(&postal_code));
        return;
    };
    let Some(files) = page::files() else { return };
    let path = [&files.communes, area, ".json"].concat();
    let unasked = *state.communes.read_untracked() == Communes::Unasked;
    if unasked {
        state.communes.set(Communes::Loading);
    }
    let found = match communes::list(&path).await {
        Ok(lines) => Communes::in_list(&lines, &postal_code),
        Err(HttpError::Refused) => Communes::Unknown,
        Err(_) => Communes::Unavailable,
    };
    let still_asked =
        state.answers.read_untracked().one("postal_code") == Some(postal_code.as_str());
    if still_asked {
        settle_commune(state, &found);
        state.communes.set_if_changed(found);
    }
}

/// The lines of the list that towns are in whose names begin with those letters, or whose postal code it is; without
/// network those of the Mission Locale's own area, and that it is those.
pub async fn towns(state: State, letters: &str) -> Option<(Vec<String>, bool)> {
    let files = page::files()?;
    let path = |name: &str| [&files.communes, name, ".json"].concat();
    let Some(list) = list_with(letters) else {
        return Some((Vec::new(), false));
    };
    match communes::list(&path(&list)).await {
        Ok(lines) => Some((lines, false)),
        // No name begins so.
        Err(HttpError::Refused) => Some((Vec::new(), false)),
        Err(_) => {
            let mut lines = Vec::new();
            for area in &state.site().postal_areas {
                lines.extend(communes::list(&path(area)).await.unwrap_or_default());
            }
            Some((lines, true))
        }
    }
}

/// Answers what is known of the commune by now.
fn settle_commune(state: State, found: &Communes) {
    let answers = &state.answers;
    let before = answers
        .read_untracked()
        .one("commune_code")
        .map(str::to_owned);
    let before = before.unwrap_or_default();
    let (settled, types) = found.settle(&before);
    state.types_commune.set_if_changed(types);
    if settled != before {
        answers.update(|answers| answers.set("commune_code", settled));
    }
}
