//! The bar on top of every screen: whose it is, and the other language.

use super::link::link;
use elements::{Element, element};

/// A language that can be chosen.
pub struct OtherLanguage {
    /// Its own name.
    pub name: &'static str,
    /// Its code, for screen readers.
    pub code: &'static str,
}

/// The bar on top of every screen; `home` is the path of the first one.
pub fn top_bar(
    name: &str,
    home: &str,
    on_home: impl Fn() + 'static,
    other: &OtherLanguage,
    on_language: impl Fn() + 'static,
) -> Element {
    let mark = element("span").class("mark").attr("aria-hidden", "true");
    let who = link(home, "", on_home).class("who").child(mark).text(name);
    let who = who.attr("translate", "no");
    let switch = element("button")
        .attr("type", "button")
        .class("lang")
        .attr("lang", other.code)
        .text(other.name)
        .on_click(on_language);
    element("header").class("bar").child(who).child(switch)
}
