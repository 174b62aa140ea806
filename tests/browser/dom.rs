//! The elements of the screens: text is text, what is followed is shown anew, what is gone no longer listens.

use std::{cell::Cell, rc::Rc};

use elements::{Element, RwSignal, element, icon, part, show};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{script, tick};

/// A root of its own on the page.
fn root(id: &str) -> HtmlElement {
    script(&format!(
        "document.body.append(Object.assign(document.createElement('div'), {{ id: '{id}' }}))"
    ));
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.get_element_by_id(id));
    root.unwrap_or_else(|| panic!("just put there"))
        .unchecked_into()
}

/// Shows one part, which is all of the page.
fn mount(root: &HtmlElement, make: impl Fn() -> Vec<Element> + 'static) {
    show(root, vec![part(Box::new(make))]);
}

/// The elements inside the part, without the mark that Leptos leaves where it mounted.
fn shown(root: &HtmlElement) -> String {
    let part = root.first_element_child();
    let part = part.unwrap_or_else(|| panic!("a part is shown"));
    part.inner_html().replace("<!---->", "")
}

fn leaked<T>(value: T) -> &'static RwSignal<T> {
    Box::leak(Box::new(RwSignal::new(value)))
}

#[wasm_bindgen_test]
fn a_screen_is_what_was_made_and_text_is_never_markup() {
    let root = root("made");
    mount(&root, || {
        vec![
            element("p")
                .class("lead")
                .attr("title", "a \"b\"")
                .text("<b>1 & 2</b>")
                .child(element("i").text("3")),
        ]
    });
    assert_eq!(
        shown(&root),
        "<p class=\"lead\" title=\"a &quot;b&quot;\">&lt;b&gt;1 &amp; 2&lt;/b&gt;<i>3</i></p>"
    );
}

#[wasm_bindgen_test]
fn an_icon_is_a_drawing_that_says_nothing() {
    let root = root("drawn");
    mount(&root, || vec![icon("M4 8h16")]);
    assert_eq!(
        shown(&root),
        "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 8h16\"></path></svg>"
    );
    let drawn = root.query_selector("svg > path").ok().flatten();
    assert_eq!(
        drawn.and_then(|path| path.namespace_uri()).as_deref(),
        Some("http://www.w3.org/2000/svg")
    );
}

#[wasm_bindgen_test]
async fn what_follows_a_value_is_shown_anew_and_nothing_else_is() {
    let root = root("followed");
    let (name, made) = (leaked("Lina"), Rc::new(Cell::new(0)));
    let count = made.clone();
    mount(&root, move || {
        count.set(count.get() + 1);
        vec![element("p").effect(move |line| line.set_text(*name.read()))]
    });
    name.set("Marc");
    tick().await;
    assert_eq!(shown(&root), "<p>Marc</p>");
    assert_eq!(made.get(), 1, "the screen around it stays");
}

#[wasm_bindgen_test]
async fn a_value_set_quietly_or_to_the_same_changes_nothing_that_is_shown() {
    let root = root("quiet");
    let (name, shown) = (leaked("Lina"), Rc::new(Cell::new(0)));
    let count = shown.clone();
    mount(&root, move || {
        count.set(count.get() + 1);
        vec![element("p").text(*name.read())]
    });
    name.set_if_changed("Lina");
    name.set_untracked("Marc");
    tick().await;
    assert_eq!((shown.get(), root.inner_text().as_str()), (1, "Lina"));
    name.set_if_changed("Ada");
    tick().await;
    assert_eq!((shown.get(), root.inner_text().as_str()), (2, "Ada"));
}

#[wasm_bindgen_test]
async fn what_is_no_longer_shown_neither_listens_nor_follows() {
    let root = root("gone");
    let (screen, value) = (leaked(1), leaked("a"));
    let (taps, runs) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (tapped, ran) = (taps.clone(), runs.clone());
    mount(&root, move || {
        if *screen.read() > 1 {
            return vec![element("p")];
        }
        let (tapped, ran) = (tapped.clone(), ran.clone());
        let follow = move |_: &Element| {
            let _ = *value.read();
            ran.set(ran.get() + 1);
        };
        let button = element("button").on_click(move || tapped.set(tapped.get() + 1));
        vec![button.effect(follow)]
    });
    script("window.old = document.querySelector('#gone button'); window.old.click()");
    assert_eq!((taps.get(), runs.get()), (1, 1));
    screen.set(2);
    tick().await;
    assert_eq!(shown(&root), "<p></p>");
    value.set("b");
    tick().await;
    script("window.old.click()");
    assert_eq!((taps.get(), runs.get()), (1, 1));
}

#[wasm_bindgen_test]
fn inputs_tell_what_was_typed_and_ticked() {
    let root = root("inputs");
    let heard = Rc::new(std::cell::RefCell::new(Vec::new()));
    let (typed, ticked) = (heard.clone(), heard.clone());
    mount(&root, move || {
        let (typed, ticked) = (typed.clone(), ticked.clone());
        vec![
            element("input").on_input(move |text, is_left| {
                typed.borrow_mut().push(text);
                typed.borrow_mut().push(is_left.to_string());
            }),
            element("input")
                .attr("type", "checkbox")
                .on_toggle(move |on| ticked.borrow_mut().push(on.to_string())),
        ]
    });
    script(
        "const [text, box] = document.querySelectorAll('#inputs input');
         text.value = 'Lina'; text.dispatchEvent(new Event('input'));
         text.value = 'Linda'; text.dispatchEvent(new Event('change'));
         box.click(); box.click()",
    );
    assert_eq!(
        *heard.borrow(),
        ["Lina", "false", "Linda", "true", "true", "false"]
    );
}
