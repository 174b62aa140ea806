//! Writing in the name of a person: nothing once their session has ended, or without the role.

use super::*;

/// All that the desk keeps, as text.
async fn rows(store: &Store) -> anyhow::Result<String> {
    let mut rows = String::new();
    for table in ["people", "passkeys", "invitations", "sessions"] {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(format!("desk_{table}"))
            .fetch_all(store.reading().await?)
            .await?;
        let select = format!(
            "SELECT coalesce(group_concat(json_array({})), '') FROM desk_{table}",
            columns.join(", ")
        );
        let of_table: String = sqlx::query_scalar(&select)
            .fetch_one(store.reading().await?)
            .await?;
        rows.push_str(&of_table);
        rows.push('\n');
    }
    Ok(rows)
}

/// Tries everything that a person can write at the desk; says which of it was refused because they are signed out.
async fn refused(
    store: &Store,
    who: &SignedIn,
    other: PersonId,
    now: Timestamp,
) -> anyhow::Result<Vec<&'static str>> {
    let by = By::Manager(who);
    let roles = Roles::of(&[Role::Team]).context("a role")?;
    let new = NewPerson {
        name: "cleo",
        roles,
        handle: "cleo",
        invitation_hash: "cleo",
    };
    let passkey = passkey("new");
    let written = [
        ("rename", store.rename(who, "eve", now).await.err()),
        (
            "add a passkey",
            store.add_passkey(who, &passkey, now).await.err(),
        ),
        (
            "sign out elsewhere",
            store.sign_out_elsewhere(who, now).await.err(),
        ),
        ("add", store.add_person(&new, by, now).await.err()),
        ("invite", store.invite(other, "link", by, now).await.err()),
        (
            "sign out",
            store.sign_person_out(other, by, now).await.err(),
        ),
        ("close", store.close_person(other, by, now).await.err()),
        // Last: it ends the session.
        (
            "remove a passkey",
            store.remove_passkey(who, "new", now).await.err(),
        ),
    ];
    let signed_out = |error: &Option<WriteError>| matches!(error, Some(WriteError::SignedOut));
    let refused = written.into_iter().filter(|(_, error)| signed_out(error));
    Ok(refused.map(|(what, _)| what).collect())
}

#[tokio::test]
async fn whose_session_has_ended_meanwhile_writes_nothing() -> anyhow::Result<()> {
    for way_out in ["signed out", "closed", "idle", "a clock that was ahead"] {
        let folder = tempfile::tempdir()?;
        let store = Store::in_folder(&folder).await?;
        let ada = enrolled(&store, "ada", &Role::ALL, at(0)).await?;
        let bo = enrolled(&store, "bo", &[Role::Manager], at(0)).await?;
        let who = signed_in(&store, "ada", at(1)).await?;
        let mut now = at(2);
        match way_out {
            "signed out" => store.sign_out("ada", now).await?,
            "closed" => {
                store.close_person(ada, By::Operator, now).await?;
            }
            "idle" => now = at(IDLE_SECONDS),
            _ => now = at(-3600),
        }
        let before = rows(&store).await?;
        assert_eq!(refused(&store, &who, bo, now).await?.len(), 8, "{way_out}");
        assert_eq!(rows(&store).await?, before, "{way_out}");
    }
    Ok(())
}

#[tokio::test]
async fn without_the_role_nothing_of_others_is_written() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    enrolled(&store, "ada", &[Role::Team, Role::Officer], at(0)).await?;
    let bo = enrolled(&store, "bo", &[Role::Manager], at(0)).await?;
    let mut who = signed_in(&store, "ada", at(1)).await?;
    // What a request was let in with is not believed.
    who.person.roles = Roles::of(&Role::ALL).context("roles")?;
    for (role, may) in [
        (None, true),
        (Some(Role::Team), true),
        (Some(Role::Officer), true),
        (Some(Role::Manager), false),
    ] {
        let begun = store.begin_as(&who, role, at(2)).await;
        assert_eq!(begun.is_ok(), may, "{role:?}");
        if let Ok(transaction) = begun {
            transaction.rollback().await?;
        }
    }
    let refused = refused(&store, &who, bo, at(2)).await?;
    assert_eq!(refused, ["add", "invite", "sign out", "close"]);
    assert!(store.signed_in("bo", at(3)).await?.is_some());
    Ok(())
}
