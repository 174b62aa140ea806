//! The page of one welcome: who is awaited, who came, whom to tell of a change, and the forms that change it.

use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::desk::{Act, Standing, WelcomeId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{PlanForm, WelcomePath, attendance, change, path, place, taken_words, when};
use crate::{
    blocking::{blocking, on_every_core},
    desk::{
        DeskState,
        case::{self, Case},
        morning,
        page::{self, Nav},
        problem::DeskProblem,
        time::Now,
        viewing,
    },
    step_words,
    store::{SignedIn, View, Welcome},
};

/// What was just written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct After {
    /// Of how many it was noted whether they came.
    notees: Option<usize>,
    /// Of how many it was not: their page had changed.
    #[serde(default)]
    restent: usize,
    /// How many are to be told that it moved, or does not take place.
    prevenir: Option<usize>,
}

impl After {
    fn words(&self) -> Option<String> {
        let people = |count: usize| match count {
            1 => "1 personne".to_owned(),
            more => format!("{more} personnes"),
        };
        if let Some(count) = self.prevenir {
            return Some(match count {
                0 => "C’est noté. Personne n’est à prévenir.".to_owned(),
                count => format!(
                    "C’est noté. {} à prévenir par téléphone\u{a0}: elles sont aussi dans «\u{a0}À rappeler\u{a0}».",
                    people(count)
                ),
            });
        }
        self.notees.map(|count| match self.restent {
            0 => format!("C’est noté pour {}.", people(count)),
            left => format!(
                "C’est noté pour {}. Pour {}, quelqu’un avait écrit entre-temps\u{a0}: regardez ci-dessous, et notez de nouveau.",
                people(count),
                people(left)
            ),
        })
    }
}

/// A welcome, with each registration that was ever invited to it.
pub(super) struct Attended {
    pub(super) welcome: Welcome,
    /// By name.
    cases: Vec<(Case, Option<Standing>)>,
}

impl Attended {
    /// Reads it, and notes that its names were opened.
    pub(super) async fn open(
        state: &DeskState,
        signed_in: &SignedIn,
        id: WelcomeId,
        now: &Now,
    ) -> Result<Self, DeskProblem> {
        let store = &state.endpoint.store;
        let welcome = store.welcome(id).await?.ok_or(DeskProblem::NotFound)?;
        viewing::note_view(state, signed_in, View::Welcome).await?;
        let registrations = store.registrations_with(id).await?;
        let (endpoint, now) = (Arc::clone(&state.endpoint), now.clone());
        let cases = blocking(move || {
            let open = |one| {
                let case = Case::of(&endpoint, one, &now);
                let standing = Standing::of(case::steps(&case.registration), id);
                (case, standing)
            };
            let mut cases = on_every_core(registrations, open);
            cases.sort_by_cached_key(|(case, _)| case.listed_name());
            cases
        });
        Ok(Self {
            welcome,
            cases: cases.await,
        })
    }

    /// Those who are awaited, or of whom it is noted whether they came. What a right holds is not looked at.
    pub(super) fn people(&self) -> impl Iterator<Item = (&Case, Standing)> {
        let free = self.cases.iter();
        let free = free.filter(|(case, _)| !case.registration.is_held);
        free.filter_map(|(case, standing)| Some((case, (*standing)?)))
    }

    /// Those whom nobody has called since this welcome moved, or was cancelled.
    fn to_tell(&self) -> impl Iterator<Item = &Case> {
        let id = self.welcome.id;
        let is_untold = move |case: &Case| {
            let acts = case::steps(&case.registration).map(|step| step.act);
            acts.fold(false, |untold, act| match act {
                Act::WelcomeMoved(seat) | Act::WelcomeCancelled(seat) if seat.welcome == id => true,
                Act::Called(..) | Act::Invited(_) | Act::Closed(_) | Act::Attended(..) => false,
                _ => untold,
            })
        };
        let cases = self.cases.iter().map(|(case, _)| case);
        cases.filter(move |case| !case.registration.is_held && is_untold(case))
    }
}

/// The page.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    WelcomePath(id): WelcomePath,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let Query(after) = after.map_err(|_| DeskProblem::NotFound)?;
    render(&state, &signed_in, id, after.words().as_deref(), None).await
}

/// The page, which says why a form was refused.
pub(super) async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    id: WelcomeId,
    told: Option<&str>,
    refused: Option<(&str, Option<&PlanForm>)>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let attended = Attended::open(state, signed_in, id, &now).await?;
    let welcome = &attended.welcome;
    let has_begun = welcome.plan.starts_at <= now.at;
    let title = when(&welcome.plan, &now);
    let place = place(state, &welcome.plan.place);
    let typed = refused.and_then(|(_, typed)| typed);
    let body = html! {
        p.back { a href="/accueils" { "Tous les accueils" } }
        h1 { "Accueil collectif" }
        p { strong { (title) } br; (place.in_words()) }
        @if let Some(told) = told { p.given role="status" { (told) } }
        @if let Some((refusal, _)) = refused { p.refusal role="alert" { (refusal) } }
        @if welcome.is_cancelled { p.warning { "Cet accueil est annulé." } }
        (to_tell(&attended, &now))
        @if !welcome.is_cancelled { (seats(&attended)) }
        @if has_begun {
            (attendance::form(&attended, signed_in)?)
        } @else {
            (awaited(&attended))
        }
        @if !welcome.is_cancelled && attended.people().next().is_some() {
            p { a href={ (path(id)) "/emargement" } { "Feuille d’émargement à imprimer" } }
        }
        @if !welcome.is_cancelled && !has_begun {
            (change::forms(state, signed_in, &attended, typed, &now)?)
        }
    };
    let status = if refused.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let page = page::page(state, signed_in, Nav::Welcomes, "Accueil collectif", &body);
    Ok((status, page).into_response())
}

fn seats(attended: &Attended) -> Markup {
    let (taken, seats) = (attended.people().count(), attended.welcome.plan.seats);
    html! {
        p.facts {
            span.d { (taken_words(taken, seats)) }
            @if u32::try_from(taken).is_ok_and(|taken| taken > seats) { span.m { "plus que de places" } }
        }
    }
}

/// Who it is, with a link to the page; by the number where there is no name here.
pub(super) fn who(case: &Case) -> Markup {
    let registration = &case.registration;
    let number = registration.reference.spaced();
    let name = case.listed_name();
    html! {
        a href={ "/fiches/" (registration.reference.as_str()) } { (name.as_ref().unwrap_or(&number)) }
        @if name.is_some() { " " span.n { (number) } }
    }
}

fn awaited(attended: &Attended) -> Markup {
    html! {
        h2 { "Personnes attendues" }
        @if attended.people().next().is_none() {
            p.note { "Personne encore. Une place se retient sur la fiche de la personne." }
        } @else {
            ul.work {
                @for (case, _) in attended.people() {
                    li {
                        (who(case))
                        @if let Some(opened) = &case.opened { (morning::marks(&opened.person)) }
                        span.n { (step_words::group(case.group())) }
                    }
                }
            }
        }
    }
}

fn to_tell(attended: &Attended, now: &Now) -> Markup {
    let untold: Vec<&Case> = attended.to_tell().collect();
    html! {
        @if !untold.is_empty() {
            section.warning aria-labelledby="prevenir" {
                h2 #prevenir { "À prévenir (" (untold.len()) ")" }
                ul { @for case in &untold { li { (who(case)) " · " (morning::due(case, now)) } } }
            }
        }
    }
}
