//! Collective welcomes: those to come, those whose attendance is to be noted, and the form that makes more of them.

mod attendance;
mod calendar;
mod change;
mod one;
mod plan;
mod sheet;

use axum::{
    extract::{FromRequestParts, Path, Query, State, rejection::QueryRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use content::WelcomePlace;
use domain::{
    desk::{Standing, WelcomeId},
    time::Timestamp,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskState,
    forms::Form,
    page::{self, Nav},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    french,
    store::{SignedIn, Welcome, WelcomePlan},
};
pub(super) use attendance::note;
pub(super) use calendar::file as calendar_file;
pub(super) use change::{cancel, change};
pub(super) use one::show as show_one;
pub(super) use plan::PlanForm;
pub(super) use sheet::show as show_sheet;

/// How long one that is over stays in the list.
const PAST_SECONDS: i64 = 30 * 24 * 3600;

/// A welcome, with how many have a seat there.
pub(super) struct Offered {
    pub(super) welcome: Welcome,
    /// Those of whom it is not noted whether they came.
    awaited: usize,
    noted: usize,
}

impl Offered {
    /// `3 places sur 12`, where they are left.
    pub(super) fn seats(&self) -> String {
        let (taken, seats) = (self.awaited + self.noted, self.welcome.plan.seats);
        let left = usize::try_from(seats).unwrap_or(usize::MAX);
        match left.checked_sub(taken) {
            Some(0) => format!("complet, {seats} sur {seats}"),
            Some(1) => format!("1 place libre sur {seats}"),
            Some(left) => format!("{left} places libres sur {seats}"),
            None => taken_words(taken, seats),
        }
    }
}

/// `9 inscrit·es pour 12 places`.
pub(super) fn taken_words(taken: usize, seats: u32) -> String {
    let people = if taken > 1 {
        "inscrit·es"
    } else {
        "inscrit·e"
    };
    let places = if seats > 1 { "places" } else { "place" };
    format!("{taken} {people} pour {seats} {places}")
}

/// Those that end after a moment, in order.
pub(super) async fn offered(
    state: &DeskState,
    from: Timestamp,
) -> Result<Vec<Offered>, DeskProblem> {
    let store = &state.endpoint.store;
    let welcomes = store.welcomes_after(from).await?;
    // Each page of a registration asks: without a welcome no step is read.
    if welcomes.is_empty() {
        return Ok(Vec::new());
    }
    let mut standings = store.standings_after(from).await?;
    let offered = |welcome: Welcome| {
        let standings = standings.remove(&welcome.id).unwrap_or_default();
        let is_awaited = |standing: &&Standing| **standing == Standing::Awaited;
        let awaited = standings.iter().filter(is_awaited).count();
        Offered {
            noted: standings.len() - awaited,
            awaited,
            welcome,
        }
    };
    Ok(welcomes.into_iter().map(offered).collect())
}

/// Where it is; by its id alone, where the site's file has it no more.
pub(super) fn place(state: &DeskState, id: &str) -> WelcomePlace {
    let mut places = state.endpoint.site.welcome_places();
    let place = places.find(|place| place.id == id);
    place.unwrap_or_else(|| WelcomePlace {
        id: id.to_owned(),
        name: id.to_owned(),
        address: Vec::new(),
    })
}

/// `jeudi 3 décembre, de 9 h 30 à 11 h`.
pub(super) fn when(plan: &WelcomePlan, now: &Now) -> String {
    let (starts, ends) = (now.local(plan.starts_at), now.local(plan.ends_at));
    format!(
        "{}, de {} à {}",
        french::day(starts),
        french::clock(starts),
        french::clock(ends)
    )
}

/// The number of a welcome in a path.
pub(super) struct WelcomePath(WelcomeId);

impl<S: Send + Sync> FromRequestParts<S> for WelcomePath {
    type Rejection = DeskProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, DeskProblem> {
        let path = Path::<i64>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(WelcomeId(id)))
            .map_err(|_| DeskProblem::NotFound)
    }
}

/// What was just made.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Made {
    #[serde(default)]
    faits: usize,
    /// Days that were left out: the Mission Locale is closed.
    #[serde(default)]
    sautes: usize,
}

impl Made {
    fn words(&self) -> Option<String> {
        let made = match self.faits {
            0 => return None,
            1 => "Un accueil ajouté.".to_owned(),
            more => format!("{more} accueils ajoutés."),
        };
        Some(match self.sautes {
            0 => made,
            1 => format!("{made} Une date est laissée de côté\u{a0}: jour férié ou de fermeture."),
            more => format!(
                "{made} {more} dates sont laissées de côté\u{a0}: jours fériés ou de fermeture."
            ),
        })
    }
}

/// The list.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    made: Result<Query<Made>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let Query(made) = made.map_err(|_| DeskProblem::NotFound)?;
    render(&state, &signed_in, made.words().as_deref(), None).await
}

/// Makes one, or one for each week.
pub(super) async fn make(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(form): Form<PlanForm>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let series = match form.series(&state.endpoint.site, &now) {
        Ok(series) => series,
        Err(refusal) => {
            return render(&state, &signed_in, None, Some((&refusal, &form))).await;
        }
    };
    let store = &state.endpoint.store;
    store
        .make_welcomes(&series.plans, form.envoi.as_str(), &signed_in, now.at)
        .await?;
    let (made, left_out) = (series.plans.len(), series.left_out);
    tracing::info!(
        made,
        person = signed_in.person.id.0,
        "collective welcomes made"
    );
    let path = format!("/accueils?faits={made}&sautes={left_out}");
    Ok(Redirect::to(&path).into_response())
}

async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    told: Option<&str>,
    refused: Option<(&str, &PlanForm)>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let all = offered(state, now.at.plus_seconds(-PAST_SECONDS)).await?;
    let (begun, to_come): (Vec<&Offered>, Vec<&Offered>) = all
        .iter()
        .partition(|offered| offered.welcome.plan.starts_at <= now.at);
    let is_to_note = |offered: &&Offered| !offered.welcome.is_cancelled && offered.awaited > 0;
    let (to_note, past): (Vec<&Offered>, Vec<&Offered>) = begun.into_iter().partition(is_to_note);
    let blank = PlanForm::blank(signed_in.person.id)?;
    let typed = refused.map_or(&blank, |(_, typed)| typed);
    let body = html! {
        h1 { "Accueils collectifs" }
        @if let Some(told) = told { p.given role="status" { (told) } }
        (section(state, "Présences à noter", &to_note, &now))
        (section(state, "À venir", &to_come, &now))
        @if to_come.is_empty() { p { "Aucun accueil n’est prévu." } }
        details.panel open[refused.is_some() || to_come.is_empty()] {
            summary { h2 { "Ajouter un accueil" } }
            @if let Some((refusal, _)) = refused { p.refusal role="alert" { (refusal) } }
            form.stacked method="post" action="/accueils" {
                input type="hidden" name="envoi" value=(typed.envoi);
                (typed.fields(&state.endpoint.site, &now))
                (typed.weekly())
                button.main { "Ajouter" }
            }
        }
        (section(state, "Passés", &past, &now))
    };
    let status = if refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = page::page(
        state,
        signed_in,
        Nav::Welcomes,
        "Accueils collectifs",
        &body,
    );
    Ok((status, page).into_response())
}

fn section(state: &DeskState, title: &str, all: &[&Offered], now: &Now) -> Markup {
    html! {
        @if !all.is_empty() {
            section {
                h2 { (title) }
                ul.work {
                    @for offered in all {
                        @let welcome = &offered.welcome;
                        li {
                            a href=(path(welcome.id)) { (when(&welcome.plan, now)) }
                            span { (place(state, &welcome.plan.place).name) }
                            @if welcome.is_cancelled {
                                span.m { "annulé" }
                            } @else {
                                span.d { (offered.seats()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The page of one.
pub(super) fn path(id: WelcomeId) -> String {
    format!("/accueils/{}", id.0)
}
