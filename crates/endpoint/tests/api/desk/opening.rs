//! What is opened: nothing that a right holds, no more in an hour than one person works through, and all of it is told.

use super::team::{form, search, sheet, step, writes};
use super::*;
use crate::harness::{id, registration, rights_request};

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
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=14%3A30";
    writes(&mut aicha, path, calling).await?;
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
