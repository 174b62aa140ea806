//! One choice among several: radio buttons for up to ten, the phone's own drop-down for more.

use std::{cell::Cell, rc::Rc};

use super::field::{FieldWords, until_filled};
use elements::{Element, element, icon};

/// A list this short is shown whole.
const RADIO_MAX: usize = 10;

/// One possible answer.
pub struct Choice {
    /// What is recorded.
    pub code: String,
    /// What is read.
    pub label: String,
    /// A line drawing beside it, as the `d` of an SVG path.
    pub icon: Option<&'static str>,
}

impl Choice {
    /// One without a drawing.
    #[inline(never)]
    pub fn plain(code: &str, label: &str) -> Self {
        Self {
            code: code.to_owned(),
            label: label.to_owned(),
            icon: None,
        }
    }

    /// The label that holds its button or box.
    #[inline(never)]
    pub(super) fn line(&self, id: &str, input: Element) -> Element {
        let classes = if self.icon.is_some() {
            "option tile"
        } else {
            "option"
        };
        element("label")
            .class(classes)
            .attr("for", id)
            .child(input)
            .children(self.icon.map(icon))
            .child(element("span").text(&self.label))
    }
}

/// What can be chosen.
pub struct Options {
    /// In order.
    pub list: Vec<Choice>,
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
        return words.group(radios.map(|(index, choice)| {
            let id = words.part_id(&index.to_string());
            let on_choose = on_choose.clone();
            let radio = element("input")
                .attr("id", &id)
                .attr("type", "radio")
                .attr("name", words.id)
                .attr("value", &choice.code)
                .attr("aria-describedby", &words.refusal_id())
                .on_input(move |code, _| on_choose(code));
            radio.set_checked(choice.code == value);
            choice.line(&id, radio)
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

fn listed(list: &[Choice], value: &str) -> Vec<Element> {
    let option = |choice: &Choice| {
        let option = element("option").attr("value", &choice.code);
        option.set_flag("selected", choice.code == value);
        option.text(&choice.label)
    };
    list.iter().map(option).collect()
}
