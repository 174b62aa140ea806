//! The list of what is to do: every case in exactly one group, by the clock; search, and taking some in hand.

mod row;
mod search;

use axum::{
    extract::{Query as QueryString, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{desk::Group, places::Territory, wire::SubmissionId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    DeskState,
    case::{self, Case},
    forms::{Form, FormId},
    page::{self, Nav},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    step_words,
    store::{SignedIn, View},
};
pub(super) use row::{due, goes, marks};
use search::{Names, Query};

/// How many are taken in hand at once.
const TAKEN_AT_ONCE: usize = 10;

/// The longest text of a search, in characters.
const LONGEST_SEARCH: usize = 200;

/// Which part of the list is shown. Nothing of a person is in it: addresses of pages are kept by browsers.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub(super) struct Filter {
    #[serde(default)]
    voir: Part,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Part {
    /// All there is.
    #[default]
    Tout,
    /// What this person has in hand, or did last.
    Moi,
    /// Young people who live elsewhere.
    Hors,
    /// Who is under 18.
    Mineurs,
}

impl Part {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Tout, "/matin", "Toutes"),
        (Self::Moi, "/matin?voir=moi", "Les miennes"),
        (Self::Mineurs, "/matin?voir=mineurs", "Mineur·es"),
        (Self::Hors, "/matin?voir=hors", "Hors territoire"),
    ];

    fn shows(self, case: &Case, me: &SignedIn) -> bool {
        let person = case.opened.as_ref().map(|opened| &opened.person);
        match self {
            Self::Tout => true,
            Self::Moi => case.is_of(me.person.id),
            Self::Hors => person.is_some_and(|person| person.territory == Some(Territory::Outside)),
            Self::Mineurs => person.is_some_and(|person| person.minor),
        }
    }
}

/// A search.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Searched {
    mots: String,
}

/// A form of one button.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Taking {
    envoi: FormId,
}

/// The list.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    filter: Result<QueryString<Filter>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let QueryString(Filter { voir }) = filter.map_err(|_| DeskProblem::NotFound)?;
    let now = state.now();
    let (store, me) = (&state.endpoint.store, signed_in.person.id);
    // Asked before the list is read: what comes between them is told as new.
    let mark = mark(&state).await?;
    store.note_view(View::List, me, now.at).await?;
    let cases = case::all(&state.endpoint, &now).await?;
    let shown: Vec<&Case> = cases
        .iter()
        .filter(|case| voir.shows(case, &signed_in))
        .collect();
    let groups = groups(&shown);
    let free = cases.iter().filter(|case| case.is_free()).count();
    let form = FormId::draw()?;
    let body = html! {
        h1 { "Préinscriptions" }
        (search_form(""))
        p.news role="status" data-poll="/matin/nouveau" data-mark=(mark) {}
        nav.counts aria-label="Ce qu’il y a à faire" {
            @for (group, of_group) in &groups {
                a href={ "#" (group.code()) } { (step_words::group(*group)) " " b { (of_group.len()) } }
            }
        }
        div.tools {
            @for (part, path, label) in Part::ALL {
                a href=(path) aria-current=[(part == voir).then_some("true")] { (label) }
            }
            @if free > 0 {
                form method="post" action="/matin/prendre" {
                    input type="hidden" name="envoi" value=(form);
                    button { (take_words(free)) }
                }
            }
        }
        @if shown.is_empty() {
            p { (if voir == Part::Tout { "Aucune préinscription ici pour le moment." } else { "Aucune de celles-là." }) }
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

/// What a search finds. It came by POST: what was typed is in no address and no log.
pub(super) async fn search(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(searched): Form<Searched>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let (store, me) = (&state.endpoint.store, signed_in.person.id);
    if searched.mots.len() > LONGEST_SEARCH * char::MAX.len_utf8() {
        return Err(DeskProblem::BadForm);
    }
    store.note_view(View::Search, me, now.at).await?;
    let query = Query::parse(&searched.mots);
    let cases = case::all(&state.endpoint, &now).await?;
    let found: Vec<&Case> = cases
        .iter()
        .filter(|case| is_found(query.as_ref(), case))
        .collect();
    let body = html! {
        h1 { "Chercher" }
        (search_form(&searched.mots))
        p role="status" { (found_words(query.is_some(), found.len())) }
        ul.work { @for case in &found { (row_of(&state, &signed_in, case, &now)) } }
        p { a href="/matin" { "Toute la liste" } }
    };
    Ok(page::page(&state, &signed_in, Nav::Morning, "Chercher", &body).into_response())
}

fn is_found(query: Option<&Query>, case: &Case) -> bool {
    let names = case.opened.as_ref().map(|opened| {
        let birth_name = opened.submission.answers().one("birth_name");
        Names::of(&opened.identity, birth_name)
    });
    query.is_some_and(|query| query.finds(&case.registration.reference, names))
}

fn found_words(is_asked: bool, found: usize) -> String {
    match (is_asked, found) {
        (false, _) => "Tapez au moins deux lettres d’un nom, un numéro, ou quatre chiffres d’un téléphone.".to_owned(),
        (true, 0) => "Personne de ce nom parmi les préinscriptions encore ici. Leur contenu s’efface quelques jours après \
                      l’envoi à la boîte aux lettres\u{a0}: cherchez-y aussi."
            .to_owned(),
        (true, 1) => "Une préinscription.".to_owned(),
        (true, found) => format!("{found} préinscriptions."),
    }
}

/// Takes the next ones in hand, in the order of the list.
pub(super) async fn take(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(taking): Form<Taking>,
) -> Result<Redirect, DeskProblem> {
    let now = state.now();
    let cases = case::all(&state.endpoint, &now).await?;
    let free = cases
        .iter()
        .filter(|case| case.is_free())
        .take(TAKEN_AT_ONCE);
    let each: Vec<(SubmissionId, u32)> = free
        .map(|case| (case.registration.id.clone(), case.seen()))
        .collect();
    let store = &state.endpoint.store;
    store
        .take(&each, taking.envoi.as_str(), &signed_in, now.at)
        .await?;
    Ok(Redirect::to("/matin?voir=moi"))
}

/// Whether the list is still as a page shows it: asked three times a minute, and no envelope is opened for it.
pub(super) async fn news(
    State(state): State<DeskState>,
    _: SignedIn,
    headers: HeaderMap,
) -> Result<Response, DeskProblem> {
    let mark = mark(&state).await?;
    let shown = headers.get(header::IF_NONE_MATCH);
    if shown.is_some_and(|shown| shown.as_bytes() == mark.as_bytes()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    Ok("La liste a changé.".into_response())
}

/// What the list is made of, as an entity tag.
async fn mark(state: &DeskState) -> Result<String, DeskProblem> {
    let mark = state.endpoint.store.registrations_mark().await?;
    Ok(format!("\"{mark}\""))
}
