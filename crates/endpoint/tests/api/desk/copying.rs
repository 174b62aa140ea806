//! Typing into I-Milo: the sheet to type from, and the registration as a file.

use super::team::{form, sheet, step, writes};
use super::*;
use crate::harness::{callback_request, id, registration, rights_request};

async fn copy_sheet(browser: &mut Browser<'_>, number: &str) -> Result<Response> {
    browser.get(&format!("/fiches/{number}/saisie")).await
}

async fn csv(browser: &mut Browser<'_>, number: &str) -> Result<Response> {
    browser
        .post(&format!("/fiches/{number}/saisie.csv"), "")
        .await
}

async fn pdf(browser: &mut Browser<'_>, number: &str) -> Result<Response> {
    browser
        .post(&format!("/fiches/{number}/fiche.pdf"), "")
        .await
}

/// The two lines of the file, cell by cell.
fn cells(file: &Response) -> Result<[Vec<String>; 2]> {
    let text = String::from_utf8(file.body.clone())?;
    let text = text.strip_prefix('\u{feff}').context("the mark of UTF-8")?;
    let lines: Vec<Vec<String>> = text
        .split_terminator("\r\n")
        .map(|line| {
            let line = line.trim_matches('"');
            line.split("\";\"").map(ToOwned::to_owned).collect()
        })
        .collect();
    lines.try_into().ok().context("two lines")
}

#[tokio::test]
async fn the_sheet_has_each_field_in_the_order_and_the_words_of_i_milo() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let page = said(&copy_sheet(&mut aicha, number.as_str()).await?);
    let mut rest = page.as_str();
    for next in [
        ">Civilité<",
        "<b>Madame</b>",
        ">liste<",
        ">Prénom<",
        "data-copy=\"Zéphyrine\"",
        ">Nom d’usage<",
        "data-copy=\"CANARI-BENOIT\"",
        ">Nom de naissance<",
        "data-copy=\"D'OEUVRE\"",
        ">Numéro<",
        "data-copy=\"12 bis\"",
        ">Libellé de voie<",
        ">Complément<",
        "se saisit ici",
        "data-copy=\"59100\"",
        "data-copy=\"Roubaix\"",
        "data-copy=\"06.12.34.56.78\"",
        ">Certification obtenue<",
        "à choisir",
        ">Type d’objectif<",
        "Tout est saisi",
    ] {
        let (_, behind) = rest
            .split_once(next)
            .with_context(|| format!("{next} in {rest}"))?;
        rest = behind;
    }
    assert!(
        !page.contains("data-copy=\"Madame\""),
        "nothing to paste into a list"
    );
    let fields = form(&copy_sheet(&mut aicha, number.as_str()).await?)?;
    let step = step(&mut aicha, number.as_str(), &fields, "acte=entered").await?;
    assert_eq!(step.status, StatusCode::SEE_OTHER);
    let page = said(&copy_sheet(&mut aicha, number.as_str()).await?);
    assert!(
        page.contains("tout est saisi") && !page.contains("acte"),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn what_was_not_answered_is_said_and_what_was_not_asked_is_not_there() -> Result<()> {
    let harness = mission_locale().await?;
    let mut message = registration()?;
    if let Some(answers) = message["answers"].as_object_mut() {
        answers.remove("address_extra");
    }
    let number = harness.send(&id(1), &message).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let page = said(&copy_sheet(&mut aicha, number.as_str()).await?);
    let (_, extra) = page.split_once(">Complément<").context("the field")?;
    let (line, _) = extra.split_once("</li>").context("its line")?;
    assert!(
        line.contains("non renseigné") && !line.contains("data-copy"),
        "{line}"
    );
    assert!(!page.contains("Commune de naissance"), "born abroad");
    Ok(())
}

#[tokio::test]
async fn the_line_for_a_spreadsheet_has_the_same_columns_for_everybody() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let mut other = registration()?;
    other["answers"] = json!({
        "birth_date": "2007-05-14", "postal_code": "59100", "commune_code": "59512", "first_name": "Tom",
        "usage_name": "Petit", "phone": "+44 20 7946 0018", "needs": ["job"], "address_extra": "=1+1",
        "current_situation": "none", "born_abroad": "no", "last_class": "grade_12_general", "highest_diploma": "unknown",
        "housing": "parents",
    });
    let other = harness.send(&id(2), &other).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let file = csv(&mut aicha, number.as_str()).await?;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let name = format!("attachment; filename=\"fiche-{}.csv\"", number.spaced());
    assert_eq!(file.header("content-disposition"), name);
    assert_eq!(file.header("cache-control"), "no-store");
    let [names, values] = cells(&file)?;
    let [other_names, other_values] = cells(&csv(&mut aicha, other.as_str()).await?)?;
    assert_eq!(names, other_names);
    assert_eq!(
        (names.len(), names.len()),
        (values.len(), other_values.len())
    );
    let value = |values: &[String], name: &str| -> Result<String> {
        let at = names
            .iter()
            .position(|one| one == name)
            .with_context(|| format!("{name} in {names:?}"))?;
        Ok(values[at].clone())
    };
    for (name, one, another) in [
        ("Numéro", number.spaced(), other.spaced()),
        (
            "Identité / Prénom",
            "Zéphyrine".to_owned(),
            "Tom".to_owned(),
        ),
        ("Coordonnées / Numéro", "'12 bis".to_owned(), String::new()),
        (
            "Coordonnées / Complément",
            "Chez Mme Łukasz, bât. C".to_owned(),
            "'=1+1".to_owned(),
        ),
        (
            "Coordonnées / Code postal",
            "59100".to_owned(),
            "59100".to_owned(),
        ),
        (
            "Coordonnées / Mobile",
            "06.12.34.56.78".to_owned(),
            "'+442079460018".to_owned(),
        ),
        (
            "Identité / Commune de naissance",
            String::new(),
            String::new(),
        ),
        (
            "Cursus / Certification obtenue",
            "Bac, bac pro, BP".to_owned(),
            "Je ne sais pas".to_owned(),
        ),
    ] {
        assert_eq!(
            (value(&values, name)?, value(&other_values, name)?),
            (one, another),
            "{name}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_fiche_is_the_one_that_was_mailed() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let file = pdf(&mut aicha, number.as_str()).await?;
    assert_eq!(file.header("content-type"), "application/pdf");
    let letters = desk.harness.mailbox.mails();
    let mailed = letters[0].attachment.as_ref().context("the fiche")?;
    assert_eq!(
        testing::pdf_text(&file.body)?,
        testing::pdf_text(&mailed.bytes)?
    );
    Ok(())
}

#[tokio::test]
async fn nothing_of_what_a_right_holds_or_what_is_gone_can_be_taken_away() -> Result<()> {
    let harness = mission_locale().await?;
    let held = harness.send(&id(1), &registration()?).await?.reference;
    let gone = harness.send(&id(2), &callback_request()?).await?.reference;
    let asked = rights_request(json!({"objection": "yes"}), Some(&id(1)))?;
    harness.send(&id(3), &asked).await?;
    harness.endpoint.deliver_due().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    desk.harness.clock.advance(10 * 86_400);
    harness.endpoint.purge_due().await?;
    aicha.sign_in().await?;
    for number in [&held, &gone] {
        for answer in [
            csv(&mut aicha, number.as_str()).await?,
            pdf(&mut aicha, number.as_str()).await?,
        ] {
            assert_eq!(answer.status, StatusCode::GONE);
        }
        let page = said(&copy_sheet(&mut aicha, number.as_str()).await?);
        assert!(
            !page.contains("Canari") && !page.contains("CANARI"),
            "{page}"
        );
        assert!(!page.contains("data-copy"), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn few_registrations_an_hour_are_taken_away_and_each_is_written_down() -> Result<()> {
    let harness = mission_locale().await?;
    let mut numbers = Vec::new();
    for byte in 1..=11 {
        numbers.push(harness.send(&id(byte), &registration()?).await?.reference);
    }
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let (last, taken) = numbers.split_last().context("eleven of them")?;
    for number in taken {
        assert_eq!(
            csv(&mut aicha, number.as_str()).await?.status,
            StatusCode::OK
        );
    }
    let refused = pdf(&mut aicha, last.as_str()).await?;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    // The same one again is no other, and pages stay open.
    assert_eq!(
        pdf(&mut aicha, taken[0].as_str()).await?.status,
        StatusCode::OK
    );
    assert_eq!(
        sheet(&mut aicha, last.as_str()).await?.status,
        StatusCode::OK
    );
    assert_eq!(
        copy_sheet(&mut aicha, last.as_str()).await?.status,
        StatusCode::OK
    );
    let database = desk.harness.database().await?;
    let views: Vec<(String, i64)> =
        sqlx::query_as("SELECT what, count(*) FROM desk_views WHERE submission IS NOT NULL GROUP BY what ORDER BY what")
            .fetch_all(&database)
            .await?;
    let expected = [
        ("copy_sheet", 1),
        ("csv", 10),
        ("pdf", 1),
        ("registration", 1),
    ];
    assert_eq!(
        views,
        expected.map(|(what, count)| (what.to_owned(), count))
    );
    desk.harness.clock.advance(3601);
    aicha.sign_in().await?;
    assert_eq!(pdf(&mut aicha, last.as_str()).await?.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn who_types_beside_a_colleague_ends_with_both_versions() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut marc = desk.enrolled("Marc", &[DeskRole::Team]).await?;
    let fields = form(&copy_sheet(&mut aicha, number.as_str()).await?)?;
    writes(&mut marc, number.as_str(), "acte=entered").await?;
    let answer = step(&mut aicha, number.as_str(), &fields, "acte=entered").await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(said(&answer).contains("Marc"));
    Ok(())
}
