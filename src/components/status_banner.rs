//! One line about what waits on this phone; said to screen readers when it changes.

use elements::{Element, element};

/// One line of status; no room taken while there is nothing to say.
pub fn status_banner(text: impl Fn() -> Option<String> + 'static) -> Element {
    element("div")
        .attr("role", "status")
        .class("banner")
        .effect(move |banner| banner.fill(text().map(|text| element("p").text(&text))))
}
