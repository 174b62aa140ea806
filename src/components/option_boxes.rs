//! Boxes to tick: several choices, or a single statement.

use std::rc::Rc;

use super::{choice_field::Choice, field::FieldWords};
use elements::{Element, element};

/// Told a code and whether its box is now ticked.
pub type OnToggle = dyn Fn(&str, bool);

/// What boxes are tied to.
#[derive(Clone)]
pub struct Ticks {
    /// Whether the box of a code is ticked.
    pub is_on: Rc<dyn Fn(&str) -> bool>,
    /// Called at every tap on a box.
    pub on_toggle: Rc<OnToggle>,
}

/// Several choices, in order.
pub fn option_boxes(words: &FieldWords, boxes: &[Choice], ticks: &Ticks) -> Element {
    let boxes = boxes.iter().enumerate();
    words
        .group(boxes.map(|(index, choice)| tick(&words.part_id(&index.to_string()), choice, ticks)))
}

/// A single statement that can be ticked; its label stands beside the box, its hint above.
pub fn single_box(words: &FieldWords, ticks: &Ticks) -> Element {
    let box_alone = tick(words.id, &Choice::plain("yes", words.label), ticks);
    words.place().children(words.hint_line()).child(box_alone)
}

/// One box with its label beside it.
pub fn tick(id: &str, choice: &Choice, ticks: &Ticks) -> Element {
    let Ticks { is_on, on_toggle } = ticks.clone();
    let (code, toggled) = (choice.code.clone(), choice.code.clone());
    let input = element("input")
        .attr("id", id)
        .attr("type", "checkbox")
        .attr("name", id)
        .attr("value", &code)
        .effect(move |input| input.set_checked(is_on(&code)))
        .on_toggle(move |on| on_toggle(&toggled, on));
    choice.line(id, input)
}
