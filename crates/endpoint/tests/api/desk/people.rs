//! Who manages access: invitations, closing, and what is refused.

use super::*;

/// Sends a form that makes a link, and follows its redirect: the secret of the link that the page shows.
async fn link_made(manager: &mut Browser<'_>, path: &str, form: &str) -> Result<String> {
    let made = manager.post(path, form).await?;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", said(&made));
    assert_eq!(made.header(header::LOCATION), "/equipe");
    secret_in(&said(&manager.get("/equipe").await?))
}

#[tokio::test]
async fn a_manager_invites_and_closes_and_the_link_is_shown_once() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let form = "nom=A%C3%AFcha+Benali&equipe=oui";
    let secret = link_made(&mut manager, "/equipe/inviter", form).await?;
    assert!(!said(&manager.get("/equipe").await?).contains("/invitation#"));
    let mut aicha = desk.browser()?;
    assert_eq!(aicha.accept(&secret).await?.status, StatusCode::NO_CONTENT);
    let page = said(&manager.get("/equipe").await?);
    assert!(
        page.contains("Aïcha Benali") && page.contains("une clé") | page.contains("1 clé"),
        "{page}"
    );

    assert_eq!(
        manager.post("/equipe/2/sortir", "").await?.status,
        StatusCode::SEE_OTHER
    );
    assert!(!aicha.is_in().await?);
    assert_eq!(aicha.sign_in().await?.status, StatusCode::NO_CONTENT);
    assert_eq!(
        manager.post("/equipe/2/fermer", "").await?.status,
        StatusCode::SEE_OTHER
    );
    assert!(!aicha.is_in().await?);
    assert_eq!(aicha.sign_in().await?.status, StatusCode::FORBIDDEN);
    assert_eq!(
        manager.post("/equipe/2/fermer", "").await?.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        manager.post("/equipe/2/lien", "").await?.status,
        StatusCode::NOT_FOUND
    );
    let last = manager.post("/equipe/1/fermer", "").await?;
    assert_eq!(last.status, StatusCode::CONFLICT);
    let last = manager.post("/equipe/1/lien", "").await?;
    assert_eq!(last.status, StatusCode::CONFLICT);
    for id in ["abc", "-1", "99999999999999999999"] {
        let nobody = manager.post(&format!("/equipe/{id}/lien"), "").await?;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert!(manager.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn a_lost_passkey_opens_nothing_from_the_moment_a_new_link_is_made() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let mut lost = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    assert!(said(&manager.get("/equipe").await?).contains("Clés perdues de Aïcha"));
    let secret = link_made(&mut manager, "/equipe/2/lien", "").await?;
    assert!(!lost.is_in().await?);
    assert_eq!(lost.sign_in().await?.status, StatusCode::FORBIDDEN);
    let mut found = desk.browser()?;
    assert_eq!(found.accept(&secret).await?.status, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn a_link_is_shown_within_five_minutes_to_the_session_that_made_it() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let mut other = desk.enrolled("Gérante", &[DeskRole::Manager]).await?;
    let shows_link = async |browser: &mut Browser<'_>| {
        let page = said(&browser.get("/equipe").await?);
        Ok::<_, anyhow::Error>(page.contains("/invitation#"))
    };
    manager.post("/equipe/inviter", "nom=Bo&equipe=oui").await?;
    assert!(!shows_link(&mut other).await?);
    assert!(shows_link(&mut manager).await?);
    assert!(!shows_link(&mut manager).await?);
    // What is shown again makes nothing again.
    let page = said(&manager.get("/equipe").await?);
    assert_eq!(page.matches("<strong>").count(), 3, "{page}");
    manager.post("/equipe/3/lien", "").await?;
    desk.harness.clock.advance(5 * 60);
    assert!(!shows_link(&mut manager).await?);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_taken_back_asks_once_more_and_is_not_for_oneself() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    desk.enrolled("Gérante", &[DeskRole::Manager]).await?;
    let page = said(&manager.get("/equipe").await?);
    for path in ["/equipe/2/lien", "/equipe/2/fermer"] {
        let form = page.split_once(&format!("action=\"{path}\""));
        let (before, _) = form.context("a form")?;
        let opened = before.rfind("<details");
        assert!(opened.is_some() && opened > before.rfind("</details>"));
    }
    assert!(!page.contains("/equipe/1/lien") && !page.contains("/equipe/1/fermer"));
    let refused = manager.post("/equipe/1/lien", "").await?;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(said(&refused).contains("Vos propres clés"));
    assert!(manager.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_wrong_says_so_and_keeps_what_was_typed() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let without_role = said(&manager.post("/equipe/inviter", "nom=Bo").await?);
    assert!(without_role.contains("au moins un rôle"), "{without_role}");
    let no_name = said(&manager.post("/equipe/inviter", "nom=Bo+%3Cb%3E%26").await?);
    assert!(no_name.contains("Il faut un nom"), "{no_name}");
    assert!(no_name.contains("value=\"Bo &lt;b&gt;&amp;\""), "{no_name}");
    let long = "x".repeat(61);
    let too_long = said(
        &manager
            .post("/equipe/inviter", &format!("nom={long}&gestion=oui"))
            .await?,
    );
    assert!(too_long.contains("60 signes"), "{too_long}");
    assert!(
        too_long.contains(&long) && too_long.contains("name=\"gestion\" value=\"oui\" checked"),
        "{too_long}"
    );
    for name in ["", "+++", "a%0Ab", "a%00", "%FF", "%E2%80%AE"] {
        let refused = said(
            &manager
                .post("/equipe/inviter", &format!("nom={name}&equipe=oui"))
                .await?,
        );
        assert!(refused.contains("Il faut un nom"), "{name}");
    }
    for form in [
        "",
        "nom=a&nom=b&equipe=oui",
        "nom=a&equipe=non",
        "nom=a&equipe=oui&roles=gestion",
    ] {
        let refused = manager.post("/equipe/inviter", form).await?;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
    let page = said(&manager.get("/equipe").await?);
    assert_eq!(
        page.matches("<strong>").count(),
        1,
        "nobody was added: {page}"
    );
    Ok(())
}

#[tokio::test]
async fn access_is_changed_only_soon_after_a_passkey_was_shown() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    desk.harness.clock.advance(5 * 60);
    let page = said(&manager.get("/equipe").await?);
    assert!(
        page.contains("Confirmer avec ma clé") && !page.contains("/equipe/inviter"),
        "{page}"
    );
    // A form that was opened before is taken.
    let taken = manager.post("/equipe/inviter", "nom=Bo&equipe=oui").await?;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    desk.harness.clock.advance(10 * 60);
    for path in [
        "/equipe/inviter",
        "/equipe/2/lien",
        "/equipe/2/sortir",
        "/equipe/2/fermer",
    ] {
        let form = if path == "/equipe/inviter" {
            "nom=Cl&equipe=oui"
        } else {
            ""
        };
        let refused = manager.post(path, form).await?;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(said(&refused).contains("encore une fois"));
    }
    manager.sign_in().await?;
    assert_eq!(
        manager.post("/equipe/2/fermer", "").await?.status,
        StatusCode::SEE_OTHER
    );
    Ok(())
}

#[tokio::test]
async fn the_command_line_sees_and_closes_everybody() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let run = async |command| desk.harness.endpoint.carry_out_desk_command(command).await;
    assert!(
        run(DeskCommand::List)
            .await?
            .contains("Personne n’a d’accès")
    );
    let mut manager = desk
        .enrolled("Manuel", &[DeskRole::Manager, DeskRole::Team])
        .await?;
    let list = run(DeskCommand::List).await?;
    assert!(
        list.contains("n° 1  Manuel : équipe, gestion des accès"),
        "{list}"
    );
    run(DeskCommand::SignOut { person: 1 }).await?;
    assert!(!manager.is_in().await?);
    run(DeskCommand::Close { person: 1 }).await?;
    assert_eq!(manager.sign_in().await?.status, StatusCode::FORBIDDEN);
    assert!(run(DeskCommand::Close { person: 1 }).await.is_err());
    assert!(run(DeskCommand::Link { person: 9 }).await.is_err());
    assert!(run(DeskCommand::List).await?.contains("accès fermé"));
    Ok(())
}
