//! The desk: pages for the staff of the Mission Locale, made on the server, on a host and a listener of their own.
//!
//! There is none unless the site's file has `[desk]` and an address is given. Nothing of it is on the public address.

mod account;
mod admission;
mod asked_page;
mod browser_name;
mod case;
mod ceremonies;
mod cookies;
mod download;
mod entrance;
pub(crate) mod figures;
mod forms;
mod headers;
mod invitation;
mod morning;
mod name_words;
mod operator;
mod own_name;
mod page;
mod people;
mod presence;
mod problem;
mod registration;
mod resend;
mod rights;
mod routes;
mod secrets;
mod short_lived;
mod spreadsheet;
mod time;
mod viewing;
mod welcomes;

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    routes::{access_log, figures, in_time},
    state::EndpointState,
};
use ceremonies::Ceremonies;
use presence::Presence;
use short_lived::ShortLived;
use time::Now;

pub use operator::DeskError;
pub(crate) use operator::DeskOperator;
pub use routes::{Access, DeskRoute};

/// What the handlers of the desk share.
#[derive(Clone)]
pub(crate) struct DeskState {
    endpoint: Arc<EndpointState>,
    desk: Arc<Desk>,
}

impl DeskState {
    /// The present at the Mission Locale.
    fn now(&self) -> Now {
        Now::new(self.endpoint.clock.now(), &self.endpoint.time_zone)
    }
}

struct Desk {
    host: content::Desk,
    ceremonies: Ceremonies,
    /// Links that were just made, by the session that is about to be shown them.
    links: ShortLived<people::Link>,
    /// What people look for.
    searches: ShortLived<morning::Search>,
    /// Forms of steps that were not written.
    refused: ShortLived<registration::RefusedForm>,
    /// Turns of opening what is on the list: each takes every core and the contents of every envelope.
    openings: Semaphore,
    presence: Presence,
}

/// So many links wait at once to be shown.
const LINKS_AT_ONCE: usize = 1000;

/// So many searches can be gone back to.
const SEARCHES_AT_ONCE: usize = 1000;

/// So many refused forms can be gone back to.
const REFUSED_AT_ONCE: usize = 1000;

/// So many lists are opened at once: every core works on that one.
const OPENINGS_AT_ONCE: usize = 1;

/// Every route of the desk's address; nothing where the site has no desk.
pub(crate) fn router(endpoint: Arc<EndpointState>) -> Option<Router> {
    let host = endpoint.site.desk.clone()?;
    let ceremonies = Ceremonies::new(&host, &endpoint.site.public.name)?;
    let state = DeskState {
        endpoint,
        desk: Arc::new(Desk {
            host,
            ceremonies,
            links: ShortLived::of_at_most(LINKS_AT_ONCE),
            searches: ShortLived::of_at_most(SEARCHES_AT_ONCE),
            refused: ShortLived::of_at_most(REFUSED_AT_ONCE),
            openings: Semaphore::new(OPENINGS_AT_ONCE),
            presence: Presence::default(),
        }),
    };
    let router = routes::all()
        .into_iter()
        .fold(Router::new(), |router, route| route.add_to(router, &state));
    Some(
        router
            .fallback(problem::not_found)
            .method_not_allowed_fallback(problem::not_found)
            .layer(from_fn(in_time))
            .layer(CatchPanicLayer::custom(problem::after_panic))
            .layer(from_fn_with_state(state.clone(), headers::put_on))
            .layer(from_fn_with_state(Arc::clone(&state.endpoint), figures))
            .layer(from_fn(access_log))
            .with_state(state),
    )
}

/// Who may ask for which route: for the test that walks them all.
pub(crate) fn described() -> Vec<DeskRoute> {
    routes::all()
        .into_iter()
        .map(|route| route.described())
        .collect()
}
