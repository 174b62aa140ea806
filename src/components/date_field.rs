//! A date in three fields: day, month, year. ISO outside, as the calendar writes it inside.

use std::{cell::RefCell, rc::Rc};

use domain::tidy::parts_of_date;
use elements::{Element, element};

use super::{
    field::{FieldWords, until_filled},
    text_field::ENTER_NEXT,
};

/// The labels of the three fields.
pub struct DateLabels {
    /// "Jour".
    pub day: &'static str,
    /// "Mois".
    pub month: &'static str,
    /// "Année".
    pub year: &'static str,
}

/// A date in three fields; `value` is what was typed before: `2007-05-14`, or as much of it as there is.
/// A whole date that is written or pasted in one of them fills in all three.
///
/// `birthday` lets the browser fill in one; `enter` is what the last field's Enter key is called. `on_input` is called with `year-month-day` as typed, at every change;
/// with nothing when all three are empty. `tidied` gives the plain digits and spaces of what was typed.
pub fn date_field(
    words: &FieldWords,
    labels: &DateLabels,
    birthday: bool,
    enter: &str,
    value: &str,
    tidied: fn(&str) -> String,
    on_input: &Rc<dyn Fn(String)>,
) -> Element {
    let mut parts = value.splitn(3, '-').map(unpadded);
    let mut part = || parts.next().unwrap_or_default();
    let typed = Rc::new(RefCell::new([part(), part(), part()]));
    let inputs: Rc<RefCell<Vec<Element>>> = Rc::default();
    let field = |position: usize, part: &str, label: &str, token: &str, enter: &str| {
        let id = words.part_id(part);
        let initial = typed.borrow()[position].clone();
        let (typed, on_input) = (typed.clone(), on_input.clone());
        let all = inputs.clone();
        let input = element("input")
            .attr("id", &id)
            .attr("name", &id)
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr(
                "autocomplete",
                until_filled(if birthday { token } else { "off" }, &initial),
            )
            .attr("enterkeyhint", enter)
            .attr("value", &initial)
            .on_input(move |written, is_left| {
                let written = tidied(&written);
                if let Some(parts) = parts_of_date(&written, is_left) {
                    for (input, part) in all.borrow().iter().zip(parts) {
                        input.set("autocomplete", Some("off"));
                        input.set_value(part);
                    }
                    let [day, month, year] = parts.map(str::to_owned);
                    typed.replace([year, month, day]);
                } else {
                    typed.borrow_mut()[position] = written;
                }
                let date = joined(&typed.borrow());
                on_input(date);
            });
        inputs.borrow_mut().push(input.clone());
        let label = element("label").attr("for", &id).text(label);
        element("div").child(label).child(words.describe(input))
    };
    words.group([element("div").class("trio").children([
        field(2, "day", labels.day, "bday-day", ENTER_NEXT),
        field(1, "month", labels.month, "bday-month", ENTER_NEXT),
        field(0, "year", labels.year, "bday-year", enter),
    ])])
}

fn unpadded(part: &str) -> String {
    part.trim_start_matches('0').to_owned()
}

fn joined(parts: &[String; 3]) -> String {
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    parts.join("-")
}
