//! The name by which a person is shown at the desk, changed by themselves on the page "Mon compte".

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{DeskError, DeskState, account, forms::Form, operator, problem::DeskProblem};
use crate::store::SignedIn;

/// The name that was typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Renamed {
    nom: String,
}

/// The form. `refused` is what is wrong with what was typed, and what that was.
pub(super) fn form(name: &str, refused: Option<(&'static str, &str)>) -> Markup {
    html! {
        section aria-labelledby="mon-nom" {
            h2 #mon-nom { "Mon nom" }
            form.stacked method="post" action="/compte/nom" {
                @if let Some((refusal, _)) = refused {
                    p.refusal #nom-refuse role="alert" { (refusal) }
                }
                label for="nom" { "Prénom et nom" }
                input #nom name="nom" required maxlength=(operator::LONGEST_NAME) autocomplete="name"
                    aria-invalid=[refused.map(|_| "true")] aria-describedby=[refused.map(|_| "nom-refuse")]
                    value=(refused.map_or(name, |(_, typed)| typed));
                button { "Changer mon nom" }
            }
        }
    }
}

/// Changes the name of the person who is signed in.
pub(super) async fn rename(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(renamed): Form<Renamed>,
) -> Result<Response, DeskProblem> {
    let me = Some(signed_in.person.id);
    let name = match operator::name_for(&state.endpoint, &renamed.nom, me).await {
        Ok(name) => name,
        Err(DeskError::Refused(refusal)) => {
            let refused = Some((refusal.words(), renamed.nom.as_str()));
            return account::render(&state, &signed_in, refused).await;
        }
        Err(error) => return Err(error.into()),
    };
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    store.rename(&signed_in, &name, now).await?;
    tracing::info!(person = signed_in.person.id.0, "a name was changed");
    Ok(Redirect::to("/compte").into_response())
}
