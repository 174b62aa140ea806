//! The list of what is to do: every case in exactly one group, by the clock; search, and taking some in hand.

mod filter;
mod found;
mod row;
mod search;

use axum::{
    extract::{Query as QueryString, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{desk::Group, time::Timestamp, wire::SubmissionId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskState,
    case::{self, Case},
    forms::{Form, FormId},
    page::{self, Nav},
    problem::DeskProblem,
    rights,
    time::Now,
};
use crate::{
    step_words,
    store::{SignedIn, View},
};
pub(super) use filter::Filter;
pub(super) use found::{Search, search, show as show_found};
pub(super) use row::{branch, due, goes, marks};

/// How many are taken in hand at once.
const TAKEN_AT_ONCE: usize = 10;

/// The longest text of a search, in characters.
const LONGEST_SEARCH: usize = 200;

/// A form of one button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Taking {
    envoi: FormId,
    /// Those that one branch calls; else all.
    #[serde(default)]
    antenne: Option<String>,
    /// How many the button said.
    #[serde(default)]
    nombre: usize,
}

/// The list.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    filter: Result<QueryString<Filter>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let QueryString(filter) = filter.map_err(|_| DeskProblem::NotFound)?;
    let now = state.now();
    let (store, me) = (&state.endpoint.store, signed_in.person.id);
    // Asked before the list is read: what comes between them is told as new.
    let mark = store.registrations_mark().await?;
    store.note_view(View::List, me, now.at).await?;
    let cases = case::all(&state, &now).await?;
    let until = cases.iter().map(|case| case.changes_at).min();
    let mark = ListMark {
        store: mark,
        until: until.unwrap_or(now.day_ends_at()),
    };
    let shown: Vec<&Case> = cases
        .iter()
        .filter(|case| filter.shows(case, me, &state.endpoint))
        .collect();
    let groups = groups(&shown);
    let free = shown.iter().filter(|case| case.is_free()).count();
    let form = FormId::draw(me)?;
    let notice = rights::notice(&state, &signed_in).await?;
    let body = html! {
        h1 { "Préinscriptions" }
        (notice)
        @if let Some(words) = filter.taken_words() { p.given role="status" { (words) } }
        (search_form(""))
        p.news role="status" data-poll="/matin/nouveau" data-mark=(mark.tag()) {}
        nav.counts aria-label="Ce qu’il y a à faire" {
            @for (group, of_group) in &groups {
                a href={ "#" (group.code()) } { (step_words::group(*group)) " " b { (of_group.len()) } }
            }
        }
        div.tools {
            (filter.links(&state.endpoint.site.public))
            @if free > 0 && filter.is_all() {
                form method="post" action="/matin/prendre" {
                    input type="hidden" name="envoi" value=(form);
                    @if let Some(branch) = filter.branch() { input type="hidden" name="antenne" value=(branch); }
                    input type="hidden" name="nombre" value=(free.min(TAKEN_AT_ONCE));
                    button { (take_words(free)) }
                }
            }
        }
        @if shown.is_empty() {
            p { (if cases.is_empty() { "Aucune préinscription ici pour le moment." } else { "Aucune dans cette partie de la liste." }) }
        }
        @for (group, of_group) in &groups { (section(&state, &signed_in, *group, of_group, &now)) }
    };
    Ok(page::page(&state, &signed_in, Nav::Morning, "Préinscriptions", &body).into_response())
}

fn take_words(free: usize) -> String {
    match free {
        1 => "Prendre la suivante".to_owned(),
        free => format!("Prendre les {} suivantes", free.min(TAKEN_AT_ONCE)),
    }
}

/// The groups that are not empty, in order.
fn groups<'a>(cases: &[&'a Case]) -> Vec<(Group, Vec<&'a Case>)> {
    let of_group = |group| {
        let cases = cases.iter().filter(move |case| case.group() == group);
        (group, cases.copied().collect::<Vec<_>>())
    };
    let groups = Group::ALL.into_iter().map(of_group);
    groups.filter(|(_, cases)| !cases.is_empty()).collect()
}

fn section(
    state: &DeskState,
    signed_in: &SignedIn,
    group: Group,
    cases: &[&Case],
    now: &Now,
) -> Markup {
    html! {
        section aria-labelledby=(group.code()) {
            h2 id=(group.code()) { (step_words::group(group)) " (" (cases.len()) ")" }
            ul.work { @for case in cases { (row_of(state, signed_in, case, now)) } }
        }
    }
}

fn row_of(state: &DeskState, signed_in: &SignedIn, case: &Case, now: &Now) -> Markup {
    let (id, me) = (&case.registration.id, signed_in.person.id);
    let others = state.desk.presence.others(id, me, now.at);
    row::row(&state.endpoint, case, &others, now)
}

fn search_form(typed: &str) -> Markup {
    html! {
        form.search role="search" method="post" action="/matin/chercher" {
            label for="mots" { "Chercher un nom, un numéro, la fin d’un téléphone" }
            input #mots name="mots" value=(typed) maxlength=(LONGEST_SEARCH) autocomplete="off" spellcheck="false";
            button { "Chercher" }
        }
    }
}

/// Takes the next ones in hand, in the order of the list.
pub(super) async fn take(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(taking): Form<Taking>,
) -> Result<Redirect, DeskProblem> {
    let now = state.now();
    let cases = case::all(&state, &now).await?;
    let filter = Filter::of_branch(taking.antenne);
    let me = signed_in.person.id;
    let is_asked = |case: &&Case| case.is_free() && filter.shows(case, me, &state.endpoint);
    let free = cases.iter().filter(is_asked).take(TAKEN_AT_ONCE);
    let each: Vec<(SubmissionId, u32)> = free
        .map(|case| (case.registration.id.clone(), case.seen()))
        .collect();
    let store = &state.endpoint.store;
    let taken = store
        .take(&each, taking.envoi.as_str(), &signed_in, now.at)
        .await?;
    Ok(Redirect::to(&Filter::after_taking(taken, taking.nombre)))
}

/// Whether the list is still as a page shows it: asked three times a minute, and no envelope is opened for it.
pub(super) async fn news(
    State(state): State<DeskState>,
    _: SignedIn,
    headers: HeaderMap,
) -> Result<Response, DeskProblem> {
    let shown = headers.get(header::IF_NONE_MATCH);
    let shown = shown.and_then(|tag| ListMark::parse(tag.to_str().ok()?));
    let store = state.endpoint.store.registrations_mark().await?;
    let now = state.endpoint.clock.now();
    if shown.is_some_and(|shown| shown.store == store && now < shown.until) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    Ok("La liste a changé.".into_response())
}

/// What a list was made of, and until when the clock shows it so.
#[derive(Debug, PartialEq, Eq)]
struct ListMark {
    store: String,
    until: Timestamp,
}

impl ListMark {
    /// As an entity tag.
    fn tag(&self) -> String {
        format!("\"{}.{}\"", self.store, self.until.unix_seconds())
    }

    fn parse(tag: &str) -> Option<Self> {
        let (store, until) = tag.trim_matches('"').rsplit_once('.')?;
        Some(Self {
            store: store.to_owned(),
            until: Timestamp::from_unix_seconds(until.parse().ok()?),
        })
    }
}
