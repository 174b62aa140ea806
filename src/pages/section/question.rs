//! One question of a page: the component for its kind, tied to the answers.

use domain::{
    bundle::Form,
    journey::Journey,
    questionnaire::{Kind, Question},
    submission::{EARLIER, years},
    wording::QuestionWording,
};
use leptos::prelude::*;

use crate::{
    browser::clock,
    components::{
        choice_field::ChoiceField,
        commune_field::{CommuneField, CommuneList},
        date_field::{DateField, DateLabels},
        field::FieldWords,
        option_boxes::{OptionBox, OptionBoxes, SingleBox},
        text_field::{Keyboard, TextField},
    },
    loading,
    state::{Communes, State},
};

/// One question, asked or hidden as the answers say.
pub(super) fn question_view(state: State, form: StoredValue<Form>, question: &Question) -> AnyView {
    let wording = form.with_value(|form| form.wording.questions.get(&question.id).cloned());
    let Some(wording) = wording else {
        return ().into_any();
    };
    let words = field_words(state, form, question, &wording);
    let value = state
        .answers
        .with_untracked(|answers| answers.one(&question.id).unwrap_or_default().to_owned());
    let id = StoredValue::new(question.id.clone());
    let set = Callback::new(move |text: String| {
        state
            .answers
            .update(|answers| id.with_value(|id| answers.set(id, &text)));
    });
    let autocomplete = question
        .autocomplete
        .clone()
        .unwrap_or_else(|| "off".to_owned());
    match question.kind {
        Kind::Choice | Kind::YesNo | Kind::Year => {
            let options = options(state, question, &wording);
            view! { <ChoiceField words=words options=options prompt=state.text("section.choose") autocomplete=autocomplete value=value on_choose=set/> }.into_any()
        }
        Kind::Choices | Kind::Tick => boxes(state, question, &wording, words),
        Kind::Date => {
            let labels = DateLabels {
                day: state.text("section.day"),
                month: state.text("section.month"),
                year: state.text("section.year"),
            };
            let birthday = autocomplete == "bday";
            view! { <DateField words=words labels=labels birthday=birthday value=value on_input=set/> }.into_any()
        }
        Kind::Commune => commune(state, question, words, set),
        Kind::PostalCode => {
            loading::look_up_communes(state, &value);
            let set = Callback::new(move |text: String| {
                state
                    .answers
                    .update(|answers| id.with_value(|id| answers.set(id, &text)));
                loading::look_up_communes(state, text.trim());
            });
            typed(words, question, value, autocomplete, set)
        }
        Kind::Text | Kind::Phone | Kind::Email => typed(words, question, value, autocomplete, set),
    }
}

fn field_words(
    state: State,
    form: StoredValue<Form>,
    question: &Question,
    wording: &QuestionWording,
) -> FieldWords {
    let id = StoredValue::new(question.id.clone());
    let refusal = Signal::derive(move || {
        let refusals = state.refusals.get();
        let mine = id.with_value(|id| refusals.into_iter().find(|refusal| &refusal.question == id));
        mine.map(|refusal| form.with_value(|form| state.refusal_text(form, &refusal)))
    });
    // Most questions depend on no answer: theirs is no signal at all.
    let hidden = if question.ask_when.is_none() {
        Signal::stored(false)
    } else {
        Signal::derive(move || {
            state.answers.with(|answers| {
                form.with_value(|form| {
                    let journey = Journey::new(&form.questionnaire, answers);
                    id.with_value(|id| !journey.asks(id))
                })
            })
        })
    };
    FieldWords {
        id: question.id.clone(),
        label: wording.label.clone(),
        hint: wording.hint.clone(),
        optional: (!question.required && question.kind != Kind::Tick)
            .then(|| state.text("section.optional")),
        refusal,
        hidden,
    }
}

/// The codes and labels of a question with one answer.
fn options(state: State, question: &Question, wording: &QuestionWording) -> Vec<(String, String)> {
    let labelled = |code: String, label: String| (code, label);
    match question.kind {
        Kind::YesNo => ["yes", "no"]
            .map(|code| labelled(code.to_owned(), state.text(&["choice.", code].concat())))
            .into(),
        Kind::Year => years(question, clock::now().date())
            .map(|year| {
                let label = if year == EARLIER {
                    state.text("choice.earlier")
                } else {
                    year.clone()
                };
                labelled(year, label)
            })
            .collect(),
        _ => question
            .choices
            .iter()
            .map(|choice| labelled(choice.code.clone(), wording.choice(&choice.code).to_owned()))
            .collect(),
    }
}

fn boxes(
    state: State,
    question: &Question,
    wording: &QuestionWording,
    words: FieldWords,
) -> AnyView {
    let single = question.kind == Kind::Tick;
    let question = StoredValue::new(question.clone());
    let ticked = Signal::derive(move || {
        state.answers.with(|answers| {
            question.with_value(|question| match answers.one(&question.id) {
                Some(code) => vec![code.to_owned()],
                None => answers.many(&question.id).to_vec(),
            })
        })
    });
    let toggle = Callback::new(move |(code, on): (String, bool)| {
        state.answers.update(|answers| {
            question.with_value(|question| match question.kind {
                Kind::Tick => answers.set(&question.id, if on { &code } else { "" }),
                _ => answers.toggle(question, &code, on),
            });
        });
    });
    if single {
        return view! { <SingleBox words=words ticked=ticked on_toggle=toggle/> }.into_any();
    }
    let boxes = question.with_value(|question| {
        let of = |code: &String| OptionBox {
            code: code.clone(),
            label: wording.choice(code).to_owned(),
        };
        question
            .choices
            .iter()
            .map(|choice| of(&choice.code))
            .collect::<Vec<_>>()
    });
    view! { <OptionBoxes words=words boxes=boxes ticked=ticked on_toggle=toggle/> }.into_any()
}

fn commune(state: State, question: &Question, words: FieldWords, set: Callback<String>) -> AnyView {
    let list = Signal::derive(move || match state.communes.get() {
        Communes::Unasked | Communes::Loading => CommuneList::Nothing,
        Communes::Found(choices) => CommuneList::Choices(choices),
        Communes::Unavailable => CommuneList::Typed,
    });
    let id = question.id.clone();
    let value = Signal::derive(move || {
        state
            .answers
            .with(|answers| answers.one(&id).unwrap_or_default().to_owned())
    });
    let max_length = question.max_length();
    view! { <CommuneField words=words list=list prompt=state.text("section.choose") value=value max_length=max_length on_choose=set/> }.into_any()
}

fn typed(
    words: FieldWords,
    question: &Question,
    value: String,
    autocomplete: String,
    set: Callback<String>,
) -> AnyView {
    let max_length = question.max_length();
    let keyboard = match question.kind {
        Kind::Phone => Keyboard {
            kind: "tel",
            mode: "tel",
            max_length: 30,
            literal: true,
        },
        Kind::Email => Keyboard {
            kind: "email",
            mode: "email",
            max_length: 254,
            literal: true,
        },
        Kind::PostalCode => Keyboard {
            kind: "text",
            mode: "numeric",
            max_length: 5,
            literal: true,
        },
        _ => Keyboard {
            kind: "text",
            mode: "text",
            max_length,
            literal: false,
        },
    };
    view! { <TextField words=words keyboard=keyboard autocomplete=autocomplete value=value on_input=set/> }.into_any()
}
