//! Paragraphs and cards: what most of every screen is made of, written once because each copy weighs.

use elements::{Element, element};

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

/// What stands for a value in a sentence that [`kept_as_it_is`] shows.
pub const VALUE: &str = "\u{1}";

/// Shows a sentence in an element, with a value in the place of [`VALUE`] that no translation may touch: a name, a number.
#[inline(never)]
pub fn kept_as_it_is(place: &Element, sentence: &str, value: &str) {
    place.set_text("");
    for (nth, part) in sentence.split('\u{1}').enumerate() {
        if nth > 0 {
            let value = element("span").attr("translate", "no").text(value);
            place.add(&[value]);
        }
        place.add_text(part);
    }
}
