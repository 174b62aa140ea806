//! The page that is shown and the one that is ready: made once, kept up to date, let go of.
//!
//! That nobody meets what is ready takes the stylesheet: the end-to-end tests see to it.

use std::{cell::Cell, iter::successors, rc::Rc};

use app::{
    browser::{
        dom::{self, Element, element},
        stage::Stage,
    },
    live::Live,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, HtmlElement};

use super::tick;

/// A stage on the page whose pages are told apart by a number.
struct Theatre {
    root: HtmlElement,
    stage: Stage<u8>,
    /// How many pages were made.
    made: Rc<Cell<u8>>,
    /// What every page follows, and how often one did.
    value: &'static Live<u8>,
    followed: Rc<Cell<u8>>,
    /// How often a button was heard.
    heard: Rc<Cell<u8>>,
}

impl Theatre {
    fn open() -> Self {
        let document = document();
        let root: HtmlElement = document
            .create_element("div")
            .unwrap_or_else(|_| panic!("an element"))
            .unchecked_into();
        let body = document.body().unwrap_or_else(|| panic!("a body"));
        let _ = body.append_child(&root);
        let place = element("section");
        let stage = Stage::new(place.clone());
        // Brings the executor of the signals, as the app's own parts do.
        dom::show(
            &root,
            vec![dom::part(Box::new(move || vec![place.clone()]))],
        );
        Self {
            root,
            stage,
            made: Rc::default(),
            value: Box::leak(Box::new(Live::new(0))),
            followed: Rc::default(),
            heard: Rc::default(),
        }
    }

    fn page(&self, text: &str) -> Element {
        self.made.set(self.made.get() + 1);
        let (value, followed, heard) = (self.value, self.followed.clone(), self.heard.clone());
        let button = element("button").text(text).follow(move |_| {
            let _ = *value.read();
            followed.set(followed.get() + 1);
        });
        element("div").child(button.on_tap(move || heard.set(heard.get() + 1)))
    }

    fn make_ready(&self, key: u8, text: &str) {
        self.stage.make_ready(key, |_| self.page(text));
    }

    fn turn_to(&self, key: u8, text: &str) -> impl Sized {
        self.stage.turn_to(Some(&key), || self.page(text))
    }

    fn buttons(&self) -> Vec<HtmlElement> {
        let place = self.root.query_selector("section").ok().flatten();
        let first = place.and_then(|place| place.first_element_child());
        let pages = successors(first, web_sys::Element::next_element_sibling);
        let button =
            |page: web_sys::Element| page.first_element_child().map(JsCast::unchecked_into);
        pages.filter_map(button).collect()
    }

    fn texts(&self) -> Vec<String> {
        let buttons = self.buttons();
        let texts = buttons.iter().filter_map(|button| button.text_content());
        texts.collect()
    }
}

fn document() -> Document {
    let document = web_sys::window().and_then(|window| window.document());
    document.unwrap_or_else(|| panic!("a document"))
}

#[wasm_bindgen_test]
fn the_page_that_is_ready_is_the_one_that_is_shown() {
    let theatre = Theatre::open();
    let _ = theatre.turn_to(1, "one");
    theatre.make_ready(2, "two");
    assert!(theatre.stage.is_ready(&2) && !theatre.stage.is_ready(&3));
    let ready = theatre.buttons().pop();
    let _ = theatre.turn_to(2, "two, once more");
    assert!(theatre.buttons().pop() == ready && theatre.made.get() == 2);
    assert_eq!(theatre.texts(), ["two"]);
    assert!(!theatre.stage.is_ready(&2), "it is shown now");
}

#[wasm_bindgen_test]
fn a_page_made_from_something_else_is_made_anew() {
    let theatre = Theatre::open();
    let _ = theatre.turn_to(1, "one");
    theatre.make_ready(2, "two");
    theatre.make_ready(3, "three");
    assert_eq!(theatre.texts(), ["one", "three"], "one is ready at a time");
    let _ = theatre.turn_to(4, "four");
    assert_eq!(theatre.texts(), ["four"], "what was ready has gone");
    let _ = theatre.turn_to(4, "four again");
    assert_eq!(theatre.texts(), ["four again"]);
}

#[wasm_bindgen_test]
async fn what_is_ready_follows_values_too() {
    let theatre = Theatre::open();
    let _ = theatre.turn_to(1, "one");
    theatre.make_ready(2, "two");
    let followed = theatre.followed.get();
    theatre.value.set(1);
    tick().await;
    assert_eq!(theatre.followed.get(), followed + 2, "both pages have");
}

#[wasm_bindgen_test]
fn the_page_that_is_shown_hears_and_no_other_does() {
    let theatre = Theatre::open();
    let _ = theatre.turn_to(1, "one");
    theatre.make_ready(2, "two");
    let press = || theatre.buttons().iter().for_each(HtmlElement::click);
    press();
    assert_eq!(theatre.heard.get(), 1, "not the one that is ready");
    let _before = theatre.turn_to(2, "");
    press();
    assert_eq!(theatre.heard.get(), 2, "not the one before");
}

#[wasm_bindgen_test]
async fn a_page_follows_until_it_is_dropped() {
    let theatre = Theatre::open();
    let _ = theatre.turn_to(1, "one");
    let before = theatre.turn_to(2, "two");
    assert_eq!(theatre.texts(), ["one", "two"]);
    let followed = theatre.followed.get();
    drop(before);
    assert_eq!(theatre.texts(), ["two"]);
    theatre.value.set(1);
    tick().await;
    assert_eq!(
        theatre.followed.get(),
        followed + 1,
        "the one that is shown"
    );
}
