//! A row of the page "Équipe": a person, and what a manager can do about their access.
//!
//! What cannot be taken back asks once more: its button stands in a `<details>`, which opens without a script.

use maud::{Markup, html};

use super::DeskState;
use crate::{
    french,
    store::{Person, PersonRow, SignedIn},
};

/// The row; with buttons where `may_change`.
pub(super) fn of_person(
    state: &DeskState,
    row: &PersonRow,
    me: &SignedIn,
    may_change: bool,
) -> Markup {
    let person = &row.person;
    let stamp = |at| french::stamp(french::local(at, &state.endpoint.time_zone));
    html! {
        li {
            span {
                strong { (person.name) }
                " · " (person.roles.words())
                @if let Some(closed_at) = row.closed_at {
                    " · accès fermé le " (stamp(closed_at))
                } @else if row.passkeys == 0 {
                    " · n’a pas encore de clé d’accès"
                } @else {
                    " · " (row.passkeys) (if row.passkeys == 1 { " clé" } else { " clés" })
                    @if let Some(seen_at) = row.seen_at { " · dernier signe le " (stamp(seen_at)) }
                }
            }
            @if may_change && row.closed_at.is_none() {
                (actions(row, person.id == me.person.id))
            }
        }
    }
}

fn actions(row: &PersonRow, is_me: bool) -> Markup {
    let person = &row.person;
    let id = person.id.0;
    html! {
        div.actions {
            @if row.passkeys == 0 {
                form method="post" action={ "/equipe/" (id) "/lien" } {
                    button aria-label={ "Nouveau lien pour " (person.name) } { "Nouveau lien" }
                }
            }
            form method="post" action={ "/equipe/" (id) "/sortir" } {
                button aria-label={ "Fermer les sessions de " (person.name) } { "Fermer les sessions" }
            }
            // One’s own passkeys are removed in "Mon compte"; one’s own access, somebody else closes.
            @if !is_me {
                @if row.passkeys > 0 { (lost_passkeys(person)) }
                (closing(person))
            }
        }
    }
}

fn lost_passkeys(person: &Person) -> Markup {
    html! {
        details.asks {
            summary aria-label={ "Clés perdues de " (person.name) } { "Clés perdues" }
            form method="post" action={ "/equipe/" (person.id.0) "/lien" } {
                p {
                    "Toutes les clés de " (person.name) " sont retirées, ses sessions se ferment, et un nouveau lien est fait. "
                    "Qui a encore une clé retire la clé perdue dans «\u{a0}Mon compte\u{a0}», sans nouveau lien."
                }
                button.danger { "Retirer toutes les clés de " (person.name) }
            }
        }
    }
}

fn closing(person: &Person) -> Markup {
    html! {
        details.asks {
            summary aria-label={ "Fermer l’accès de " (person.name) "\u{a0}: demande confirmation" } { "Fermer l’accès" }
            form method="post" action={ "/equipe/" (person.id.0) "/fermer" } {
                p {
                    "Les sessions, les clés et les liens de " (person.name) " n’ouvrent plus rien. "
                    "Un accès fermé ne s’ouvre pas de nouveau\u{a0}: il faudrait une autre invitation."
                }
                button.danger { "Fermer l’accès de " (person.name) }
            }
        }
    }
}
