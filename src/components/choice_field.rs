//! One choice among several: radio buttons for two or three, the phone's own drop-down for more.

use std::{cell::Cell, rc::Rc};

use super::field::{FieldWords, until_filled};
use elements::{Element, element};

/// A list this short is shown whole.
const RADIO_MAX: usize = 3;

/// What can be chosen.
pub struct Options {
    /// Codes and labels, in order.
    pub list: Vec<(String, String)>,
    /// "Choisis une réponse".
    pub prompt: &'static str,
    /// The HTML autofill token; `off` where nothing may be filled in.
    pub autocomplete: &'static str,
}

/// One choice among several; `value` is the code chosen before.
///
/// `on_choose` is called with the code at every change; with nothing when the choice is taken back.
pub fn choice_field(
    words: &FieldWords,
    options: Options,
    value: &str,
    on_choose: Rc<dyn Fn(String)>,
) -> Element {
    if options.list.len() <= RADIO_MAX {
        let radios = options.list.iter().enumerate();
        return words.group(radios.map(|(index, (code, label))| {
            let id = words.part_id(&index.to_string());
            let on_choose = on_choose.clone();
            let radio = element("input")
                .attr("id", &id)
                .attr("type", "radio")
                .attr("name", words.id)
                .attr("value", code)
                .attr("aria-describedby", &words.refusal_id())
                .on_input(move |code, _| on_choose(code));
            radio.set_checked(code == value);
            let line = element("label").class("option").attr("for", &id);
            line.child(radio).text(label)
        }));
    }
    let select = element("select")
        .attr("id", words.id)
        .attr("name", words.id)
        .attr("autocomplete", until_filled(options.autocomplete, value))
        .child(element("option").attr("value", "").text(options.prompt));
    let select = match words.hidden.clone() {
        None => select.children(listed(&options.list, value)),
        // The countries of the world come once "born abroad" is chosen.
        Some(hidden) => {
            let (list, value) = (Cell::new(options.list), value.to_owned());
            select.effect(move |select| {
                if !hidden() {
                    select.add(&listed(&list.take(), &value));
                }
            })
        }
    };
    words.single(words.describe(select.on_input(move |code, _| on_choose(code))))
}

fn listed(list: &[(String, String)], value: &str) -> Vec<Element> {
    let option = |(code, label): &(String, String)| {
        let option = element("option").attr("value", code).text(label);
        option.set_flag("selected", code == value);
        option
    };
    list.iter().map(option).collect()
}
