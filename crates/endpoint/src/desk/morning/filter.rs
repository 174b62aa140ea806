//! Filter of the list: one's own, minors, other territories, one branch. Nothing of a person is in it.

use domain::{places::Territory, site::Site};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::{desk::case::Case, state::EndpointState, store::PersonId};

/// As addresses and forms have it.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct Filter {
    #[serde(default)]
    voir: Part,
    /// The id of whoever calls: the Mission Locale, or one of its branches.
    #[serde(default)]
    antenne: Option<String>,
    /// How many were just taken in hand.
    #[serde(default)]
    prises: Option<usize>,
    /// How many were to be.
    #[serde(default)]
    sur: usize,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(try_from = "String")]
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

impl TryFrom<String> for Part {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let named = Self::ALL.into_iter().find(|(_, code, _)| *code == text);
        named.map(|(part, ..)| part).ok_or("no part of the list")
    }
}

impl Part {
    /// Each, with its code in addresses and its name.
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Tout, "tout", "Toutes"),
        (Self::Moi, "moi", "Les miennes"),
        (Self::Mineurs, "mineurs", "Mineur·es"),
        (Self::Hors, "hors", "Hors territoire"),
    ];

    fn shows(self, case: &Case, me: PersonId) -> bool {
        let person = case.opened.as_ref().map(|opened| &opened.person);
        match self {
            Self::Tout => true,
            Self::Moi => case.is_of(me),
            Self::Hors => person.is_some_and(|person| person.territory == Some(Territory::Outside)),
            Self::Mineurs => person.is_some_and(|person| person.minor),
        }
    }

    fn code(self) -> &'static str {
        let named = Self::ALL.into_iter().find(|(part, ..)| *part == self);
        named.map_or("tout", |(_, code, _)| code)
    }
}

impl Filter {
    /// What one branch calls, whoever does.
    pub(super) fn of_branch(antenne: Option<String>) -> Self {
        Self {
            voir: Part::Tout,
            antenne,
            ..Self::default()
        }
    }

    /// The address of one's own, once so many were taken in hand of those that the button said.
    pub(super) fn after_taking(taken: usize, asked: usize) -> String {
        format!(
            "/matin?voir={}&prises={taken}&sur={asked}",
            Part::Moi.code()
        )
    }

    /// What became of the ones that were to be taken in hand.
    pub(super) fn taken_words(&self) -> Option<String> {
        let taken = self.prises?;
        let words = match taken {
            0 => return Some("Aucune n’a été prise en main pour vous\u{a0}: des collègues viennent de les prendre.".to_owned()),
            1 => "Une préinscription prise en main".to_owned(),
            taken => format!("{taken} préinscriptions prises en main"),
        };
        let others = if taken < self.sur {
            "\u{202f}; des collègues viennent de prendre les autres"
        } else {
            ""
        };
        Some(format!("{words}{others}."))
    }

    pub(super) fn shows(&self, case: &Case, me: PersonId, endpoint: &EndpointState) -> bool {
        let branch = self.antenne.as_ref();
        self.voir.shows(case, me) && branch.is_none_or(|id| *id == case.place(endpoint).id)
    }

    /// Whether everything that can be taken in hand is shown: all there is, of one branch or of each.
    pub(super) fn is_all(&self) -> bool {
        self.voir == Part::Tout
    }

    pub(super) fn branch(&self) -> Option<&str> {
        self.antenne.as_deref()
    }

    /// The links of the other parts.
    pub(super) fn links(&self, site: &Site) -> Markup {
        let places = [site].into_iter().chain(&site.branches);
        html! {
            @for (part, _, label) in Part::ALL {
                a href=(self.with_part(part).path()) aria-current=[(part == self.voir).then_some("true")] { (label) }
            }
            @if !site.branches.is_empty() {
                (self.branch_link(None, "Tous les lieux"))
                @for place in places { (self.branch_link(Some(&place.id), &place.name)) }
            }
        }
    }

    fn branch_link(&self, id: Option<&str>, label: &str) -> Markup {
        let linked = Self {
            antenne: id.map(ToOwned::to_owned),
            ..self.clone()
        };
        let is_here = linked.antenne == self.antenne;
        html! { a href=(linked.path()) aria-current=[is_here.then_some("true")] { (label) } }
    }

    fn with_part(&self, voir: Part) -> Self {
        Self {
            voir,
            ..self.clone()
        }
    }

    fn path(&self) -> String {
        let branch = self.antenne.as_ref().map(|id| {
            let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
            format!("&antenne={id}")
        });
        format!(
            "/matin?voir={}{}",
            self.voir.code(),
            branch.unwrap_or_default()
        )
    }
}
