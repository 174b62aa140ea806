//! What the app needs before it can speak, and how it stays up to date: sentences, forms, the Mission Locale, communes.

use std::{collections::BTreeMap, sync::Arc};

use domain::{bundle::Bundle, formats, site::Site, submission::Context};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{history, http, kept, page},
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
    let site = match kept::get(kept::SITE)
        .await
        .and_then(|json| serde_json::from_str(&json).ok())
    {
        Some(site) => site,
        None => serde_json::from_str(&http::get_json(&files.site).await.ok()?).ok()?,
    };
    let context = Context {
        source: page::query_code("source"),
        event: page::query_code("event"),
    };
    Some(State::new(
        Screen::at(&history::path()),
        bundle,
        site,
        context,
    ))
}

async fn bundle_at(path: &str) -> Option<Bundle> {
    serde_json::from_str(&http::get_json(path).await.ok()?).ok()
}

/// Asks the endpoint which Mission Locale this is, and keeps the answer for the days without network.
///
/// Whether it could be asked.
pub async fn refresh_site(state: State) -> bool {
    let Ok(json) = http::get_json("/v1/site").await else {
        return false;
    };
    let Ok(site) = serde_json::from_str::<Site>(&json) else {
        return false;
    };
    kept::set(kept::SITE, &json).await;
    if *state.site.get_untracked() != site {
        // Keys change nothing that is shown: the page is built anew only for what people read.
        let shown = |site: &Site| Site {
            keys: Vec::new(),
            ..site.clone()
        };
        let same = shown(&state.site.get_untracked()) == shown(&site);
        let site = Arc::new(site);
        if same {
            *state.site.write_untracked() = site;
        } else {
            state.site.set(site);
        }
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
        if let Some(bundle) = bundle_at(&path).await {
            kept::set(kept::LANGUAGE, language).await;
            state.bundle.set(Arc::new(bundle));
        }
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
    if state
        .communes
        .with_untracked(|communes| *communes == Communes::Unasked)
    {
        state.communes.set(Communes::Loading);
    }
    spawn_local(async move {
        let found = communes_at(&path, &postal_code).await;
        let still_asked = state
            .answers
            .with_untracked(|answers| answers.one("postal_code") == Some(postal_code.as_str()));
        if !still_asked {
            return;
        }
        if let Communes::Found(list) = &found {
            settle_commune(state, list);
        }
        if state.communes.with_untracked(|communes| *communes != found) {
            state.communes.set(found);
        }
    });
}

/// A code left from another postal code goes; the only commune of a postal code is chosen.
fn settle_commune(state: State, list: &[(String, String)]) {
    let chosen = state
        .answers
        .with_untracked(|answers| answers.one("commune_code").unwrap_or_default().to_owned());
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

async fn communes_at(path: &str, postal_code: &str) -> Communes {
    let Ok(json) = http::get_json(path).await else {
        return Communes::Unavailable;
    };
    let table: Result<BTreeMap<String, Vec<(String, String)>>, _> = serde_json::from_str(&json);
    match table.ok().and_then(|mut table| table.remove(postal_code)) {
        Some(list) => Communes::Found(list),
        None => Communes::Unavailable,
    }
}
