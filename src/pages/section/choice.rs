//! Choices of a question: their codes and labels, and the boxes to tick.

use std::rc::Rc;

use domain::{
    questionnaire::{Kind, Question},
    submission::{EARLIER, years},
    wording::QuestionWording,
};
use elements::Element;
use phone::key;

use crate::{
    browser::clock,
    components::{
        choice_field::Choice,
        field::FieldWords,
        option_boxes::{Ticks, option_boxes, single_box},
    },
    state::State,
};

/// The choices of a question with one answer.
pub(super) fn options(
    state: State,
    question: &'static Question,
    wording: &QuestionWording,
) -> Vec<Choice> {
    match question.kind {
        Kind::YesNo => ["yes", "no"]
            .map(|code| Choice::plain(code, yes_or_no(state, code)))
            .into(),
        Kind::Year => years(question, clock::believed().date())
            .map(|year| {
                let label = if year == EARLIER {
                    state.text(key!("choice.earlier"))
                } else {
                    &year
                };
                Choice::plain(&year, label)
            })
            .collect(),
        _ => labelled(state, question, wording),
    }
}

/// What people read for yes and no; any other code as it is.
pub(crate) fn yes_or_no(state: State, code: &str) -> &str {
    match code {
        "yes" => state.text(key!("choice.yes")),
        "no" => state.text(key!("choice.no")),
        other => other,
    }
}

/// The choices that this Mission Locale shows.
fn labelled(state: State, question: &'static Question, wording: &QuestionWording) -> Vec<Choice> {
    let choices = question.choices.iter();
    choices
        .filter(|choice| choice.is_offered(state.site()))
        .map(|choice| Choice {
            icon: choice.icon.as_deref(),
            ..Choice::plain(&choice.code, wording.choice(&choice.code))
        })
        .collect()
}

/// The boxes of a question with several answers, or the one of a question to tick.
pub(super) fn boxes(
    state: State,
    question: &'static Question,
    wording: &QuestionWording,
    words: &FieldWords,
) -> Element {
    let single = question.kind == Kind::Tick;
    let ticks = Ticks {
        is_on: Rc::new(move |code| state.answers.read().has(&question.id, code)),
        on_toggle: Rc::new(move |code, on| {
            state.answers.update(|answers| {
                if single {
                    answers.set(&question.id, if on { code } else { "" });
                } else {
                    answers.toggle(question, code, on);
                }
            });
        }),
    };
    if single {
        single_box(words, &ticks)
    } else {
        option_boxes(words, &labelled(state, question, wording), &ticks)
    }
}
