//! Weekly figures: each registration once, before and after its content goes; what is too small to be shown.

use super::team::writes;
use super::*;
use crate::harness::{id, registration, rights_request};

/// The cells of the week of the 16th of November, and the closings below the table.
async fn week(browser: &mut Browser<'_>) -> Result<(Vec<String>, String)> {
    let page = said(&browser.get("/chiffres").await?);
    let (_, row) = page
        .split_once("lundi 16 novembre</th>")
        .with_context(|| page.clone())?;
    let (row, rest) = row.split_once("</tr>").context("a row")?;
    let cells = row.split("<td>").skip(1);
    let cells = cells.map(|cell| cell.split('<').next().unwrap_or_default().to_owned());
    Ok((cells.collect(), rest.to_owned()))
}

#[tokio::test]
async fn a_registration_counts_once_before_and_after_its_content_goes() -> Result<()> {
    let harness = mission_locale().await?;
    let mut numbers = Vec::new();
    for byte in 1..=6 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
    }
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for (at, number) in numbers.iter().enumerate() {
        let path = number.as_str();
        writes(&mut aicha, path, "acte=called.reached").await?;
        writes(&mut aicha, path, "acte=known.unknown").await?;
        let why = if at < 5 {
            "appointment_made"
        } else {
            "declines"
        };
        writes(&mut aicha, path, &format!("acte=closed.{why}")).await?;
    }
    let expected = ["6", "6", "6", "6", "0", "0", "6", "0"];
    let (cells, rest) = week(&mut aicha).await?;
    assert_eq!(cells, expected);
    assert!(
        rest.contains("<dt>Rendez-vous pris</dt><dd>5</dd>"),
        "{rest}"
    );
    // One alone would be somebody.
    assert!(
        rest.contains("<dt>Ne souhaite pas d’accompagnement</dt><dd>moins de 5</dd>"),
        "{rest}"
    );
    assert!(rest.contains("<dt>instagram</dt><dd>6</dd>"), "{rest}");

    desk.harness.clock.advance(2 * 86_400);
    assert_eq!(desk.harness.endpoint.purge_due().await?.len(), 6);
    assert_eq!(desk.harness.endpoint.purge_due().await?.len(), 0);
    aicha.sign_in().await?;
    let (cells, after) = week(&mut aicha).await?;
    assert_eq!(cells, expected, "as before their contents went");
    assert!(after.contains("<dt>instagram</dt><dd>6</dd>"), "{after}");
    Ok(())
}

#[tokio::test]
async fn what_a_purge_by_hand_removes_is_counted_as_well() -> Result<()> {
    let harness = mission_locale().await?;
    for byte in 1..=5 {
        harness.send(&id(byte), &registration()?).await?;
    }
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let before = week(&mut aicha).await?.0;
    harness.clock.advance(8 * 86_400);
    let gone = endpoint::purge(&harness.folder.config("data"), &harness.clock, false).await?;
    assert_eq!(gone.len(), 5);
    aicha.sign_in().await?;
    assert_eq!(week(&mut aicha).await?.0, before);
    Ok(())
}

#[tokio::test]
async fn a_late_call_is_not_in_time_and_what_a_right_holds_is_counted_as_arrived_alone()
-> Result<()> {
    let harness = mission_locale().await?;
    let mut numbers = Vec::new();
    for byte in 1..=10 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
    }
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    for number in &numbers[..5] {
        writes(&mut aicha, number.as_str(), "acte=called.no_answer").await?;
    }
    desk.harness.clock.advance(5 * 86_400);
    aicha.sign_in().await?;
    for number in &numbers[5..] {
        writes(&mut aicha, number.as_str(), "acte=called.no_answer").await?;
    }
    assert_eq!(
        week(&mut aicha).await?.0,
        ["10", "10", "5", "0", "0", "0", "0", "0"]
    );
    let asked = rights_request(json!({"objection": "yes"}), Some(&id(1)))?;
    desk.harness.send(&id(20), &asked).await?;
    let cells = week(&mut aicha).await?.0;
    assert_eq!(cells, ["10", "9", "moins de 5", "0", "0", "0", "0", "0"]);
    Ok(())
}

#[tokio::test]
async fn who_manages_and_who_answers_rights_see_figures_and_no_answer() -> Result<()> {
    let harness = mission_locale().await?;
    harness.send(&id(1), &registration()?).await?;
    let desk = Desk::of(&harness)?;
    for (name, role) in [("Ada", DeskRole::Manager), ("Bo", DeskRole::Officer)] {
        let mut person = desk.enrolled(name, &[role]).await?;
        let page = said(&person.get("/chiffres").await?);
        assert!(page.contains("moins de 5"));
        for hidden in ["Zéphyrine", "CANARI", "Canari", "612345678"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        let file = person.post("/chiffres.csv", "").await?;
        let text = String::from_utf8(file.body.clone())?;
        assert_eq!(
            text.lines().count(),
            53,
            "a year of weeks below their names"
        );
        assert!(text.contains("\"16/11/2026\";\"moins de 5\""), "{text}");
    }
    Ok(())
}
