//! A Mission Locale's file: what is read from it, and how its mistakes are told.

use std::{fs, os::unix::fs::PermissionsExt};

use anyhow::Context;
use content::{Credentials, SiteFile};

use crate::folder::{Copy, real};

const SITE: &str = "sites/demo.toml";

fn mistakes(copy: &Copy) -> Vec<String> {
    let Err(error) = SiteFile::read(&copy.path(SITE), &Credentials::default()) else {
        return Vec::new();
    };
    copy.lines(&error.to_string())
}

#[test]
fn the_demo_site_is_read() -> anyhow::Result<()> {
    let site = SiteFile::read(&real().join(SITE), &Credentials::default())?;
    assert_eq!(site.public.phone, "03 53 01 12 34");
    assert_eq!(site.public.phone_e164, "+33353011234");
    assert_eq!(site.public.opening_hours.days.len(), 5);
    assert_eq!(site.public.opening_hours.days[0].opens_minutes, 9 * 60);
    assert_eq!(
        site.public.opening_hours.days[0].closes_minutes,
        17 * 60 + 30
    );
    assert_eq!(
        site.public
            .notices
            .get("preinscription")
            .map(String::as_str),
        Some("2027-02")
    );
    let versions = site.public.notices.iter().map(|(notice, _)| notice);
    assert!(versions.eq(["imilo", "liste-partenaire", "preinscription"]));
    assert_eq!(site.public.host, "Hébergeur Exemple");
    assert_eq!(site.public.mail_provider, "Messagerie Exemple");
    assert_eq!(site.public.keep_after_delivery_days, 7);
    let partner = site.public.partners.get("mission-interim");
    assert_eq!(partner.map(String::as_str), Some("Agence Exemple"));
    assert!(!site.public.news && site.public.sms);
    assert!(site.call_list && site.erasure_list && !site.subject_flags);
    assert!(
        site.public
            .territory
            .iter()
            .any(|commune| commune == "59512")
    );
    assert!(site.public.keys.is_empty() && site.mailbox_password.is_none());
    Ok(())
}

#[test]
fn a_day_may_have_a_break_and_a_year_closures() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(
        SITE,
        "lundi = \"09:00-17:30\"",
        "lundi = [\"09:00-12:00\", \"13:30 - 17:30\"]\nfermetures = [\"07/05/2027\", \"24/12/2026 - 01/01/2027\"]",
    )?;
    let hours = SiteFile::read_public(&copy.path(SITE))?.opening_hours;
    let monday: Vec<_> = hours.days.iter().filter(|day| day.weekday == 1).collect();
    let minutes = monday
        .iter()
        .map(|interval| (interval.opens_minutes, interval.closes_minutes));
    assert!(minutes.eq([(540, 720), (810, 1050)]));
    assert_eq!(hours.closed_on.len(), 10);
    assert_eq!(hours.closed_on[0], "2026-12-24");
    assert_eq!(hours.closed_on[8..], ["2027-01-01", "2027-05-07"]);
    Ok(())
}

/// What is there, what it becomes, the field that is told, and what is expected of it.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

fn assert_told(mistakes_to_make: &[Mistake]) -> anyhow::Result<()> {
    for (then, now, field, expected) in mistakes_to_make {
        let copy = Copy::new()?;
        copy.change(SITE, then, now)?;
        let line = copy.line(SITE, now.trim_end())?;
        let start = format!("{SITE}, ligne {line}, {field}: ");
        let found = mistakes(&copy);
        let told = found
            .iter()
            .any(|told| told.starts_with(&start) && told.contains(expected));
        assert!(
            told,
            "expected\n  {start}{expected}\nin\n  {}",
            found.join("\n  ")
        );
    }
    Ok(())
}

#[test]
fn each_mistake_is_told_with_its_line_and_field() -> anyhow::Result<()> {
    assert_told(&[
        (
            "keep_after_delivery_days = 7",
            "keep_after_delivery_days = \"7\"",
            "keep_after_delivery_days",
            "il faut un nombre entier de 1 à 30, et non un texte",
        ),
        (
            "keep_after_delivery_days = 7",
            "keep_after_delivery_days = 31",
            "keep_after_delivery_days",
            "il faut un nombre entier de 1 à 30, et non 31",
        ),
        (
            "email = ",
            "e_mail = ",
            "e_mail",
            "champ inconnu, il faut l’un de : address, branches, call_list, callers, calls_from, desk, email,",
        ),
        (
            "origin = \"http://localhost:8081\"",
            "origin = \"http://192.0.2.1:8081\"",
            "desk.origin",
            "il faut une adresse https:// faite d’un nom sans chemin",
        ),
        (
            "phone = \"+33 3 53 01 12 34\"",
            "phone = \"+33 3 53 01 12\"",
            "phone",
            "il faut un numéro de téléphone de France, comme \"+33 3 53 01 12 34\", et non \"+33 3 53 01 12\"",
        ),
        (
            "preinscription = \"2027-02\"",
            "preinscription = \"2031-02\"",
            "notices.preinscription",
            "il faut la version d’une notice qui est dans",
        ),
        (
            "preinscription = \"2027-02\"",
            "preinscription = \"2027-01\"",
            "notices.preinscription",
            "il faut une version qui parle de l’espace conseillers, puisque [desk] est là",
        ),
    ])
}

#[test]
fn without_a_desk_the_notice_says_nothing_of_one_and_content_stays_a_week() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(SITE, "keep_after_delivery_days = 7\n", "")?;
    let kept =
        |copy: &Copy| anyhow::Ok(SiteFile::read_public(&copy.path(SITE))?.keep_after_delivery_days);
    assert_eq!(kept(&copy)?, 30, "what is still called is not to vanish");
    copy.change(SITE, "[desk]\norigin = \"http://localhost:8081\"\n", "")?;
    let told = mistakes(&copy).join("\n");
    let expected = "il faut une version qui ne parle pas de l’espace conseillers, puisqu’il n’y a pas de [desk]";
    assert!(told.contains(expected), "{told}");
    copy.change(
        SITE,
        "preinscription = \"2027-02\"",
        "preinscription = \"2027-01\"",
    )?;
    assert_eq!(kept(&copy)?, 7);
    Ok(())
}

#[test]
fn hours_and_places_are_checked() -> anyhow::Result<()> {
    assert_told(&[
        (
            "lundi = \"09:00-17:30\"",
            "lundi = \"9h-17h30\"",
            "opening_hours.lundi",
            "il faut des heures comme \"09:00-17:30\"",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "lundi = \"17:30-09:00\"",
            "opening_hours.lundi",
            "il faut des heures comme \"09:00-17:30\", ou [\"09:00-12:00\", \"13:30-17:30\"] pour un jour avec une pause, dans l’ordre",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "lundi = [\"09:00-12:00\", \"11:30-17:30\"]",
            "opening_hours.lundi.2",
            "pour un jour avec une pause, dans l’ordre, et non \"11:30-17:30\"",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "lundi = \"09:00-12:00, 13:30-17:30\"",
            "opening_hours.lundi",
            "ou [\"09:00-12:00\", \"13:30-17:30\"] pour un jour avec une pause",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "lundi = []",
            "opening_hours.lundi",
            "il faut des heures comme \"09:00-17:30\"",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "fermetures = [\"31/02/2027\"]",
            "opening_hours.fermetures.1",
            "il faut un jour comme \"24/12/2026\"",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "fermetures = [\"24/12/2026-02/01/2026\"]",
            "opening_hours.fermetures.1",
            "ou le premier et le dernier",
        ),
        (
            "lundi = \"09:00-17:30\"",
            "fermetures = [\"24/12/2026-02/01/2028\"]",
            "opening_hours.fermetures.1",
            "92 jours au plus",
        ),
        (
            "lundi = ",
            "monday = ",
            "opening_hours.monday",
            "champ inconnu, il faut l’un de : dimanche, fermetures, jeudi, lundi",
        ),
        (
            "\"Europe/Paris\"\n",
            "\"Europe/Roubaix\"\n",
            "time_zone",
            "il faut un fuseau horaire de France",
        ),
        (
            "postal_areas = [\"59\"]",
            "postal_areas = [\"59100\"]",
            "postal_areas.1",
            "il faut les deux premiers chiffres d’un code postal",
        ),
        (
            "\"59512\"",
            "\"5910\"",
            "territory.5",
            "il faut le code INSEE d’une commune",
        ),
        (
            "\"https://mission-locale.example\"",
            "\"mission-locale.example\"",
            "website",
            "il faut une adresse qui commence par https://",
        ),
        (
            "mailbox = \"preinscriptions@",
            "mailbox = \"preinscriptions",
            "mailbox",
            "il faut une adresse électronique",
        ),
        (
            "id = \"demo\"",
            "id = \"Démo\"",
            "id",
            "il faut des petites lettres, des chiffres et des traits d’union",
        ),
    ])
}

#[test]
fn a_commune_has_one_mission_locale() -> anyhow::Result<()> {
    assert_told(&[
        (
            "communes = [\"59350\"]",
            "communes = [\"59512\"]",
            "neighbours.1.communes.1",
            "il faut chaque commune une fois: \"59512\" est plus haut",
        ),
        (
            "communes = [\"59350\"]",
            "communes = []",
            "neighbours.1.communes",
            "il en faut au moins une, comme [\"59350\"]",
        ),
    ])
}

#[test]
fn what_the_options_rest_on_is_checked() -> anyhow::Result<()> {
    assert_told(&[
        (
            "mission-interim = ",
            "\"Mission Intérim\" = ",
            "partners.Mission Intérim",
            "il faut le code d’un lien : des petites lettres, des chiffres et des traits d’union, 40 au plus",
        ),
        (
            "mission-interim = \"Agence Exemple\"",
            "mission-interim = \" \"",
            "partners.mission-interim",
            "il faut un texte, ni vide",
        ),
        (
            "news = false",
            "news = \"oui\"",
            "news",
            "il faut true ou false, et non un texte",
        ),
        (
            "sms = true",
            "sms = 1",
            "sms",
            "il faut true ou false, et non un nombre",
        ),
    ])
}

#[test]
fn what_the_file_does_not_say_is_not_done() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(SITE, "[partners]", "")?;
    copy.change(SITE, "mission-interim = \"Agence Exemple\"", "")?;
    for line in [
        "news = false",
        "sms = true",
        "subject_flags = false",
        "call_list = true",
        "erasure_list = true",
    ] {
        copy.change(SITE, line, "")?;
    }
    let site = SiteFile::read(&copy.path(SITE), &Credentials::default())?;
    assert!(site.public.partners.is_empty() && !site.public.news);
    assert!(!site.public.sms && !site.subject_flags);
    assert!(!site.call_list && !site.erasure_list);
    Ok(())
}

#[test]
fn a_missing_field_is_told_and_all_mistakes_at_once() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(SITE, "officer_email = ", "# officer_email = ")?;
    copy.change(SITE, "id = \"demo\"", "id = 7")?;
    copy.change(SITE, "host = ", "# host = ")?;
    copy.change(SITE, "imilo = \"2026-11\"\n", "")?;
    let mut found = mistakes(&copy);
    for expected in [
        "host: manque : il faut l’entreprise qui héberge ce service, nommée dans la notice",
        "notices: il faut la version de la notice \"imilo\"",
    ] {
        let told = found.iter().position(|told| told.ends_with(expected));
        found.remove(told.with_context(|| format!("{expected}, in {found:?}"))?);
    }
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        found[0],
        format!(
            "{SITE}, officer_email: manque : il faut l’adresse du délégué ou de la déléguée à la protection des données"
        )
    );
    assert!(
        found[1].starts_with(&format!("{SITE}, ligne ")) && found[1].contains(", id: il faut"),
        "{}",
        found[1]
    );
    Ok(())
}

#[test]
fn the_password_comes_from_its_own_file_and_is_never_printed() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(SITE, "# mailbox_password_file", "mailbox_password_file")?;
    assert!(
        mistakes(&copy)
            .join("\n")
            .contains("mailbox_password_file: il faut le chemin")
    );
    copy.write("sites/mot-de-passe.txt", "court\n")?;
    close(&copy, 0o644)?;
    let told = mistakes(&copy).join("\n");
    assert!(
        told.contains("sites/mot-de-passe.txt peut être lu par d’autres : chmod 600"),
        "{told}"
    );
    close(&copy, 0o600)?;
    assert!(mistakes(&copy).join("\n").contains("12 signes ou plus"));
    // What readers of PDF files do not take as it is.
    for password in [
        "x".repeat(128),
        "é".repeat(64),
        "avec\ttabulation".into(),
        " douze signes ".into(),
    ] {
        copy.write("sites/mot-de-passe.txt", &password)?;
        assert!(mistakes(&copy).join("\n").contains("127 octets au plus"));
    }
    copy.write("sites/mot-de-passe.txt", &"é".repeat(63))?;
    assert!(mistakes(&copy).is_empty());
    copy.write("sites/mot-de-passe.txt", "trois petits chats\n")?;
    let site = SiteFile::read(&copy.path(SITE), &Credentials::default())?;
    assert_eq!(
        site.mailbox_password.as_ref().map(content::Secret::reveal),
        Some("trois petits chats")
    );
    assert!(!format!("{site:?}").contains("chats"));
    Ok(())
}

fn close(copy: &Copy, mode: u32) -> anyhow::Result<()> {
    let path = copy.path("sites/mot-de-passe.txt");
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[test]
fn a_build_needs_no_password() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(SITE, "# mailbox_password_file", "mailbox_password_file")?;
    let site = SiteFile::read_public(&copy.path(SITE))?;
    assert_eq!(site.id, "demo");
    Ok(())
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let Err(error) = SiteFile::read(&real().join("sites/nowhere.toml"), &Credentials::default())
    else {
        panic!("there is no such site")
    };
    assert!(
        error
            .to_string()
            .contains("nowhere.toml: il faut un fichier UTF-8 lisible"),
        "{error}"
    );
}
