//! Another Mission Locale: the one of the person's commune, how it is reached, what to say. Nothing is sent there.

use content::Neighbour;
use domain::desk::{Act, Closing, Known};
use maud::{Markup, html};

use super::{Forms, button};
use crate::{
    desk::{case::Case, problem::DeskProblem},
    state::EndpointState,
    step_words,
};

/// The neighbours of the site's file; open where the person lives in a commune of one, or is followed by one.
pub(super) fn panel(
    endpoint: &EndpointState,
    case: &Case,
    forms: &Forms,
) -> Result<Markup, DeskProblem> {
    let all = &endpoint.site.neighbours;
    let own = theirs(endpoint, case);
    let is_due = own.is_some() || case.progress.known == Some(Known::Elsewhere);
    if all.is_empty() && !is_due {
        return Ok(html! {});
    }
    let others: Vec<&Neighbour> = all.iter().filter(|one| Some(*one) != own).collect();
    let closing = Closing::Redirected;
    let form = forms.form(&button(Act::Closed(closing), step_words::closing(closing)))?;
    Ok(html! {
        details.panel open[is_due] {
            summary { h2 { "Autre Mission Locale" } }
            @if let Some(own) = own { p { "C’est celle de sa commune." } (one(own)) (to_say(own)) }
            @if !others.is_empty() {
                @if own.is_some() {
                    details { summary { "Les autres voisines" } @for other in &others { (one(other)) } }
                } @else {
                    @for other in &others { (one(other)) }
                }
            }
            p.note {
                "Rien ne part d’ici\u{a0}: c’est la personne qui appelle l’autre Mission Locale, et qui lui dit ce qu’elle veut. "
                "Une fois qu’elle sait où aller\u{a0}:"
            }
            (form)
        }
    })
}

/// The neighbour of the person's commune, where that is outside the territory.
fn theirs<'a>(endpoint: &'a EndpointState, case: &Case) -> Option<&'a Neighbour> {
    let opened = case.opened.as_ref()?;
    // The head of the fiche says the same of the territory.
    opened.person.elsewhere.as_ref()?;
    let commune = opened.identity.commune_code.as_deref()?;
    endpoint.site.neighbour_of(commune)
}

/// Its name, its number, its address.
fn one(neighbour: &Neighbour) -> Markup {
    let dialled = neighbour.phone.replace(' ', "");
    let (name, phone) = (&neighbour.name, &neighbour.phone);
    html! {
        p {
            strong { (name) } br;
            a href={ "tel:" (dialled) } { (phone) } " "
            button.copy type="button" data-copy=(phone) aria-label={ "Copier le numéro\u{a0}: " (name) } hidden { "Copier" }
            br; (neighbour.address.join(", "))
        }
    }
}

/// Of the one that serves the person's commune: a sentence that can be read out.
fn to_say(neighbour: &Neighbour) -> Markup {
    html! {
        p.text {
            "«\u{a0}Là où tu habites, une autre Mission Locale accompagne les jeunes\u{a0}: " (neighbour.name)
            ". Tu peux l’appeler au " (neighbour.phone) ", ou y aller\u{a0}: " (neighbour.address.join(", "))
            ". Ce que tu nous as écrit reste ici, on ne le lui envoie pas.\u{a0}»"
        }
    }
}
