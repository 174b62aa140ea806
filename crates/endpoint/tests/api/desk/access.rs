//! Route walk: each route with each role and without a session; forms of other origins; response headers.

use super::*;
use endpoint::{Access, Endpoint};

const ROLES: [(DeskRole, Access); 3] = [
    (DeskRole::Team, Access::Team),
    (DeskRole::Officer, Access::Officer),
    (DeskRole::Manager, Access::Manager),
];

/// A path of that pattern.
fn example(pattern: &str) -> String {
    pattern.replace("{id}", "1").replace("{number}", "KT4HW7PX")
}

async fn asked(browser: &mut Browser<'_>, method: &Method, path: &str) -> Result<Response> {
    if *method == Method::POST {
        browser.post(path, "").await
    } else {
        browser.get(path).await
    }
}

fn is_shown_out(response: &Response) -> bool {
    response.status == StatusCode::UNAUTHORIZED
        || (response.status == StatusCode::SEE_OTHER
            && response
                .headers
                .get(header::LOCATION)
                .and_then(|path| path.to_str().ok())
                .is_some_and(|path| path.starts_with("/entrer")))
}

fn is_not_theirs(response: &Response) -> bool {
    response.status == StatusCode::FORBIDDEN && said(response).contains("pas dans vos accès")
}

#[tokio::test]
async fn every_route_lets_in_whom_its_line_names_and_nobody_else() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    // Nobody is closed out by what the walk does.
    desk.enrolled("Gérante", &[DeskRole::Manager]).await?;
    let mut people = Vec::new();
    for (role, access) in ROLES {
        people.push((desk.enrolled(access_name(access), &[role]).await?, access));
    }
    let mut refused = 0;
    let routes = Endpoint::desk_routes();
    for route in &routes {
        let path = example(route.path);
        let response = asked(&mut desk.browser()?, &route.method, &path).await?;
        let is_home = route.path == "/";
        let is_open = route.access == Access::Anyone;
        assert_eq!(
            is_shown_out(&response) && !is_home,
            !is_open,
            "{route:?}, signed out"
        );
        for (browser, access) in &mut people {
            // What ended a session is no matter for the next route.
            browser.sign_in().await?;
            let may = matches!(route.access, Access::Anyone | Access::SignedIn)
                || route.access == *access;
            let response = asked(browser, &route.method, &path).await?;
            assert_eq!(is_not_theirs(&response), !may, "{route:?}, {access:?}");
            if may && route.path != "/sortir" {
                assert!(!is_shown_out(&response), "{route:?}, {access:?}");
            }
            refused += usize::from(!may);
        }
    }
    assert!(routes.len() > 15 && refused >= 10, "the walk met refusals");
    Ok(())
}

fn access_name(access: Access) -> &'static str {
    match access {
        Access::Team => "Aïcha",
        Access::Officer => "Dominique",
        _ => "Manuel",
    }
}

#[tokio::test]
async fn no_form_of_another_page_is_taken() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &DeskRole::ALL).await?;
    let cookie = browser.cookie.clone().context("a cookie")?;
    let from = [
        Some(("sec-fetch-site", "cross-site")),
        Some(("sec-fetch-site", "same-site")),
        Some(("sec-fetch-site", "none")),
        Some(("origin", "https://mission-locale.example")),
        Some(("origin", "null")),
        None,
    ];
    for route in Endpoint::desk_routes() {
        if route.method != Method::POST {
            continue;
        }
        for said_from in from {
            let mut request = Request::post(example(route.path))
                .header(header::COOKIE, &cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some((name, value)) = said_from {
                request = request.header(name, value);
            }
            let response = desk.ask(request.body(Body::empty())?).await?;
            assert_eq!(
                response.status,
                StatusCode::FORBIDDEN,
                "{route:?} {said_from:?}"
            );
            assert!(said(&response).contains("ne vient pas de cet espace"));
        }
    }
    assert!(browser.is_in().await?);
    // An older browser says its origin alone.
    let request = Request::post("/sortir")
        .header(header::COOKIE, &cookie)
        .header(header::ORIGIN, ORIGIN);
    let response = desk.ask(request.body(Body::empty())?).await?;
    assert_eq!(response.status, StatusCode::SEE_OTHER);
    assert!(!browser.is_in().await?);
    Ok(())
}

#[tokio::test]
async fn every_response_has_the_desks_headers_and_stays_in_no_cache() -> Result<()> {
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    let mut browser = desk.enrolled("Aïcha", &DeskRole::ALL).await?;
    for path in [
        "/",
        "/entrer",
        "/invitation",
        "/compte",
        "/equipe",
        "/nulle-part",
        "/desk.js",
        "/passkeys.js",
        "/desk.css",
    ] {
        let response = browser.get(path).await?;
        let header = |name: &str| {
            let value = response
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(
            header("strict-transport-security").starts_with("max-age=63072000"),
            "{path}"
        );
        let is_file = ["/desk.css", "/desk.js", "/passkeys.js"].contains(&path);
        assert_eq!(header("cache-control") == "no-store", !is_file, "{path}");
        assert!(!said(&response).contains("type=\"password\""), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_public_address_knows_nothing_of_the_desk_and_a_site_without_one_has_none() -> Result<()>
{
    let harness = mission_locale().await?;
    let desk = Desk::of(&harness)?;
    for route in Endpoint::desk_routes() {
        if route.path == "/" {
            continue;
        }
        let response = desk.harness.get(&example(route.path)).await?;
        // Under that path young people have pages of their own, where they ask for a right: shown, or led to in small letters.
        let shown = [StatusCode::OK, StatusCode::PERMANENT_REDIRECT];
        let is_of_the_app = route.path.starts_with("/droits") && shown.contains(&response.status);
        assert!(
            is_of_the_app || response.status == StatusCode::NOT_FOUND,
            "{} {}",
            response.status,
            route.path
        );
        assert!(
            !said(&response).contains("Espace conseillers"),
            "{}",
            route.path
        );
    }
    let without = |text: String| {
        text.replace("[desk]\norigin = \"http://localhost:8081\"\n", "")
            .replace(
                "preinscription = \"2027-02\"",
                "preinscription = \"2027-01\"",
            )
    };
    let harness = Harness::with(|_| {}, without).await?;
    assert!(harness.endpoint.desk_router().is_none());
    let command = DeskCommand::Invite {
        name: "Aïcha".to_owned(),
        roles: vec![DeskRole::Manager],
    };
    let refused = harness.endpoint.carry_out_desk_command(command).await;
    let refused = refused.err().context("a refusal")?.to_string();
    assert!(refused.contains("[desk]"), "{refused}");
    Ok(())
}
