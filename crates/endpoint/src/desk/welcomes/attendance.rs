//! Attendance at a welcome: one form of many lines, each written behind the steps that the page showed.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::desk::{Act, Attendance, Standing};
use maud::{Markup, html};

use super::{
    WelcomePath,
    one::{Attended, who},
    path,
};
use crate::{
    desk::{
        DeskState,
        forms::{Form, FormId},
        problem::DeskProblem,
    },
    step_words,
    store::{NewStep, SignedIn},
};

/// Before the number of a registration, in the name of a field: how many steps its page showed.
const SEEN: &str = "vu.";

/// Likewise: whether the person came.
const CAME: &str = "presence.";

/// The form; each person has three choices, and none is made for anybody.
pub(super) fn form(attended: &Attended, signed_in: &SignedIn) -> Result<Markup, DeskProblem> {
    let form = FormId::draw(signed_in.person.id)?;
    Ok(html! {
        h2 { "Présences" }
        @if attended.people().next().is_none() {
            p.note { "Personne n’était inscrit." }
        } @else {
            form.attendance method="post" action={ (path(attended.welcome.id)) "/presences" } {
                input type="hidden" name="envoi" value=(form);
                @for (case, standing) in attended.people() {
                    @let number = case.registration.reference.as_str();
                    input type="hidden" name={ (SEEN) (number) } value=(case.seen());
                    fieldset {
                        legend { (who(case)) }
                        @if case.progress.closed.is_some() {
                            p.note { (noted(standing)) " · fiche terminée, à rouvrir pour corriger" }
                        } @else {
                            @for attendance in Attendance::ALL {
                                label.box {
                                    input type="radio" name={ (CAME) (number) } value=(attendance.code())
                                        checked[standing == Standing::Noted(attendance)];
                                    " " (step_words::attendance(attendance))
                                }
                            }
                        }
                    }
                }
                button.main { "Noter les présences" }
            }
        }
    })
}

fn noted(standing: Standing) -> &'static str {
    match standing {
        Standing::Awaited => "Non noté",
        Standing::Noted(attendance) => step_words::attendance(attendance),
    }
}

/// Notes what was chosen, where it says something new.
pub(in crate::desk) async fn note(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    WelcomePath(id): WelcomePath,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let typed: HashMap<&str, &str> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let form = typed.get("envoi").ok_or(DeskProblem::BadForm)?;
    let form = FormId::try_from((*form).to_owned()).map_err(|_| DeskProblem::BadForm)?;
    let attended = Attended::open(&state, &signed_in, id, &now).await?;
    let mut each = Vec::new();
    for (case, standing) in attended.people() {
        let number = case.registration.reference.as_str();
        let field = |name: &str| typed.get(format!("{name}{number}").as_str()).copied();
        let Some(code) = field(CAME) else {
            continue;
        };
        let attendance = Attendance::from_code(code).ok_or(DeskProblem::BadForm)?;
        if standing == Standing::Noted(attendance) {
            continue;
        }
        let seen = field(SEEN).and_then(|seen| seen.parse().ok());
        // The seat as it was told: what was noted of it before names the same.
        let noted = case.progress.attended.map(|(_, seat)| seat);
        let mut told = case.progress.seat.into_iter().chain(noted);
        let seat = told.find(|seat| seat.welcome == id);
        let seat = seat.unwrap_or_else(|| attended.welcome.seat());
        each.push(NewStep {
            submission: &case.registration.id,
            act: Act::Attended(attendance, seat),
            seen: seen.ok_or(DeskProblem::BadForm)?,
            form: form.as_str(),
        });
    }
    let store = &state.endpoint.store;
    let left = store.note_attendance(&each, &signed_in, now.at).await?;
    let noted = each.len() - left.len();
    let person = signed_in.person.id.0;
    tracing::info!(welcome = id.0, person, noted, "attendance noted");
    let path = format!("{}?notees={noted}&restent={}", path(id), left.len());
    Ok(Redirect::to(&path).into_response())
}
