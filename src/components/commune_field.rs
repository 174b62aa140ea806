//! The commune of a postal code: chosen from its list, or typed where the list cannot be had.

use std::rc::Rc;

use super::{
    choice_field::{Options, choice_field},
    field::FieldWords,
    text_field::{ENTER_LAST, Keyboard, text_field},
};
use crate::browser::dom::{Element, element};

/// What can be shown.
pub enum CommuneList {
    /// Nothing to choose from yet.
    Nothing,
    /// INSEE codes and names.
    Choices(Vec<(String, String)>),
    /// The person types the name.
    Typed,
}

/// The commune of a postal code; `value` is what was chosen or typed, as it stands whenever the list changes.
///
/// `autocomplete` is the HTML autofill token.
/// `on_choose` is called with the code, or the name, at every change.
pub fn commune_field(
    words: FieldWords,
    list: impl Fn() -> CommuneList + 'static,
    prompt: &'static str,
    value: impl Fn() -> String + 'static,
    autocomplete: &'static str,
    on_choose: Rc<dyn Fn(String)>,
) -> Element {
    element("div").class("live").follow(move |place| {
        place.fill(match list() {
            CommuneList::Nothing => None,
            CommuneList::Choices(list) => {
                let options = Options {
                    list,
                    prompt,
                    autocomplete,
                };
                Some(choice_field(&words, options, &value(), on_choose.clone()))
            }
            CommuneList::Typed => {
                let keyboard = Keyboard {
                    kind: "text",
                    mode: "text",
                    literal: false,
                    enter: ENTER_LAST,
                };
                let field = text_field(&words, keyboard, autocomplete, &value(), on_choose.clone());
                Some(field)
            }
        });
    })
}
