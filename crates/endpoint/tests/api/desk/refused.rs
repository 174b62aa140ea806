//! Steps that are not written: each has a page with an address, that says why and keeps what was typed.

use super::team::{field, form, sheet, step, writes};
use super::*;
use crate::harness::{id, registration};

/// Sends a step and gives the address of what became of it.
async fn leads_to(
    browser: &mut Browser<'_>,
    number: &str,
    (seen, form): &(String, String),
    rest: &str,
) -> Result<String> {
    let body = format!("vu={seen}&envoi={form}&{rest}");
    let path = format!("/fiches/{number}/etapes");
    let answer = browser.post(&path, &body).await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    Ok(answer.header("location").to_owned())
}

const REFUSED: &str = "acte=called.no_answer&jour=2020-01-02&heure=10%3A00";

#[tokio::test]
async fn a_refused_form_has_an_address_that_says_nothing_of_it_and_is_its_senders_alone()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let other = harness.send(&id(2), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let address = leads_to(&mut aicha, path, &fields, REFUSED).await?;
    assert!(address.starts_with(&format!("/fiches/{path}?refus=")));
    assert!(!address.contains("2020"), "{address}");
    // Loaded again, or gone back to: the same page, and nothing is sent.
    for _ in 0..2 {
        let page = said(&aicha.get(&address).await?);
        assert!(
            page.contains("ce moment est passé") && page.contains("value=\"2020-01-02\""),
            "{page}"
        );
    }
    let elsewhere = address.replace(path, other.as_str());
    let unknown = format!("/fiches/{path}?refus=x");
    for page in [
        marc.get(&address).await?,
        aicha.get(&elsewhere).await?,
        aicha.get(&unknown).await?,
    ] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(!said(&page).contains("ce moment est passé"));
    }
    // What was written since has made it untrue.
    writes(&mut aicha, path, "acte=called.no_answer").await?;
    assert!(!said(&aicha.get(&address).await?).contains("Rien n’a été noté"));
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let address = leads_to(&mut aicha, path, &fields, REFUSED).await?;
    harness.clock.advance(301);
    assert!(!said(&aicha.get(&address).await?).contains("ce moment est passé"));
    Ok(())
}

#[tokio::test]
async fn both_versions_have_an_address_until_the_step_is_noted_after_all() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let stale = form(&sheet(&mut marc, path).await?)?;
    writes(&mut aicha, path, "acte=called.voicemail").await?;
    let address = leads_to(&mut marc, path, &stale, "acte=known.unknown").await?;
    let both = fields_of(&both_versions(&mut marc, &address).await?)?;
    let answer = step(&mut marc, path, &both, "acte=known.unknown").await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = said(&marc.get(&address).await?);
    assert!(!page.contains("Ce que vous alliez noter"), "{page}");

    // A page that showed more than what stands is told of all that stands.
    let (_, id) = form(&sheet(&mut marc, path).await?)?;
    let ahead = ("9".to_owned(), id);
    let page = said(&step(&mut marc, path, &ahead, "acte=entered").await?);
    assert!(
        page.contains("n’est plus celui de votre page") && page.contains("Message laissé"),
        "{page}"
    );
    Ok(())
}

/// The page of both versions.
async fn both_versions(browser: &mut Browser<'_>, address: &str) -> Result<Response> {
    let page = browser.get(address).await?;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(said(&page).contains("Ce que vous alliez noter"));
    Ok(page)
}

/// The hidden fields of its one form.
fn fields_of(page: &Response) -> Result<(String, String)> {
    let page = said(page);
    Ok((field(&page, "vu")?, field(&page, "envoi")?))
}

#[tokio::test]
async fn a_moment_at_which_nobody_works_is_said_once_and_one_that_no_clock_shows_is_refused()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    // A Sunday, a night, the minute of closing, a year that nobody sees.
    for (moment, told) in [
        (
            "jour=2026-11-22&heure=10%3A00",
            "est fermée demain à 10\u{a0}h",
        ),
        (
            "jour=2026-11-24&heure=03%3A00",
            "est fermée mardi 24 novembre à 3\u{a0}h",
        ),
        ("jour=2026-11-24&heure=17%3A30", "est fermée mardi"),
        ("jour=9999-12-31&heure=23%3A59", "s’efface"),
    ] {
        let rest = format!("acte=called.voicemail&{moment}");
        let answer = step(&mut aicha, path, &fields, &rest).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{moment}");
        assert!(said(&answer).contains(told), "{told}: {}", said(&answer));
    }
    let sunday = "acte=called.voicemail&jour=2026-11-22&heure=10%3A00";
    let page = said(&step(&mut aicha, path, &fields, sunday).await?);
    assert!(
        page.contains("name=\"ferme\" value=\"2026-11-22T10:00\""),
        "{page}"
    );
    // Ticked for another moment it says nothing of this one.
    let other = format!("{sunday}&ferme=2026-11-22T11%3A00");
    let answer = step(&mut aicha, path, &fields, &other).await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ticked = format!("{sunday}&ferme=2026-11-22T10%3A00");
    let answer = step(&mut aicha, path, &fields, &ticked).await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));

    // The clocks go forward at two on the last Sunday of March.
    harness.clock.advance(122 * 86_400);
    aicha.sign_in().await?;
    let fields = form(&sheet(&mut aicha, path).await?)?;
    let night = "acte=called.voicemail&jour=2027-03-28&heure=02%3A30&ferme=2027-03-28T02%3A30";
    let page = said(&step(&mut aicha, path, &fields, night).await?);
    assert!(page.contains("2\u{a0}h\u{a0}30 n’existe pas"), "{page}");
    Ok(())
}
