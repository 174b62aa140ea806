//! One question of a page: the component for its kind, tied to the answers.

use std::rc::Rc;

use domain::{
    bundle::Form,
    email,
    journey::Journey,
    questionnaire::{Kind, Question},
    submission::{EARLIER, years},
    tidy::tidy,
    wording::QuestionWording,
};

use crate::{
    browser::{
        clock,
        dom::{Element, element},
        text,
    },
    components::{
        block::{VALUE, kept_as_it_is, paragraph},
        choice_field::{Options, choice_field},
        commune_field::{Another, CommuneList, commune_field},
        date_field::{DateLabels, date_field},
        field::FieldWords,
        option_boxes::{Ticks, option_boxes, single_box},
        text_field::{ENTER_LAST, ENTER_NEXT, Keyboard, text_field},
    },
    loading,
    pages::{section::town_search::rest_town_search, with_the_rest},
    screen::Screen,
    state::{Communes, State},
};

/// One question, asked or hidden as the answers say; nothing for one that has no words.
pub(super) fn question_view(
    state: State,
    form: &'static Form,
    question: &'static Question,
) -> Option<Element> {
    let wording = form.wording.questions.get(&question.id)?;
    let words = field_words(state, form, question, wording);
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
                prompt: state.text("section.choose"),
                autocomplete,
            };
            choice_field(&words, options, &value, set)
        }
        Kind::Choices | Kind::Tick => boxes(state, question, wording, &words),
        Kind::Date => {
            let labels = DateLabels {
                day: state.text("section.day"),
                month: state.text("section.month"),
                year: state.text("section.year"),
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
    let answers = state.answers.peek();
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
    if *state.tablet.peek() { "off" } else { token }
}

/// The code or text answered so far.
fn answered(state: State, question: &Question) -> String {
    let answers = state.answers.peek();
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
        hint: wording.hint.as_deref(),
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
            .map(|code| {
                (
                    code.to_owned(),
                    state.text(&["choice.", code].concat()).to_owned(),
                )
            })
            .into(),
        Kind::Year => years(question, clock::believed().date())
            .map(|year| {
                let label = if year == EARLIER {
                    state.text("choice.earlier").to_owned()
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
        option_boxes(words, labelled(question, wording), &ticks)
    }
}

/// The field, and the way to it by the name of the town, which comes with the rest of the app.
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
    let field = element("div").class("live").follow(move |place| {
        let _ = state.town_found.read();
        let (value, looked_up) = (answered(state, question), looked_up.clone());
        let token = (autocomplete, enter);
        place.fill([typed(&words, question, token, &value, looked_up)]);
    });
    element("div")
        .child(field)
        .child(with_the_rest(state, rest_town_search))
}

fn commune(
    state: State,
    question: &'static Question,
    words: FieldWords,
    set: Rc<dyn Fn(String)>,
) -> Element {
    let list = move || match &*state.communes.read() {
        Communes::Unasked | Communes::Loading => CommuneList::Nothing,
        Communes::Found(choices) => CommuneList::Choices(choices.clone()),
        Communes::Abroad => CommuneList::Typed(state.text("section.commune_abroad")),
        Communes::Unknown => CommuneList::Typed(state.text("section.commune_unknown")),
        Communes::Unavailable => CommuneList::Typed(state.text("section.commune_offline")),
    };
    let types = move || *state.types_commune.read();
    let refusal = words.refusal.clone();
    // Of the list and the field below it one is refused.
    let refusal_where = |typed: bool| -> Rc<dyn Fn() -> Option<String>> {
        let refusal = refusal.clone();
        Rc::new(move || refusal().filter(|_| types() == typed))
    };
    let another = Another {
        label: state.text("section.commune_not_listed"),
        words: FieldWords {
            id: "commune_name",
            label: state.text("section.commune_name"),
            hint: None,
            refusal: refusal_where(true),
            ..words.clone()
        },
        is_chosen: Rc::new(types),
        was_chosen: Box::new(move || *state.types_commune.peek()),
        on_choose: Box::new(move |is_another| state.types_commune.renew(is_another)),
    };
    let words = FieldWords {
        refusal: refusal_where(false),
        ..words
    };
    let value = move || answered(state, question);
    let prompt = state.text("section.choose");
    let autocomplete = autofill(state, "address-level2");
    let field = commune_field(words, list, another, prompt, value, autocomplete, set);
    element("div").child(field).child(word_of_territory(state))
}

/// Whether a name of a town is being typed: what is said of it would be said anew at each key.
fn is_typing_town(state: State) -> bool {
    matches!(*state.screen.peek(), Screen::Section { .. })
        && *state.communes.read() == Communes::Abroad
}

/// That somebody lives where another Mission Locale is, and is welcome all the same.
pub(crate) fn word_of_territory(state: State) -> Element {
    element("div")
        .class("live")
        .attr("role", "status")
        .follow(move |place| {
            let outside = state.commune_outside().filter(|_| !is_typing_town(state));
            place.fill(outside.map(|commune| {
                let line = paragraph("soft", "");
                let sentence = state.text_with("section.outside", &[("commune", VALUE)]);
                kept_as_it_is(&line, &sentence, &commune);
                line
            }));
        })
}

/// The field, and below it, once it is left, whether another address was meant.
fn asked_about(state: State, question: &'static Question, field: Element) -> Element {
    let line = element("p").class("hint").attr("role", "status");
    let asking = line.clone();
    field.child(line).on_change(move || {
        let meant = email::meant(&answered(state, question));
        let sentence =
            meant.map(|address| state.text_with("section.meant", &[("address", &address)]));
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
        // As `type="email"` a browser would take spaces away, and the apostrophe of a paste, before anybody sees them.
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
