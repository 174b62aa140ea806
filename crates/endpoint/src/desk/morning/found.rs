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
        time::Now,
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
    let found = found(&state, query.as_ref(), &now).await?;
    let body = html! {
        h1 { "Chercher" }
        (search_form(&words))
        p role="status" { (found_words(query.as_ref(), found.len())) }
        ul.work { @for case in &found { (row_of(&state, &signed_in, case, &now)) } }
        p { a href="/matin" { "Toute la liste" } }
    };
    Ok(page::page(&state, &signed_in, Nav::Morning, "Chercher", &body).into_response())
}

/// Those of the list; by its number also the one that stands in no list, because its content is gone.
async fn found(
    state: &DeskState,
    query: Option<&Query>,
    now: &Now,
) -> Result<Vec<Case>, DeskProblem> {
    let mut cases = case::all(state, now).await?;
    cases.retain(|case| is_found(query, case));
    if let Some(number) = query.and_then(Query::number)
        && cases.is_empty()
    {
        let known = state.endpoint.store.registration(number).await?;
        cases.extend(known.map(|one| Case::of(&state.endpoint, one, now)));
    }
    Ok(cases)
}

fn is_found(query: Option<&Query>, case: &Case) -> bool {
    let names = case.opened.as_ref().map(|opened| {
        let birth_name = opened.submission.answers().one("birth_name");
        Names::of(&opened.identity, birth_name)
    });
    query.is_some_and(|query| query.finds(&case.registration.reference, names))
}

fn found_words(query: Option<&Query>, found: usize) -> String {
    match (query, found) {
        (None, _) => "Tapez au moins deux lettres d’un nom, un numéro, ou quatre chiffres d’un téléphone.".to_owned(),
        (Some(query), 0) if query.number().is_some() => {
            "Aucune préinscription reçue ici ne porte ce numéro\u{a0}: relisez-le.".to_owned()
        }
        (Some(_), 0) => "Personne de ce nom parmi les préinscriptions encore ici. Leur contenu s’efface quelques jours après \
                      l’envoi à la boîte aux lettres\u{a0}: cherchez-y aussi."
            .to_owned(),
        (Some(_), 1) => "Une préinscription.".to_owned(),
        (Some(_), found) => format!("{found} préinscriptions."),
    }
}
