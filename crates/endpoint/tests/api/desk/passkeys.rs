//! Passkeys: made with an invitation, shown to sign in, and every way in which one is refused.

use super::*;

#[tokio::test]
async fn an_invitation_makes_a_passkey_that_signs_its_person_in() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha Benali", &[DeskRole::Team]).await?;
    assert!(browser.is_in().await?);
    let left = browser.post("/sortir", "").await?;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(left.headers.contains_key("clear-site-data"));
    assert!(!browser.is_in().await?);
    assert_eq!(browser.sign_in().await?.status, StatusCode::NO_CONTENT);
    let account = said(&browser.get("/compte").await?);
    assert!(
        account.contains("Aïcha Benali") && account.contains("Firefox, Windows"),
        "{account}"
    );
    Ok(())
}

#[tokio::test]
async fn a_link_opens_once_for_a_day_and_a_new_one_takes_its_place() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let first = desk.invite("Aïcha", &[DeskRole::Team]).await?;
    let again = DeskCommand::Link { person: 1 };
    let second = secret_in(&desk.harness.endpoint.carry_out_desk_command(again).await?)?;
    assert_eq!(
        desk.browser()?.accept(&first).await?.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        desk.browser()?.accept(&second).await?.status,
        StatusCode::NO_CONTENT
    );
    let used = desk.browser()?.accept(&second).await?;
    assert_eq!(used.status, StatusCode::FORBIDDEN);
    assert!(said(&used).contains("déjà servi"), "{}", said(&used));
    let late = desk.invite("Bo", &[DeskRole::Team]).await?;
    desk.harness.clock.advance(24 * 3600);
    assert_eq!(
        desk.browser()?.accept(&late).await?.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        desk.browser()?.accept("").await?.status,
        StatusCode::FORBIDDEN
    );
    Ok(())
}

#[tokio::test]
async fn whoever_accepts_an_invitation_while_signed_in_leaves_the_session_before() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let before = browser.cookie.clone();
    let secret = desk.invite("Bo", &[DeskRole::Team]).await?;
    browser.passkey = Authenticator::new(ORIGIN, HOST)?;
    assert_eq!(
        browser.accept(&secret).await?.status,
        StatusCode::NO_CONTENT
    );
    assert!(said(&browser.get("/compte").await?).contains("Bo"));
    browser.cookie = before;
    assert!(!browser.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn of_two_who_open_one_link_at_once_one_gets_in() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let secret = desk.invite("Aïcha", &[DeskRole::Team]).await?;
    let (mut one, mut other) = (desk.browser()?, desk.browser()?);
    let (one, other) = tokio::join!(one.accept(&secret), other.accept(&secret));
    let mut codes = [one?.status.as_u16(), other?.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [204, 403]);
    Ok(())
}

/// Signs in with an authenticator that was told to cheat; nobody is signed in.
async fn refused(what: &str, cheat: impl Fn(&mut Authenticator)) -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    browser.sign_in().await?;
    browser.post("/sortir", "").await?;
    cheat(&mut browser.passkey);
    let response = browser.sign_in().await?;
    assert_eq!(response.status, StatusCode::FORBIDDEN, "{what}");
    assert!(browser.cookie.is_none(), "{what}");
    Ok(())
}

#[tokio::test]
async fn a_passkey_that_is_not_shown_rightly_is_refused() -> Result<()> {
    refused("without a code or fingerprint", |passkey| {
        passkey.verifies = false;
    })
    .await?;
    refused("on another page", |passkey| {
        "https://espace.mission-locale.example.org".clone_into(&mut passkey.origin);
    })
    .await?;
    refused("for another host", |passkey| {
        "mission-locale.example".clone_into(&mut passkey.host);
    })
    .await?;
    refused("a copy, whose counter is behind", |passkey| {
        passkey.counter = 0;
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_new_passkey_that_is_not_made_rightly_is_refused_and_the_link_stays() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let secret = desk.invite("Aïcha", &[DeskRole::Team]).await?;
    let mut unverified = desk.browser()?;
    unverified.passkey.verifies = false;
    assert_eq!(
        unverified.accept(&secret).await?.status,
        StatusCode::FORBIDDEN
    );
    let mut elsewhere = desk.browser()?;
    "https://mission-locale.example".clone_into(&mut elsewhere.passkey.origin);
    assert_eq!(
        elsewhere.accept(&secret).await?.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        desk.browser()?.accept(&secret).await?.status,
        StatusCode::NO_CONTENT
    );
    Ok(())
}

#[tokio::test]
async fn a_challenge_is_answered_once_within_five_minutes_and_for_what_it_was_made() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let answer = browser.shown().await?;
    assert_eq!(
        browser.call("/entrer/preuve", &answer).await?.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        browser.call("/entrer/preuve", &answer).await?.status,
        StatusCode::FORBIDDEN
    );
    let late = browser.shown().await?;
    desk.harness.clock.advance(5 * 60);
    assert_eq!(
        browser.call("/entrer/preuve", &late).await?.status,
        StatusCode::FORBIDDEN
    );

    // An answer to another challenge.
    let (mut one, other) = (browser.shown().await?, browser.shown().await?);
    one["id"] = other["id"].clone();
    assert_eq!(
        browser.call("/entrer/preuve", &one).await?.status,
        StatusCode::FORBIDDEN
    );

    // A challenge of one invitation, with the secret of another.
    let (mine, theirs) = (
        desk.invite("Bo", &[DeskRole::Team]).await?,
        desk.invite("Cléo", &[DeskRole::Manager]).await?,
    );
    let mut thief = desk.browser()?;
    let asked: Value = thief
        .call("/invitation/defi", &json!({ "secret": mine }))
        .await?
        .json()?;
    let credential = thief.passkey.create(&asked["options"])?;
    let answer = json!({ "secret": theirs, "id": asked["id"], "credential": credential });
    assert_eq!(
        thief.call("/invitation/cle", &answer).await?.status,
        StatusCode::FORBIDDEN
    );
    Ok(())
}

#[tokio::test]
async fn a_passkey_signs_in_nobody_but_its_person() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Team]).await?;
    let mut bo = desk.enrolled("Bo", &[DeskRole::Manager]).await?;
    // Ada's passkey, which says that it is Bo's.
    let mut answer = ada.shown().await?;
    let of_bo = bo.shown().await?;
    answer["credential"]["response"]["userHandle"] =
        of_bo["credential"]["response"]["userHandle"].clone();
    ada.cookie = None;
    assert_eq!(
        ada.call("/entrer/preuve", &answer).await?.status,
        StatusCode::FORBIDDEN
    );
    // A signature of somebody else's.
    let mut answer = ada.shown().await?;
    answer["credential"]["response"]["signature"] =
        of_bo["credential"]["response"]["signature"].clone();
    assert_eq!(
        ada.call("/entrer/preuve", &answer).await?.status,
        StatusCode::FORBIDDEN
    );
    Ok(())
}

#[tokio::test]
async fn what_is_no_answer_of_a_browser_is_refused_in_french() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.browser()?;
    for path in ["/entrer/preuve", "/invitation/defi", "/invitation/cle"] {
        for body in [
            json!(null),
            json!({}),
            json!([1]),
            json!({ "id": "x", "more": 1 }),
            json!({ "secret": 7 }),
        ] {
            let response = browser.call(path, &body).await?;
            assert_eq!(
                response.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{path} {body}"
            );
            assert!(said(&response).contains("Rechargez"), "{}", said(&response));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_second_passkey_is_added_after_the_first_is_shown_and_closes_other_sessions() -> Result<()>
{
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let elsewhere = browser.cookie.take();
    assert_eq!(browser.sign_in().await?.status, StatusCode::NO_CONTENT);
    desk.harness.clock.advance(16 * 60);
    let refused = browser.call("/compte/defi", &json!({})).await?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let page = said(&browser.get("/compte").await?);
    assert!(page.contains("montrez d’abord") && !page.contains("Ajouter une clé d’accès"));

    browser.sign_in().await?;
    let asked: Value = browser.call("/compte/defi", &json!({})).await?.json()?;
    let known = &asked["options"]["publicKey"]["excludeCredentials"];
    assert_eq!(
        known.as_array().map(Vec::len),
        Some(1),
        "a device is not asked twice"
    );
    let mut second = Authenticator::new(ORIGIN, HOST)?;
    let credential = second.create(&asked["options"])?;
    let answer = json!({ "id": asked["id"], "credential": credential });
    assert_eq!(
        browser.call("/compte/cle", &answer).await?.status,
        StatusCode::NO_CONTENT
    );
    assert!(browser.is_in().await?);
    let here = std::mem::replace(&mut browser.cookie, elsewhere);
    assert!(!browser.is_in().await?, "the other session has ended");
    browser.cookie = here;

    let first = std::mem::replace(&mut browser.passkey, second);
    assert_eq!(browser.sign_in().await?.status, StatusCode::NO_CONTENT);
    let page = said(&browser.get("/compte").await?);
    let (_, rest) = page
        .split_once("name=\"cle\" value=\"")
        .context("a button")?;
    let id = rest.split('"').next().unwrap_or_default();
    let removed = browser
        .post("/compte/cles/retirer", &format!("cle={id}"))
        .await?;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!browser.is_in().await?, "it may have been lost");
    let left = browser.sign_in().await?.status;
    browser.passkey = first;
    let other = browser.sign_in().await?.status;
    let mut codes = [left.as_u16(), other.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [204, 403], "one of the two is gone");
    Ok(())
}
