//! The frame of every page of the desk: head, navigation, who is signed in, stylesheet and script.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse},
};
use domain::time::Timestamp;
use maud::{DOCTYPE, Markup, html};

use super::{DeskState, problem::DeskProblem, secrets};
use crate::store::{Role, SignedIn};

const STYLESHEET: &str = concat!(
    include_str!("../../assets/desk.css"),
    include_str!("../../assets/desk_work.css"),
    include_str!("../../assets/copy_sheet.css"),
    include_str!("../../assets/welcomes.css")
);

const SCRIPT: &str = include_str!("../../assets/desk.js");

const PASSKEYS: &str = include_str!("../../assets/passkeys.js");

const COPY_SHEET: &str = include_str!("../../assets/copy_sheet.js");

/// Another edition of the program has another address for them, so that none meets the page of another.
static EDITION: LazyLock<String> = LazyLock::new(|| {
    secrets::hash(&[STYLESHEET, SCRIPT, PASSKEYS, COPY_SHEET].concat())
        .chars()
        .take(8)
        .collect()
});

/// In the tab of the browser: a telephone on the colour of the desk.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
    %3Crect width='32' height='32' rx='7' fill='%230b5563'/%3E\
    %3Cpath d='M11 7l3 5-2 2.5q1.500 3.500 5.500 5.500l2.500-2 5 3q-1 5-5 4.500-11-2-13.500-13.500-.5-4 4.500-5' fill='%23fff'/%3E\
    %3C/svg%3E";

/// How long after a passkey was shown a page offers to change who has access (ASVS 7.5.1).
const OFFERED_FOR_SECONDS: i64 = 5 * 60;

/// How long such a change is taken: longer, for a form takes a while to be filled in.
const TAKEN_FOR_SECONDS: i64 = 15 * 60;

/// Which entry of the navigation a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nav {
    /// What the team works through.
    Morning,
    /// Collective welcomes.
    Welcomes,
    /// The register of rights requests.
    Rights,
    /// Weekly figures.
    Figures,
    /// Who works here.
    People,
    /// One's own passkeys and sessions.
    Account,
}

impl Nav {
    const ALL: [Self; 6] = [
        Self::Morning,
        Self::Welcomes,
        Self::Rights,
        Self::Figures,
        Self::People,
        Self::Account,
    ];

    fn link(self) -> (&'static str, &'static str) {
        match self {
            Self::Morning => ("/matin", "Préinscriptions"),
            Self::Welcomes => ("/accueils", "Accueils"),
            Self::Rights => ("/droits", "Droits"),
            Self::Figures => ("/chiffres", "Chiffres"),
            Self::People => ("/equipe", "Équipe"),
            Self::Account => ("/compte", "Mon compte"),
        }
    }

    fn role(self) -> Option<Role> {
        match self {
            Self::Morning | Self::Welcomes => Some(Role::Team),
            Self::Rights => Some(Role::Officer),
            Self::People => Some(Role::Manager),
            Self::Figures | Self::Account => None,
        }
    }
}

/// Whether a page may offer to change who has access.
pub(super) fn has_shown_passkey(signed_in: &SignedIn, now: Timestamp) -> bool {
    now.seconds_since(signed_in.begun_at) < OFFERED_FOR_SECONDS
}

/// Whether such a change is taken.
pub(super) fn has_just_shown_passkey(signed_in: &SignedIn, now: Timestamp) -> bool {
    now.seconds_since(signed_in.begun_at) < TAKEN_FOR_SECONDS
}

/// The same, for a form.
pub(super) fn must_have_shown_passkey(
    signed_in: &SignedIn,
    now: Timestamp,
) -> Result<(), DeskProblem> {
    if has_just_shown_passkey(signed_in, now) {
        Ok(())
    } else {
        Err(DeskProblem::ShowPasskeyAgain)
    }
}

/// A page of somebody who is signed in.
pub(super) fn page(
    state: &DeskState,
    signed_in: &SignedIn,
    here: Nav,
    title: &str,
    body: &Markup,
) -> impl IntoResponse + use<> {
    let may_see = |nav: &Nav| {
        let roles = signed_in.person.roles;
        nav.role().is_none_or(|role| roles.has(role))
    };
    let head = html! {
        header.bar {
            span.site { (state.endpoint.site.public.name) }
            nav aria-label="Espace conseillers" {
                @for nav in Nav::ALL.into_iter().filter(may_see) {
                    @let (path, words) = nav.link();
                    a href=(path) aria-current=[(nav == here).then_some("page")] { (words) }
                }
            }
            form method="post" action="/sortir" {
                span.me { (signed_in.person.name) }
                button { "Sortir" }
            }
        }
    };
    document(title, &head, body, true)
}

/// `Aïcha, Marc et Nadia`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} et {last}", before.join(", ")),
        names => names.concat(),
    }
}

/// A page of nobody in particular.
pub(super) fn bare(title: &str, body: &Markup) -> impl IntoResponse + use<> {
    document(title, &html! {}, body, false)
}

/// The script of pages that ask for a passkey.
pub(super) fn passkeys() -> Markup {
    html! { script type="module" src={ "/passkeys.js?" (*EDITION) } {} }
}

/// The script of the sheet to type from.
pub(super) fn copy_sheet() -> Markup {
    html! { script type="module" src={ "/copy_sheet.js?" (*EDITION) } {} }
}

fn document(title: &str, head: &Markup, body: &Markup, is_signed_in: bool) -> Html<String> {
    let markup = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" href=(ICON);
                title { (title) " · Espace conseillers" }
                link rel="stylesheet" href={ "/desk.css?" (*EDITION) };
                script type="module" src={ "/desk.js?" (*EDITION) } {}
            }
            body {
                a.skip href="#contenu" { "Aller au contenu" }
                (head)
                @if is_signed_in {
                    // The script covers it when nobody looks at it for a while.
                    main #contenu.page tabindex="-1" data-veil { (body) }
                } @else {
                    main #contenu.page.alone tabindex="-1" { (body) }
                }
            }
        }
    };
    Html(markup.into_string())
}

/// A year: what changes has another address.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The stylesheet.
pub(super) async fn stylesheet() -> impl IntoResponse {
    file("text/css; charset=utf-8", STYLESHEET)
}

/// The script of every page.
pub(super) async fn script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", SCRIPT)
}

/// The script of pages that ask for a passkey.
pub(super) async fn passkeys_script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", PASSKEYS)
}

/// The script of the sheet to type from.
pub(super) async fn copy_sheet_script() -> impl IntoResponse {
    file("text/javascript; charset=utf-8", COPY_SHEET)
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, KEPT),
    ];
    (headers, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page brings with it beside its text.
    const LARGEST_SCRIPT_BYTES: usize = 6 * 1024;

    #[test]
    fn each_script_is_small() {
        for script in [SCRIPT, PASSKEYS, COPY_SHEET] {
            assert!(script.len() <= LARGEST_SCRIPT_BYTES, "{}", script.len());
        }
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        for (names, said) in [
            (&[][..], ""),
            (&["Aïcha"], "Aïcha"),
            (&["Aïcha", "Marc"], "Aïcha et Marc"),
            (&["Aïcha", "Marc", "Nadia"], "Aïcha, Marc et Nadia"),
        ] {
            let names: Vec<String> = names.iter().copied().map(ToOwned::to_owned).collect();
            assert_eq!(listed(&names), said);
        }
    }
}
