//! First state of the app: language, words, Mission Locale, draft and page, as the link and this device say.

use domain::{code::Code, language::Language, submission::Context};
use phone::{draft, key, language::to_begin_in, ports::Preferences, preferences, screen::Screen};

use crate::{
    browser::{
        Browser, clock,
        page::{self, Files},
        preferences::several,
        site,
    },
    loading, navigation, shared_device,
    state::State,
};

/// The state of the first screen; `None` where the sentences cannot be had.
pub async fn first_state() -> Option<State> {
    let files = page::files()?;
    let [language, site, shared, own] = several([
        preferences::LANGUAGE,
        preferences::SITE,
        preferences::TABLET,
        preferences::OWN_PHONE,
    ])
    .await;
    let tablet = shared_device::is_shared(shared.as_deref());
    let built_in = site::read(&files.site)?;
    let kept = site.and_then(|json| site::read(&json));
    clock::is_bounded_by(
        built_in.written_at,
        kept.as_ref().and_then(|site| site.written_at),
    );
    let site = kept.unwrap_or(built_in);
    let [asked, otherwise] = languages_to_begin_in(&files, language, tablet);
    let mut other = None;
    for language in [asked, otherwise].into_iter().flatten() {
        if language == Language::REFERENCE || other.is_some() {
            break;
        }
        other = loading::bundle_at(files.content(language.code())?).await;
    }
    let (path, bundle) = match other {
        Some(found) => found,
        None => loading::bundle_at(files.content(Language::REFERENCE.code())?).await?,
    };
    let context = Context {
        source: page::query_code("source"),
        event: page::query_code("event"),
    };
    let site = Box::leak(Box::new(site));
    let state = State::new(bundle, site, context, tablet);
    state.loaded.borrow_mut().push((path, bundle));
    let own = own.map(|word| word == preferences::YES);
    state.own_phone.set_untracked(own);
    let kept_at = draft::recall(Browser, own, tablet).await;
    state.draft.set_untracked(kept_at);
    if shared_device::is_proposed(state) {
        state.screen.set_untracked(Screen::Tablet);
    } else {
        let mut said = navigation::open(state);
        match asked.map(Language::code) {
            Some(asked) if asked != state.language() => said = Some(key!("frame.no_language")),
            // The one that a link asks for stays, but on a device that passes from hand to hand.
            Some(asked) if !tablet => {
                Browser.set_preference(preferences::LANGUAGE, asked).await;
            }
            _ => {}
        }
        state.trouble.set_untracked(said);
    }
    Some(state)
}

/// The language that the link asks for, and the one to begin in without it.
fn languages_to_begin_in(
    files: &Files,
    chosen: Option<String>,
    is_shared: bool,
) -> [Option<Language>; 2] {
    let is_offered = |language| files.offers(language);
    let asked = page::query_code("lang");
    let asked = Language::first_offered(asked.iter().map(Code::as_str), is_offered);
    [
        asked,
        to_begin_in(chosen, is_shared, page::languages, is_offered),
    ]
}
