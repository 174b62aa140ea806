//! The routes of the desk, each with who may ask for it: the one list from which the router and its test are made.

use std::sync::Arc;

use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get, post},
};

use super::{
    DeskState, account,
    admission::{self, Gate},
    entrance, figures, invitation, morning, own_name, page, people, registration, rights, welcomes,
};
use crate::{routes, store::Role};

/// Who may ask for a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever can reach the address.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// A person of the team.
    Team,
    /// A data-protection officer.
    Officer,
    /// A person who manages access.
    Manager,
}

impl Access {
    /// The role that is needed, where one is.
    pub(super) fn role(self) -> Option<Role> {
        match self {
            Self::Anyone | Self::SignedIn => None,
            Self::Team => Some(Role::Team),
            Self::Officer => Some(Role::Officer),
            Self::Manager => Some(Role::Manager),
        }
    }
}

/// A route, described for a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRoute {
    /// GET reads, POST writes.
    pub method: Method,
    /// Its path, with parameters in braces.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
}

/// A route and its handler.
pub(super) struct Route {
    described: DeskRoute,
    handler: MethodRouter<DeskState>,
    /// Whether requests count against the address that they came from: nobody has shown a passkey yet.
    is_limited: bool,
    /// Whether a page asks by itself.
    is_poll: bool,
}

impl Route {
    fn reads<T: 'static>(
        path: &'static str,
        access: Access,
        handler: impl Handler<T, DeskState>,
    ) -> Self {
        Self::new(Method::GET, path, access, get(handler))
    }

    /// Asked by a page that is open, and by nobody who sits before it: no session lasts longer for it.
    fn polls<T: 'static>(
        path: &'static str,
        access: Access,
        handler: impl Handler<T, DeskState>,
    ) -> Self {
        Self {
            is_poll: true,
            ..Self::reads(path, access, handler)
        }
    }

    fn writes<T: 'static>(
        path: &'static str,
        access: Access,
        handler: impl Handler<T, DeskState>,
    ) -> Self {
        Self::new(Method::POST, path, access, post(handler))
    }

    fn new(
        method: Method,
        path: &'static str,
        access: Access,
        handler: MethodRouter<DeskState>,
    ) -> Self {
        let is_limited = access == Access::Anyone && method == Method::POST;
        Self {
            described: DeskRoute {
                method,
                path,
                access,
            },
            handler,
            is_limited,
            is_poll: false,
        }
    }

    pub(super) fn described(&self) -> DeskRoute {
        self.described.clone()
    }

    /// Whether somebody who is signed in reads it, so that signing in can lead to it.
    pub(super) fn is_page(&self) -> bool {
        let DeskRoute { method, access, .. } = &self.described;
        method == Method::GET && *access != Access::Anyone && !self.is_poll
    }

    /// Puts it into the router, behind the check of who asks.
    pub(super) fn add_to(self, router: Router<DeskState>, state: &DeskState) -> Router<DeskState> {
        let gate = Gate {
            state: state.clone(),
            access: self.described.access,
            is_poll: self.is_poll,
        };
        let mut handler = self
            .handler
            .layer(from_fn_with_state(gate, admission::admit));
        if self.is_limited {
            let endpoint = Arc::clone(&state.endpoint);
            handler = handler.layer(from_fn_with_state(endpoint, routes::each_within_limits));
        }
        // Outermost: a form of another page takes no token from the place where it was opened.
        let handler = handler.layer(from_fn_with_state(state.clone(), admission::from_our_page));
        router.route(self.described.path, handler)
    }
}

/// Every route of the desk.
pub(super) fn all() -> Vec<Route> {
    use Access::{Anyone, Manager, Officer, SignedIn, Team};
    vec![
        Route::reads("/", Anyone, entrance::home),
        Route::reads("/desk.css", Anyone, page::stylesheet),
        Route::reads("/desk.js", Anyone, page::script),
        Route::reads("/passkeys.js", Anyone, page::passkeys_script),
        Route::reads("/copy_sheet.js", Anyone, page::copy_sheet_script),
        Route::reads("/entrer", Anyone, entrance::show),
        Route::writes("/entrer/defi", Anyone, entrance::challenge),
        Route::writes("/entrer/preuve", Anyone, entrance::prove),
        Route::reads("/invitation", Anyone, invitation::show),
        Route::writes("/invitation/defi", Anyone, invitation::challenge),
        Route::writes("/invitation/cle", Anyone, invitation::accept),
        Route::writes("/sortir", SignedIn, entrance::leave),
        Route::polls("/session", SignedIn, entrance::session),
        Route::reads("/compte", SignedIn, account::show),
        Route::writes("/compte/nom", SignedIn, own_name::rename),
        Route::writes("/compte/defi", SignedIn, account::challenge),
        Route::writes("/compte/cle", SignedIn, account::add),
        Route::writes("/compte/cles/retirer", SignedIn, account::remove),
        Route::writes(
            "/compte/sessions/fermer",
            SignedIn,
            account::sign_out_elsewhere,
        ),
        Route::reads("/matin", Team, morning::show),
        Route::polls("/matin/nouveau", Team, morning::news),
        Route::writes("/matin/chercher", Team, morning::search),
        Route::reads("/matin/recherches/{key}", Team, morning::show_found),
        Route::writes("/matin/prendre", Team, morning::take),
        Route::reads("/fiches/{number}", Team, registration::show),
        Route::polls("/fiches/{number}/presence", Team, registration::presence),
        Route::writes("/fiches/{number}/etapes", Team, registration::write),
        Route::reads(
            "/fiches/{number}/saisie",
            Team,
            registration::show_copy_sheet,
        ),
        Route::writes("/fiches/{number}/saisie.csv", Team, registration::csv),
        Route::writes("/fiches/{number}/fiche.pdf", Team, registration::pdf),
        Route::writes("/fiches/{number}/accueil", Team, registration::invite),
        Route::writes(
            "/fiches/{number}/accueil.ics",
            Team,
            welcomes::calendar_file,
        ),
        Route::reads("/accueils", Team, welcomes::show),
        Route::writes("/accueils", Team, welcomes::make),
        Route::reads("/accueils/{id}", Team, welcomes::show_one),
        Route::writes("/accueils/{id}/changer", Team, welcomes::change),
        Route::writes("/accueils/{id}/annuler", Team, welcomes::cancel),
        Route::writes("/accueils/{id}/presences", Team, welcomes::note),
        Route::reads("/accueils/{id}/emargement", Team, welcomes::show_sheet),
        Route::reads("/chiffres", SignedIn, figures::show),
        Route::writes("/chiffres.csv", SignedIn, figures::csv),
        Route::reads("/droits", Officer, rights::show),
        Route::reads("/droits/nouvelle", Officer, rights::show_entry),
        Route::writes("/droits/inscrire", Officer, rights::add),
        Route::writes("/droits/adopter", Officer, rights::adopt),
        Route::reads("/droits/{number}", Officer, rights::show_request),
        Route::writes("/droits/{number}/etapes", Officer, rights::write),
        Route::writes("/droits/{number}/reponse.pdf", Officer, rights::pdf),
        Route::writes("/droits/{number}/reponse.json", Officer, rights::json),
        Route::reads("/equipe", Manager, people::show),
        Route::writes("/equipe/inviter", Manager, people::invite),
        Route::writes("/equipe/{id}/lien", Manager, people::invite_again),
        Route::writes("/equipe/{id}/sortir", Manager, people::sign_out),
        Route::writes("/equipe/{id}/fermer", Manager, people::close),
    ]
}
