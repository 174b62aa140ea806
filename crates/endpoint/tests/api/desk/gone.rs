//! Registrations that are out of the work: found by their number, told of in plain words; the row of one in the work.

use super::team::{search, sheet, writes};
use super::*;
use crate::harness::{id, registration, rights_request};

#[tokio::test]
async fn one_that_is_gone_or_cancelled_is_found_by_its_number_and_says_what_became_of_it()
-> Result<()> {
    let harness = mission_locale().await?;
    let gone = harness.send(&id(1), &registration()?).await?.reference;
    let cancelled = harness.send(&id(2), &registration()?).await?.reference;
    let asked = rights_request(json!({"right": "cancellation"}), Some(&id(2)))?;
    let request = harness.send(&id(3), &asked).await?.reference;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(8 * 86_400);
    harness.endpoint.purge_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for (number, row, words) in [
        (
            &gone,
            "contenu effacé",
            "à la fin de sa durée de conservation",
        ),
        (
            &cancelled,
            "annulée",
            "La personne a annulé sa préinscription",
        ),
    ] {
        for typed in [
            number.as_str().to_lowercase(),
            number.spaced().replace('-', "+"),
            number.spaced().replace('-', "%E2%80%93"),
        ] {
            let page = said(&search(&mut aicha, &typed).await?);
            let link = format!("href=\"/fiches/{}\"", number.as_str());
            assert!(
                page.contains(&link) && page.contains(row),
                "{typed}: {page}"
            );
            assert!(!page.contains("en retard"), "{page}");
        }
        let page = said(&sheet(&mut aicha, number.as_str()).await?);
        assert!(page.contains(words), "{words}: {page}");
        for senseless in [
            "Quand réessayer",
            "Que dire",
            "En retard",
            "Feuille de saisie",
            "Rouvrir",
        ] {
            assert!(!page.contains(senseless), "{senseless}: {page}");
        }
    }
    // A call that was made all the same can still be noted, and the work ended.
    for act in ["called.reached", "closed.declines"] {
        let answer = writes(&mut aicha, gone.as_str(), &format!("acte={act}")).await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}");
    }
    assert!(!said(&sheet(&mut aicha, gone.as_str()).await?).contains("Rouvrir"));
    for unknown in [request.as_str(), "AB3DE4FG"] {
        let page = said(&search(&mut aicha, unknown).await?);
        assert!(page.contains("ne porte ce numéro"), "{unknown}: {page}");
    }
    Ok(())
}

#[tokio::test]
async fn a_row_shows_the_last_step_of_the_work_beside_who_has_it_in_hand() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    writes(&mut aicha, number.as_str(), "acte=taken").await?;
    let list = said(&aicha.get("/matin").await?);
    assert!(
        !list.contains("Prise en main") && list.contains("en main\u{a0}: Aïcha"),
        "{list}"
    );
    writes(&mut aicha, number.as_str(), "acte=known.unsure").await?;
    writes(&mut aicha, number.as_str(), "acte=taken").await?;
    let list = said(&aicha.get("/matin").await?);
    assert!(
        list.contains("Homonyme possible") && !list.contains("Prise en main"),
        "{list}"
    );
    Ok(())
}

#[tokio::test]
async fn who_comes_too_late_to_take_some_is_told_so() -> Result<()> {
    let harness = mission_locale().await?;
    for byte in 1..=3 {
        harness.send(&id(byte), &registration()?).await?;
    }
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let (hers, his) = (taking(&mut aicha).await?, taking(&mut marc).await?);
    for (browser, form, told) in [
        (&mut aicha, hers, "3 préinscriptions prises en main."),
        (&mut marc, his, "des collègues viennent de les prendre"),
    ] {
        let answer = browser.post("/matin/prendre", &form).await?;
        let page = said(&browser.get(answer.header("location")).await?);
        assert!(page.contains(told), "{told}: {page}");
    }
    Ok(())
}

/// The fields of the button that takes the next ones.
async fn taking(browser: &mut Browser<'_>) -> Result<String> {
    let list = said(&browser.get("/matin").await?);
    let field = |name| super::team::field(&list, name);
    Ok(format!(
        "envoi={}&nombre={}",
        field("envoi")?,
        field("nombre")?
    ))
}

#[tokio::test]
async fn the_text_to_send_is_of_signs_that_leave_an_sms_long_and_needs_no_article() -> Result<()> {
    let site = |text: String| {
        text.replace("http://localhost:8081", ORIGIN).replace(
            "Mission Locale de démonstration",
            "Mission Locale de la forêt d’Œuvre",
        )
    };
    let harness = Harness::with(|_| {}, site).await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let page = said(&sheet(&mut aicha, number.as_str()).await?);
    let text = page.split_once("<p class=\"text\">").context("a text")?.1;
    let text = text
        .split('<')
        .next()
        .unwrap_or_default()
        .replace("&#39;", "'");
    assert!(
        text.starts_with("Mission Locale de la foret d'OEuvre. Bonjour"),
        "{text}"
    );
    assert!(text.contains(&number.spaced()), "{text}");
    let outside = text
        .chars()
        .find(|sign| !sign.is_ascii() && !"éèàùìò".contains(*sign));
    assert_eq!(outside, None, "{text}");
    let count = if text.chars().count() <= 160 {
        "un SMS"
    } else {
        "2\u{a0}SMS"
    };
    assert!(
        page.contains(&format!("Ce texte fait {count}")),
        "{count}: {text}"
    );
    assert!(
        !page.contains("Ici Mission") && !page.contains("ici Mission"),
        "{page}"
    );
    Ok(())
}
