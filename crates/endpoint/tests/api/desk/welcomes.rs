//! Collective welcomes: series, seats, changes and attendance, as the browsers of the team see them.

use super::team::{field, form, sheet, step, writes};
use super::*;
use crate::harness::{id, registration, rights_request};

/// Saturday, 18 h 42 at the Mission Locale, is when these tests begin: that many days on it is Thursday.
pub(super) const THURSDAY: &str = "2026-11-26";

/// What the form of a new welcome says.
pub(super) fn plan(day: &str, seats: &str, rest: &str) -> String {
    format!("lieu=demo&jour={day}&debut=09%3A30&fin=11%3A00&places={seats}{rest}")
}

/// Sends that form.
pub(super) async fn plans(browser: &mut Browser<'_>, body: &str) -> Result<Response> {
    let envoi = field(&said(&browser.get("/accueils").await?), "envoi")?;
    let body = format!("envoi={envoi}&{body}");
    browser.post("/accueils", &body).await
}

/// Plans one for that day, and says its path.
pub(crate) async fn planned(browser: &mut Browser<'_>, day: &str, seats: &str) -> Result<String> {
    let answer = plans(browser, &plan(day, seats, "")).await?;
    ensure!(answer.status == StatusCode::SEE_OTHER, "{}", said(&answer));
    let list = said(&browser.get("/accueils").await?);
    let rest = list.split("href=\"/accueils/").skip(1);
    let ids = rest.filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok());
    Ok(format!("/accueils/{}", ids.max().context("a welcome")?))
}

/// The value of the first button that keeps a seat.
async fn offered(browser: &mut Browser<'_>, number: &str) -> Result<String> {
    let page = said(&sheet(browser, number).await?);
    field(&page.replace("<button ", ""), "accueil")
}

/// Keeps a seat at the first welcome that the page of that registration offers.
async fn invites(browser: &mut Browser<'_>, number: &str, rest: &str) -> Result<Response> {
    let page = sheet(browser, number).await?;
    let (seen, envoi) = form(&page)?;
    let seat = offered(browser, number).await?;
    let body = format!("vu={seen}&envoi={envoi}&accueil={seat}{rest}");
    browser
        .post(&format!("/fiches/{number}/accueil"), &body)
        .await
}

/// Sends one of the forms of the page of a welcome.
async fn changes(
    browser: &mut Browser<'_>,
    path: &str,
    (action, rest): (&str, &str),
) -> Result<Response> {
    let page = said(&browser.get(path).await?);
    let (seen, envoi) = (field(&page, "vu")?, field(&page, "envoi")?);
    let body = format!("vu={seen}&envoi={envoi}&{rest}");
    browser.post(&format!("{path}/{action}"), &body).await
}

async fn group(browser: &mut Browser<'_>, number: &str) -> Result<String> {
    let page = said(&sheet(browser, number).await?);
    let (_, rest) = page
        .split_once("<p class=\"facts\"><strong>")
        .context("a group")?;
    Ok(rest.split('<').next().unwrap_or_default().to_owned())
}

/// Registrations that were looked up, and whose person was spoken to.
async fn reached(browser: &mut Browser<'_>, count: u8) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    for byte in 1..=count {
        let receipt = browser
            .desk
            .harness
            .send(&id(byte), &registration()?)
            .await?;
        let number = receipt.reference.as_str().to_owned();
        writes(browser, &number, "acte=known.supported").await?;
        writes(browser, &number, "acte=called.reached").await?;
        numbers.push(number);
    }
    browser.desk.harness.endpoint.deliver_due().await?;
    Ok(numbers)
}

#[tokio::test]
async fn a_seat_takes_a_registration_out_of_the_calls_and_is_told_with_place_and_hour() -> Result<()>
{
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 1).await?;
    let number = numbers[0].as_str();
    assert_eq!(group(&mut aicha, number).await?, "À inviter ou à conclure");
    let page = said(&sheet(&mut aicha, number).await?);
    assert!(page.contains("Aucun accueil n’est prévu"), "{page}");
    let path = planned(&mut aicha, THURSDAY, "12").await?;
    let answer = invites(&mut aicha, number, "").await?;
    assert_eq!(
        answer.header("location"),
        format!("/fiches/{number}?fait=3")
    );
    assert_eq!(group(&mut aicha, number).await?, "Invité·es");
    let page = said(&sheet(&mut aicha, number).await?);
    for shown in [
        "Place retenue à l’accueil collectif, aujourd’hui à 18\u{a0}h\u{a0}42, Aïcha · jeudi 26 novembre à 9\u{a0}h\u{a0}30",
        "Accueil collectif\u{a0}: jeudi 26 novembre, de 9\u{a0}h\u{a0}30 à 11\u{a0}h. Lieu\u{a0}: ",
        "1 rue de l’Exemple, 59100 Roubaix",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let list = said(&aicha.get("/matin").await?);
    assert!(
        list.contains("accueil collectif jeudi 26 novembre à 9\u{a0}h\u{a0}30"),
        "{list}"
    );
    let entry = aicha
        .post(&format!("/fiches/{number}/accueil.ics"), "")
        .await?;
    assert_eq!(entry.header("content-type"), "text/calendar; charset=utf-8");
    let entry = said(&entry);
    assert!(
        entry.contains("DTSTART:20261126T083000Z") && entry.contains("SEQUENCE:0"),
        "{entry}"
    );
    assert!(
        !entry.contains("BENALI") && !entry.contains("Lina"),
        "nobody is named: {entry}"
    );
    let signing = said(&aicha.get(&format!("{path}/emargement")).await?);
    assert_eq!(
        signing.matches("<tr><td>").count(),
        5,
        "a name and four empty lines: {signing}"
    );
    assert!(!signing.contains("06\u{a0}"), "no telephone: {signing}");

    let answer = writes(&mut aicha, number, "acte=uninvited").await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(group(&mut aicha, number).await?, "À inviter ou à conclure");
    let answer = writes(&mut aicha, number, "acte=uninvited").await?;
    assert!(
        said(&answer).contains("Aucune place n’est retenue"),
        "{}",
        said(&answer)
    );
    // A closing gives the seat back as well.
    invites(&mut aicha, number, "").await?;
    writes(&mut aicha, number, "acte=closed.new_plan").await?;
    assert!(said(&aicha.get(&path).await?).contains("0 inscrit·e pour 12 places"));
    Ok(())
}

#[tokio::test]
async fn the_last_seat_is_taken_once_and_one_more_on_purpose_alone() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut bo = desk.enrolled("Bo", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 3).await?;
    let path = planned(&mut aicha, THURSDAY, "1").await?;
    let (one, other) = (numbers[0].as_str(), numbers[1].as_str());
    let (first, second) = tokio::join!(invites(&mut aicha, one, ""), invites(&mut bo, other, ""));
    let (first, second) = (first?, second?);
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let page = [said(&first), said(&second)].concat();
    assert!(
        page.contains("1 inscrit·e pour 1 place") && page.contains("Inscrire quand même"),
        "{page}"
    );
    assert!(said(&aicha.get(&path).await?).contains("1 inscrit·e pour 1 place"));
    // On purpose, and twice with the same form.
    let (seen, envoi) = form(&sheet(&mut bo, numbers[2].as_str()).await?)?;
    let seat = offered(&mut bo, numbers[2].as_str()).await?;
    let body = format!("vu={seen}&envoi={envoi}&accueil={seat}&complet=true");
    for _ in 0..2 {
        let answer = bo
            .post(&format!("/fiches/{}/accueil", numbers[2]), &body)
            .await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    }
    let page = said(&aicha.get(&path).await?);
    assert!(
        page.contains("2 inscrit·es pour 1 place") && page.contains("plus que de places"),
        "{page}"
    );
    assert!(said(&aicha.get("/accueils").await?).contains("2 inscrit·es pour 1 place"));
    Ok(())
}

#[tokio::test]
async fn a_welcome_that_moves_or_goes_makes_the_list_of_whom_to_call() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut bo = desk.enrolled("Bo", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 2).await?;
    let path = planned(&mut aicha, THURSDAY, "12").await?;
    for number in &numbers {
        invites(&mut aicha, number, "").await?;
    }
    // More seats are told to nobody.
    let answer = changes(&mut aicha, &path, ("changer", &plan(THURSDAY, "14", ""))).await?;
    assert_eq!(answer.header("location"), format!("{path}?prevenir=0"));
    assert_eq!(group(&mut aicha, &numbers[0]).await?, "Invité·es");

    let stale = said(&bo.get(&path).await?);
    let stale = (field(&stale, "vu")?, field(&stale, "envoi")?);
    let seen = form(&sheet(&mut bo, &numbers[0]).await?)?;
    let moved = plan("2026-11-27", "14", "");
    let answer = changes(&mut aicha, &path, ("changer", &moved)).await?;
    assert_eq!(answer.header("location"), format!("{path}?prevenir=2"));
    let page = said(&aicha.get(&format!("{path}?prevenir=2")).await?);
    assert!(
        page.contains("À prévenir (2)") && page.contains("vendredi 27 novembre"),
        "{page}"
    );
    assert_eq!(group(&mut aicha, &numbers[0]).await?, "À rappeler");
    let entry = said(
        &aicha
            .post(&format!("/fiches/{}/accueil.ics", numbers[0]), "")
            .await?,
    );
    assert!(
        entry.contains("DTSTART:20261127T083000Z") && entry.contains("SEQUENCE:2"),
        "{entry}"
    );

    // A colleague's pages of before: nothing is written, and what was chosen stays.
    let (vu, envoi) = &stale;
    let body = format!("vu={vu}&envoi={envoi}&{}", plan("2026-11-30", "9", ""));
    let answer = bo.post(&format!("{path}/changer"), &body).await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        said(&answer).contains("value=\"2026-11-30\""),
        "{}",
        said(&answer)
    );
    let answer = bo
        .post(
            &format!("{path}/annuler"),
            &format!("vu={vu}&envoi={envoi}"),
        )
        .await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let answer = step(&mut bo, &numbers[0], &seen, "acte=uninvited").await?;
    assert!(
        said(&answer).contains("Accueil collectif déplacé"),
        "{}",
        said(&answer)
    );

    // Who is told is out of the list.
    writes(&mut aicha, &numbers[0], "acte=called.reached").await?;
    assert_eq!(group(&mut aicha, &numbers[0]).await?, "Invité·es");
    assert!(said(&aicha.get(&path).await?).contains("À prévenir (1)"));

    let answer = changes(&mut aicha, &path, ("annuler", "")).await?;
    assert_eq!(answer.header("location"), format!("{path}?prevenir=2"));
    let page = said(&aicha.get(&path).await?);
    assert!(
        page.contains("Cet accueil est annulé") && page.contains("À prévenir (2)"),
        "{page}"
    );
    assert!(!page.contains("/annuler"), "{page}");
    for number in &numbers {
        assert_eq!(group(&mut aicha, number).await?, "À rappeler");
    }
    let entry = said(
        &aicha
            .post(&format!("/fiches/{}/accueil.ics", numbers[0]), "")
            .await?,
    );
    assert!(
        entry.contains("METHOD:CANCEL") && entry.contains("SEQUENCE:3"),
        "{entry}"
    );
    let page = said(&sheet(&mut aicha, &numbers[0]).await?);
    assert!(page.contains("est annulé"), "{page}");
    Ok(())
}

#[tokio::test]
async fn who_came_is_noted_from_the_hour_on_and_who_did_not_is_called() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let mut bo = desk.enrolled("Bo", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 4).await?;
    let path = planned(&mut aicha, THURSDAY, "12").await?;
    for number in &numbers {
        invites(&mut aicha, number, "").await?;
    }
    let page = said(&aicha.get(&path).await?);
    assert!(!page.contains("presence."), "not before: {page}");
    let early = field(&page, "envoi")?;
    let fields = |envoi: &str, came: &[(&str, &str)]| {
        let each = came
            .iter()
            .map(|(number, code)| format!("&vu.{number}=3&presence.{number}={code}"));
        format!("envoi={envoi}{}", each.collect::<String>())
    };
    let came = [(numbers[0].as_str(), "came")];
    let answer = aicha
        .post(&format!("{path}/presences"), &fields(&early, &came))
        .await?;
    assert_eq!(
        answer.header("location"),
        format!("{path}?notees=0&restent=1")
    );

    // Thursday, 9 h 30.
    harness.clock.advance(4 * 86_400 + 15 * 3600 - 12 * 60);
    for browser in [&mut aicha, &mut bo] {
        browser.sign_in().await?;
    }
    for number in &numbers {
        assert_eq!(group(&mut aicha, number).await?, "Présences à noter");
    }
    assert!(said(&aicha.get("/accueils").await?).contains("<h2>Présences à noter</h2>"));
    let page = said(&aicha.get(&path).await?);
    assert_eq!(page.matches("type=\"radio\"").count(), 12, "{page}");
    assert!(
        !page.contains("checked"),
        "nothing is chosen for anybody: {page}"
    );
    let envoi = field(&page, "envoi")?;
    // A colleague has written about the last one meanwhile.
    writes(&mut bo, &numbers[3], "acte=taken").await?;
    let each = [
        (numbers[0].as_str(), "came"),
        (numbers[1].as_str(), "did_not_come"),
        (numbers[2].as_str(), "excused"),
        (numbers[3].as_str(), "came"),
    ];
    for _ in 0..2 {
        let answer = aicha
            .post(&format!("{path}/presences"), &fields(&envoi, &each))
            .await?;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    }
    let page = said(&aicha.get(&format!("{path}?notees=3&restent=1")).await?);
    assert!(
        page.contains("C’est noté pour 3 personnes. Pour 1 personne, quelqu’un avait écrit"),
        "{page}"
    );
    assert_eq!(page.matches("checked").count(), 3, "{page}");
    for (number, expected) in numbers.iter().zip([
        "À inviter ou à conclure",
        "À rappeler",
        "À inviter ou à conclure",
        "Présences à noter",
    ]) {
        assert_eq!(group(&mut aicha, number).await?, expected, "{number}");
    }
    let page = said(&sheet(&mut aicha, &numbers[0]).await?);
    assert!(
        page.contains("Accueil collectif\u{a0}: Présent·e"),
        "{page}"
    );
    // A mistake is corrected on the same page.
    let envoi = field(&said(&aicha.get(&path).await?), "envoi")?;
    let body = format!("envoi={envoi}&vu.{0}=4&presence.{0}=came", numbers[1]);
    aicha.post(&format!("{path}/presences"), &body).await?;
    assert_eq!(
        group(&mut aicha, &numbers[1]).await?,
        "À inviter ou à conclure"
    );
    // Forged: a code that is none, a registration of nobody here.
    for forged in [
        format!("envoi={envoi}&vu.{0}=5&presence.{0}=perhaps", numbers[1]),
        "vu.X=1&presence.X=came".to_owned(),
    ] {
        let answer = aicha.post(&format!("{path}/presences"), &forged).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{forged}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_right_holds_has_no_seat_and_no_name_on_a_sheet() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 2).await?;
    let path = planned(&mut aicha, THURSDAY, "1").await?;
    invites(&mut aicha, &numbers[0], "").await?;
    let asked = rights_request(json!({"objection": "yes"}), Some(&id(1)))?;
    harness.send(&id(20), &asked).await?;
    for page in [path.clone(), format!("{path}/emargement")] {
        let page = said(&aicha.get(&page).await?);
        assert!(
            !page.contains("/fiches/") && !page.contains("BENALI"),
            "{page}"
        );
    }
    assert!(said(&aicha.get("/accueils").await?).contains("1 place libre sur 1"));
    // Somebody else can have the seat.
    let answer = invites(&mut aicha, &numbers[1], "").await?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", said(&answer));
    let entry = aicha
        .post(&format!("/fiches/{}/accueil.ics", numbers[0]), "")
        .await?;
    assert_eq!(entry.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn a_seat_that_is_forged_gone_or_after_the_contents_end_is_not_kept() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut aicha = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    let numbers = reached(&mut aicha, 1).await?;
    let number = numbers[0].as_str();
    let far = planned(&mut aicha, "2027-01-07", "12").await?;
    let page = said(&sheet(&mut aicha, number).await?);
    assert!(!page.contains("name=\"accueil\""), "not offered: {page}");
    let path = planned(&mut aicha, THURSDAY, "12").await?;
    let seat = offered(&mut aicha, number).await?;
    assert!(seat.starts_with("2."), "{far} {path}: {seat}");
    let after_the_end = "1.1799310600";
    for (seat, status) in [
        (after_the_end, StatusCode::CONFLICT),
        ("2.1796286600", StatusCode::CONFLICT),
        ("99.1796286600", StatusCode::CONFLICT),
        ("2.0", StatusCode::CONFLICT),
        ("2", StatusCode::UNPROCESSABLE_ENTITY),
        ("x.y", StatusCode::UNPROCESSABLE_ENTITY),
        ("", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (seen, envoi) = form(&sheet(&mut aicha, number).await?)?;
        let body = format!("vu={seen}&envoi={envoi}&accueil={seat}");
        let answer = aicha
            .post(&format!("/fiches/{number}/accueil"), &body)
            .await?;
        assert_eq!(answer.status, status, "{seat}: {}", said(&answer));
    }
    // A step that names a seat is none of the forms of a registration.
    let answer = writes(&mut aicha, number, "acte=invited").await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = writes(&mut aicha, number, "acte=welcome_cancelled").await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said(&aicha.get(&path).await?).contains("Personne encore"));
    // Cancelled since the page was made.
    let (seen, envoi) = form(&sheet(&mut aicha, number).await?)?;
    changes(&mut aicha, &path, ("annuler", "")).await?;
    let body = format!("vu={seen}&envoi={envoi}&accueil={seat}");
    let answer = aicha
        .post(&format!("/fiches/{number}/accueil"), &body)
        .await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        said(&answer).contains("n’est plus proposé"),
        "{}",
        said(&answer)
    );
    Ok(())
}
