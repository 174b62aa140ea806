//! The bar on top of every screen: whose it is, and the list of languages.

use super::link::link;
use elements::{Element, element};

/// The languages that can be chosen, each by its code and in its own letters.
pub struct Languages {
    /// "Langue".
    pub label: &'static str,
    /// In order.
    pub offered: Vec<[&'static str; 2]>,
    /// The code of the one that is shown.
    pub shown: &'static str,
}

/// The `id` of the list of languages.
pub const LANGUAGES: &str = "languages";

/// The bar on top of every screen; `home` is the path of the first one.
pub fn top_bar(
    name: &str,
    home: &str,
    on_home: impl Fn() + 'static,
    languages: Languages,
    on_language: impl Fn(&str, [Element; 2]) + 'static,
) -> Element {
    // A picture of the stylesheet: the sun, or the logo of `[look]`.
    let mark = element("span").class("mark").attr("aria-hidden", "true");
    let who = link(home, "", on_home).class("who").child(mark).text(name);
    let who = who.attr("translate", "no");
    let bar = element("header").class("bar").child(who);
    bar.children(list(languages, on_language))
}

/// The phone's own list, and a place for what is to be said of it; a code that is chosen is given with both.
fn list(languages: Languages, on_language: impl Fn(&str, [Element; 2]) + 'static) -> [Element; 2] {
    let Languages {
        label,
        offered,
        shown,
    } = languages;
    let option = |[code, name]: [&'static str; 2]| {
        let option = element("option").attr("value", code).attr("lang", code);
        option.set_flag("selected", code == shown);
        option.text(name)
    };
    let list = element("select")
        .attr("id", LANGUAGES)
        .class("lang")
        .attr("aria-label", label)
        .children(offered.into_iter().map(option));
    let both = [list, element("p").attr("role", "status")];
    let [list, said] = both.clone();
    let list = list.on_input(move |code, is_left| {
        if is_left {
            on_language(&code, both.clone());
        }
    });
    [list, said]
}
