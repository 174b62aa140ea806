//! Branches: what is taken from a site's file, and what is refused.

use content::{Credentials, SiteFile};

use crate::{folder::Copy, mistakes::assert_says};

const SITE: &str = "sites/demo.toml";

const HEM: &str = r#"
[[branches]]
id = "hem"
name = "Antenne de Hem"
phone = "+33 3 53 01 12 36"
address = ["5 place de l’Exemple", "59510 Hem"]
communes = ["59299"]
mailbox = "hem@mission-locale.example"
callers = ["Karim"]
calls_from = "03 53 01 12 37"
[branches.opening_hours]
mardi = "09:00-12:00"
"#;

const LEERS: &str = r#"
[[branches]]
id = "leers"
name = "Antenne de Leers"
phone = "+33 3 53 01 12 38"
address = ["1 rue de l’Exemple", "59115 Leers"]
communes = ["59339", "59367"]
"#;

/// The demonstration's file with these tables at its end.
fn with(tables: &str) -> anyhow::Result<Copy> {
    let copy = Copy::new()?;
    copy.change(SITE, "[[neighbours]]", &format!("{tables}\n[[neighbours]]"))?;
    Ok(copy)
}

fn mistakes(tables: &str) -> anyhow::Result<String> {
    let copy = with(tables)?;
    let Err(error) = SiteFile::read(&copy.path(SITE), &Credentials::default()) else {
        return Ok(String::new());
    };
    Ok(copy.lines(&error.to_string()).join("\n"))
}

#[test]
fn a_branch_has_its_own_numbers_and_hours_and_else_those_of_the_whole() -> anyhow::Result<()> {
    let copy = with(&[HEM, LEERS].concat())?;
    let site = SiteFile::read(&copy.path(SITE), &Credentials::default())?;
    let [hem, leers] = &site.public.branches[..] else {
        panic!("two branches")
    };
    assert_eq!(
        (hem.id.as_str(), hem.name.as_str()),
        ("hem", "Antenne de Hem")
    );
    assert_eq!(
        (hem.phone.as_str(), hem.phone_e164.as_str()),
        ("03 53 01 12 36", "+33353011236")
    );
    assert_eq!(hem.calls_from, "03 53 01 12 37");
    assert_eq!(hem.callers, ["Karim"]);
    assert_eq!(hem.territory, ["59299"]);
    assert_eq!(hem.opening_hours.days.len(), 1);
    assert_eq!(leers.opening_hours, site.public.opening_hours);
    // Callers of the whole answer elsewhere.
    assert!(leers.callers.is_empty() && leers.calls_from.is_empty());
    assert_eq!(leers.time_zone, "Europe/Paris");
    let mailboxes: Vec<(&str, &str)> = site
        .branch_mailboxes
        .iter()
        .map(|(branch, mailbox)| (branch.as_str(), mailbox.as_str()))
        .collect();
    assert_eq!(mailboxes, [("hem", "hem@mission-locale.example")]);
    // Mailboxes are nobody's business.
    assert!(!serde_json::to_string(&site.public)?.contains("hem@"));
    Ok(())
}

#[test]
fn a_closure_of_the_whole_closes_its_branches_which_may_have_others() -> anyhow::Result<()> {
    let own = "mardi = \"09:00-12:00\"\nfermetures = [\"02/03/2027\", \"24/12/2026\"]";
    let copy = with(&[&HEM.replace("mardi = \"09:00-12:00\"", own), LEERS].concat())?;
    let hours = "vendredi = \"09:00-16:30\"";
    let closed = format!("{hours}\nfermetures = [\"24/12/2026-26/12/2026\"]");
    copy.change(SITE, hours, &closed)?;
    let site = SiteFile::read_public(&copy.path(SITE))?;
    let days = ["2026-12-24", "2026-12-25", "2026-12-26"];
    assert_eq!(site.opening_hours.closed_on, days);
    let [hem, leers] = &site.branches[..] else {
        panic!("two branches")
    };
    assert_eq!(leers.opening_hours.closed_on, days);
    assert_eq!(
        hem.opening_hours.closed_on,
        [&days[..], &["2027-03-02"]].concat()
    );
    Ok(())
}

#[test]
fn what_a_branch_cannot_be_is_said_with_its_line() -> anyhow::Result<()> {
    let whole = [HEM, LEERS].concat();
    for (line, wrong, said) in [
        (
            "id = \"leers\"",
            "id = \"hem\"",
            "il faut un autre id: \"hem\" est déjà pris",
        ),
        (
            "id = \"leers\"",
            "id = \"demo\"",
            "il faut un autre id: \"demo\" est déjà pris",
        ),
        (
            "id = \"leers\"",
            "id = \"À Leers\"",
            "branches.2.id: il faut des petites lettres",
        ),
        (
            "\"59339\", \"59367\"",
            "\"59339\", \"59299\"",
            "\"59299\" est à une antenne plus haut",
        ),
        (
            "\"59339\", \"59367\"",
            "\"59339\", \"59009\"",
            "\"59009\" n’est pas dans territory",
        ),
        (
            "\"59339\", \"59367\"",
            "",
            "branches.2.communes: il en faut au moins une",
        ),
        (
            "mailbox = \"hem@mission-locale.example\"",
            "mailbox = \"hem\"",
            "branches.1.mailbox: il faut une adresse électronique",
        ),
        ("phone = \"+33 3 53 01 12 36\"", "", "branches.1.phone"),
        (
            "mardi = \"09:00-12:00\"",
            "mardi = \"12:00-09:00\"",
            "branches.1.opening_hours.mardi",
        ),
        (
            "callers = [\"Karim\"]",
            "email = \"hem@mission-locale.example\"",
            "branches.1.email: champ inconnu",
        ),
    ] {
        assert!(whole.contains(line), "{line}");
        assert_says(&mistakes(&whole.replacen(line, wrong, 1))?, said);
    }
    Ok(())
}

#[test]
fn a_mailbox_is_of_one_place() -> anyhow::Result<()> {
    let own = "mailbox = \"hem@mission-locale.example\"";
    let leers = LEERS.replace("communes", &format!("{own}\ncommunes"));
    let two = mistakes(&[HEM, &leers].concat())?;
    assert_says(&two, "branches.2.mailbox: il faut une boîte à elle seule");
    let the_whole = HEM.replace("hem@mission", "Preinscriptions@mission");
    assert_says(
        &mistakes(&the_whole)?,
        "branches.1.mailbox: il faut une boîte à elle seule",
    );
    Ok(())
}

#[test]
fn an_arrondissement_and_its_city_are_one_commune_too_many() -> anyhow::Result<()> {
    for (one, other) in [("75056", "75111"), ("69383", "69123"), ("13055", "13055")] {
        let copy = with(
            &[
                &HEM.replace("59299", one),
                &LEERS.replace("\"59339\", \"59367\"", &format!("\"{other}\"")),
            ]
            .map(String::as_str)
            .concat(),
        )?;
        without_territory(&copy)?;
        let Err(error) = SiteFile::read(&copy.path(SITE), &Credentials::default()) else {
            panic!("{one} and {other}")
        };
        let said = format!("\"{other}\" est à une antenne plus haut");
        assert_says(&error.to_string(), &said);
    }
    Ok(())
}

fn without_territory(copy: &Copy) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(copy.path(SITE))?;
    let (before, after) = text.split_once("territory = [").unwrap_or_default();
    let after = after.split_once(']').map_or("", |(_, after)| after);
    copy.write(SITE, &format!("{before}{after}"))
}

#[test]
fn without_a_territory_a_branch_takes_no_commune_of_a_neighbour() -> anyhow::Result<()> {
    let copy = with(&HEM.replace("59299", "59350"))?;
    without_territory(&copy)?;
    let Err(error) = SiteFile::read(&copy.path(SITE), &Credentials::default()) else {
        panic!("a commune of two")
    };
    assert_says(&error.to_string(), "\"59350\" est à une voisine");
    Ok(())
}
