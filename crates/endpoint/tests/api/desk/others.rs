//! Pages of another person, work of one who has left, names: no step under another name, nothing that stays behind.

use super::team::{field, form, sheet, step, writes};
use super::*;
use crate::harness::{id, registration};

#[tokio::test]
async fn a_form_of_another_persons_page_is_written_under_ones_own_name_or_not_at_all() -> Result<()>
{
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let path = number.as_str();
    let desk = Desk::of(&harness)?;
    let mut samira = desk.enrolled("Samira", &[DeskRole::Team]).await?;
    let mut karim = desk.enrolled("Karim", &[DeskRole::Team]).await?;
    let hers = form(&sheet(&mut samira, path).await?)?;
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=14%3A30";
    // In her browser, where he has signed in since.
    let answer = step(&mut karim, path, &hers, calling).await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = said(&answer);
    assert!(
        page.contains("celle d’une autre personne") && page.contains("value=\"2026-11-26\""),
        "{page}"
    );
    assert!(
        !said(&sheet(&mut samira, path).await?).contains("Message laissé, "),
        "nothing is written"
    );
    let his = (field(&page, "vu")?, field(&page, "envoi")?);
    assert_ne!(his.1, hers.1);
    assert_eq!(
        step(&mut karim, path, &his, calling).await?.status,
        StatusCode::SEE_OTHER
    );
    let page = said(&sheet(&mut samira, path).await?);
    assert!(
        page.contains("Message laissé, aujourd’hui à 18\u{a0}h\u{a0}42, Karim"),
        "{page}"
    );
    // Ten taken in hand, the same.
    let list = said(&samira.get("/matin").await?);
    assert!(!list.contains("Prendre"), "agreed with Karim: {list}");
    Ok(())
}

#[tokio::test]
async fn what_somebody_had_in_hand_whose_access_is_closed_is_free() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut samira = desk.enrolled("Samira", &[DeskRole::Team]).await?;
    let mut karim = desk.enrolled("Karim", &[DeskRole::Team]).await?;
    writes(&mut karim, number.as_str(), "acte=taken").await?;
    assert!(said(&samira.get("/matin").await?).contains("en main\u{a0}: Karim"));
    desk.harness
        .endpoint
        .carry_out_desk_command(DeskCommand::Close { person: 2 })
        .await?;
    let list = said(&samira.get("/matin").await?);
    assert!(
        !list.contains("en main\u{a0}:") && list.contains("Prendre la suivante"),
        "{list}"
    );
    Ok(())
}

#[tokio::test]
async fn a_step_that_a_colleague_made_impossible_is_shown_beside_what_was_typed() -> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut samira = desk.enrolled("Samira", &[DeskRole::Team]).await?;
    let mut karim = desk.enrolled("Karim", &[DeskRole::Team]).await?;
    let fields = form(&sheet(&mut samira, number.as_str()).await?)?;
    writes(&mut karim, number.as_str(), "acte=closed.declines").await?;
    let calling = "acte=called.voicemail&jour=2026-11-26&heure=14%3A30";
    let page = said(&step(&mut samira, number.as_str(), &fields, calling).await?);
    for shown in [
        "Ne souhaite pas d’accompagnement",
        "Karim",
        "Message laissé",
        "jeudi 26 novembre",
        &number.spaced(),
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    Ok(())
}

#[tokio::test]
async fn a_call_that_was_agreed_is_among_the_calls_on_its_day_and_marked_once_it_is_due()
-> Result<()> {
    let harness = mission_locale().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    // Not looked up in I-Milo yet.
    writes(
        &mut aicha,
        number.as_str(),
        "acte=called.reached&jour=2026-11-23&heure=10%3A00",
    )
    .await?;
    let list = said(&aicha.get("/matin").await?);
    assert!(
        list.contains("À vérifier dans I-Milo (1)") && !list.contains("Prendre"),
        "{list}"
    );
    // Monday, 16 h 42.
    desk.harness.clock.advance(46 * 3600);
    aicha.sign_in().await?;
    let list = said(&aicha.get("/matin").await?);
    assert!(
        list.contains("À rappeler (1)")
            && list.contains("à rappeler depuis aujourd’hui à 10\u{a0}h"),
        "{list}"
    );
    assert!(list.contains("class=\"d late\""), "{list}");
    Ok(())
}

#[tokio::test]
async fn nobody_bears_the_name_of_a_colleague_or_signs_that_hide() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut samira = desk
        .enrolled("Samira Exemple", &[DeskRole::Manager])
        .await?;
    desk.enrolled("Karim Exemple", &[DeskRole::Team]).await?;
    for refused in ["karim%20EXEMPLE", "%3Cb%3Ex%3C%2Fb%3E", "%F0%9F%98%80", "-"] {
        for (path, rest) in [("/compte/nom", ""), ("/equipe/inviter", "&equipe=oui")] {
            let page = said(&samira.post(path, &format!("nom={refused}{rest}")).await?);
            let told = ["Il faut un nom", "Quelqu’un d’autre a ce nom"];
            assert!(
                told.iter().any(|words| page.contains(words)),
                "{path} {refused}"
            );
        }
    }
    // One's own stays, and letters of any script are names.
    for name in [
        "Samira%20Exemple",
        "Zo%C3%AB%20d%E2%80%99Orl%C3%A9ans-B.",
        "%D9%85%D8%B1%D9%8A%D9%85",
    ] {
        let answer = samira.post("/compte/nom", &format!("nom={name}")).await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
    }
    // A name is free again once its access is closed.
    desk.harness
        .endpoint
        .carry_out_desk_command(DeskCommand::Close { person: 2 })
        .await?;
    desk.invite("Karim Exemple", &[DeskRole::Team]).await?;
    Ok(())
}
