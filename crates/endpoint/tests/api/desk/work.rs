//! The team's work: the list, the search, a step written once, two people at once, what a page asks by itself.

use super::team::{field, form, news, search, sheet, step, tag, writes};
use super::*;
use crate::harness::{callback_request, id, registration};

/// How many steps a page shows.
fn steps(page: &Response) -> Result<usize> {
    Ok(form(page)?.0.parse()?)
}

#[tokio::test]
async fn a_registration_goes_from_the_list_to_its_end_by_forms_alone() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    assert_eq!(aicha.get("/").await?.header("location"), "/matin");
    let list = said(&aicha.get("/matin").await?);
    for shown in [
        "CANARI-BENOÎT Zéphyrine",
        &number.spaced(),
        "19\u{a0}ans",
        "instagram",
    ] {
        assert!(list.contains(shown), "{shown}");
    }
    // What a list is not for.
    for hidden in ["06.12.34.56.78", "612345678", "Épeule", "zephyrine.canari"] {
        assert!(!list.contains(hidden), "{hidden}");
    }
    let path = number.as_str();
    let page = sheet(&mut aicha, path).await?;
    for shown in [
        "06.12.34.56.78",
        "tel:+33612345678",
        "CANARI-BENOIT",
        "14/05/2007",
        "D&#39;OEUVRE",
    ] {
        assert!(
            said(&page)
                .replace("’", "&#39;")
                .replace('\'', "&#39;")
                .contains(shown),
            "{shown}"
        );
    }
    for (act, after) in [
        ("known.unknown", "À saisir dans I-Milo"),
        ("entered", "Saisie faite"),
        ("called.no_answer", "Pas de réponse"),
        ("called.reached", "On s’est parlé"),
        (
            "closed.appointment_made",
            "Cette préinscription est terminée",
        ),
        ("reopened", "Rouverte"),
    ] {
        let answer = writes(&mut aicha, path, &format!("acte={act}")).await?;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{act}: {}",
            said(&answer)
        );
        let page = aicha.get(answer.header("location")).await?;
        assert!(said(&page).contains(after), "{act}");
        assert!(said(&page).contains("C’est noté"), "{act}");
    }
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_sent_twice_writes_once_and_a_stale_one_shows_both_versions() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let (of_aicha, of_marc) = (
        form(&sheet(&mut aicha, path).await?)?,
        form(&sheet(&mut marc, path).await?)?,
    );
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=14%3A30";
    for _ in 0..2 {
        let answer = step(&mut aicha, path, &of_aicha, calling).await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    }
    assert_eq!(steps(&sheet(&mut aicha, path).await?)?, 1);
    // The same form with another step is another wish.
    let other = step(&mut aicha, path, &of_aicha, "acte=called.reached").await?;
    assert_eq!(other.status, StatusCode::CONFLICT);

    let answer = step(&mut marc, path, &of_marc, calling).await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = said(&answer);
    let (before, mine) = page
        .split_once("Ce que vous alliez noter")
        .context("both")?;
    assert!(
        before.contains("Message laissé") && before.contains("Aïcha"),
        "{before}"
    );
    assert!(
        mine.contains("Message laissé") && mine.contains("14\u{a0}h\u{a0}30"),
        "{mine}"
    );
    assert_eq!(
        steps(&sheet(&mut marc, path).await?)?,
        1,
        "nothing was written"
    );
    let anyway = step(&mut marc, path, &form(&answer)?, calling).await?;
    assert_eq!(anyway.status, StatusCode::SEE_OTHER);
    assert_eq!(steps(&sheet(&mut marc, path).await?)?, 2);

    // Closed by one: the other is told, and cannot write behind it.
    let last = form(&sheet(&mut marc, path).await?)?;
    let closing = form(&sheet(&mut aicha, path).await?)?;
    step(&mut aicha, path, &closing, "acte=closed.unreachable").await?;
    let answer = step(&mut marc, path, &last, "acte=called.reached").await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(said(&answer).contains("Rouvrez-la"), "{}", said(&answer));
    Ok(())
}

#[tokio::test]
async fn what_no_form_of_ours_says_is_refused_and_a_bad_moment_keeps_what_was_typed() -> Result<()>
{
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    for forged in [
        "acte=called",
        "acte=called.made_up",
        "acte=entered.reached",
        "acte=",
        "acte=known.unknown&personne=2",
        "acte=known.unknown&sans=peut-etre",
        "acte=known.unknown&acte=entered",
    ] {
        let answer = step(&mut aicha, path, &fields, forged).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
    }
    let without = (fields.0.clone(), "short".to_owned());
    let answer = step(&mut aicha, path, &without, "acte=entered").await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (moment, refusal) in [
        ("jour=2020-01-02&heure=10%3A00", "ce moment est passé"),
        ("jour=2126-01-02&heure=10%3A00", "s’efface"),
        ("jour=&heure=10%3A00", "un jour et une heure"),
        ("jour=2026-02-30&heure=25%3A00", "un jour et une heure"),
    ] {
        let rest = format!("acte=called.no_answer&{moment}");
        let answer = step(&mut aicha, path, &fields, &rest).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{moment}");
        assert!(said(&answer).contains(refusal), "{moment}");
        let typed = moment.split(['=', '&']).nth(1).unwrap_or_default();
        assert!(said(&answer).contains(&format!(
            "name=\"jour\" aria-label=\"Jour\" value=\"{typed}\""
        )));
    }
    for missing in ["AAAAAAAA", "x", "1", "KT4HW7P%2F"] {
        assert_eq!(
            sheet(&mut aicha, missing).await?.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
    assert_eq!(steps(&sheet(&mut aicha, path).await?)?, 0);
    Ok(())
}

#[tokio::test]
async fn a_search_finds_by_name_number_and_telephone_and_leaves_no_word_behind() -> Result<()> {
    let harness = mission_locale().await?;
    let zephyrine = harness.send(&id(1), &registration()?).await?.reference;
    let emile = harness.send(&id(2), &callback_request()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for (typed, found, missing) in [
        ("benoit+zephyrine", &zephyrine, Some(&emile)),
        ("emile", &emile, Some(&zephyrine)),
        ("5678", &emile, None),
        (emile.as_str(), &emile, Some(&zephyrine)),
    ] {
        let page = search(&mut aicha, typed).await?;
        assert_eq!(page.status, StatusCode::OK, "{typed}");
        assert!(said(&page).contains(&found.spaced()), "{typed}");
        let others = missing.is_some_and(|missing| said(&page).contains(&missing.spaced()));
        assert!(!others, "{typed}");
    }
    let page = search(&mut aicha, "personne").await?;
    assert!(said(&page).contains("Personne de ce nom"));
    // The two have one telephone number.
    assert!(said(&sheet(&mut aicha, emile.as_str()).await?).contains("Peut-être la même personne"));
    // What one person looks for is shown to nobody else.
    let asked = aicha.post("/matin/chercher", "mots=emile").await?;
    let path = asked.header("location").to_owned();
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    assert_eq!(marc.get(&path).await?.header("location"), "/matin");
    for _ in 0..2 {
        assert!(said(&aicha.get(&path).await?).contains(&emile.spaced()));
    }
    desk.harness.clock.advance(301);
    assert_eq!(aicha.get(&path).await?.header("location"), "/matin");
    desk.harness.endpoint.close().await;
    let file = desk.harness.folder.path().join("data/premier-accueil.db");
    let database = std::fs::read(file)?;
    for word in ["zephyrine", "personne de ce", "benoit"] {
        let is_there = database
            .windows(word.len())
            .any(|bytes| bytes == word.as_bytes());
        assert!(!is_there, "{word}");
    }
    Ok(())
}

#[tokio::test]
async fn the_next_ones_are_taken_in_hand_by_one_person_until_the_evening() -> Result<()> {
    let harness = mission_locale().await?;
    for byte in 1..=12 {
        harness.send(&id(byte), &registration()?).await?;
    }
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    for browser in [&mut aicha, &mut marc] {
        let form = field(&said(&browser.get("/matin").await?), "envoi")?;
        let taken = browser
            .post("/matin/prendre", &format!("envoi={form}"))
            .await?;
        // A double click takes no others, and says the same.
        let again = browser
            .post("/matin/prendre", &format!("envoi={form}"))
            .await?;
        assert_eq!(taken.header("location"), again.header("location"));
    }
    for (browser, expected) in [(&mut aicha, 10), (&mut marc, 2)] {
        let page = said(&browser.get("/matin?voir=moi").await?);
        assert_eq!(page.matches("href=\"/fiches/").count(), expected);
    }
    assert!(
        !said(&aicha.get("/matin").await?).contains("/matin/prendre"),
        "none is left"
    );
    desk.harness.clock.advance(24 * 3600);
    aicha.sign_in().await?;
    assert!(said(&aicha.get("/matin").await?).contains("Prendre les 10 suivantes"));
    Ok(())
}

#[tokio::test]
async fn a_page_that_asks_by_itself_tells_of_news_and_keeps_no_session_alive() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let tag = tag(&aicha.get("/matin").await?)?;
    assert_eq!(news(&mut aicha, &tag).await?, StatusCode::NOT_MODIFIED);
    sheet(&mut marc, number.as_str()).await?;
    let presence = format!("/fiches/{}/presence", number.as_str());
    assert!(said(&aicha.get(&presence).await?).contains("Marc a aussi cette fiche ouverte"));
    writes(&mut marc, number.as_str(), "acte=taken").await?;
    assert_eq!(news(&mut aicha, &tag).await?, StatusCode::OK);
    for _ in 0..31 {
        desk.harness.clock.advance(60);
        aicha.get(&presence).await?;
    }
    assert!(
        !aicha.is_in().await?,
        "half an hour without a sign of the person"
    );
    Ok(())
}
