//! One question of a page: the component for its kind, tied to the answers.

use std::rc::Rc;

use domain::{
    bundle::Form,
    email,
    journey::Journey,
    questionnaire::{Kind, Question},
    tidy::tidy,
    wording::QuestionWording,
};
use elements::{Element, element};
use phone::{communes::Communes, key};

use super::{
    choice::{boxes, options},
    territory::word_of_territory,
    town_search::town_search,
};
use crate::{
    browser::text,
    components::{
        choice_field::{Choice, Options, choice_field},
        commune_field::{Another, CommuneList, commune_field},
        date_field::{DateLabels, date_field},
        field::FieldWords,
        text_field::{ENTER_LAST, ENTER_NEXT, Keyboard, text_field},
    },
    loading,
    pages::with_the_rest,
    state::State,
};

/// One question, asked or hidden as the answers say; nothing for one that has no words.
pub(super) fn question_view(
    state: State,
    form: &'static Form,
    title: &str,
    question: &'static Question,
) -> Option<Element> {
    let wording = form.wording.questions.get(&question.id)?;
    let words = FieldWords {
        is_title: wording.label == title,
        ..field_words(state, form, question, wording)
    };
    let value = answered(state, question);
    let set: Rc<dyn Fn(String)> = Rc::new(move |typed| {
        let text = tidy(question.kind, &typed, text::composed);
        // A field that is left says what it said before: nothing follows from that.
        if text != answered(state, question) {
            let answers = &state.answers;
            answers.update(|answers| answers.set(&question.id, &text));
        }
    });
    let enter = enter_key(state, form, question);
    let autocomplete = autofill(state, question.autocomplete.as_deref().unwrap_or("off"));
    Some(match question.kind {
        Kind::Choice | Kind::YesNo | Kind::Year => {
            let options = Options {
                list: options(state, question, wording),
                prompt: state.text(key!("section.choose")),
                autocomplete,
            };
            choice_field(&words, options, &value, set)
        }
        Kind::Choices | Kind::Tick => boxes(state, question, wording, &words),
        Kind::Date => {
            let labels = DateLabels {
                day: state.text(key!("section.day")),
                month: state.text(key!("section.month")),
                year: state.text(key!("section.year")),
            };
            let birthday = autocomplete == "bday";
            let tidied = |typed: &str| tidy(Kind::Text, typed, text::composed);
            date_field(&words, &labels, birthday, enter, &value, tidied, &set)
        }
        Kind::Commune => commune(state, question, words, set),
        Kind::PostalCode => {
            loading::look_up_communes(state, &value);
            postal_code(state, question, words, set, (autocomplete, enter))
        }
        Kind::Email => {
            let field = typed(&words, question, (autocomplete, enter), &value, set);
            asked_about(state, question, field)
        }
        Kind::Text | Kind::Name | Kind::Phone => {
            typed(&words, question, (autocomplete, enter), &value, set)
        }
    })
}

/// What the Enter key of a field is called: nothing is typed on this page after the last one.
fn enter_key(state: State, form: &Form, question: &Question) -> &'static str {
    let answers = state.answers.read_untracked();
    let journey = Journey::new(&form.questionnaire, &answers);
    let step = journey.step_of(&question.id);
    let mut asked = step
        .into_iter()
        .flat_map(|step| step.questions.iter().rev());
    let last = asked.find(|question| is_typed(question.kind));
    if last.is_some_and(|last| last.id == question.id) {
        ENTER_LAST
    } else {
        ENTER_NEXT
    }
}

/// Whether an answer is typed, and no code: no translation may touch it.
pub(crate) fn is_typed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Text | Kind::Name | Kind::Phone | Kind::Email | Kind::PostalCode | Kind::Date
    )
}

/// The autofill token; none on a shared device, where the next person must not be offered what this one typed.
fn autofill(state: State, token: &'static str) -> &'static str {
    if *state.shared_device.read_untracked() {
        "off"
    } else {
        token
    }
}

/// The code or text answered so far.
fn answered(state: State, question: &Question) -> String {
    let answers = state.answers.read_untracked();
    answers.one(&question.id).unwrap_or_default().to_owned()
}

fn field_words(
    state: State,
    form: &'static Form,
    question: &'static Question,
    wording: &'static QuestionWording,
) -> FieldWords {
    let refusal = move || {
        let refusals = state.refusals.read();
        let mine = refusals
            .iter()
            .find(|refusal| refusal.question == question.id)?;
        Some(state.refusal_text(form, mine))
    };
    // Most questions depend on no answer: theirs follows none.
    let hidden = question.ask_when.is_some().then(|| {
        let hidden = move || {
            let answers = state.answers.read();
            !Journey::new(&form.questionnaire, &answers).asks(&question.id)
        };
        Rc::new(hidden) as Rc<dyn Fn() -> bool>
    });
    FieldWords {
        id: &question.id,
        label: &wording.label,
        is_title: false,
        hint: wording.hint.as_deref(),
        optional: (!question.required && question.kind != Kind::Tick)
            .then(|| state.text(key!("section.optional"))),
        refusal: Rc::new(refusal),
        hidden,
    }
}

/// The field, and the way to it by the name of the town, which comes with the rest of the words.
fn postal_code(
    state: State,
    question: &'static Question,
    words: FieldWords,
    set: Rc<dyn Fn(String)>,
    (autocomplete, enter): (&'static str, &'static str),
) -> Element {
    let looked_up: Rc<dyn Fn(String)> = Rc::new(move |text| {
        let before = answered(state, question);
        set(text);
        let now = answered(state, question);
        if now != before {
            // A commune is one of its postal code.
            state
                .answers
                .update(|answers| answers.set("commune_code", ""));
            loading::look_up_communes(state, &now);
        }
    });
    let field = element("div").class("live").effect(move |place| {
        let _ = state.town_found.read();
        let (value, looked_up) = (answered(state, question), looked_up.clone());
        let token = (autocomplete, enter);
        place.fill([typed(&words, question, token, &value, looked_up)]);
    });
    element("div")
        .child(field)
        .child(with_the_rest(state, town_search))
}

fn commune(
    state: State,
    question: &'static Question,
    words: FieldWords,
    set: Rc<dyn Fn(String)>,
) -> Element {
    let list = move || match &*state.communes.read() {
        Communes::Unasked | Communes::Loading => CommuneList::Nothing,
        Communes::Found(choices) => {
            let choices = choices.iter();
            let listed = choices.map(|(code, name)| Choice::plain(code, name));
            CommuneList::Choices(listed.collect())
        }
        Communes::Abroad => CommuneList::Typed(state.text(key!("section.commune_abroad"))),
        Communes::Unknown => CommuneList::Typed(state.text(key!("section.commune_unknown"))),
        Communes::Unavailable => CommuneList::Typed(state.text(key!("section.commune_offline"))),
    };
    let types = move || *state.types_commune.read();
    let refusal = words.refusal.clone();
    // Of the list and the field below it one is refused.
    let refusal_where = |typed: bool| -> Rc<dyn Fn() -> Option<String>> {
        let refusal = refusal.clone();
        Rc::new(move || refusal().filter(|_| types() == typed))
    };
    let another = Another {
        label: state.text(key!("section.commune_not_listed")),
        words: FieldWords {
            id: "commune_name",
            label: state.text(key!("section.commune_name")),
            hint: None,
            refusal: refusal_where(true),
            ..words.clone()
        },
        is_chosen: Rc::new(types),
        was_chosen: Box::new(move || *state.types_commune.read_untracked()),
        on_choose: Box::new(move |is_another| state.types_commune.set_if_changed(is_another)),
    };
    let words = FieldWords {
        refusal: refusal_where(false),
        ..words
    };
    let value = move || answered(state, question);
    let prompt = state.text(key!("section.choose"));
    let autocomplete = autofill(state, "address-level2");
    let field = commune_field(words, list, another, prompt, value, autocomplete, set);
    element("div").child(field).child(word_of_territory(state))
}

/// The field, and below it, once it is left, whether another address was meant.
fn asked_about(state: State, question: &'static Question, field: Element) -> Element {
    let line = element("p").class("hint").attr("role", "status");
    let asking = line.clone();
    field.child(line).on_change(move || {
        let meant = email::meant(&answered(state, question));
        let sentence =
            meant.map(|address| state.text_with(key!("section.meant"), &[("address", &address)]));
        asking.set_text(&sentence.unwrap_or_default());
    })
}

fn typed(
    words: &FieldWords,
    question: &'static Question,
    (autocomplete, enter): (&str, &'static str),
    value: &str,
    set: Rc<dyn Fn(String)>,
) -> Element {
    let (kind, mode, literal) = match question.kind {
        Kind::Phone => ("tel", "tel", true),
        // As `type="email"` a browser would take spaces away, and the apostrophe of a paste, before they can be shown.
        Kind::Email => ("text", "email", true),
        Kind::PostalCode => ("text", "numeric", true),
        _ => ("text", "text", false),
    };
    let keyboard = Keyboard {
        kind,
        mode,
        literal,
        enter,
    };
    text_field(words, keyboard, autocomplete, value, set)
}
