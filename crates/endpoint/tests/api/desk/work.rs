//! The team's work: the list, the search, a step written once, two people at once, rights, and how much is opened.

use super::*;
use crate::harness::{callback_request, id, registration, rights_request};

/// The hidden fields of the first form of a page that asks for that step.
pub(super) fn form(page: &Response) -> Result<(String, String)> {
    let page = said(page);
    let value = |name: &str| -> Result<String> {
        let field = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.split_once(&field).context("a field")?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    };
    Ok((value("vu")?, value("envoi")?))
}

/// Sends a step from a page that was loaded.
pub(super) async fn step(
    browser: &mut Browser<'_>,
    number: &str,
    (seen, form): &(String, String),
    rest: &str,
) -> Result<Response> {
    let body = format!("vu={seen}&envoi={form}&{rest}");
    browser
        .post(&format!("/fiches/{number}/etapes"), &body)
        .await
}

pub(super) async fn sheet(browser: &mut Browser<'_>, number: &str) -> Result<Response> {
    browser.get(&format!("/fiches/{number}")).await
}

/// Searches as the form does, and follows to what is found.
async fn search(browser: &mut Browser<'_>, words: &str) -> Result<Response> {
    let asked = browser
        .post("/matin/chercher", &format!("mots={words}"))
        .await?;
    browser.get(asked.header("location")).await
}

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
        let page = sheet(&mut aicha, path).await?;
        let answer = step(&mut aicha, path, &form(&page)?, &format!("acte={act}")).await?;
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
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=10%3A30";
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
        mine.contains("Message laissé") && mine.contains("10\u{a0}h\u{a0}30"),
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
        let page = browser.get("/matin").await?;
        let page = said(&page);
        let (_, rest) = page
            .split_once("name=\"envoi\" value=\"")
            .context("a form")?;
        let form = rest.split('"').next().unwrap_or_default();
        let taken = browser
            .post("/matin/prendre", &format!("envoi={form}"))
            .await?;
        assert_eq!(taken.header("location"), "/matin?voir=moi");
        // A double click takes no others.
        browser
            .post("/matin/prendre", &format!("envoi={form}"))
            .await?;
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
async fn a_right_takes_a_registration_out_of_the_work_at_the_next_request() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let asked = rights_request(json!({"objection": "yes"}), Some(&id(1)))?;
    let request = harness.send(&id(2), &asked).await?.reference;
    for page in [
        said(&aicha.get("/matin").await?),
        said(&sheet(&mut aicha, path).await?),
        said(&search(&mut aicha, "zephyrine").await?),
        said(&step(&mut aicha, path, &fields, "acte=called.reached").await?),
    ] {
        for hidden in ["Zéphyrine", "ZÉPHYRINE", "CANARI", "612345678", "Épeule"] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
    }
    assert!(said(&aicha.get("/matin").await?).contains("Suspendues"));
    // The request itself is no registration.
    assert_eq!(
        sheet(&mut aicha, request.as_str()).await?.status,
        StatusCode::NOT_FOUND
    );
    Ok(())
}

#[tokio::test]
async fn a_page_that_asks_by_itself_tells_of_news_and_keeps_no_session_alive() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let list = said(&aicha.get("/matin").await?);
    let (_, rest) = list.split_once("data-mark=\"&quot;").context("a mark")?;
    let tag = format!("\"{}\"", rest.split('&').next().unwrap_or_default());
    assert_eq!(news(&mut aicha, &tag).await?, StatusCode::NOT_MODIFIED);
    sheet(&mut marc, number.as_str()).await?;
    let presence = format!("/fiches/{}/presence", number.as_str());
    assert!(said(&aicha.get(&presence).await?).contains("Marc a aussi cette fiche ouverte"));
    let fields = form(&sheet(&mut marc, number.as_str()).await?)?;
    step(&mut marc, number.as_str(), &fields, "acte=taken").await?;
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

/// A person of the team opens the list and that registration, and takes it in hand.
pub(crate) async fn one_step(browser: &mut Browser<'_>, number: &str) -> Result<()> {
    browser.get("/matin").await?;
    let fields = form(&sheet(browser, number).await?)?;
    let answer = step(browser, number, &fields, "acte=taken").await?;
    ensure!(answer.status == StatusCode::SEE_OTHER, "{}", said(&answer));
    Ok(())
}

async fn news(browser: &mut Browser<'_>, mark: &str) -> Result<StatusCode> {
    let cookie = browser.cookie.clone().context("a cookie")?;
    let request = Request::get("/matin/nouveau")
        .header(header::COOKIE, cookie)
        .header(header::IF_NONE_MATCH, mark);
    Ok(browser.desk.ask(request.body(Body::empty())?).await?.status)
}

#[tokio::test]
async fn nobody_opens_more_registrations_in_an_hour_than_one_person_works_through() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    assert_eq!(
        sheet(&mut aicha, number.as_str()).await?.status,
        StatusCode::OK
    );
    let database = desk.harness.database().await?;
    sqlx::query(
        "WITH RECURSIVE some(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM some WHERE n < 120)
         INSERT INTO submissions (id, reference, sha256, envelope, received_at)
         SELECT 'other-' || n, 'OTHER' || n, '', x'00', 0 FROM some",
    )
    .execute(&database)
    .await?;
    sqlx::query(
        "INSERT INTO desk_views (person, what, submission, seen_at)
         SELECT person, 'registration', submissions.id, seen_at FROM desk_views, submissions
         WHERE what = 'registration' AND submissions.id LIKE 'other-%'",
    )
    .execute(&database)
    .await?;
    let answer = sheet(&mut aicha, number.as_str()).await?;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!said(&answer).contains("Canari"));
    desk.harness.clock.advance(3601);
    aicha.sign_in().await?;
    assert_eq!(
        sheet(&mut aicha, number.as_str()).await?.status,
        StatusCode::OK
    );
    Ok(())
}

#[tokio::test]
async fn an_answer_to_an_access_request_has_the_steps_and_nobody_of_the_staff() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let path = number.as_str();
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=10%3A30";
    step(&mut aicha, path, &fields, calling).await?;
    let asked = rights_request(json!({"right": "access"}), Some(&id(1)))?;
    let request = harness.send(&id(2), &asked).await?.reference;
    let folder = harness.folder.path().join("answer");
    let officer = harness.endpoint.officer();
    let [pdf, file] = officer.write_answer(&request, &folder, "Ada").await?;
    let printed = testing::pdf_text(&std::fs::read(&pdf)?)?;
    for shown in [
        "Ce que la Mission Locale a fait",
        "Message laissé",
        "26/11/2026",
        "Quand la Mission Locale a ouvert ta préinscription",
        "samedi 21 novembre 2026",
    ] {
        assert!(printed.contains(shown), "{shown}: {printed}");
    }
    let answer: Value = serde_json::from_slice(&std::fs::read(&file)?)?;
    let first = &answer["steps"][0];
    assert_eq!(
        (&first["step"], &first["result"]),
        (&json!("called"), &json!("voicemail"))
    );
    assert!(!printed.contains("Aïcha") && !answer.to_string().contains("Aïcha"));
    Ok(())
}
