//! Who works at the desk, as the command line sees it: invite, list, close, sign out. The first person is invited here.

use domain::{signs, time::Timestamp};
use webauthn_rs::prelude::Uuid;

use super::{invitation, secrets};
use crate::{
    config::DeskCommand,
    french,
    state::EndpointState,
    store::{
        By, Closed, NewPerson, Person, PersonId, PersonRow, Role, Roles, StoreError, WriteError,
    },
};

/// The longest name of a person, in characters.
pub(super) const LONGEST_NAME: usize = 60;

/// Who is invited in a first run.
const FIRST_PERSON: &str = "Première personne";

/// Why something at the desk cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The site has no desk.
    #[error(
        "ce site n’a pas d’espace conseillers : ajoutez [desk] et son origin au fichier du site (--site)"
    )]
    NoDesk,
    /// A name or a role is missing.
    #[error("{}", .0.words())]
    Refused(NotAPerson),
    /// There is no such person.
    #[error("il n’y a pas de personne n° {0} qui ait un accès : premier-accueil desk list")]
    Nobody(i64),
    /// Nobody else could invite anybody.
    #[error("personne d’autre ne pourrait plus inviter")]
    LastManager,
    /// The session of who asks on a page has ended.
    #[error("la session est terminée")]
    SignedOut,
    /// The system gives no random numbers.
    #[error("le système ne donne pas de nombres au hasard : {0}")]
    Chance(#[from] getrandom::Error),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError> for DeskError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::SignedOut => Self::SignedOut,
            WriteError::Store(error) => error.into(),
        }
    }
}

/// Why that is nobody to invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAPerson {
    /// Without a name, with one too long, or with signs that no name has.
    Name,
    /// Called like somebody else who works here: a trail could not tell them apart.
    SameName,
    /// Without a role.
    NoRole,
}

impl NotAPerson {
    /// What is told to who wrote it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Name => {
                "Il faut un nom, de 60 signes au plus\u{a0}: des lettres, des espaces, des tirets, des apostrophes."
            }
            Self::SameName => {
                "Quelqu’un d’autre a ce nom ici\u{a0}: ajoutez de quoi vous distinguer, une initiale par exemple."
            }
            Self::NoRole => "Choisissez au moins un rôle.",
        }
    }
}

/// An invitation that was just made.
pub(super) struct Invitation {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) secret: String,
}

/// The desk, beside a running endpoint or without one.
pub(crate) struct DeskOperator<'a>(pub(crate) &'a EndpointState);

impl DeskOperator<'_> {
    /// Does what was typed, and says what came of it.
    ///
    /// # Errors
    ///
    /// Why not, in French.
    pub(crate) async fn carry_out(&self, command: DeskCommand) -> Result<String, DeskError> {
        match command {
            DeskCommand::Invite { name, roles } => self.invite(&name, &roles).await,
            DeskCommand::Link { person } => {
                let known = self.person(person).await?;
                self.said(&link_for(self.0, known, By::Operator).await?)
            }
            DeskCommand::List => self.list().await,
            DeskCommand::SignOut { person } => {
                let person = self.person(person).await?;
                let now = self.0.clock.now();
                let store = &self.0.store;
                store.sign_person_out(person.id, By::Operator, now).await?;
                Ok(format!("Les sessions de {} sont fermées.\n", person.name))
            }
            DeskCommand::Close { person } => {
                let (id, now) = (PersonId(person), self.0.clock.now());
                let person = self.person(person).await?;
                match self.0.store.close_person(id, By::Operator, now).await? {
                    Closed::Done => Ok(format!("L’accès de {} est fermé.\n", person.name)),
                    Closed::LastManager => Err(DeskError::LastManager),
                    Closed::Nobody => Err(DeskError::Nobody(id.0)),
                }
            }
        }
    }

    /// The link for the first person, where nobody could invite anybody yet.
    pub(crate) async fn first_link(&self) -> Result<Option<String>, DeskError> {
        let store = &self.0.store;
        if store.has_manager().await? {
            return Ok(None);
        }
        let host = self.0.site.desk.as_ref().ok_or(DeskError::NoDesk)?;
        let invited = store.people().await?.into_iter().find(|row| {
            row.closed_at.is_none() && row.passkeys == 0 && row.person.name == FIRST_PERSON
        });
        let made = match invited {
            Some(row) => link_for(self.0, row.person, By::Operator).await?,
            None => add(self.0, FIRST_PERSON, &Role::ALL, By::Operator).await?,
        };
        Ok(Some(invitation::link(host, &made.secret)))
    }

    async fn invite(&self, name: &str, roles: &[Role]) -> Result<String, DeskError> {
        if self.0.site.desk.is_none() {
            return Err(DeskError::NoDesk);
        }
        self.said(&add(self.0, name, roles, By::Operator).await?)
    }

    fn said(&self, made: &Invitation) -> Result<String, DeskError> {
        let host = self.0.site.desk.as_ref().ok_or(DeskError::NoDesk)?;
        Ok(format!(
            "{}, personne n° {}. Ce lien sert une fois, pendant un jour ; il n’est pas montré de nouveau :\n{}\n",
            made.name,
            made.person.0,
            invitation::link(host, &made.secret)
        ))
    }

    async fn person(&self, id: i64) -> Result<Person, DeskError> {
        let person = self.0.store.person(PersonId(id)).await?;
        person.ok_or(DeskError::Nobody(id))
    }

    async fn list(&self) -> Result<String, DeskError> {
        let people = self.0.store.people().await?;
        if people.is_empty() {
            return Ok(
                "Personne n’a d’accès. Pour inviter la première : premier-accueil desk invite --name '…' --roles gestion\n"
                    .to_owned(),
            );
        }
        let stamp = |at: Timestamp| french::stamp(french::local(at, &self.0.time_zone));
        Ok(people.iter().map(|row| line(row, stamp)).collect())
    }
}

fn line(row: &PersonRow, stamp: impl Fn(Timestamp) -> String) -> String {
    let person = &row.person;
    let state = match (row.closed_at, row.passkeys, row.seen_at) {
        (Some(at), ..) => format!("accès fermé le {}", stamp(at)),
        (None, 0, _) => "pas encore de clé d’accès".to_owned(),
        (None, 1, None) => "une clé".to_owned(),
        (None, keys, None) => format!("{keys} clés"),
        (None, 1, Some(at)) => format!("une clé, dernier signe le {}", stamp(at)),
        (None, keys, Some(at)) => format!("{keys} clés, dernier signe le {}", stamp(at)),
    };
    format!(
        "n° {}  {} : {} ; {state}\n",
        person.id.0,
        person.name,
        person.roles.words()
    )
}

/// Adds a person and invites them.
pub(super) async fn add(
    endpoint: &EndpointState,
    name: &str,
    roles: &[Role],
    by: By<'_>,
) -> Result<Invitation, DeskError> {
    let name = name_for(endpoint, name, None).await?;
    let roles = Roles::of(roles).ok_or(DeskError::Refused(NotAPerson::NoRole))?;
    let secret = secrets::draw()?;
    let new = NewPerson {
        name: &name,
        roles,
        handle: &new_handle()?,
        invitation_hash: &secrets::hash(&secret),
    };
    let now = endpoint.clock.now();
    let person = endpoint.store.add_person(&new, by, now).await?;
    Ok(Invitation {
        person,
        name,
        secret,
    })
}

/// The name of a person as it is kept and shown, which nobody else who has access bears; `person` may keep theirs.
pub(super) async fn name_for(
    endpoint: &EndpointState,
    typed: &str,
    person: Option<PersonId>,
) -> Result<String, DeskError> {
    let name = tidy_name(typed).map_err(DeskError::Refused)?;
    let people = endpoint.store.people().await?;
    let is_same = |row: &PersonRow| {
        let is_other = Some(row.person.id) != person && row.closed_at.is_none();
        is_other && row.person.name.to_lowercase() == name.to_lowercase()
    };
    if people.iter().any(is_same) {
        return Err(DeskError::Refused(NotAPerson::SameName));
    }
    Ok(name)
}

/// Letters of any script, figures, and what stands between them in a name: no sign that hides or turns others around.
fn tidy_name(typed: &str) -> Result<String, NotAPerson> {
    let name = signs::tidy(typed);
    let is_of_a_name = |sign: char| sign.is_alphanumeric() || " -'’.·".contains(sign);
    let is_name = name.contains(char::is_alphabetic)
        && name.chars().count() <= LONGEST_NAME
        && name.chars().all(is_of_a_name);
    is_name.then_some(name).ok_or(NotAPerson::Name)
}

/// Invites a person who is known: what gave access before is void. A manager may not where nobody else could invite.
pub(super) async fn link_for(
    endpoint: &EndpointState,
    person: Person,
    by: By<'_>,
) -> Result<Invitation, DeskError> {
    let secret = secrets::draw()?;
    let now = endpoint.clock.now();
    let hash = secrets::hash(&secret);
    if !endpoint.store.invite(person.id, &hash, by, now).await? {
        return Err(DeskError::LastManager);
    }
    Ok(Invitation {
        person: person.id,
        name: person.name,
        secret,
    })
}

/// By which passkeys will know a person: 128 random bits.
fn new_handle() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(Uuid::from_bytes(bytes).to_string())
}
