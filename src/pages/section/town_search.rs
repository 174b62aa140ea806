//! Search for a town by the first letters of its name: what is chosen fills in postal code and commune.

use std::{cell::RefCell, rc::Rc};

use domain::{
    formats::{ABROAD, postal_area},
    places::{Place, begins, letters, resembles, sought, without_number},
    texts::TextKey,
    tidy::Form,
};
use elements::{Element, RwSignal, element};
use phone::key;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{focus, text},
    components::{
        block::button,
        field::FieldWords,
        text_field::{ENTER_NEXT, Keyboard, text_field},
    },
    loading, say,
    state::State,
};

/// More towns than that begin alike: there is more to type.
const MOST: usize = 30;
/// From so many letters on, a name that no town begins with is said to be none.
const ENOUGH_LETTERS: usize = 4;

/// What is looked for, and what was found.
struct Search {
    is_open: RwSignal<bool>,
    typed: RefCell<String>,
    /// The key of a sentence about it, and the lines of the towns.
    found: RwSignal<(Option<TextKey>, Vec<String>)>,
}

/// The way to a postal code by the name of the town.
pub(super) fn town_search(state: State) -> Element {
    let search = Rc::new(Search {
        is_open: RwSignal::new(false),
        typed: RefCell::default(),
        found: RwSignal::new((None, Vec::new())),
    });
    element("div").class("live").effect(move |place| {
        if *search.is_open.read() {
            // Who lives abroad may look for her town first.
            let closing = search.clone();
            let abroad = say::button(state, key!("town.abroad")).class("button quiet abroad");
            let abroad = abroad.on_click(move || {
                closing.is_open.set(false);
                choose(state, ABROAD, "");
            });
            place.fill([typed(state, &search), found(state, search.clone()), abroad]);
        } else {
            let search = search.clone();
            let ask = say::button(state, key!("town.ask")).class("button quiet find");
            place.fill([ask.on_click(move || {
                search.found.set_untracked((None, Vec::new()));
                search.is_open.set(true);
                focus::field("town");
            })]);
        }
    })
}

fn typed(state: State, search: &Rc<Search>) -> Element {
    let words = FieldWords {
        id: "town",
        label: state.text(key!("town.name")),
        is_title: false,
        hint: Some(state.text(key!("town.hint"))),
        optional: None,
        refusal: Rc::new(|| None),
        hidden: None,
    };
    let keyboard = Keyboard {
        kind: "text",
        mode: "text",
        literal: false,
        enter: ENTER_NEXT,
    };
    let search = search.clone();
    let look = move |typed: String| {
        let is_written = !typed.is_empty();
        let typed = letters(&text::composed(sought(&typed), Form::Nfd));
        // In another alphabet there is nothing to look for.
        if typed.is_empty() && is_written {
            search.typed.replace(typed);
            search.found.set((Some(key!("town.none")), Vec::new()));
        } else if search.typed.replace(typed.clone()) != typed {
            spawn_local(look_for(state, search.clone(), typed));
        }
    };
    text_field(&words, keyboard, "off", "", Rc::new(look))
}

/// Towns that begin so, from the list of such names; without network, from those of the Mission Locale's own area.
async fn look_for(state: State, search: Rc<Search>, typed: String) {
    let Some((lines, is_near)) = loading::towns(state, &typed).await else {
        return;
    };
    let mut said = Some(if is_near {
        key!("town.offline")
    } else {
        key!("town.none")
    });
    if *search.typed.borrow() != typed {
        return;
    }
    // Taken apart all at once: each call to the browser takes its time.
    let apart = text::composed(&lines.join("\n"), Form::Nfd);
    let that_are = |fits: &dyn Fn(&Place<'_>) -> bool| -> Vec<(&String, Place<'_>)> {
        let both = lines.iter().zip(apart.split('\n'));
        let places = both.filter_map(|(line, apart)| Some((line, Place::read(apart)?)));
        places.filter(|(_, place)| fits(place)).collect()
    };
    let mut towns = that_are(&|place| place.postal_code == typed || begins(place.name, &typed));
    let mut resemble = false;
    let name = without_number(&typed);
    if towns.is_empty() && !name.is_empty() {
        towns = that_are(&|place| begins(place.name, name));
    }
    if towns.is_empty() && name.len() > ENOUGH_LETTERS {
        towns = that_are(&|place| resembles(place.name, name));
        resemble = !towns.is_empty();
    }
    if resemble {
        said = Some(key!("town.like"));
    } else if towns.is_empty() && typed.len() < ENOUGH_LETTERS {
        said = None;
    } else if said == Some(key!("town.none")) && !towns.is_empty() {
        said = Some(if towns.len() > MOST {
            key!("town.more")
        } else {
            key!("town.choose")
        });
    }
    // The very name before those that only begin so, and what is near before what is far.
    let areas = &state.site().postal_areas;
    let is_far = |place: &Place<'_>| {
        let area = postal_area(place.postal_code);
        area.is_none_or(|area| areas.iter().all(|near| near != area))
    };
    towns.sort_by_cached_key(|(_, place)| (letters(place.name) != typed, is_far(place)));
    let shown = towns.into_iter().take(MOST);
    let lines = shown.map(|(line, _)| line.clone()).collect();
    search.found.set((said, lines));
}

/// What was found: a button for each town and postal code.
fn found(state: State, search: Rc<Search>) -> Element {
    let said = element("p").class("hint").attr("role", "status");
    let list = element("ul").class("towns");
    let (line, towns) = (said.clone(), list.clone());
    element("div").child(said).child(list).effect(move |_| {
        let found = search.found.read();
        line.set_text(found.0.map_or("", |key| state.text(key)));
        let rows = found.1.iter().filter_map(|line| Place::read(line));
        towns.fill(rows.map(|place| {
            let label = [place.name, ", ", place.postal_code].concat();
            let (search, code) = (search.clone(), place.postal_code.to_owned());
            let commune = place.commune.to_owned();
            let town = button(&label).class("option").attr("translate", "no");
            element("li").child(town.on_click(move || {
                search.is_open.set(false);
                choose(state, &code, &commune);
            }))
        }));
    })
}

fn choose(state: State, postal_code: &str, commune: &str) {
    state.answers.update(|answers| {
        answers.set("postal_code", postal_code);
        answers.set("commune_code", commune);
    });
    state.town_found.set(());
    let postal_code = postal_code.to_owned();
    spawn_local(async move {
        loading::know_communes(state, postal_code).await;
        focus::field("commune_code");
    });
}
