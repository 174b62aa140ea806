//! What a search finds: it comes by POST and is shown under an address that says nothing of it, for five minutes.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde::Deserialize;

use super::{
    LONGEST_SEARCH, row_of,
    search::{Names, Query},
    search_form,
};
use crate::{
    desk::{
        DeskState,
        case::{self, Case},
        forms::Form,
        page::{self, Nav},
        problem::DeskProblem,
        secrets,
    },
    store::{PersonId, SignedIn, View},
};

/// A search.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct Searched {
    mots: String,
}

/// What somebody looks for, as typed: in memory alone.
pub(in crate::desk) struct Search {
    by: PersonId,
    words: String,
}

/// Takes what was typed: it is in no address and no log, and going back to what was found asks nothing again.
pub(in crate::desk) async fn search(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(searched): Form<Searched>,
) -> Result<Redirect, DeskProblem> {
    if searched.mots.len() > LONGEST_SEARCH * char::MAX.len_utf8() {
        return Err(DeskProblem::BadForm);
    }
    let (key, by) = (secrets::draw()?, signed_in.person.id);
    let path = format!("/matin/recherches/{key}");
    let search = Search {
        by,
        words: searched.mots,
    };
    let now = state.endpoint.clock.now();
    state.desk.searches.keep(key, search, now, |_, _| false);
    Ok(Redirect::to(&path))
}

/// Those of that name, number, or end of a telephone number.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Path(key): Path<String>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let (store, me) = (&state.endpoint.store, signed_in.person.id);
    let words = state.desk.searches.read(&key, now.at, |search| {
        (search.by == me).then(|| search.words.clone())
    });
    let Some(words) = words.flatten() else {
        // Over, or of somebody else: the list has the field for another one.
        return Ok(Redirect::to("/matin").into_response());
    };
    store.note_view(View::Search, me, now.at).await?;
    let query = Query::parse(&words);
    let cases = case::all(&state, &now).await?;
    let found: Vec<&Case> = cases
        .iter()
        .filter(|case| is_found(query.as_ref(), case))
        .collect();
    let body = html! {
        h1 { "Chercher" }
        (search_form(&words))
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
