//! The page "Équipe": who works at the desk, for those who manage access; they see names and roles, no registration.

mod row;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskError, DeskState, entrance,
    forms::{Form, PersonPath},
    invitation,
    operator::{self, Invitation},
    page::{self, Nav},
    problem::DeskProblem,
};
use crate::store::{By, Closed, PersonId, Role, SignedIn};

/// A link that was just made, and for whom.
pub(super) struct Link {
    name: String,
    address: String,
}

/// Who is invited, and as what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationForm {
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

/// Everybody, the form of an invitation, and once the link that this session has just made.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    let shown = Shown {
        link: state.desk.links.take(&signed_in.secret_hash, now),
        refused: None,
    };
    render(&state, &signed_in, &shown).await
}

/// What the page says beside the list.
struct Shown<'a> {
    link: Option<Link>,
    /// What is wrong with the form, and what was typed into it.
    refused: Option<(&'static str, &'a InvitationForm)>,
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
        @if let Some(link) = &shown.link {
            (of_link(link))
        }
        ul.rows.people {
            @for row in &people { (row::of_person(state, row, signed_in, may_change)) }
        }
        @if may_change || shown.refused.is_some() {
            (of_invitation(shown))
        } @else {
            h2 { "Changer les accès" }
            p { "Pour inviter quelqu’un ou fermer un accès, montrez d’abord votre clé." }
            (entrance::button("Confirmer avec ma clé d’accès", "/equipe"))
        }
    };
    Ok(page::page(state, signed_in, Nav::People, "Équipe", &body).into_response())
}

fn of_link(link: &Link) -> Markup {
    html! {
        section.given aria-labelledby="lien" {
            h2 #lien { "Le lien pour " (link.name) }
            p {
                "Donnez-le en mains propres, ou ouvrez-le avec elle ou lui sur son appareil. Il sert une fois, pendant un jour, "
                "et n’est plus montré ensuite."
            }
            p { input.link readonly aria-label="Lien d’invitation" value=(link.address); }
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
        Role::Team => "Équipe\u{a0}: rappelle les jeunes et suit leurs préinscriptions",
        Role::Officer => {
            "Droits des personnes\u{a0}: répond aux demandes d’accès, de rectification, d’effacement"
        }
        Role::Manager => {
            "Gestion des accès\u{a0}: invite et ferme les accès, sans voir aucune préinscription"
        }
    }
}

impl InvitationForm {
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

/// Adds a person. The page shows the link once: reloading it invites nobody again.
pub(super) async fn invite(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(new): Form<InvitationForm>,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    page::must_have_shown_passkey(&signed_in, now)?;
    let by = By::Manager(&signed_in);
    let made = operator::add(&state.endpoint, &new.nom, &new.roles(), by).await;
    match made {
        Ok(made) => {
            tracing::info!(
                by = signed_in.person.id.0,
                person = made.person.0,
                "invited"
            );
            Ok(to_be_shown(&state, &signed_in, made).into_response())
        }
        Err(DeskError::Refused(refusal)) => {
            let shown = Shown {
                link: None,
                refused: Some((refusal.words(), &new)),
            };
            render(&state, &signed_in, &shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A new link for somebody else whose passkeys are lost, which open nothing any more, or who let the first link lapse.
pub(super) async fn invite_again(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    PersonPath(id): PersonPath,
) -> Result<Redirect, DeskProblem> {
    let now = state.endpoint.clock.now();
    page::must_have_shown_passkey(&signed_in, now)?;
    if signed_in.person.id == PersonId(id) {
        return Err(DeskProblem::OwnPasskeys);
    }
    let person = state.endpoint.store.person(PersonId(id)).await?;
    let person = person.ok_or(DeskProblem::NotFound)?;
    let made = operator::link_for(&state.endpoint, person, By::Manager(&signed_in)).await?;
    tracing::info!(by = signed_in.person.id.0, person = id, "invited again");
    Ok(to_be_shown(&state, &signed_in, made))
}

/// Keeps a link for the page that shows it.
fn to_be_shown(state: &DeskState, signed_in: &SignedIn, made: Invitation) -> Redirect {
    let link = Link {
        name: made.name,
        address: invitation::link(&state.desk.host, &made.secret),
    };
    let (session, now) = (signed_in.secret_hash.clone(), state.endpoint.clock.now());
    state.desk.links.keep(session, link, now, |_, _| false);
    Redirect::to("/equipe")
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
    let by = By::Manager(&signed_in);
    store.sign_person_out(person.id, by, now).await?;
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
    let by = By::Manager(&signed_in);
    match store.close_person(PersonId(id), by, now).await? {
        Closed::Done => {
            tracing::info!(by = signed_in.person.id.0, person = id, "access was closed");
            Ok(Redirect::to("/equipe"))
        }
        Closed::LastManager => Err(DeskProblem::LastManager),
        Closed::Nobody => Err(DeskProblem::NotFound),
    }
}
