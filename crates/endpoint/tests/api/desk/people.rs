//! Who manages access: invitations, closing, and what is refused.

use super::*;

#[tokio::test]
async fn a_manager_invites_and_closes_and_the_link_is_shown_once() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let shown = manager
        .post("/equipe/inviter", "nom=A%C3%AFcha+Benali&equipe=oui")
        .await?;
    let secret = secret_in(&said(&shown))?;
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
    let secret = secret_in(&said(&manager.post("/equipe/2/lien", "").await?))?;
    assert!(!lost.is_in().await?);
    assert_eq!(lost.sign_in().await?.status, StatusCode::FORBIDDEN);
    let mut found = desk.browser()?;
    assert_eq!(found.accept(&secret).await?.status, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_wrong_says_so_and_keeps_what_was_typed() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut manager = desk.enrolled("Manuel", &[DeskRole::Manager]).await?;
    let without_role = said(&manager.post("/equipe/inviter", "nom=Bo+%3Cb%3E%26").await?);
    assert!(without_role.contains("au moins un rôle"), "{without_role}");
    assert!(
        without_role.contains("value=\"Bo &lt;b&gt;&amp;\""),
        "{without_role}"
    );
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
    assert_eq!(taken.status, StatusCode::OK);
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
