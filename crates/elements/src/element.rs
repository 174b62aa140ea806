//! The elements that screens are made of: made once, then changed in place whenever a signal they read changes.
//!
//! One type for all of them, where a view type for each shape of markup would be compiled for each screen.
//! Text is always text here: nothing is ever read as markup.

use std::rc::Rc;

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, HtmlElement, HtmlInputElement};

use crate::{
    callbacks::{self, Act},
    cleanup::hold,
};

/// An element of the page; a handle, cheap to clone.
#[derive(Clone)]
pub struct Element(HtmlElement);

/// An element that is not on the page yet.
///
/// # Panics
/// Outside a page: there is nothing to show then.
#[expect(
    clippy::expect_used,
    reason = "every tag is a literal of this source, and the app starts in a page"
)]
pub fn element(tag: &'static str) -> Element {
    let document = web_sys::window().and_then(|window| window.document());
    let made = document.and_then(|document| document.create_element(tag).ok());
    Element(made.expect("an element").unchecked_into())
}

/// A part of the page that shows what `make` makes, anew whenever a signal it reads changes, for as long as the page lives.
pub fn part(make: Box<dyn Fn() -> Vec<Element>>) -> Element {
    let part = element("div").class("live");
    let shown = part.clone();
    // Leptos brings the owner and the executor of the signals; the part has no view but ours.
    let start = move || {
        shown.effect(move |part| part.fill(make()));
    };
    mount_to(part.0.clone(), start).forget();
    part
}

/// Shows these in the place of everything inside `root`.
pub fn show(root: &HtmlElement, parts: Vec<Element>) {
    Element(root.clone()).fill(parts);
}

impl Element {
    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.set(name, Some(value));
        self
    }

    /// Sets the classes.
    #[must_use]
    pub fn class(self, classes: &str) -> Self {
        self.attr("class", classes)
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.add_text(text);
        self
    }

    /// Adds text to an element that may be on the page already.
    pub fn add_text(&self, text: &str) {
        // Text can be added to any element that the app makes.
        let _ = self.0.append_with_str_1(text);
    }

    /// Adds an element.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is part of its parent now"
    )]
    pub fn child(self, child: Self) -> Self {
        self.append(&child);
        self
    }

    /// Adds elements, in order.
    #[must_use]
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self.append(&child);
        }
        self
    }

    /// Shows now, and again at every change of a signal that `show` reads, for as long as the element is shown.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "an element that is on the page already can follow too"
    )]
    pub fn effect(self, show: impl Fn(&Self) + 'static) -> Self {
        while_shown(self.clone(), Box::new(show));
        self
    }

    /// Calls back at a tap, in place of what the browser would do by itself.
    #[must_use]
    pub fn on_click(self, act: impl Fn() + 'static) -> Self {
        self.on_instead("click", Box::new(act))
    }

    /// Calls back when the form is sent, in place of what the browser would do by itself.
    #[must_use]
    pub fn on_submit(self, act: impl Fn() + 'static) -> Self {
        self.on_instead("submit", Box::new(act))
    }

    /// Enter in a field leads to the next one that is shown, as the keyboard's own key for it says; in the last one it taps
    /// the button that sends the form, as browsers do.
    #[must_use]
    pub fn enter_goes_on(self) -> Self {
        let form = self.clone();
        let hear = move |event: &Event| {
            let next = callbacks::is_enter(event).then(|| form.field_after(event));
            if let Some(next) = next.flatten() {
                event.prevent_default();
                if next.get_attribute("type").as_deref() == Some("submit") {
                    next.click();
                } else {
                    // What is shown can have the focus.
                    let _ = next.focus();
                }
            }
        };
        self.on("keydown", Box::new(hear))
    }

    /// The field that is shown after the one that an event happened in, or the button that sends the form. Radio buttons
    /// of one name are one field.
    fn field_after(&self, event: &Event) -> Option<HtmlElement> {
        let here: HtmlElement = event.target()?.dyn_into().ok()?;
        let all = self
            .0
            .query_selector_all("input,select,[type=submit]")
            .ok()?;
        let places = (0..all.length()).filter_map(|place| all.get(place));
        let mut fields = places.map(JsCast::unchecked_into::<HtmlElement>);
        // Of a button that has the focus, nothing is after it: Enter is a tap on it.
        fields.find(|field| *field == here)?;
        let name = here.get_attribute("name");
        fields.find(|field| field.offset_height() > 0 && field.get_attribute("name") != name)
    }

    /// Calls back with the whole value at every key, and at every choice of a list, and once more when it is left (then
    /// the second is true); also where a browser or a password manager fills in a field and tells of the change alone.
    ///
    /// From the first key on the browser is told to keep nothing of it: what it keeps to fill in other forms, and to
    /// open tabs again, is in clear on the phone.
    #[must_use]
    pub fn on_input(self, act: impl Fn(String, bool) + 'static) -> Self {
        let input = self.clone();
        let hear = Rc::new(move |is_left| {
            input.set("autocomplete", Some("off"));
            act(input.value(), is_left);
        });
        let again = hear.clone();
        self.on("input", Box::new(move |_| hear(false)))
            .on("change", Box::new(move |_| again(true)))
    }

    /// Has every line of typing that is shown inside say once more what it holds: a script may have filled it in without
    /// a word.
    pub fn say_again(&self) {
        let Ok(fields) = self.0.query_selector_all("[inputmode]") else {
            return;
        };
        let fields = (0..fields.length()).filter_map(|place| fields.get(place));
        for field in fields.map(JsCast::unchecked_into::<HtmlElement>) {
            if let (true, Ok(told)) = (field.offset_height() > 0, Event::new("change")) {
                // Whether it was cancelled does not matter.
                let _ = field.dispatch_event(&told);
            }
        }
    }

    /// Calls back when a field inside is left with another value than it was entered with.
    #[must_use]
    pub fn on_change(self, act: impl Fn() + 'static) -> Self {
        let act: Box<dyn Act> = Box::new(act);
        self.on("change", Box::new(move |_| act.act()))
    }

    /// Calls back when a box is ticked or not ticked any more.
    #[must_use]
    pub fn on_toggle(self, act: impl Fn(bool) + 'static) -> Self {
        let input = self.clone();
        self.on(
            "change",
            Box::new(move |_| {
                // As in `on_input`.
                input.set("autocomplete", Some("off"));
                act(input.input().checked());
            }),
        )
    }

    /// Calls back with the text of a file that was chosen; with nothing for one that is larger, or no text.
    #[must_use]
    pub fn on_file(self, max_bytes: f64, act: impl Fn(Option<String>) + Copy + 'static) -> Self {
        let input = self.clone();
        self.on(
            "change",
            Box::new(move |_| {
                let files = input.input().files();
                let Some(file) = files.and_then(|files| files.get(0)) else {
                    return;
                };
                spawn_local(async move {
                    let small = file.size() <= max_bytes;
                    let text = if small {
                        JsFuture::from(file.text()).await.ok()
                    } else {
                        None
                    };
                    act(text.and_then(|text| text.as_string()));
                });
                // The same file can be chosen again.
                input.set_value("");
            }),
        )
    }

    /// Sets an attribute, or takes it away.
    pub fn set(&self, name: &str, value: Option<&str>) {
        // Every name is a literal of this source, and good.
        let _ = match value {
            Some(value) => self.0.set_attribute(name, value),
            None => self.0.remove_attribute(name),
        };
    }

    /// Sets an attribute that is there or not, such as `hidden`.
    pub fn set_flag(&self, name: &str, on: bool) {
        self.set(name, on.then_some(""));
    }

    /// Puts text in the place of everything inside.
    pub fn set_text(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// Ticks a box, or takes the tick away.
    pub fn set_checked(&self, on: bool) {
        self.input().set_checked(on);
    }

    /// Puts text in a field, in the place of what was typed.
    pub fn set_value(&self, text: &str) {
        self.input().set_value(text);
    }

    /// Puts these in the place of everything inside.
    pub fn fill(&self, children: impl IntoIterator<Item = Self>) {
        self.set_text("");
        for child in children {
            self.append(&child);
        }
    }

    /// Whether anything is inside.
    pub fn is_filled(&self) -> bool {
        self.0.first_element_child().is_some()
    }

    /// Adds elements to one that may be on the page already.
    pub fn add(&self, children: &[Self]) {
        for child in children {
            self.append(child);
        }
    }

    fn append(&self, child: &Self) {
        // No element is ever put inside itself.
        let _ = self.0.append_child(&child.0);
    }

    /// Calls back in place of what the browser would do by itself.
    fn on_instead(self, event: &'static str, act: Box<dyn Act>) -> Self {
        self.on(
            event,
            Box::new(move |event| {
                event.prevent_default();
                act.act();
            }),
        )
    }

    fn on(self, event: &'static str, act: Box<dyn Fn(&Event)>) -> Self {
        hold(Box::new(callbacks::listener(&self.0, event, act)));
        self
    }

    fn value(&self) -> String {
        self.input().value()
    }

    /// A `select` has the same `value`.
    fn input(&self) -> &HtmlInputElement {
        self.0.unchecked_ref()
    }
}

/// An effect that ends with what is shown: the owner drops it, as it drops the listeners.
fn while_shown(shown: Element, show: Box<dyn Show>) {
    hold(Box::new(RenderEffect::new(move |_| show.show(&shown))));
}

/// What shows something in an element: as [`Act`], a trait of our own in place of `dyn Fn`.
trait Show {
    fn show(&self, place: &Element);
}

impl<F: Fn(&Element)> Show for F {
    fn show(&self, place: &Element) {
        self(place);
    }
}
