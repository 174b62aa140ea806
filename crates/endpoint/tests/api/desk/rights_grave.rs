//! Steps of the register that nothing brings back, and the answer to an access request as a download.

use super::rights::{asks, form, is_noted, page, sends, steps};
use super::team::{field, one_step};
use super::*;
use crate::harness::{id, registration};
use testing::pdf_text;

#[tokio::test]
async fn what_nothing_brings_back_asks_for_the_passkey_and_loses_nothing() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let number = asks(&harness, 2, json!({"right": "cancellation"}), None).await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let refusing = form(&page(&mut ada, &number).await?, "refused")?;
    let naming = form(&page(&mut ada, &number).await?, "registration_named")?;
    desk.harness.clock.advance(5 * 60);
    let withheld = said(&page(&mut ada, &number).await?);
    assert!(withheld.contains("Confirmer avec ma clé"), "{withheld}");
    for hidden in ["value=\"refused\"", "value=\"registration_named\""] {
        assert!(!withheld.contains(hidden), "{hidden}");
    }
    desk.harness.clock.advance(10 * 60);
    let named = format!(
        "acte=registration_named&preinscription={}",
        registered.as_str()
    );
    for (fields, rest, kept) in [
        (
            &refusing,
            "acte=refused&raison=D%C3%A9j%C3%A0+saisi",
            "Déjà saisi",
        ),
        (&naming, named.as_str(), registered.as_str()),
    ] {
        let answer = sends(&mut ada, &number, fields, rest).await?;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{rest}");
        let page = said(&answer);
        assert!(
            page.contains("Montrez votre clé") && page.contains(kept),
            "{page}"
        );
    }
    assert_eq!(steps(&harness, &number).await?, 2, "nothing was written");
    ada.sign_in().await?;
    // What is known of that number is shown first, and another number is none that was looked at.
    for verified in ["", "&verifie=KT4HW7PX"] {
        let answer = sends(&mut ada, &number, &naming, &format!("{named}{verified}")).await?;
        assert_eq!(answer.status, StatusCode::OK);
        let page = said(&answer);
        for shown in [
            registered.spaced().as_str(),
            "reçue le 21/11/2026",
            "contenu gardé",
        ] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert_eq!(field(&page, "verifie")?, registered.as_str());
        assert_eq!(steps(&harness, &number).await?, 2, "nothing was written");
    }
    let verified = format!("{named}&verifie={}", registered.as_str());
    for _ in 0..2 {
        let answer = sends(&mut ada, &number, &naming, &verified).await?;
        assert!(is_noted(&answer), "{}", said(&answer));
    }
    let answer = sends(&mut ada, &number, &naming, &verified).await?;
    let shown = said(&ada.get(answer.header("location")).await?);
    assert!(
        shown.contains("appliquée") && shown.contains("contenu effacé"),
        "{shown}"
    );

    // A session that has ended keeps what was typed, and another role sends nothing.
    harness.clock.advance(31 * 60);
    let answer = sends(&mut ada, &number, &refusing, "acte=refused&raison=Un+motif").await?;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(said(&answer).contains("Un motif"));
    Ok(())
}

#[tokio::test]
async fn an_answer_is_downloaded_as_one_step_and_each_opening_is_noted() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut team = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    one_step(&mut team, registered.as_str()).await?;
    let number = asks(&harness, 2, json!({"right": "access"}), Some(&id(1))).await?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let opened = page(&mut ada, &number).await?;
    let part = said(&opened);
    let (_, part) = part.split_once("/reponse.pdf\"").context("a form")?;
    let files = format!("envoi={}", field(part, "envoi")?);
    let path = |ending: &str| format!("/droits/{}/reponse.{ending}", number.as_str());
    let closing = form(&opened, "answered")?;
    let pdf = ada.post(&path("pdf"), &files).await?;
    assert_eq!(
        pdf.header("content-disposition"),
        format!("attachment; filename=\"reponse-{}.pdf\"", number.as_str())
    );
    let printed = pdf_text(&pdf.body)?;
    for held in ["Zéphyrine", "Prise en main", &registered.spaced()] {
        assert!(printed.contains(held), "{held}: {printed}");
    }
    let json: Value = ada.post(&path("json"), &files).await?.json()?;
    assert_eq!(json["registration"]["reference"], registered.as_str());
    assert_eq!(json["steps"][0]["step"], "taken");
    assert_eq!(
        json["opened_at"].as_array().context("openings")?.len(),
        1,
        "the team’s alone"
    );
    assert_eq!(
        steps(&harness, &number).await?,
        2,
        "one step for both files"
    );
    // The page that offered them is not out of date for that.
    assert!(is_noted(
        &sends(&mut ada, &number, &closing, "acte=answered").await?
    ));
    let late = ada.post(&path("pdf"), &files).await?;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(said(&late).contains("est close"));
    let other = asks(
        &harness,
        3,
        json!({"right": "rectification", "correction": "k"}),
        Some(&id(1)),
    )
    .await?;
    let wrong = ada
        .post(&format!("/droits/{}/reponse.json", other.as_str()), &files)
        .await?;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert_eq!(
        ada.get(&path("pdf")).await?.status,
        StatusCode::NOT_FOUND,
        "no link opens one"
    );
    let bare = ada.post(&path("pdf"), "").await?;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    Ok(())
}
