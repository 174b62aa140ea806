//! The elements that screens are made of: made once, then changed in place whenever a signal they read changes.
//!
//! One type for all of them, where a view type for each shape of markup would be compiled for each screen.
//! Text is always text here: nothing is ever read as markup.

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::cleanup::hold;

mod events;

const SVG: &str = "http://www.w3.org/2000/svg";

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

/// A line drawing that says nothing aloud: the `d` of an SVG path in a box of 24 by 24.
///
/// # Panics
/// Outside a page, as [`element`].
#[expect(
    clippy::expect_used,
    reason = "the tags are literals of this source, and the app starts in a page"
)]
#[inline(never)]
pub fn icon(path: &str) -> Element {
    let document = web_sys::window().and_then(|window| window.document());
    let drawing = |tag| {
        let made = document.as_ref()?.create_element_ns(Some(SVG), tag).ok();
        // The methods used of it are those of every element.
        made.map(|made| Element(made.unchecked_into()))
    };
    let [drawn, line] = ["svg", "path"].map(|tag| drawing(tag).expect("a drawing"));
    drawn
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(line.attr("d", path))
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
    ///
    /// Before it runs again, the listeners of all that `show` made are dropped, also of an element that stays on the page:
    /// what is to outlive a run is made by an effect of its own, which follows a signal that changes less often.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "an element that is on the page already can follow too"
    )]
    pub fn effect(self, show: impl Fn(&Self) + 'static) -> Self {
        while_shown(self.clone(), Box::new(show));
        self
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

/// What shows something in an element: as [`Act`](crate::callbacks::Act), a trait of our own in place of `dyn Fn`.
trait Show {
    fn show(&self, place: &Element);
}

impl<F: Fn(&Element)> Show for F {
    fn show(&self, place: &Element) {
        self(place);
    }
}
