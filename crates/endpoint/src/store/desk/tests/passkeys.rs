//! Passkeys: whose they are, and what adding and removing one ends.

use super::*;

#[tokio::test]
async fn a_passkey_belongs_to_one_person() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let ada = enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    let bo = enrolled(&store, "bo", &[Role::Team], at(0)).await?;
    let (of_bo, same) = (signed_in(&store, "bo", at(1)).await?, passkey("ada"));
    assert!(!store.add_passkey(&of_bo, &same, at(1)).await?);
    let cleo = person(&store, "cleo", &[Role::Team]).await?;
    let link = "first link of cleo";
    let accepted = accept(&store, link, "ada", at(1)).await?;
    assert_eq!(accepted, Acceptance::KnownPasskey);
    assert!(store.passkeys(cleo).await?.is_empty());
    assert!(
        store.invited(link, at(1)).await?.is_some(),
        "it can be used"
    );
    assert!(store.passkey(bo, "ada").await?.is_none());
    assert!(
        !store
            .sign_in(bo, ("ada", "{}"), &session("x"), at(1))
            .await?
    );
    assert!(
        store
            .sign_in(ada, ("ada", "{}"), &session("y"), at(1))
            .await?
    );
    Ok(())
}

#[tokio::test]
async fn without_its_last_passkey_nobody_is_left_outside_and_a_removed_one_ends_all_sessions()
-> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    enrolled(&store, "ada", &[Role::Team], at(0)).await?;
    let ada = signed_in(&store, "ada", at(1)).await?;
    assert!(!store.remove_passkey(&ada, "ada", at(1)).await?);
    let second = passkey("second");
    assert!(store.add_passkey(&ada, &second, at(1)).await?);
    enrolled(&store, "bo", &[Role::Team], at(0)).await?;
    let bo = signed_in(&store, "bo", at(1)).await?;
    let theirs = store.remove_passkey(&bo, "second", at(1)).await?;
    assert!(!theirs, "another's");
    assert!(store.remove_passkey(&ada, "second", at(2)).await?);
    assert!(store.signed_in("ada", at(2)).await?.is_none());
    assert!(store.signed_in("bo", at(2)).await?.is_some());
    Ok(())
}
