//! One line of typing: text, telephone, e-mail, postal code.

use std::rc::Rc;

use super::field::{FieldWords, until_filled};
use elements::{Element, element};

/// What the browser should know of the input: its keyboard, its autofill.
#[derive(Clone, Copy)]
pub struct Keyboard {
    /// The `type` attribute.
    pub kind: &'static str,
    /// The `inputmode` attribute.
    pub mode: &'static str,
    /// Whether the browser should leave spelling and capitals alone.
    pub literal: bool,
    /// What its Enter key is called: see [`ENTER_NEXT`].
    pub enter: &'static str,
}

/// The name of the Enter key where another field is typed after this one (`enterkeyhint`).
pub const ENTER_NEXT: &str = "next";
/// The same in the last of a page.
pub const ENTER_LAST: &str = "go";

/// One line of typing; `value` is what was typed before, `autocomplete` the HTML autofill token.
///
/// `on_input` is called with the whole text at every change. Nothing is cut: what is too long is refused in words.
pub fn text_field(
    words: &FieldWords,
    keyboard: Keyboard,
    autocomplete: &str,
    value: &str,
    on_input: Rc<dyn Fn(String)>,
) -> Element {
    let capitals = if keyboard.literal { "off" } else { "words" };
    let input = element("input")
        .attr("id", words.id)
        .attr("name", words.id)
        .attr("type", keyboard.kind)
        .attr("inputmode", keyboard.mode)
        .attr("autocomplete", until_filled(autocomplete, value))
        .attr("autocapitalize", capitals)
        .attr("spellcheck", "false")
        // A name is no word of a dictionary.
        .attr("autocorrect", "off")
        .attr("enterkeyhint", keyboard.enter)
        .attr("value", value)
        .on_input(move |text, _| on_input(text));
    words.single(words.describe(input))
}
