//! Moments at the desk: an agreed hour, the end of a content, the clock on a list, the end of a session.

use super::team::{field, form, news, sheet, step, tag, writes};
use super::*;
use crate::branches::{from, with_branches};
use crate::harness::{id, registration, rights_request};

async fn list(browser: &mut Browser<'_>, path: &str) -> Result<String> {
    Ok(said(&browser.get(path).await?))
}

#[tokio::test]
async fn no_call_is_agreed_for_a_moment_at_which_the_content_is_gone() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let calling = |at: &str| format!("acte=called.no_answer&jour={at}");
    // Seven days after the evening of the 21st, at the same minute.
    let beyond = calling("2026-11-28&heure=18%3A42");
    let answer = step(&mut aicha, path, &fields, &beyond).await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        said(&answer).contains("samedi 28 novembre"),
        "{}",
        said(&answer)
    );
    // The same with the box that leaves it open.
    let open = step(&mut aicha, path, &fields, &format!("{beyond}&sans=oui")).await?;
    assert_eq!(open.status, StatusCode::SEE_OTHER);
    let last = calling("2026-11-28&heure=18%3A41&ferme=2026-11-28T18%3A41");
    let answer = writes(&mut aicha, path, &last).await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    assert!(
        list(&mut aicha, "/matin")
            .await?
            .contains("samedi 28 novembre à 18\u{a0}h\u{a0}41")
    );

    // Once it is gone no moment at all is agreed, and the step is still written.
    harness.clock.advance(8 * 24 * 3600);
    harness.endpoint.purge_due().await?;
    aicha.sign_in().await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let after = calling("2026-12-01&heure=10%3A00");
    let answer = step(&mut aicha, path, &fields, &after).await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        said(&answer).contains("n’est plus ici"),
        "{}",
        said(&answer)
    );
    let answer = step(&mut aicha, path, &fields, "acte=called.no_answer").await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test]
async fn a_step_that_is_sent_again_after_its_moment_was_written_and_a_message_changes_no_moment()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let calling = "acte=called.reached&jour=2026-11-21&heure=19%3A00&ferme=2026-11-21T19%3A00";
    let first = step(&mut aicha, path, &fields, calling).await?;
    assert_eq!(first.header("location"), format!("/fiches/{path}?fait=1"));
    harness.clock.advance(20 * 60);
    let again = step(&mut aicha, path, &fields, calling).await?;
    assert_eq!(again.header("location"), first.header("location"));

    let wrote = writes(&mut aicha, path, "acte=wrote.text_sent").await?;
    let page = said(&aicha.get(wrote.header("location")).await?);
    assert!(page.contains("SMS envoyé"), "{page}");
    assert!(
        page.contains("à rappeler aujourd’hui à 19\u{a0}h"),
        "the hour stands: {page}"
    );

    // What is said to be written is the step of that number, of this person.
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let page = said(&marc.get(first.header("location")).await?);
    assert!(!page.contains("C’est noté"));
    Ok(())
}

#[tokio::test]
async fn a_text_before_any_call_leaves_the_promise_in_sight_and_a_wrong_number_gets_none()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    harness.clock.advance(6 * 24 * 3600);
    aicha.sign_in().await?;
    writes(&mut aicha, path, "acte=wrote.mail_sent").await?;
    assert!(list(&mut aicha, "/matin").await?.contains("en retard de"));
    let page = said(&sheet(&mut aicha, path).await?);
    assert!(page.contains("sms:+33612345678"));
    assert!(
        page.contains("mailto:zephyrine.canari@example.fr?body="),
        "{page}"
    );
    writes(&mut aicha, path, "acte=called.wrong_number").await?;
    let page = said(&sheet(&mut aicha, path).await?);
    assert!(!page.contains("sms:") && !page.contains("wrote.text_sent"));
    assert!(page.contains("wrote.mail_sent"));
    Ok(())
}

#[tokio::test]
async fn a_list_says_that_it_has_changed_when_the_clock_or_a_right_changes_it() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let calling = "acte=called.no_answer&jour=2026-11-21&heure=19%3A00&ferme=2026-11-21T19%3A00";
    step(&mut aicha, path, &fields, calling).await?;
    let mark = tag(&aicha.get("/matin").await?)?;
    harness.clock.advance(17 * 60);
    assert_eq!(news(&mut aicha, &mark).await?, StatusCode::NOT_MODIFIED);
    harness.clock.advance(60);
    assert_eq!(
        news(&mut aicha, &mark).await?,
        StatusCode::OK,
        "it is seven"
    );
    for forged in [
        "",
        "\"\"",
        "\"1.2\"",
        "\"x.99999999999999999999\"",
        "W/\"1\"",
    ] {
        assert_eq!(news(&mut aicha, forged).await?, StatusCode::OK, "{forged}");
    }
    let mark = tag(&aicha.get("/matin").await?)?;
    harness.endpoint.deliver_due().await?;
    assert_eq!(
        news(&mut aicha, &mark).await?,
        StatusCode::OK,
        "it is delivered"
    );
    let mark = tag(&aicha.get("/matin").await?)?;
    let asked = rights_request(json!({"objection": "yes"}), Some(&id(1)))?;
    harness.send(&id(2), &asked).await?;
    assert_eq!(news(&mut aicha, &mark).await?, StatusCode::OK, "it is held");
    // Held, it shows nothing of what was done.
    for page in [
        list(&mut aicha, "/matin").await?,
        said(&sheet(&mut aicha, path).await?),
    ] {
        assert!(!page.contains("Pas de réponse"), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn a_form_that_comes_after_its_session_is_kept_in_the_page_and_written_once_it_is_sent_again()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    harness.clock.advance(31 * 60);
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=14%3A30";
    let answer = step(&mut aicha, path, &fields, calling).await?;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = said(&answer);
    for kept in [
        "called.voicemail",
        "2026-11-26",
        "14:30",
        &fields.1,
        "Rien n’a été noté",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let hostile = step(&mut aicha, path, &fields, "acte=%22%3E%3Cscript%3E").await?;
    assert!(!said(&hostile).contains("<script>"));
    // A script that asks is told, and leaves the page.
    for poll in ["/session", "/matin/nouveau"] {
        assert_eq!(aicha.get(poll).await?.status, StatusCode::UNAUTHORIZED);
    }
    aicha.sign_in().await?;
    assert_eq!(aicha.get("/session").await?.status, StatusCode::NO_CONTENT);
    let again = step(&mut aicha, path, &fields, calling).await?;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    Ok(())
}

/// Writes a step down; the number of the one that the page then offers.
async fn does(browser: &mut Browser<'_>, number: &str, act: &str) -> Result<String> {
    let answer = writes(browser, number, &format!("acte={act}")).await?;
    let page = said(&browser.get(answer.header("location")).await?);
    let next = page
        .split_once("\">Fiche suivante")
        .map(|(before, _)| before);
    Ok(next
        .and_then(|before| before.rsplit_once("/fiches/"))
        .map_or("", |(_, number)| number)
        .to_owned())
}

#[tokio::test]
async fn what_comes_next_is_ones_own_then_what_is_due_then_what_is_free() -> Result<()> {
    let harness = mission_locale().await?;
    let mut numbers = Vec::new();
    for byte in 1..=4 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
    }
    let [first, due, own, free] = &numbers[..] else {
        anyhow::bail!("four");
    };
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    does(
        &mut marc,
        due.as_str(),
        "called.no_answer&jour=2026-11-21&heure=18%3A50&ferme=2026-11-21T18%3A50",
    )
    .await?;
    harness.clock.advance(10 * 60);
    does(&mut aicha, own.as_str(), "taken").await?;
    assert_eq!(
        does(&mut aicha, first.as_str(), "known.unknown").await?,
        own.as_str()
    );
    assert_eq!(
        does(&mut aicha, own.as_str(), "closed.declines").await?,
        due.as_str()
    );
    assert_eq!(
        does(&mut aicha, due.as_str(), "closed.declines").await?,
        free.as_str()
    );
    // What is to be typed comes after what is to be looked up.
    assert_eq!(
        does(&mut aicha, free.as_str(), "closed.declines").await?,
        first.as_str()
    );
    Ok(())
}

#[tokio::test]
async fn the_list_is_read_and_taken_by_the_place_that_calls() -> Result<()> {
    let harness = Harness::with(
        |_| {},
        |site| with_branches(site).replace("http://localhost:8081", ORIGIN),
    )
    .await?;
    let whole = harness.send(&id(1), &from("59512")?).await?.reference;
    let leers = harness.send(&id(2), &from("59339")?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let page = list(&mut aicha, "/matin").await?;
    assert!(
        page.contains("Antenne de Leers") && page.contains("/matin?voir=tout&amp;antenne=leers")
    );
    let page = list(&mut aicha, "/matin?voir=tout&antenne=leers").await?;
    assert!(page.contains(&leers.spaced()) && !page.contains(&whole.spaced()));
    let form = field(&page, "envoi")?;
    aicha
        .post("/matin/prendre", &format!("envoi={form}&antenne=leers"))
        .await?;
    let mine = list(&mut aicha, "/matin?voir=moi").await?;
    assert!(mine.contains(&leers.spaced()) && !mine.contains(&whole.spaced()));
    assert!(
        !mine.contains("/matin/prendre"),
        "what is not shown is not taken"
    );
    assert_eq!(
        aicha.get("/matin?voir=toute").await?.status,
        StatusCode::NOT_FOUND
    );
    Ok(())
}
