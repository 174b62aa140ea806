//! What has to be changed before going on: one list, each line a link to its field.

use std::rc::Rc;

use super::link::link;
use elements::{Element, element};

/// One line: where, and what.
pub struct ErrorLine {
    /// The id of the question.
    pub question: String,
    /// The sentence.
    pub sentence: String,
}

/// The list of what has to be changed; nothing while the list is empty.
///
/// `on_follow` is called with the question's id when its line is tapped.
pub fn error_summary(
    title: &'static str,
    lines: Box<dyn Fn() -> Vec<ErrorLine>>,
    on_follow: Rc<dyn Fn(&str)>,
) -> Element {
    element("div").class("live").effect(move |place| {
        let line = |ErrorLine { question, sentence }: ErrorLine| {
            let on_follow = on_follow.clone();
            let target = ["#", &question].concat();
            element("li").child(link(&target, &sentence, move || on_follow(&question)))
        };
        let lines: Vec<Element> = lines().into_iter().map(line).collect();
        let summary = (!lines.is_empty()).then(|| {
            element("div")
                .attr("id", "error-summary")
                .class("error-summary")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .attr("aria-labelledby", "error-title")
                .child(element("h2").attr("id", "error-title").text(title))
                .child(element("ul").children(lines))
        });
        place.fill(summary);
    })
}
