//! Paragraphs and cards: what most of every screen is made of, written once because each copy weighs.

use crate::browser::dom::{Element, element};

/// A paragraph with its classes; `""` for none.
#[inline(never)]
pub fn paragraph(classes: &str, text: &str) -> Element {
    let paragraph = element("p").text(text);
    if classes.is_empty() {
        return paragraph;
    }
    paragraph.class(classes)
}

/// A card with its heading.
#[inline(never)]
pub fn card(title: &str) -> Element {
    element("section")
        .class("card")
        .child(element("h2").text(title))
}

/// A button that sends no form.
#[inline(never)]
pub fn button(text: &str) -> Element {
    element("button").attr("type", "button").text(text)
}
