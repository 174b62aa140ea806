//! A link inside the app: a path that can be opened by itself, and what a tap does instead.

use elements::{Element, element};

/// A link with its text.
pub fn link(path: &str, text: &str, on_tap: impl Fn() + 'static) -> Element {
    element("a").attr("href", path).text(text).on_click(on_tap)
}

/// A link to a telephone number that looks like a button.
pub fn call_button(number: &str, text: &str) -> Element {
    call_link(number, text).class("button")
}

/// A link to a telephone number.
pub fn call_link(number: &str, text: &str) -> Element {
    element("a")
        .attr("href", &["tel:", number].concat())
        .text(text)
}

/// What is under the thumb; `label` is what it is called aloud.
pub fn action_bar(label: &str, links: impl IntoIterator<Item = Element>) -> Element {
    element("nav")
        .class("action")
        .attr("aria-label", label)
        .children(links)
}
