//! Who works at the desk: for those who manage access. They see names and roles, and no registration.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskError, DeskState,
    entrance::{self, Towards},
    forms::{Form, PersonPath},
    invitation,
    operator::{self, Invitation},
    page::{self, Nav},
    problem::DeskProblem,
};
use crate::{
    french,
    store::{By, Closed, PersonId, PersonRow, Role, SignedIn},
};

/// Who is invited, and as what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    nom: String,
    equipe: Option<Ticked>,
    droits: Option<Ticked>,
    gestion: Option<Ticked>,
}

/// A box that was ticked.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ticked {
    Oui,
}

/// Everybody, and the form of an invitation.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<impl IntoResponse, DeskProblem> {
    render(&state, &signed_in, &Shown::default()).await
}

/// What the page says beside the list.
#[derive(Default)]
struct Shown<'a> {
    /// The link of the invitation that was just made, and for whom.
    link: Option<(&'a str, &'a str)>,
    /// What is wrong with the form, and what was typed into it.
    refused: Option<(&'static str, &'a NewPerson)>,
}

async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    shown: &Shown<'_>,
) -> Result<Response, DeskProblem> {
    let people = state.endpoint.store.people().await?;
    let may_change = page::has_shown_passkey(signed_in, state.endpoint.clock.now());
    let body = html! {
        h1 { "Équipe" }
        @if let Some((name, link)) = shown.link {
            (of_link(name, link))
        }
        ul.rows.people {
            @for row in &people { (of_person(state, row, signed_in, may_change)) }
        }
        @if may_change {
            p.note { "« Clés perdues » retire toutes les clés de la personne, ferme ses sessions et fait un nouveau lien." }
        }
        @if may_change || shown.refused.is_some() {
            (of_invitation(shown))
        } @else {
            h2 { "Changer les accès" }
            p { "Pour inviter quelqu’un ou fermer un accès, montrez d’abord votre clé." }
            (entrance::button("Confirmer avec ma clé d’accès", Towards::Equipe))
        }
    };
    Ok(page::page(state, signed_in, Nav::People, "Équipe", &body).into_response())
}

fn of_link(name: &str, link: &str) -> Markup {
    html! {
        section.given aria-labelledby="lien" {
            h2 #lien { "Le lien pour " (name) }
            p {
                "Donnez-le en mains propres, ou ouvrez-le avec elle ou lui sur son appareil. Il sert une fois, pendant un jour, "
                "et n’est plus montré ensuite."
            }
            p { input.link readonly aria-label="Lien d’invitation" value=(link); }
        }
    }
}

fn of_person(state: &DeskState, row: &PersonRow, me: &SignedIn, may_change: bool) -> Markup {
    let person = &row.person;
    let id = person.id.0;
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
                div.actions {
                    form method="post" action={ "/equipe/" (id) "/lien" } {
                        @if row.passkeys == 0 {
                            button aria-label={ "Nouveau lien pour " (person.name) } { "Nouveau lien" }
                        } @else {
                            button aria-label={ "Clés perdues de " (person.name) } { "Clés perdues" }
                        }
                    }
                    form method="post" action={ "/equipe/" (id) "/sortir" } {
                        button aria-label={ "Fermer les sessions de " (person.name) } { "Fermer les sessions" }
                    }
                    @if person.id != me.person.id {
                        form method="post" action={ "/equipe/" (id) "/fermer" } {
                            button.danger aria-label={ "Fermer l’accès de " (person.name) } { "Fermer l’accès" }
                        }
                    }
                }
            }
        }
    }
}

fn of_invitation(shown: &Shown<'_>) -> Markup {
    let typed = shown.refused.map(|(_, typed)| typed);
    let is_ticked = |role: Role| typed.is_some_and(|typed| typed.has(role));
    html! {
        h2 #inviter { "Inviter quelqu’un" }
        form.stacked method="post" action="/equipe/inviter" aria-labelledby="inviter" {
            @if let Some((refusal, _)) = shown.refused {
                p.refusal role="alert" { (refusal) }
            }
            label for="nom" { "Prénom et nom" }
            input #nom name="nom" required maxlength=(operator::LONGEST_NAME) autocomplete="off"
                value=(typed.map_or("", |typed| typed.nom.as_str()));
            fieldset {
                legend { "Ce que cette personne fera ici" }
                @for role in Role::ALL {
                    label.box {
                        input type="checkbox" name=(role.code()) value="oui" checked[is_ticked(role)];
                        " " (explained(role))
                    }
                }
            }
            button.main { "Faire le lien d’invitation" }
        }
    }
}

/// What a role is, for who gives it.
fn explained(role: Role) -> &'static str {
    match role {
        Role::Team => "Équipe : rappelle les jeunes et suit leurs préinscriptions",
        Role::Officer => {
            "Droits des personnes : répond aux demandes d’accès, de rectification, d’effacement"
        }
        Role::Manager => {
            "Gestion des accès : invite et ferme les accès, sans voir aucune préinscription"
        }
    }
}

impl NewPerson {
    fn has(&self, role: Role) -> bool {
        match role {
            Role::Team => self.equipe.is_some(),
            Role::Officer => self.droits.is_some(),
            Role::Manager => self.gestion.is_some(),
        }
    }

    fn roles(&self) -> Vec<Role> {
        Role::ALL
            .into_iter()
            .filter(|role| self.has(*role))
            .collect()
    }
}

/// Adds a person, and shows the link.
pub(super) async fn invite(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(new): Form<NewPerson>,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    page::must_have_shown_passkey(&signed_in, now)?;
    let made = operator::add(&state.endpoint, &new.nom, &new.roles()).await;
    match made {
        Ok(made) => {
            tracing::info!(
                by = signed_in.person.id.0,
                person = made.person.0,
                "invited"
            );
            given(&state, &signed_in, &made).await
        }
        Err(DeskError::Refused(refusal)) => {
            let shown = Shown {
                refused: Some((refusal.words(), &new)),
                ..Shown::default()
            };
            render(&state, &signed_in, &shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A new link for somebody whose passkeys are lost, which open nothing any more, or who let the first link lapse.
pub(super) async fn invite_again(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    PersonPath(id): PersonPath,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    page::must_have_shown_passkey(&signed_in, now)?;
    let person = state.endpoint.store.person(PersonId(id)).await?;
    let person = person.ok_or(DeskProblem::NotFound)?;
    let made = operator::link_for(&state.endpoint, person, By::Manager).await?;
    tracing::info!(by = signed_in.person.id.0, person = id, "invited again");
    given(&state, &signed_in, &made).await
}

async fn given(
    state: &DeskState,
    signed_in: &SignedIn,
    made: &Invitation,
) -> Result<Response, DeskProblem> {
    let link = invitation::link(&state.desk.host, &made.secret);
    let shown = Shown {
        link: Some((&made.name, &link)),
        ..Shown::default()
    };
    render(state, signed_in, &shown).await
}

/// Ends every session of a person; their passkeys stay.
pub(super) async fn sign_out(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    PersonPath(id): PersonPath,
) -> Result<Redirect, DeskProblem> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    page::must_have_shown_passkey(&signed_in, now)?;
    let person = store.person(PersonId(id)).await?;
    let person = person.ok_or(DeskProblem::NotFound)?;
    store.sign_person_out(person.id, now).await?;
    tracing::info!(
        by = signed_in.person.id.0,
        person = id,
        "sessions were ended"
    );
    Ok(Redirect::to("/equipe"))
}

/// Takes a person's access away.
pub(super) async fn close(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    PersonPath(id): PersonPath,
) -> Result<Redirect, DeskProblem> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    page::must_have_shown_passkey(&signed_in, now)?;
    match store.close_person(PersonId(id), By::Manager, now).await? {
        Closed::Done => {
            tracing::info!(by = signed_in.person.id.0, person = id, "access was closed");
            Ok(Redirect::to("/equipe"))
        }
        Closed::LastManager => Err(DeskProblem::LastManager),
        Closed::Nobody => Err(DeskProblem::NotFound),
    }
}
