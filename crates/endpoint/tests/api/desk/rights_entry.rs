//! Requests that an officer enters at the desk, effects without a file, and what an officer is told on coming in.

use super::team::field;
use super::*;
use crate::harness::{id, registration};

const DAY_SECONDS: i64 = 24 * 3600;

async fn entered(browser: &mut Browser<'_>, rest: &str) -> Result<Response> {
    let form = field(&said(&browser.get("/droits/nouvelle").await?), "envoi")?;
    browser
        .post("/droits/inscrire", &format!("envoi={form}&{rest}"))
        .await
}

#[tokio::test]
async fn a_request_by_telephone_is_entered_once_and_applied_where_it_names_a_number() -> Result<()>
{
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let form = field(&said(&ada.get("/droits/nouvelle").await?), "envoi")?;
    let body = format!(
        "envoi={form}&droit=restriction&option=&voie=phone&jour=2026-11-20&preinscription={}",
        registered.as_str()
    );
    let mut pages = Vec::new();
    for _ in 0..2 {
        let answer = ada.post("/droits/inscrire", &body).await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
        pages.push(answer.header("location").to_owned());
    }
    assert_eq!(pages.first(), pages.last());
    let page = said(&ada.get(pages.first().context("a page")?).await?);
    for shown in [
        "par téléphone",
        "préinscription désignée, appliquée",
        "21/12/2026",
        "Rien n’en est ici",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let list = harness.endpoint.officer().list().await?;
    assert!(list.contains("Ouvertes : 1 sur 1"), "{list}");
    Ok(())
}

#[tokio::test]
async fn an_answer_says_the_day_on_which_a_letter_came_and_not_when_it_was_entered() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let by_letter = format!(
        "droit=access&option=&voie=letter&jour=2026-11-18&preinscription={}",
        registered.as_str()
    );
    let answer = entered(&mut ada, &by_letter).await?;
    let path = answer.header("location").to_owned();
    let (path, _) = path.split_once('?').unwrap_or((&path, ""));
    let page = said(&ada.get(path).await?);
    let (_, part) = page.split_once("/reponse.pdf\"").context("a form")?;
    let files = format!("envoi={}", field(part, "envoi")?);
    let pdf = ada.post(&format!("{path}/reponse.pdf"), &files).await?;
    let printed = testing::pdf_text(&pdf.body)?;
    assert!(
        printed.contains("18/11/2026") && !printed.contains("reçue le 21/11/2026"),
        "{printed}"
    );
    let json: Value = ada
        .post(&format!("{path}/reponse.json"), &files)
        .await?
        .json()?;
    assert_eq!(json["request"]["received_on"], "2026-11-18");
    Ok(())
}

#[tokio::test]
async fn a_bad_entry_says_why_and_keeps_what_was_typed() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    for (rest, words) in [
        ("", "Choisissez ce qui est demandé"),
        ("droit=access", "par quelle voie"),
        ("droit=access&voie=desk&jour=hier", "Donnez le jour"),
        ("droit=access&voie=desk&jour=2026-11-22", "pas encore venu"),
        ("droit=access&voie=desk&jour=2025-11-20", "plus d’un an"),
        (
            "droit=withdrawal&voie=desk&jour=2026-11-20",
            "dites laquelle",
        ),
        (
            "droit=access&option=opt_news&voie=desk&jour=2026-11-20",
            "dites laquelle",
        ),
        (
            "droit=access&voie=letter&jour=2026-11-20&preinscription=AB3DE4FG",
            "aucune préinscription",
        ),
        (
            "droit=access&voie=letter&jour=2026-11-20&preinscription=12",
            "huit signes",
        ),
    ] {
        let answer = entered(&mut ada, rest).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
        let page = said(&answer);
        assert!(page.contains(words), "{rest}: {page}");
        if rest.contains("letter") {
            assert!(page.contains("value=\"letter\" required checked"), "{page}");
            assert!(page.contains("value=\"2026-11-20\""));
        }
    }
    for forged in [
        "droit=erasure&voie=desk&jour=2026-11-20",
        "droit=access&voie=fax&jour=2026-11-20",
        "droit=withdrawal&option=all&voie=desk&jour=2026-11-20",
        "droit=access&voie=desk&jour=2026-11-20&nom=Canari",
    ] {
        let answer = entered(&mut ada, forged).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
        assert!(said(&answer).contains("n’a pas pu être lu"), "{forged}");
    }
    // A cancellation that is carried out at once asks for the passkey.
    harness.clock.advance(16 * 60);
    let grave = format!(
        "droit=cancellation&voie=desk&jour=2026-11-21&preinscription={}",
        registered.as_str()
    );
    let answer = entered(&mut ada, &grave).await?;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(said(&answer).contains(registered.as_str()));
    ada.sign_in().await?;
    let answer = entered(&mut ada, &grave).await?;
    assert_eq!(answer.status, StatusCode::OK);
    let page = said(&answer);
    assert!(
        page.contains("reçue le 21/11/2026") && page.contains(&registered.spaced()),
        "{page}"
    );
    let list = harness.endpoint.officer().list().await?;
    assert!(list.contains("Ouvertes : 0 sur 0"), "{list}");
    let verified = format!("{grave}&verifie={}", field(&page, "verifie")?);
    let answer = entered(&mut ada, &verified).await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    let page = said(&ada.get(answer.header("location")).await?);
    assert!(page.contains("contenu effacé"), "{page}");
    let unknown = ada
        .post(
            "/droits/adopter",
            &format!("envoi={}.1&demande=0190a1b2", "a".repeat(43)),
        )
        .await?;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn an_officer_is_told_on_coming_in_what_is_late_and_what_is_near() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut both = desk
        .enrolled("Ada", &[DeskRole::Officer, DeskRole::Team])
        .await?;
    let mut team = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    entered(&mut both, "droit=access&voie=phone&jour=2026-11-20").await?;
    assert_eq!(both.get("/").await?.header("location"), "/matin");
    assert!(!said(&both.get("/matin").await?).contains("Demandes de droits"));
    // Due on 21 December: eight days before, seven, and the day after.
    for (days, words) in [
        (22, None),
        (1, Some("1 réponse à donner d’ici sept jours")),
        (8, Some("1 réponse en retard")),
    ] {
        harness.clock.advance(days * DAY_SECONDS);
        both.sign_in().await?;
        team.sign_in().await?;
        for path in ["/matin", "/droits"] {
            let page = said(&both.get(path).await?);
            match words {
                Some(words) => assert!(page.contains(words), "{path}, {days}: {page}"),
                None => assert!(!page.contains("Demandes de droits\u{a0}:"), "{path}"),
            }
        }
        assert!(!said(&team.get("/matin").await?).contains("/droits"));
    }
    let register = said(&both.get("/droits").await?);
    assert!(
        register.contains("1 jour de retard"),
        "late is said in words"
    );
    Ok(())
}

#[tokio::test]
async fn what_a_person_left_empty_is_named_once_behind_what_they_wrote() -> Result<()> {
    let harness = mission_locale().await?;
    let asked = json!({"right": "rectification", "correction": "Avec un k"});
    let number = super::rights::asks(&harness, 1, asked, None).await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let page = said(&super::rights::page(&mut ada, &number).await?);
    let (_, part) = page.split_once("Ce qui est demandé").context("a part")?;
    let (part, _) = part.split_once("</section>").context("its end")?;
    assert!(
        part.contains("Avec un k") && !part.contains("<dd>–"),
        "{part}"
    );
    let (given, empty) = part.split_once("Non renseigné\u{a0}: ").context("a line")?;
    assert!(given.contains("<dd>") && !empty.contains("<dd>"), "{part}");
    Ok(())
}
