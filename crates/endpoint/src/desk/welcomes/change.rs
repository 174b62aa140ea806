//! Moving and cancelling a welcome: each who has a seat goes back among the calls, in the same transaction.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::desk::WelcomeId;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    PlanForm, WelcomePath,
    one::{self, Attended},
    path,
};
use crate::{
    desk::{
        DeskState,
        forms::{Form, FormId},
        problem::DeskProblem,
        time::Now,
    },
    store::{SignedIn, WelcomeChange, WelcomeChanged},
};

/// A form of one button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct Cancelling {
    vu: u32,
    envoi: FormId,
}

/// The two forms, closed until somebody opens them.
pub(super) fn forms(
    state: &DeskState,
    signed_in: &SignedIn,
    attended: &Attended,
    typed: Option<&PlanForm>,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let (welcome, me) = (&attended.welcome, signed_in.person.id);
    let standing = PlanForm::of(&welcome.plan, welcome.revision, me, now)?;
    let shown = typed.unwrap_or(&standing);
    let cancelling = FormId::draw(me)?;
    let path = path(welcome.id);
    let people = attended.people().count();
    Ok(html! {
        details.panel open[typed.is_some()] {
            summary { h2 { "Déplacer, ou changer les places" } }
            @if people > 0 { p.note { "Un autre moment ou un autre lieu\u{a0}: " (to_call(people)) } }
            form.stacked method="post" action={ (path) "/changer" } {
                input type="hidden" name="vu" value=(welcome.revision);
                input type="hidden" name="envoi" value=(standing.envoi);
                (shown.fields(&state.endpoint.site, now))
                button.main { "Enregistrer" }
            }
        }
        details.panel {
            summary { h2 { "Annuler cet accueil" } }
            p.note { "Les places sont rendues" @if people > 0 { "\u{202f}; " (to_call(people)) } @else { "." } }
            form method="post" action={ (path) "/annuler" } {
                input type="hidden" name="vu" value=(welcome.revision);
                input type="hidden" name="envoi" value=(cancelling);
                button.danger { "Annuler cet accueil" }
            }
        }
    })
}

fn to_call(people: usize) -> String {
    match people {
        1 => "la personne inscrite revient dans «\u{a0}À rappeler\u{a0}», pour la prévenir."
            .to_owned(),
        more => format!(
            "les {more} personnes inscrites reviennent dans «\u{a0}À rappeler\u{a0}», pour les prévenir."
        ),
    }
}

/// Moves it, or changes its seats.
pub(in crate::desk) async fn change(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    WelcomePath(id): WelcomePath,
    Form(form): Form<PlanForm>,
) -> Result<Response, DeskProblem> {
    let plan = match form.plan(&state.endpoint.site, &state.now()) {
        Ok(plan) => plan,
        Err(refusal) => {
            let refused = Some((refusal.as_str(), Some(&form)));
            return one::render(&state, &signed_in, id, None, refused).await;
        }
    };
    let asked = (id, form.vu, form.envoi.as_str());
    let change = WelcomeChange::Planned(&plan);
    write(&state, &signed_in, asked, change, Some(&form)).await
}

/// Cancels it.
pub(in crate::desk) async fn cancel(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    WelcomePath(id): WelcomePath,
    Form(form): Form<Cancelling>,
) -> Result<Response, DeskProblem> {
    let asked = (id, form.vu, form.envoi.as_str());
    write(&state, &signed_in, asked, WelcomeChange::Cancelled, None).await
}

async fn write(
    state: &DeskState,
    signed_in: &SignedIn,
    (id, seen, form): (WelcomeId, u32, &str),
    change: WelcomeChange<'_>,
    typed: Option<&PlanForm>,
) -> Result<Response, DeskProblem> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    let changed = store
        .change_welcome((id, seen), change, form, signed_in, now)
        .await?;
    let refusal = match changed {
        WelcomeChanged::Done(told) => {
            let person = signed_in.person.id.0;
            tracing::info!(welcome = id.0, person, told, "a collective welcome changed");
            let path = format!("{}?prevenir={told}", path(id));
            return Ok(Redirect::to(&path).into_response());
        }
        WelcomeChanged::Meanwhile => {
            "Rien n’a été noté\u{a0}: quelqu’un a changé cet accueil entre-temps. Voici ce qui est prévu maintenant\u{a0}; \
             ce que vous aviez choisi est gardé plus bas."
        }
        WelcomeChanged::Over => {
            "Rien n’a été noté\u{a0}: cet accueil a commencé, ou il est annulé."
        }
    };
    one::render(state, signed_in, id, None, Some((refusal, typed))).await
}
