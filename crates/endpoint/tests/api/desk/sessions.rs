//! Sessions: what the cookie is, when it opens nothing any more, and what is kept of it.

use super::*;
use crate::harness::id;

#[tokio::test]
async fn the_cookie_is_for_this_host_over_tls_and_for_no_script() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let secret = desk.invite("Aïcha", &[DeskRole::Team]).await?;
    let accepted = desk.browser()?.accept(&secret).await?;
    let cookie = accepted
        .headers
        .get(header::SET_COOKIE)
        .context("a cookie")?
        .to_str()?;
    assert!(cookie.starts_with("__Host-desk="), "{cookie}");
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(
        !cookie.contains("Domain") && !cookie.contains("Max-Age"),
        "{cookie}"
    );
    Ok(())
}

#[tokio::test]
async fn a_session_has_another_secret_each_time_and_none_is_kept_in_clear() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let link = desk.invite("Aïcha", &[DeskRole::Team]).await?;
    let mut browser = desk.browser()?;
    browser.accept(&link).await?;
    let mut secrets = vec![link];
    for _ in 0..3 {
        let cookie = browser.cookie.clone().context("a cookie")?;
        let secret = cookie.split('=').nth(1).context("a secret")?.to_owned();
        assert_eq!(secret.len(), 43, "256 bits");
        assert!(!secrets.contains(&secret));
        secrets.push(secret);
        browser.sign_in().await?;
    }
    desk.harness.endpoint.close().await;
    let data = desk.harness.folder.path().join("data");
    let database = std::fs::read(data.join("premier-accueil.db"))?;
    for secret in secrets {
        let found = database
            .windows(secret.len())
            .any(|bytes| bytes == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    Ok(())
}

#[tokio::test]
async fn an_idle_session_ends_and_a_used_one_goes_on_until_ten_hours() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for _ in 0..20 {
        desk.harness.clock.advance(29 * 60);
        assert!(browser.is_in().await?);
    }
    desk.harness.clock.advance(21 * 60);
    assert!(!browser.is_in().await?, "ten hours");
    browser.sign_in().await?;
    desk.harness.clock.advance(30 * 60);
    assert!(!browser.is_in().await?, "half an hour");
    let form = browser.post("/compte/sessions/fermer", "").await?;
    assert_eq!(form.status, StatusCode::UNAUTHORIZED);
    assert!(said(&form).contains("session est terminée"));
    Ok(())
}

#[tokio::test]
async fn whoever_signs_in_again_has_one_session_and_not_two() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let before = browser.cookie.clone();
    browser.sign_in().await?;
    let now = std::mem::replace(&mut browser.cookie, before);
    assert!(!browser.is_in().await?);
    browser.cookie = now;
    assert!(browser.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn a_cookie_that_is_none_of_ours_opens_nothing() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let ours = browser.cookie.clone().context("a cookie")?;
    for cookie in [
        "__Host-desk=".to_owned(),
        "__Host-desk=x".to_owned(),
        ours.replace("__Host-", ""),
        format!("{ours}x"),
        "a; b; __Host-desk".to_owned(),
        // Another host of the domain may set what looks like ours to a reader that trims.
        format!("\u{2003}{ours}"),
    ] {
        browser.cookie = Some(cookie.clone());
        assert!(!browser.is_in().await?, "{cookie}");
    }
    browser.cookie = Some(format!("v=é; other=1; {ours}; last=\"2\""));
    assert!(browser.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn who_asks_without_end_waits_and_nobody_else_does() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut limited = 0;
    for _ in 0..700 {
        let challenge = aicha.call("/entrer/defi", &json!({})).await?;
        limited += u32::from(challenge.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((50..200).contains(&limited), "{limited}");
    // Signing in is refused for a while from there; who is signed in works on.
    assert!(aicha.is_in().await?);
    harness.clock.advance(60);
    assert_eq!(aicha.sign_in().await?.status, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn what_is_refused_on_the_public_address_closes_the_desk_to_nobody() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let public = async || {
        let response = harness.put(&id(1), "no envelope").await?;
        Ok::<_, anyhow::Error>(response.status)
    };
    for _ in 0..610 {
        public().await?;
    }
    assert_eq!(public().await?, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(aicha.sign_in().await?.status, StatusCode::NO_CONTENT);
    harness.clock.advance(60);
    for _ in 0..610 {
        aicha.call("/entrer/defi", &json!({})).await?;
    }
    let limited = aicha.call("/entrer/defi", &json!({})).await?;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    assert_ne!(public().await?, StatusCode::TOO_MANY_REQUESTS);
    Ok(())
}
