//! The register as pages: every step of it as a form, what is refused, two officers at once, the answer as a download.

use super::team::{field, one_step};
use super::*;
use crate::harness::{id, registration, rights_request};
use domain::{reference::Reference, wire::SubmissionId};
use testing::pdf_text;

const DAY_SECONDS: i64 = 24 * 3600;

async fn asks(
    harness: &Harness,
    own: u8,
    asked: Value,
    about: Option<&SubmissionId>,
) -> Result<Reference> {
    let request = rights_request(asked, about)?;
    Ok(harness.send(&id(own), &request).await?.reference)
}

async fn page(browser: &mut Browser<'_>, number: &Reference) -> Result<Response> {
    browser.get(&format!("/droits/{}", number.as_str())).await
}

/// The hidden fields of the form whose button asks for that step.
fn form(page: &Response, act: &str) -> Result<(String, String)> {
    let page = said(page);
    let button = format!("value=\"{act}\"");
    let mut forms = page.split("<form").filter(|form| form.contains(&button));
    let form = forms.next().with_context(|| format!("a form of {act}"))?;
    Ok((field(form, "vu")?, field(form, "envoi")?))
}

async fn sends(
    browser: &mut Browser<'_>,
    number: &Reference,
    (seen, form): &(String, String),
    rest: &str,
) -> Result<Response> {
    let path = format!("/droits/{}/etapes", number.as_str());
    let body = format!("vu={seen}&envoi={form}&{rest}");
    browser.post(&path, &body).await
}

/// Opens the page and sends a step from it.
async fn writes(
    browser: &mut Browser<'_>,
    number: &Reference,
    act: &str,
    rest: &str,
) -> Result<Response> {
    let fields = form(&page(browser, number).await?, act)?;
    sends(browser, number, &fields, &format!("acte={act}{rest}")).await
}

fn is_noted(response: &Response) -> bool {
    response.status == StatusCode::SEE_OTHER && response.header("location").ends_with("?fait=1")
}

/// How many steps the register has of a request.
async fn steps(harness: &Harness, number: &Reference) -> Result<usize> {
    let shown = harness.endpoint.officer().show(number).await?;
    let lines = shown.lines().skip_while(|line| !line.starts_with("étapes"));
    Ok(lines
        .skip(1)
        .take_while(|line| line.starts_with(' '))
        .count())
}

#[tokio::test]
async fn a_request_goes_from_the_register_to_its_end_by_forms_alone() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let asked = json!({"right": "restriction", "restriction_ground": "contested",
        "registration_reference": registered.as_str()});
    let number = asks(&harness, 2, asked, None).await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let mut team = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    assert_eq!(ada.get("/").await?.header("location"), "/droits");
    let register = said(&ada.get("/droits").await?);
    for shown in [
        number.spaced().as_str(),
        "limitation",
        "30 jours restants",
        "À traiter (1)",
    ] {
        assert!(register.contains(shown), "{shown}: {register}");
    }
    assert!(!register.contains("Zéphyrine"), "no answer is on the list");
    for (act, rest, after) in [
        ("started", "", "prise en main"),
        (
            "identity_asked",
            "&raison=Deux+homonymes",
            "identité demandée",
        ),
        (
            "registration_named",
            &format!("&preinscription={}", registered.spaced()),
            "préinscription désignée, appliquée",
        ),
        ("extended", "&raison=Douze+demandes", "prolongée"),
        ("lifted", "&raison=Exactitude+v%C3%A9rifi%C3%A9e", "levée"),
        ("answered", "", "close, répondue"),
    ] {
        let answer = writes(&mut ada, &number, act, rest).await?;
        assert!(is_noted(&answer), "{act}: {}", said(&answer));
        let page = said(&ada.get(answer.header("location")).await?);
        assert!(
            page.contains(&format!("C’est noté\u{a0}: {after}")),
            "{act}: {page}"
        );
        assert!(page.contains("Ada"), "{act}");
        if act == "registration_named" {
            let row = said(&team.get("/matin").await?);
            assert!(!row.contains("Zéphyrine"), "it is out of the work: {row}");
        }
    }
    let page = said(&page(&mut ada, &number).await?);
    assert!(page.contains("plus rien à faire"), "{page}");
    assert!(page.contains("Deux homonymes") && page.contains("Exactitude vérifiée"));
    assert!(said(&ada.get("/droits").await?).contains("Closes (1)"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_allowed_is_not_offered_and_is_refused_where_it_is_sent() -> Result<()> {
    let harness = mission_locale().await?;
    harness.send(&id(1), &registration()?).await?;
    let number = asks(&harness, 2, json!({"right": "access"}), Some(&id(1))).await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let opened = page(&mut ada, &number).await?;
    for hidden in ["value=\"registration_named\"", "value=\"lifted\""] {
        assert!(!said(&opened).contains(hidden), "{hidden}");
    }
    let fields = form(&opened, "started")?;
    for (rest, status, words) in [
        (
            "acte=registration_named&preinscription=KT4HW7PX",
            StatusCode::CONFLICT,
            "désigne déjà",
        ),
        (
            "acte=lifted&raison=Fini",
            StatusCode::CONFLICT,
            "Rien n’est à lever",
        ),
        (
            "acte=refused&raison=+",
            StatusCode::UNPROCESSABLE_ENTITY,
            "Donnez la raison",
        ),
        (
            "acte=extended&raison=a%0Ab",
            StatusCode::UNPROCESSABLE_ENTITY,
            "Donnez la raison",
        ),
        (
            "acte=answer_written",
            StatusCode::UNPROCESSABLE_ENTITY,
            "n’a pas pu être lu",
        ),
        (
            "acte=erased",
            StatusCode::UNPROCESSABLE_ENTITY,
            "n’a pas pu être lu",
        ),
        (
            "acte=started&par=Grace",
            StatusCode::UNPROCESSABLE_ENTITY,
            "n’a pas pu être lu",
        ),
    ] {
        let answer = sends(&mut ada, &number, &fields, rest).await?;
        assert_eq!(answer.status, status, "{rest}");
        assert!(said(&answer).contains(words), "{rest}: {}", said(&answer));
    }
    assert_eq!(steps(&harness, &number).await?, 1, "nothing was written");
    let nowhere = asks(&harness, 3, json!({"right": "access"}), None).await?;
    for (typed, words) in [
        ("AB3DE4FG", "aucune préinscription"),
        ("42", "huit signes"),
        ("", "n’en nomme aucune"),
    ] {
        let answer = writes(
            &mut ada,
            &nowhere,
            "registration_named",
            &format!("&preinscription={typed}"),
        )
        .await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let page = said(&answer);
        assert!(
            page.contains(words) && page.contains(&format!("value=\"{typed}\"")),
            "{page}"
        );
    }
    // After the first month nothing is extended.
    harness.clock.advance(31 * DAY_SECONDS);
    ada.sign_in().await?;
    let late = page(&mut ada, &number).await?;
    assert!(
        !said(&late).contains("value=\"extended\"") && said(&late).contains("1 jour de retard")
    );
    let answer = sends(
        &mut ada,
        &number,
        &form(&late, "started")?,
        "acte=extended&raison=Trop",
    )
    .await?;
    assert!(said(&answer).contains("article 12.3"), "{}", said(&answer));
    assert_eq!(
        page(&mut ada, &"KT4HW7PX".parse()?).await?.status,
        StatusCode::NOT_FOUND
    );
    Ok(())
}

#[tokio::test]
async fn a_form_sent_twice_writes_once_and_the_second_of_two_officers_sees_both() -> Result<()> {
    let harness = mission_locale().await?;
    let number = asks(
        &harness,
        1,
        json!({"right": "rectification", "correction": "Avec un k"}),
        None,
    )
    .await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let mut grace = desk.enrolled("Grace", &[DeskRole::Officer]).await?;
    let act = "identity_asked";
    let of_ada = form(&page(&mut ada, &number).await?, act)?;
    let of_grace = form(&page(&mut grace, &number).await?, act)?;
    for _ in 0..2 {
        let answer = sends(
            &mut ada,
            &number,
            &of_ada,
            "acte=identity_asked&raison=Un+doute",
        )
        .await?;
        assert!(is_noted(&answer), "{}", said(&answer));
    }
    assert_eq!(steps(&harness, &number).await?, 2);
    let other = sends(
        &mut ada,
        &number,
        &of_ada,
        "acte=identity_asked&raison=Autre",
    )
    .await?;
    assert_eq!(
        other.status,
        StatusCode::CONFLICT,
        "another reason is another wish"
    );

    let answer = sends(
        &mut grace,
        &number,
        &of_grace,
        "acte=extended&raison=Douze+%26+plus",
    )
    .await?;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let both = said(&answer);
    let (before, mine) = both
        .split_once("Ce que vous alliez noter")
        .context("both")?;
    assert!(
        before.contains("identité demandée")
            && before.contains("Ada")
            && before.contains("Un doute")
    );
    assert!(
        mine.contains("Prolonger") && mine.contains("Douze &amp; plus"),
        "{mine}"
    );
    assert_eq!(steps(&harness, &number).await?, 2, "nothing was written");
    let anyway = sends(
        &mut grace,
        &number,
        &form(&answer, "extended")?,
        "acte=extended&raison=Douze",
    )
    .await?;
    assert!(is_noted(&anyway), "{}", said(&anyway));

    // A mail that was taken meanwhile puts no page out of date.
    let last = form(&page(&mut grace, &number).await?, "answered")?;
    let late = form(&page(&mut ada, &number).await?, "started")?;
    harness.endpoint.deliver_due().await?;
    for _ in 0..2 {
        assert!(is_noted(
            &sends(&mut grace, &number, &last, "acte=answered").await?
        ));
    }
    let closed = sends(&mut ada, &number, &late, "acte=started").await?;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    assert!(
        said(&closed).contains("est close") && said(&closed).contains("Grace"),
        "{}",
        said(&closed)
    );
    assert!(!said(&closed).contains("quand même"));
    Ok(())
}

#[tokio::test]
async fn what_nothing_brings_back_asks_for_the_passkey_and_loses_nothing() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let number = asks(&harness, 2, json!({"right": "cancellation"}), None).await?;
    let desk = Desk::of(&harness)?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let refusing = form(&page(&mut ada, &number).await?, "refused")?;
    let naming = form(&page(&mut ada, &number).await?, "registration_named")?;
    desk.harness.clock.advance(5 * 60);
    let withheld = said(&page(&mut ada, &number).await?);
    assert!(withheld.contains("Confirmer avec ma clé"), "{withheld}");
    for hidden in ["value=\"refused\"", "value=\"registration_named\""] {
        assert!(!withheld.contains(hidden), "{hidden}");
    }
    desk.harness.clock.advance(10 * 60);
    let named = format!(
        "acte=registration_named&preinscription={}",
        registered.as_str()
    );
    for (fields, rest, kept) in [
        (
            &refusing,
            "acte=refused&raison=D%C3%A9j%C3%A0+saisi",
            "Déjà saisi",
        ),
        (&naming, named.as_str(), registered.as_str()),
    ] {
        let answer = sends(&mut ada, &number, fields, rest).await?;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{rest}");
        let page = said(&answer);
        assert!(
            page.contains("Montrez votre clé") && page.contains(kept),
            "{page}"
        );
    }
    assert_eq!(steps(&harness, &number).await?, 2, "nothing was written");
    ada.sign_in().await?;
    let answer = sends(&mut ada, &number, &naming, &named).await?;
    assert!(is_noted(&answer), "{}", said(&answer));
    let shown = said(&ada.get(answer.header("location")).await?);
    assert!(
        shown.contains("appliquée") && shown.contains("contenu effacé"),
        "{shown}"
    );

    // A session that has ended keeps what was typed, and another role sends nothing.
    harness.clock.advance(31 * 60);
    let answer = sends(&mut ada, &number, &refusing, "acte=refused&raison=Un+motif").await?;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(said(&answer).contains("Un motif"));
    Ok(())
}

#[tokio::test]
async fn an_answer_is_downloaded_as_one_step_and_each_opening_is_noted() -> Result<()> {
    let harness = mission_locale().await?;
    let registered = harness.send(&id(1), &registration()?).await?.reference;
    let desk = Desk::of(&harness)?;
    let mut team = desk.enrolled("Aïcha", &[DeskRole::Team]).await?;
    one_step(&mut team, registered.as_str()).await?;
    let number = asks(&harness, 2, json!({"right": "access"}), Some(&id(1))).await?;
    let mut ada = desk.enrolled("Ada", &[DeskRole::Officer]).await?;
    let opened = page(&mut ada, &number).await?;
    let part = said(&opened);
    let (_, part) = part.split_once("/reponse.pdf\"").context("a form")?;
    let files = format!("envoi={}", field(part, "envoi")?);
    let path = |ending: &str| format!("/droits/{}/reponse.{ending}", number.as_str());
    let closing = form(&opened, "answered")?;
    let pdf = ada.post(&path("pdf"), &files).await?;
    assert_eq!(
        pdf.header("content-disposition"),
        format!("attachment; filename=\"reponse-{}.pdf\"", number.as_str())
    );
    let printed = pdf_text(&pdf.body)?;
    for held in ["Zéphyrine", "Prise en main", &registered.spaced()] {
        assert!(printed.contains(held), "{held}: {printed}");
    }
    let json: Value = ada.post(&path("json"), &files).await?.json()?;
    assert_eq!(json["registration"]["reference"], registered.as_str());
    assert_eq!(json["steps"][0]["step"], "taken");
    assert_eq!(
        json["opened_at"].as_array().context("openings")?.len(),
        1,
        "the team’s alone"
    );
    assert_eq!(
        steps(&harness, &number).await?,
        2,
        "one step for both files"
    );
    // The page that offered them is not out of date for that.
    assert!(is_noted(
        &sends(&mut ada, &number, &closing, "acte=answered").await?
    ));
    let late = ada.post(&path("pdf"), &files).await?;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(said(&late).contains("est close"));
    let other = asks(
        &harness,
        3,
        json!({"right": "rectification", "correction": "k"}),
        Some(&id(1)),
    )
    .await?;
    let wrong = ada
        .post(&format!("/droits/{}/reponse.json", other.as_str()), &files)
        .await?;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert_eq!(
        ada.get(&path("pdf")).await?.status,
        StatusCode::NOT_FOUND,
        "no link opens one"
    );
    let bare = ada.post(&path("pdf"), "").await?;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    Ok(())
}
