//! Roles at the desk: three, as flags of a row of `desk_people`, one at least set.

/// A role at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Reads registrations and works through them.
    Team,
    /// Answers rights requests.
    Officer,
    /// Says who works at the desk; reads no registration.
    Manager,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Team, Self::Officer, Self::Manager];

    /// The stable code: in forms and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Team => "equipe",
            Self::Officer => "droits",
            Self::Manager => "gestion",
        }
    }

    /// What staff call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Team => "équipe",
            Self::Officer => "droits des personnes",
            Self::Manager => "gestion des accès",
        }
    }
}

/// The roles of a person: one at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(super) team: bool,
    pub(super) officer: bool,
    pub(super) manager: bool,
}

impl Roles {
    /// Those; nothing where none is named.
    pub(crate) fn of(named: &[Role]) -> Option<Self> {
        let has = |role| named.contains(&role);
        (!named.is_empty()).then(|| Self {
            team: has(Role::Team),
            officer: has(Role::Officer),
            manager: has(Role::Manager),
        })
    }

    /// Whether that one is among them.
    pub(crate) fn has(self, role: Role) -> bool {
        match role {
            Role::Team => self.team,
            Role::Officer => self.officer,
            Role::Manager => self.manager,
        }
    }

    /// What staff call them, one after the other.
    pub(crate) fn words(self) -> String {
        let words = Role::ALL.into_iter().filter(|role| self.has(*role));
        words.map(Role::word).collect::<Vec<_>>().join(", ")
    }
}
