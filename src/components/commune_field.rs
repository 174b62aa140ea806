//! The commune of a postal code: chosen from its list or, where that does not name it or cannot be had, typed.

use std::rc::Rc;

use super::{
    choice_field::{Choice, Options, choice_field},
    field::FieldWords,
    text_field::{ENTER_LAST, Keyboard, text_field},
};
use elements::{Element, element};

/// What can be shown.
pub enum CommuneList {
    /// Nothing to choose from yet.
    Nothing,
    /// What is recorded of each commune, and its name.
    Choices(Vec<Choice>),
    /// The person types the name; why, in a sentence.
    Typed(&'static str),
}

/// The last choice of every list: the commune is none of these.
pub struct Another {
    /// "Ma commune n’est pas dans la liste".
    pub label: &'static str,
    /// The words of the field that then comes below the list.
    pub words: FieldWords,
    /// Whether it is chosen.
    pub is_chosen: Rc<dyn Fn() -> bool>,
    /// The same, untracked: a list that is made anew at a choice would lose the keyboard focus.
    pub was_chosen: Box<dyn Fn() -> bool>,
    /// Told whether it is, at every change of the list.
    pub on_choose: Box<dyn Fn(bool)>,
}

/// Stands for [`Another`] among what can be recorded.
const ANOTHER: &str = "-";

/// The commune of a postal code; `value` is what was chosen or typed, as it stands whenever the list changes.
///
/// `autocomplete` is the HTML autofill token.
/// `on_choose` is called with what is recorded, or the name, at every change.
pub fn commune_field(
    words: FieldWords,
    list: impl Fn() -> CommuneList + 'static,
    another: Another,
    prompt: &'static str,
    value: impl Fn() -> String + 'static,
    autocomplete: &'static str,
    on_choose: Rc<dyn Fn(String)>,
) -> Element {
    let (another, value) = (Rc::new(another), Rc::new(value));
    let typed = {
        let (value, on_choose) = (value.clone(), on_choose.clone());
        move |words: &FieldWords| {
            let keyboard = Keyboard {
                kind: "text",
                mode: "text",
                literal: false,
                enter: ENTER_LAST,
            };
            text_field(words, keyboard, autocomplete, &value(), on_choose.clone())
        }
    };
    let typed = Rc::new(typed);
    element("div").class("live").effect(move |place| {
        place.fill(match list() {
            CommuneList::Nothing => vec![],
            CommuneList::Typed(hint) => {
                let hint = Some(hint);
                vec![typed(&FieldWords {
                    hint,
                    ..words.clone()
                })]
            }
            CommuneList::Choices(mut list) => {
                list.push(Choice::plain(ANOTHER, another.label));
                let options = Options {
                    list,
                    prompt,
                    autocomplete,
                };
                let chosen = if (another.was_chosen)() {
                    ANOTHER.to_owned()
                } else {
                    value()
                };
                let choose = {
                    let (another, on_choose) = (another.clone(), on_choose.clone());
                    Rc::new(move |code: String| {
                        let is_another = code == ANOTHER;
                        on_choose(if is_another { String::new() } else { code });
                        (another.on_choose)(is_another);
                    })
                };
                let (typed, another) = (typed.clone(), another.clone());
                let below = element("div").class("live").effect(move |place| {
                    let field = (another.is_chosen)().then(|| typed(&another.words));
                    place.fill(field);
                });
                vec![choice_field(&words, options, &chosen, choose), below]
            }
        });
    })
}
