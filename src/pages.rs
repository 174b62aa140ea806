//! The screens: each reads the state, shows components, and says what a tap does.

use domain::texts::TextKey;
use elements::{Element, element};
use phone::{key, screen::Screen};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{history, location},
    components::link::link,
    navigation, say,
    state::State,
};

pub mod check_answers;
pub mod choices;
pub mod content_page;
pub mod device;
mod giving_up;
pub mod loading_placeholder;
pub mod not_eligible;
pub mod not_found;
pub mod outbox;
pub mod section;
pub mod sent;
pub mod shared_device;
pub mod welcome;

/// What most screens start with: the way back, and the heading, read aloud when the screen is shown.
#[inline(never)]
fn page(state: State, title: &str) -> Element {
    let way_back = back(state, Screen::Welcome);
    element("div").child(way_back).child(heading(title))
}

/// The way back: to the page that was shown before this one, or to `otherwise` where none was.
#[inline(never)]
fn back(state: State, otherwise: Screen) -> Element {
    let way = link(
        &otherwise.path(),
        state.text(key!("frame.back")),
        move || {
            if history::place() > state.first_place.get() {
                history::go_back(1.0);
            } else {
                // In the place of this page: it would be what the next way back leads to.
                navigation::go_instead(state, otherwise.clone());
            }
        },
    );
    way.class("back")
}

#[inline(never)]
fn heading(title: &str) -> Element {
    element("h1").attr("tabindex", "-1").text(title)
}

/// A place for what needs the rest of the words; empty until they are here.
fn with_the_rest(state: State, make: fn(State) -> Element) -> Element {
    element("div").class("live").effect(move |place| {
        place.fill(state.rest_words.read().map(|_| make(state)));
    })
}

/// A button that copies a text; where even that is forbidden, shows it.
fn copying(state: State, key: TextKey, text: String) -> Element {
    let said = element("p").attr("role", "status");
    let saying = said.clone();
    let copy = move || {
        let (text, said) = (text.clone(), saying.clone());
        spawn_local(async move { copied(state, &said, text).await });
    };
    let tap = say::quiet_button(state, key).on_click(copy);
    element("div").child(tap).child(said)
}

/// Copies a text and says so; where that is forbidden, shows it.
async fn copied(state: State, said: &Element, text: String) {
    if location::copy(&text).await {
        said.set_text(state.text(key!("frame.copied")));
    } else {
        said.set_text(&text);
    }
}
