//! The register as pages: every step of it as a form, what is refused, two officers at once.

use super::team::field;
use super::*;
use crate::harness::{id, registration, rights_request};
use domain::{reference::Reference, wire::SubmissionId};

const DAY_SECONDS: i64 = 24 * 3600;

pub(super) async fn asks(
    harness: &Harness,
    own: u8,
    asked: Value,
    about: Option<&SubmissionId>,
) -> Result<Reference> {
    let request = rights_request(asked, about)?;
    Ok(harness.send(&id(own), &request).await?.reference)
}

pub(super) async fn page(browser: &mut Browser<'_>, number: &Reference) -> Result<Response> {
    browser.get(&format!("/droits/{}", number.as_str())).await
}

/// The hidden fields of the form whose button asks for that step.
pub(super) fn form(page: &Response, act: &str) -> Result<(String, String)> {
    let page = said(page);
    let button = format!("value=\"{act}\"");
    let mut forms = page.split("<form").filter(|form| form.contains(&button));
    let form = forms.next().with_context(|| format!("a form of {act}"))?;
    Ok((field(form, "vu")?, field(form, "envoi")?))
}

pub(super) async fn sends(
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

pub(super) fn is_noted(response: &Response) -> bool {
    response.status == StatusCode::SEE_OTHER && response.header("location").ends_with("?fait=1")
}

/// How many steps the register has of a request.
pub(super) async fn steps(harness: &Harness, number: &Reference) -> Result<usize> {
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
        ("AAAAAAAA", "des chiffres de 2 à 9"),
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
