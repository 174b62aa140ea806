//! Looking a person up in I-Milo: the keys of a search as I-Milo takes them, and the five things it may say.

use domain::{
    desk::{Act, Known},
    formats::given_name,
    identity::unaccented_capitals,
};
use maud::{Markup, html};

use super::{Forms, Opening, button, step};
use crate::{
    desk::{
        case::{Case, Opened},
        problem::DeskProblem,
    },
    french, step_words,
};

/// The keys and the five codes.
pub(super) fn check(opening: &Opening, forms: &Forms, is_due: bool) -> Result<Markup, DeskProblem> {
    let known = opening.case.progress.known;
    let codes = html! {
        div.choices {
            @for found in Known::ALL {
                button name="acte" value=(step::code(Act::Known(found)))
                    aria-current=[(known == Some(found)).then_some("true")] { (step_words::known(found)) }
            }
        }
    };
    let form = forms.form(&codes)?;
    let person = opening.fiche.as_ref().map(|fiche| &fiche.person);
    Ok(html! {
        details.panel open[is_due] {
            summary {
                h2 { "Chercher dans I-Milo" }
                @if let Some(known) = known { " " span.n { (step_words::known(known)) } }
            }
            @if let Some(opened) = &opening.case.opened {
                dl.keys { @for (field, value) in keys(opened) { (key(field, &value)) } }
            }
            (form)
            @if person.is_some_and(|person| person.elsewhere.is_some()) {
                p.note { "Sa commune dépend d’une autre Mission Locale." }
            }
        }
    })
}

/// A value to paste.
fn key(field: &str, value: &str) -> Markup {
    html! {
        dt { (field) }
        dd {
            span { (value) } " "
            button.copy type="button" data-copy=(value) aria-label={ "Copier\u{a0}: " (field) } hidden { "Copier" }
        }
    }
}

/// What I-Milo is searched by.
fn keys(opened: &Opened) -> Vec<(&'static str, String)> {
    let answers = opened.submission.answers();
    let given = |question| answers.one(question).and_then(given_name);
    let surname = |question| given(question).map(unaccented_capitals);
    let (usage, birth) = (surname("usage_name"), surname("birth_name"));
    let birth = birth.filter(|birth| usage.as_ref() != Some(birth));
    let keys = [
        ("Nom d’usage", usage),
        ("Nom de naissance", birth),
        ("Prénom", given("first_name").map(ToOwned::to_owned)),
        (
            "Date de naissance",
            opened.identity.birth_date.map(french::slashed),
        ),
    ];
    keys.into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
        .collect()
}

/// Whether it is typed into I-Milo.
pub(super) fn enter(case: &Case, forms: &Forms, is_due: bool) -> Result<Markup, DeskProblem> {
    let is_entered = case.progress.is_entered;
    let act = if is_entered {
        button(Act::EnteredUndone, "Annuler\u{a0}: ce n’est pas saisi")
    } else {
        button(Act::Entered, "Tout est saisi")
    };
    let form = forms.form(&html! { div.choices { (act) } })?;
    let sheet = format!("/fiches/{}/saisie", forms.number.as_str());
    let file = |ending: &str, words: &str| {
        html! { form method="post" action={ "/fiches/" (forms.number.as_str()) "/" (ending) } { button { (words) } } }
    };
    Ok(html! {
        details.panel open[is_due] {
            summary { h2 { "Saisir dans I-Milo" } @if is_entered { " " span.n { "Saisie faite" } } }
            @if case.opened.is_some() {
                p.actions {
                    a.button href=(sheet) { "Feuille de saisie" }
                    button type="button" data-beside=(sheet) hidden { "L’ouvrir à côté d’I-Milo" }
                }
                div.actions { (file("saisie.csv", "Une ligne pour un tableur")) (file("fiche.pdf", "La fiche en PDF")) }
            }
            (form)
        }
    })
}
