//! Plans of collective welcomes: a series, what makes no sense, and where they can be.

use super::team::field;
use super::welcomes::{THURSDAY, plan, plans};
use super::*;

#[tokio::test]
async fn a_series_is_one_a_week_without_the_days_that_are_closed_and_is_written_once() -> Result<()>
{
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let list = aicha.get("/accueils").await?;
    assert!(said(&list).contains("Aucun accueil n’est prévu"));
    let envoi = field(&said(&list), "envoi")?;
    // Christmas and the first of January are Fridays.
    let body = format!(
        "envoi={envoi}&{}",
        plan("2026-12-18", "12", "&jusquau=2027-01-15")
    );
    for _ in 0..2 {
        let answer = aicha.post("/accueils", &body).await?;
        assert_eq!(answer.header("location"), "/accueils?faits=3&sautes=2");
    }
    let list = said(&aicha.get("/accueils?faits=3&sautes=2").await?);
    assert!(
        list.contains("3 accueils ajoutés. 2 dates sont laissées de côté"),
        "{list}"
    );
    for day in [
        "vendredi 18 décembre",
        "vendredi 8 janvier",
        "vendredi 15 janvier",
    ] {
        let row = format!("{day}, de 9\u{a0}h\u{a0}30 à 11\u{a0}h</a>");
        assert_eq!(list.matches(&row).count(), 1, "{day}: {list}");
    }
    assert!(list.contains("12 places libres sur 12"), "{list}");
    // A welcome of the holidays, chosen by name, is one.
    let answer = plans(&mut aicha, &plan("2026-12-25", "12", "")).await?;
    assert_eq!(answer.header("location"), "/accueils?faits=1&sautes=0");
    Ok(())
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused_and_what_was_typed_stays() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let good = plan(THURSDAY, "12", "");
    let with = |from: &str, to: &str| good.replace(from, to);
    for (body, refusal) in [
        (with("lieu=demo", "lieu=ailleurs"), "Choisissez un lieu"),
        (with(THURSDAY, ""), "Donnez le jour"),
        (with(THURSDAY, "2026-02-30"), "Donnez le jour"),
        (with(THURSDAY, "2026-11-21"), "est passé"),
        (with(THURSDAY, "2099-11-26"), "plus d’un an"),
        (with(THURSDAY, "9999-12-31"), "plus d’un an"),
        (with("09%3A30", "25%3A00"), "l’heure du début"),
        (with("09%3A30", "11%3A00"), "avant le début"),
        (with("places=12", "places=0"), "de 1 à 200"),
        (with("places=12", "places=-3"), "de 1 à 200"),
        (with("places=12", "places=201"), "de 1 à 200"),
        (with("places=12", "places=douze"), "de 1 à 200"),
        (
            format!("{good}&jusquau=2026-11-25"),
            "vient après le premier",
        ),
        (format!("{good}&jusquau=2036-11-25"), "52 semaines"),
        // Clocks go forward in that night.
        (
            with(THURSDAY, "2027-03-28").replace("09%3A30", "02%3A30"),
            "n’existe pas ce jour-là",
        ),
    ] {
        let answer = plans(&mut aicha, &body).await?;
        let page = said(&answer);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(page.contains(refusal), "{body}: {page}");
        assert!(page.contains("value=\"11:00\""), "{body}: {page}");
    }
    let list = said(&aicha.get("/accueils").await?);
    assert!(list.contains("Aucun accueil n’est prévu"), "{list}");
    for path in [
        "/accueils/1",
        "/accueils/0",
        "/accueils/-1",
        "/accueils/x",
        "/accueils/1/emargement",
    ] {
        assert_eq!(
            aicha.get(path).await?.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_place_of_the_sites_file_is_offered_beside_the_own_address() -> Result<()> {
    let site = |text: String| {
        let place = "[[desk.welcome_places]]\nid = \"maison\"\nname = \"Maison des associations\"\naddress = [\"8 rue de l’Exemple\", \"59100 Roubaix\"]\n";
        let origin = "origin = \"http://localhost:8081\"\n";
        text.replace(origin, &format!("origin = \"{ORIGIN}\"\n\n{place}"))
    };
    let harness = Harness::with(|_| {}, site).await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let body = plan(THURSDAY, "12", "").replace("lieu=demo", "lieu=maison");
    plans(&mut aicha, &body).await?;
    let page = said(&aicha.get("/accueils/1").await?);
    assert!(
        page.contains("Maison des associations, 8 rue de l’Exemple, 59100 Roubaix"),
        "{page}"
    );
    Ok(())
}
