//! One question of a page: the component for its kind, tied to the answers.

use std::rc::Rc;

use domain::{
    journey::Journey,
    questionnaire::{Kind, Question},
    submission::{EARLIER, years},
    wording::QuestionWording,
};
use leptos::prelude::*;

use crate::{
    browser::{clock, dom::Element},
    components::{
        choice_field::{Options, choice_field},
        commune_field::{CommuneList, commune_field},
        date_field::{DateLabels, date_field},
        field::FieldWords,
        option_boxes::{Ticks, option_boxes, single_box},
        text_field::{Keyboard, text_field},
    },
    loading,
    state::{Communes, ShownForm, State},
};

/// One question, asked or hidden as the answers say; nothing for one that has no words.
pub(super) fn question_view(
    state: State,
    form: &ShownForm,
    question: &Question,
) -> Option<Element> {
    let wording = form.wording.questions.get(&question.id)?;
    let words = field_words(state, form, question, wording);
    let value = state
        .answers
        .with_untracked(|answers| answers.one(&question.id).unwrap_or_default().to_owned());
    let id = question.id.clone();
    let set: Rc<dyn Fn(String)> = Rc::new(move |text| {
        state.answers.update(|answers| answers.set(&id, &text));
    });
    let autocomplete = question.autocomplete.as_deref().unwrap_or("off");
    Some(match question.kind {
        Kind::Choice | Kind::YesNo | Kind::Year => {
            let options = Options {
                list: options(state, question, wording),
                prompt: state.text("section.choose"),
                autocomplete: autocomplete.to_owned(),
            };
            choice_field(&words, &options, &value, set)
        }
        Kind::Choices | Kind::Tick => boxes(state, form, question, wording, &words),
        Kind::Date => {
            let labels = DateLabels {
                day: state.text("section.day"),
                month: state.text("section.month"),
                year: state.text("section.year"),
            };
            date_field(&words, &labels, autocomplete == "bday", &value, &set)
        }
        Kind::Commune => commune(state, question, words, set),
        Kind::PostalCode => {
            loading::look_up_communes(state, &value);
            let looked_up = Rc::new(move |text: String| {
                let asked = text.trim().to_owned();
                set(text);
                loading::look_up_communes(state, &asked);
            });
            typed(&words, question, autocomplete, &value, looked_up)
        }
        Kind::Text | Kind::Phone | Kind::Email => {
            typed(&words, question, autocomplete, &value, set)
        }
    })
}

fn field_words(
    state: State,
    form: &ShownForm,
    question: &Question,
    wording: &QuestionWording,
) -> FieldWords {
    let (asked, id) = (form.clone(), question.id.clone());
    let refusal = move || {
        state.refusals.with(|refusals| {
            let mine = refusals.iter().find(|refusal| refusal.question == id)?;
            Some(state.refusal_text(&asked, mine))
        })
    };
    // Most questions depend on no answer: theirs follows none.
    let hidden = question.ask_when.is_some().then(|| {
        let (form, id) = (form.clone(), question.id.clone());
        let hidden = move || {
            state
                .answers
                .with(|answers| !Journey::new(&form.questionnaire, answers).asks(&id))
        };
        Rc::new(hidden) as Rc<dyn Fn() -> bool>
    });
    FieldWords {
        id: question.id.clone(),
        label: wording.label.clone(),
        hint: wording.hint.clone(),
        optional: (!question.required && question.kind != Kind::Tick)
            .then(|| state.text("section.optional")),
        refusal: Rc::new(refusal),
        hidden,
    }
}

/// The codes and labels of a question with one answer.
fn options(state: State, question: &Question, wording: &QuestionWording) -> Vec<(String, String)> {
    match question.kind {
        Kind::YesNo => ["yes", "no"]
            .map(|code| (code.to_owned(), state.text(&["choice.", code].concat())))
            .into(),
        Kind::Year => years(question, clock::now().date())
            .map(|year| {
                let label = if year == EARLIER {
                    state.text("choice.earlier")
                } else {
                    year.clone()
                };
                (year, label)
            })
            .collect(),
        _ => labelled(question, wording),
    }
}

fn labelled(question: &Question, wording: &QuestionWording) -> Vec<(String, String)> {
    let choices = question.choices.iter();
    choices
        .map(|choice| (choice.code.clone(), wording.choice(&choice.code).to_owned()))
        .collect()
}

fn boxes(
    state: State,
    form: &ShownForm,
    question: &Question,
    wording: &QuestionWording,
    words: &FieldWords,
) -> Element {
    let (form, id, toggled) = (form.clone(), question.id.clone(), question.id.clone());
    let single = question.kind == Kind::Tick;
    let ticks = Ticks {
        is_on: Rc::new(move |code| state.answers.with(|answers| answers.has(&id, code))),
        on_toggle: Rc::new(move |code, on| {
            state.answers.update(|answers| {
                if single {
                    answers.set(&toggled, if on { code } else { "" });
                } else if let Some(question) = form.questionnaire.question(&toggled) {
                    answers.toggle(question, code, on);
                }
            });
        }),
    };
    if single {
        single_box(words, &ticks)
    } else {
        option_boxes(words, labelled(question, wording), &ticks)
    }
}

fn commune(
    state: State,
    question: &Question,
    words: FieldWords,
    set: Rc<dyn Fn(String)>,
) -> Element {
    let list = move || match state.communes.get() {
        Communes::Unasked | Communes::Loading => CommuneList::Nothing,
        Communes::Found(choices) => CommuneList::Choices(choices),
        Communes::Unavailable => CommuneList::Typed,
    };
    let id = question.id.clone();
    let value = move || {
        let answers = state.answers.get_untracked();
        answers.one(&id).unwrap_or_default().to_owned()
    };
    let prompt = state.text("section.choose");
    commune_field(words, list, prompt, value, question.max_length(), set)
}

fn typed(
    words: &FieldWords,
    question: &Question,
    autocomplete: &str,
    value: &str,
    set: Rc<dyn Fn(String)>,
) -> Element {
    let (kind, mode, max_length, literal) = match question.kind {
        Kind::Phone => ("tel", "tel", 30, true),
        Kind::Email => ("email", "email", 254, true),
        Kind::PostalCode => ("text", "numeric", 5, true),
        _ => ("text", "text", question.max_length(), false),
    };
    let keyboard = Keyboard {
        kind,
        mode,
        max_length,
        literal,
    };
    text_field(words, keyboard, autocomplete, value, set)
}
