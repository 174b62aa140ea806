//! What stands around every input: its question, its hint, its refusal.

use std::rc::Rc;

use super::block::paragraph;
use elements::{Element, element};

/// The autofill token of a field that holds `value`: none any more once it holds something.
///
/// Browsers keep in clear what they may fill in elsewhere, and what a tab that is opened again shows.
pub fn until_filled<'a>(token: &'a str, value: &str) -> &'a str {
    if value.is_empty() { token } else { "off" }
}

/// The words of a field, and whether it is there at all.
#[derive(Clone)]
pub struct FieldWords {
    /// The question's id: the id of its input too, so that a refusal can link to it.
    pub id: &'static str,
    /// The question.
    pub label: &'static str,
    /// Whether the page has it as its title: it is read aloud with the field, and shown once.
    pub is_title: bool,
    /// An example or a reason.
    pub hint: Option<&'static str>,
    /// "(facultatif)", where an answer is not needed.
    pub optional: Option<&'static str>,
    /// The sentence for what was refused.
    pub refusal: Rc<dyn Fn() -> Option<String>>,
    /// Whether the question is not asked just now; without it, it always is.
    pub hidden: Option<Rc<dyn Fn() -> bool>>,
}

impl FieldWords {
    /// The id of a part of the field.
    pub fn part_id(&self, part: &str) -> String {
        [self.id, "-", part].concat()
    }

    /// The id of the refusal, for `aria-describedby`.
    pub fn refusal_id(&self) -> String {
        self.part_id("refusal")
    }

    /// What describes the input: its refusal and its hint.
    pub fn described_by(&self) -> String {
        let mut ids = self.refusal_id();
        if self.hint.is_some() {
            ids.push(' ');
            ids.push_str(&self.part_id("hint"));
        }
        ids
    }

    /// An input that is described by the words around it, and known to be wrong while something is refused.
    pub fn describe(&self, input: Element) -> Element {
        let refusal = self.refusal.clone();
        input
            .attr("aria-describedby", &self.described_by())
            .effect(move |input| {
                let invalid = refusal().map(|_| "true");
                input.set("aria-invalid", invalid);
            })
    }

    /// The place of the field, there while its question is asked.
    pub fn place(&self) -> Element {
        let place = element("div").class("field");
        match self.hidden.clone() {
            None => place,
            Some(hidden) => place.effect(move |place| place.set_flag("hidden", hidden())),
        }
    }

    /// One question: a label and its input.
    pub fn single(&self, input: Element) -> Element {
        let label = element("label").attr("for", self.id);
        self.bad_or_not()
            .child(self.named(label))
            .children(self.around())
            .child(input)
    }

    /// One question: a legend and its inputs.
    pub fn group(&self, inputs: impl IntoIterator<Item = Element>) -> Element {
        let fieldset = element("fieldset")
            .attr("id", self.id)
            .attr("tabindex", "-1")
            .attr("aria-describedby", &self.described_by())
            .child(self.named(element("legend")))
            .children(self.around())
            .children(inputs);
        self.bad_or_not().child(fieldset)
    }

    fn named(&self, label: Element) -> Element {
        let label = if self.is_title {
            // Whether an answer is needed stays to be seen.
            label.child(element("span").class("unseen").text(self.label))
        } else {
            label.text(self.label)
        };
        match self.optional {
            None => label,
            Some(text) => label
                .text(" ")
                .child(element("span").class("optional").text(text)),
        }
    }

    /// The hint, where there is one.
    pub fn hint_line(&self) -> Option<Element> {
        let line = |text| paragraph("hint", text).attr("id", &self.part_id("hint"));
        self.hint.map(line)
    }

    fn around(&self) -> impl Iterator<Item = Element> {
        let hint = self.hint_line();
        let refusal = self.refusal.clone();
        let refused = element("p")
            .class("refusal")
            .attr("id", &self.refusal_id())
            .effect(move |line| line.set_text(&refusal().unwrap_or_default()));
        hint.into_iter().chain([refused])
    }

    fn bad_or_not(&self) -> Element {
        let refusal = self.refusal.clone();
        self.place().effect(move |place| {
            let classes = if refusal().is_some() {
                "field bad"
            } else {
                "field"
            };
            place.set("class", Some(classes));
        })
    }
}
