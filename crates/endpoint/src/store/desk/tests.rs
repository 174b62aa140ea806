//! The desk's tables: who is signed in, for how long, and what a closed access leaves.

mod acting;
mod passkeys;

use anyhow::Context as _;

use super::*;

const NOW: Timestamp = Timestamp::FIRST;

fn at(seconds: i64) -> Timestamp {
    NOW.plus_seconds(1_000_000 + seconds)
}

async fn person(store: &Store, name: &str, roles: &[Role]) -> anyhow::Result<PersonId> {
    let new = NewPerson {
        name,
        roles: Roles::of(roles).context("a role")?,
        handle: name,
        invitation_hash: &format!("first link of {name}"),
    };
    Ok(store.add_person(&new, By::Operator, at(0)).await?)
}

/// Who is signed in with that secret.
async fn signed_in(store: &Store, secret_hash: &str, now: Timestamp) -> anyhow::Result<SignedIn> {
    let signed_in = store.signed_in(secret_hash, now).await?;
    signed_in.context("a session")
}

fn passkey(id: &str) -> NewPasskey<'_> {
    NewPasskey {
        id,
        passkey: "{}",
        made_with: "Firefox, Linux",
    }
}

/// A person with a passkey of the same name, invited and signed in at that moment.
async fn enrolled(
    store: &Store,
    name: &str,
    roles: &[Role],
    now: Timestamp,
) -> anyhow::Result<PersonId> {
    let id = person(store, name, roles).await?;
    assert!(store.invite(id, name, By::Operator, now).await?);
    let accepted = accept(store, name, name, now).await?;
    assert_eq!(accepted, Acceptance::Done);
    Ok(id)
}

/// Uses an invitation: with a passkey of that id, and a session of the same name.
async fn accept(
    store: &Store,
    invitation: &str,
    id: &str,
    now: Timestamp,
) -> anyhow::Result<Acceptance> {
    let (passkey, session) = (passkey(id), session(id));
    let accepted = store.accept_invitation(invitation, &passkey, &session, now);
    Ok(accepted.await?)
}

fn session(secret_hash: &str) -> NewSession<'_> {
    NewSession {
        secret_hash,
        browser: "Firefox, Linux",
    }
}

#[tokio::test]
async fn an_invitation_is_used_once_and_within_a_day() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = person(&store, "ada", &[Role::Team]).await?;
    assert!(store.invite(ada, "first", By::Operator, at(0)).await?);
    assert!(
        store
            .invited("first", at(INVITED_FOR_SECONDS - 1))
            .await?
            .is_some()
    );
    assert!(
        store
            .invited("first", at(INVITED_FOR_SECONDS))
            .await?
            .is_none()
    );
    // Of a clock that was ahead.
    assert!(
        store
            .invite(ada, "second", By::Operator, at(90 * 24 * 3600))
            .await?
    );
    assert!(
        store.invited("first", at(1)).await?.is_none(),
        "the second takes its place"
    );
    assert!(store.invited("second", at(1)).await?.is_none());
    assert!(store.invite(ada, "third", By::Operator, at(1)).await?);
    for (id, now, expected) in [
        ("s", at(2), Acceptance::Done),
        ("t", at(3), Acceptance::NoInvitation),
    ] {
        assert_eq!(accept(&store, "third", id, now).await?, expected);
    }
    assert!(store.signed_in("t", at(3)).await?.is_none());
    assert_eq!(store.passkeys(ada).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_at_the_latest_after_ten_hours() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    assert!(
        store
            .signed_in("ada", at(IDLE_SECONDS - 1))
            .await?
            .is_some()
    );
    // Each request moves the end of an idle one.
    assert!(
        store
            .signed_in("ada", at(2 * IDLE_SECONDS - 2))
            .await?
            .is_some()
    );
    assert!(
        store
            .signed_in("ada", at(3 * IDLE_SECONDS - 2))
            .await?
            .is_none()
    );

    enrolled(&store, "bo", &[Role::Team], at(0)).await?;
    let mut now = 0;
    while now < SESSION_SECONDS {
        assert!(store.signed_in("bo", at(now)).await?.is_some(), "{now}");
        now += IDLE_SECONDS - 60;
    }
    assert!(store.signed_in("bo", at(SESSION_SECONDS)).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_session_of_a_clock_that_was_ahead_has_ended() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let year = 365 * 24 * 3600;
    let ada = enrolled(&store, "ada", &[Role::Team], at(year)).await?;
    assert!(store.signed_in("ada", at(year + 1)).await?.is_some());
    assert!(store.signed_in("ada", at(0)).await?.is_none());
    assert!(store.sessions(ada, at(0)).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_fourth_session_ends_the_one_that_began_first() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    for (seconds, secret) in [(1, "second"), (2, "third"), (3, "fourth")] {
        assert!(
            store
                .sign_in(ada, ("ada", "{}"), &session(secret), at(seconds))
                .await?
        );
    }
    let open = store.sessions(ada, at(4)).await?;
    let mut open: Vec<&str> = open.iter().map(|row| row.secret_hash.as_str()).collect();
    open.sort_unstable();
    assert_eq!(open, ["fourth", "second", "third"]);
    assert!(store.signed_in("ada", at(4)).await?.is_none());
    // What is over by itself takes no room: the two that are used stay beside a new one.
    let later = IDLE_SECONDS - 10;
    for secret in ["third", "fourth"] {
        assert!(store.signed_in(secret, at(later)).await?.is_some());
    }
    let now = at(IDLE_SECONDS + 10);
    assert!(
        store
            .sign_in(ada, ("ada", "{}"), &session("fifth"), now)
            .await?
    );
    assert_eq!(store.sessions(ada, now).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_closed_access_opens_nothing_any_more_and_the_last_manager_stays() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = enrolled(&store, "ada", &[Role::Manager], at(0)).await?;
    // Invited, and not there yet: nobody to rely on.
    person(&store, "cleo", &[Role::Manager]).await?;
    let signed_in = signed_in(&store, "ada", at(1)).await?;
    let manager = By::Manager(&signed_in);
    assert_eq!(
        store.close_person(ada, manager, at(1)).await?,
        Closed::LastManager
    );
    let bo = enrolled(&store, "bo", &[Role::Manager, Role::Team], at(1)).await?;
    assert!(store.invite(bo, "again", By::Operator, at(1)).await?);
    for done in [Closed::Done, Closed::Nobody] {
        assert_eq!(store.close_person(bo, manager, at(2)).await?, done);
    }
    assert!(store.signed_in("bo", at(3)).await?.is_none());
    assert!(store.invited("again", at(3)).await?.is_none());
    assert!(store.person_of_handle("bo").await?.is_none());
    assert!(
        !store
            .sign_in(bo, ("bo", "{}"), &session("z"), at(3))
            .await?
    );
    assert!(store.has_manager().await?);
    assert_eq!(
        store.close_person(ada, By::Operator, at(4)).await?,
        Closed::Done,
        "an operator may"
    );
    assert!(!store.has_manager().await?);
    Ok(())
}

#[tokio::test]
async fn a_new_link_takes_away_what_gave_access_before() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    assert!(store.invite(ada, "link", By::Operator, at(1)).await?);
    assert!(store.passkeys(ada).await?.is_empty());
    assert!(store.signed_in("ada", at(2)).await?.is_none());
    assert!(store.invited("link", at(2)).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn after_a_restore_nobody_is_signed_in_and_no_link_opens() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    let bo = person(&store, "bo", &[Role::Team]).await?;
    assert!(store.invite(bo, "link", By::Operator, at(0)).await?);
    store.sign_everybody_out().await?;
    assert!(store.signed_in("ada", at(1)).await?.is_none());
    assert!(store.invited("link", at(1)).await?.is_none());
    assert!(
        store
            .sign_in(ada, ("ada", "{}"), &session("new"), at(1))
            .await?
    );
    Ok(())
}
