//! What the page after sending offers once nothing waits any more: a newer release, or the app among the phone's own.

use domain::texts::TextKey;
use elements::{Element, RwSignal, element};
use phone::{key, screen::Screen};

use crate::{
    browser::{
        focus,
        install::{self, Way},
        service_worker,
    },
    navigation, say,
    state::State,
};

use super::two_lines;

/// The offer. Not before nothing waits: an app installed on an iPhone does not see what waits in the browser.
pub(super) fn after_receipt(state: State) -> Element {
    let asked: &'static RwSignal<bool> = Box::leak(Box::new(RwSignal::new(false)));
    element("div").class("live").effect(move |place| {
        let all_left = state.entries.read().is_empty() && !state.records.read().is_empty();
        // The first screen is loaded anew.
        let newer = || state.may_go().then(|| newer(state)).flatten();
        let offer = all_left.then(|| newer().or_else(|| install(state, asked)));
        place.fill(offer.flatten());
    })
}

/// A newer release that is ready: one tap, and nothing is lost by it here.
fn newer(state: State) -> Option<Element> {
    service_worker::is_newer_ready().then(|| {
        let take = say::quiet_button(state, key!("newer.take"));
        two_lines(state, key!("newer.app_title"), key!("newer.app_text")).child(take.on_click(
            move || {
                navigation::go_instead(state, Screen::Welcome);
                service_worker::take_over(navigation::may_reload(state));
            },
        ))
    })
}

/// How to keep the app at hand, where this browser can.
fn install(state: State, asked: &'static RwSignal<bool>) -> Option<Element> {
    if *asked.read() {
        return None;
    }
    let card = || two_lines(state, key!("install.app_title"), key!("install.app_text"));
    match install::way()? {
        Way::Prompt => {
            let ask = say::quiet_button(state, key!("install.ask"));
            Some(card().child(ask.on_click(move || {
                install::ask();
                asked.set(true);
                focus::heading();
            })))
        }
        Way::ShareMenu => {
            let step = |key: TextKey, picture: Option<&str>| {
                let picture = picture.map(|path| {
                    element("img")
                        .attr("src", path)
                        .attr("alt", "")
                        .attr("width", "24")
                        .attr("height", "24")
                });
                element("li").children(picture).text(state.text(key))
            };
            Some(card().child(element("ol").class("steps").children([
                step(key!("install.step1"), Some("/icons/share.svg")),
                step(key!("install.step2"), Some("/icons/add.svg")),
                step(key!("install.step3"), None),
            ])))
        }
    }
}
