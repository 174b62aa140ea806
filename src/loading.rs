//! What the app needs before it can speak, and how it stays up to date: sentences, forms, the Mission Locale, communes.

use domain::{
    bundle::Bundle,
    code::Code,
    formats,
    language::Language,
    parts::Part,
    places::{Place, insee_code, list_of},
    site::Site,
    submission::Context,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock, communes,
        http::{self, HttpError},
        kept, page, site,
    },
    drafts, late, navigation,
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
    let tablet = tablet::is_shared(shared.as_deref());
    let language = language_to_begin_in(language, tablet).await;
    let other = match files.content(language) {
        Some(path) if language != FIRST_LANGUAGE => bundle_at(path).await,
        _ => None,
    };
    let (path, bundle) = match other {
        Some(found) => found,
        None => bundle_at(files.content(FIRST_LANGUAGE)?).await?,
    };
    let card = site::read(&files.site)?;
    let kept = site.and_then(|json| site::read(&json));
    clock::is_bounded_by(
        card.written_at,
        kept.as_ref().and_then(|site| site.written_at),
    );
    let site = kept.unwrap_or(card);
    let context = Context {
        source: page::query_code("source"),
        event: page::query_code("event"),
    };
    let site = Box::leak(Box::new(site));
    let state = State::new(bundle, site, context, tablet);
    state.loaded.borrow_mut().push((path, bundle));
    drafts::recall(state, own.as_deref()).await;
    if tablet::is_proposed(state) {
        state.screen.set_quietly(Screen::Tablet);
    } else {
        let said = navigation::open(state);
        state.trouble.set_quietly(said);
    }
    Some(state)
}

/// The language that the link asks for, and that one stays; else the one that was chosen here; else the first of the
/// phone's own that the app speaks. On a device that passes from hand to hand the phone's own is nobody's.
async fn language_to_begin_in(chosen: Option<String>, is_shared: bool) -> &'static str {
    let asked = page::query_code("lang");
    let asked = Language::first_spoken(asked.iter().map(Code::as_str));
    if let Some(asked) = asked.filter(|_| !is_shared) {
        kept::set(kept::LANGUAGE, asked.code()).await;
    }
    let wanted = match chosen {
        Some(chosen) => vec![chosen],
        None if is_shared => Vec::new(),
        None => page::languages(),
    };
    let own = Language::first_spoken(wanted.iter().map(String::as_str));
    asked.or(own).map_or(FIRST_LANGUAGE, Language::code)
}

/// The content in a file, with its path; it stays for as long as the page, so that a sentence is never copied.
async fn bundle_at(path: String) -> Option<(String, &'static Bundle)> {
    let bundle = Bundle::from_bytes(&http::get_bytes(&path).await.ok()?)?;
    Some((path, Box::leak(Box::new(bundle))))
}

/// The content in a language that comes with a part of the code, read once in a visit.
async fn bundle_once(state: State, language: &str, part: Part) -> Option<&'static Bundle> {
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

/// Brings the words that come with a later part of the code, in the language shown. Whether they are here.
pub async fn bring_words(state: State, part: Part) -> bool {
    let words = part.place().and_then(|place| state.more.get(place));
    let Some(words) = words else { return true };
    while words.get().is_none() {
        let language = state.language();
        let Some(found) = bundle_once(state, language, part).await else {
            return false;
        };
        // Somebody may have gone to the other language since.
        if state.language() == language {
            words.set(Some(found));
        }
    }
    true
}

/// Brings what the page that is shown waits for; where it cannot be had, says so.
pub fn bring_more(state: State) {
    spawn_local(async move {
        state.trouble.renew(None);
        let part = state.screen.peek().part();
        let is_here = match part {
            Part::First => true,
            Part::Late => late::bring(state).await.is_some(),
            Part::Rest => late::bring_all(state).await.is_some(),
        };
        let is_waiting = state.screen.peek().part() == part;
        if !is_here && is_waiting {
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
    if let Some(now) = site.written_at {
        clock::told(now);
        state.told_the_time.set(true);
    }
    // Keys change nothing that is shown: the page is made anew only for what people read.
    let told = |site: &Site| Site {
        keys: Vec::new(),
        written_at: None,
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
        let language = if state.language() == FIRST_LANGUAGE {
            "en"
        } else {
            FIRST_LANGUAGE
        };
        // Where it cannot be had now, this language stays.
        let Some(bundle) = bundle_once(state, language, Part::First).await else {
            return;
        };
        // The rest of it too: pages that are here have their words.
        let Some(more) = more_in(state, language).await else {
            return;
        };
        for (words, new) in state.more.iter().zip(more) {
            words.set(new);
        }
        state.bundle.set(bundle);
        kept::set(kept::LANGUAGE, language).await;
    });
}

/// As much of the rest of a language as there is of the language shown; `None` where it cannot be had now.
async fn more_in(state: State, language: &str) -> Option<[Option<&'static Bundle>; 2]> {
    let present = || state.more.each_ref().map(|words| words.get().is_some());
    loop {
        let wanted = present();
        let mut more = [None; 2];
        for (place, part) in Part::LATER.into_iter().enumerate() {
            if wanted[place] {
                more[place] = Some(bundle_once(state, language, part).await?);
            }
        }
        // More may have come meanwhile.
        if present() == wanted {
            return Some(more);
        }
    }
}

/// Looks up the communes of a postal code, once all of it is typed.
pub fn look_up_communes(state: State, postal_code: &str) {
    spawn_local(know_communes(state, postal_code.to_owned()));
}

/// The same; is done once they are known.
pub async fn know_communes(state: State, postal_code: String) {
    let Some(area) = formats::postal_area(&postal_code) else {
        state.communes.set(if postal_code == formats::ABROAD {
            Communes::Abroad
        } else {
            Communes::Unasked
        });
        return;
    };
    let Some(files) = page::files() else { return };
    let path = [&files.communes, area, ".json"].concat();
    let unasked = *state.communes.peek() == Communes::Unasked;
    if unasked {
        state.communes.set(Communes::Loading);
    }
    let found = match communes::list(&path).await {
        Ok(lines) => served(&lines, &postal_code),
        Err(HttpError::Refused) => Communes::Unknown,
        Err(_) => Communes::Unavailable,
    };
    let still_asked = state.answers.peek().one("postal_code") == Some(postal_code.as_str());
    if still_asked {
        settle_commune(state, &found);
        state.communes.renew(found);
    }
}

/// The lines of the list that towns are in whose names begin with those letters, or whose postal code it is; without
/// network those of the Mission Locale's own area, and that it is those.
pub async fn towns(state: State, letters: &str) -> Option<(Vec<String>, bool)> {
    let files = page::files()?;
    let path = |name: &str| [&files.communes, name, ".json"].concat();
    let list = match formats::postal_area(letters) {
        Some(area) => area.to_owned(),
        None => match list_of(letters) {
            Some(list) => ["name-", &list].concat(),
            None => return Some((Vec::new(), false)),
        },
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

fn served(lines: &[String], postal_code: &str) -> Communes {
    let places = lines.iter().filter_map(|line| Place::read(line));
    let served: Vec<_> = places
        .filter(|place| place.postal_code == postal_code)
        .map(|place| (place.commune.to_owned(), place.name.to_owned()))
        .collect();
    if served.is_empty() {
        Communes::Unknown
    } else {
        Communes::Found(served)
    }
}

/// A code left from another postal code goes, and any code where the name is typed: nobody can read it. The only commune
/// of a postal code is chosen. What was typed stays, and is chosen where the list has it.
fn settle_commune(state: State, found: &Communes) {
    let before = state.answers.peek().one("commune_code").map(str::to_owned);
    let before = before.unwrap_or_default();
    let is_typed = !before.is_empty() && insee_code(&before).is_none();
    let (settled, types) = match found {
        Communes::Found(list) => {
            let mut listed = list.iter();
            let chosen = listed.find(|(commune, name)| *commune == before || *name == before);
            match (chosen, list.as_slice()) {
                (Some((commune, _)), _) => (commune.as_str(), false),
                _ if is_typed => (before.as_str(), true),
                (None, [(only, _)]) => (only.as_str(), false),
                _ => ("", false),
            }
        }
        _ if is_typed => (before.as_str(), false),
        _ => ("", false),
    };
    state.types_commune.renew(types);
    if settled != before {
        let answers = &state.answers;
        answers.update(|answers| answers.set("commune_code", settled));
    }
}
