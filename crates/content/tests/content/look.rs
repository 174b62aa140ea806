//! What a Mission Locale looks like, who calls, and its languages: what is taken from its file, and what is refused.

use std::fs;

use anyhow::Context;
use content::{
    Credentials, SiteFile,
    colour::{Colour, ground},
};
use domain::language::Language;

use crate::{
    folder::{Copy, real},
    mistakes::assert_says,
};

const SITE: &str = "sites/demo.toml";

/// The demonstration's file with these lines before its first table.
fn with(lines: &str) -> anyhow::Result<Copy> {
    let copy = Copy::new()?;
    copy.change(
        SITE,
        "[opening_hours]",
        &format!("{lines}\n[opening_hours]"),
    )?;
    Ok(copy)
}

/// The demonstration's file with this table.
fn with_look(lines: &str) -> anyhow::Result<Copy> {
    let copy = Copy::new()?;
    copy.change(SITE, "[partners]", &format!("[look]\n{lines}\n[partners]"))?;
    copy.write(
        "sites/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )?;
    copy.write(
        "sites/tall.svg",
        &format!("<svg>{}</svg>", " ".repeat(13_000)),
    )?;
    fs::write(copy.path("sites/locaux.webp"), b"RIFF\x04\0\0\0WEBP")?;
    Ok(copy)
}

fn mistakes(copy: &Copy) -> String {
    let Err(error) = SiteFile::read_for_build(&copy.path(SITE)) else {
        return String::new();
    };
    copy.lines(&error.to_string()).join("\n")
}

#[test]
fn without_a_look_there_is_the_one_of_everybody() -> anyhow::Result<()> {
    let site = SiteFile::read_for_build(&real().join(SITE))?;
    assert!(site.look.logo.is_none() && site.look.photo.is_none());
    assert!(site.look.palette.is_none() && site.public.callers.is_empty());
    Ok(())
}

#[test]
fn a_build_takes_logo_photograph_and_colour() -> anyhow::Result<()> {
    let copy = with_look(
        "accent = \"#1a3f8b\"\nlogo = \"logo.svg\"\nphoto = \"locaux.webp\"\nphoto_alt = \"L’équipe\"",
    )?;
    let look = SiteFile::read_for_build(&copy.path(SITE))?.look;
    assert_eq!(look.logo.context("a logo")?.extension, "svg");
    let (photo, alt) = look.photo.context("a photograph")?;
    assert_eq!((photo.extension, alt.as_str()), ("webp", "L’équipe"));
    let style = look.palette.context("a palette")?.style();
    assert!(
        style.starts_with(":root{--action:light-dark(#1a3f8b,#"),
        "{style}"
    );
    // The endpoint has no use for pictures: where it runs they need not be.
    fs::remove_file(copy.path("sites/logo.svg"))?;
    let site = SiteFile::read(&copy.path(SITE), &Credentials::default())?;
    assert!(site.look.logo.is_none() && site.look.palette.is_some());
    Ok(())
}

#[test]
fn what_cannot_be_seen_or_read_is_refused_with_its_line() -> anyhow::Result<()> {
    for (lines, field, expected) in [
        (
            "accent = \"vert\"",
            "look.accent",
            "une couleur à six chiffres",
        ),
        (
            "accent = \"#ffc145\"",
            "look.accent",
            "il faut une couleur plus foncée",
        ),
        ("logo = \"absent.svg\"", "look.logo", "il n’y est pas"),
        (
            "logo = \"../demo.toml\"",
            "look.logo",
            "à côté de ce fichier (svg, png)",
        ),
        ("logo = \"tall.svg\"", "look.logo", "de 12 Kio au plus"),
        ("logo = \"locaux.webp\"", "look.logo", "(svg, png)"),
        (
            "photo = \"locaux.webp\"",
            "look.photo",
            "il faut aussi photo_alt",
        ),
        (
            "photo = \"demo.toml\"\nphoto_alt = \"x\"",
            "look.photo",
            "(jpg, webp, png)",
        ),
        ("couleur = \"#000000\"", "look.couleur", "champ inconnu"),
    ] {
        let copy = with_look(lines)?;
        let found = mistakes(&copy);
        let line = copy.line(SITE, lines.lines().next().context("a line")?)?;
        let start = format!("{SITE}, ligne {line}, {field}: ");
        assert!(found.starts_with(&start), "{lines}: {found}");
        assert_says(&found, expected);
    }
    Ok(())
}

#[test]
fn names_of_pictures_are_checked_where_the_pictures_are_not_read() -> anyhow::Result<()> {
    let read = |line: &str| -> anyhow::Result<_> {
        Ok(SiteFile::read(
            &with_look(line)?.path(SITE),
            &Credentials::default(),
        ))
    };
    assert!(read("logo = \"absent.svg\"")?.is_ok());
    assert!(read("photo = \"absent.jpg\"\nphoto_alt = \"x\"")?.is_ok());
    for line in [
        "logo = \"../logo.svg\"",
        "logo = \"/etc/logo.svg\"",
        "logo = \"logo.svg/\"",
        "logo = \"logo.gif\"",
        "logo = \"logo\"",
        "photo_alt = \"x\"\nphoto = \"a/photo.jpg\"",
    ] {
        let Err(error) = read(line)? else {
            panic!("{line} was accepted")
        };
        assert_says(&error.to_string(), "il faut le nom d’une image à côté");
    }
    Ok(())
}

#[test]
fn those_who_call_are_named_with_the_number_that_shows() -> anyhow::Result<()> {
    let copy = with("callers = [\"Samira\", \"Karim\"]\ncalls_from = \"03 53 01 99 99\"")?;
    let site = SiteFile::read_public(&copy.path(SITE))?;
    assert_eq!(site.callers, ["Samira", "Karim"]);
    assert_eq!(site.calls_from, "03 53 01 99 99");
    for wrong in [
        "Sam\\u202Eira",
        "A\\u2069B",
        "Sam\\u0007",
        "Sam\\nira",
        "\\u2066Sam",
        "Samira-Sabrina-Salomé-de-Saint-Sauveur",
    ] {
        let found = mistakes(&with(&format!("callers = [\"Karim\", \"{wrong}\"]"))?);
        assert_says(&found, "callers.2: il faut ");
    }
    let six = mistakes(&with(
        "callers = [\"A\", \"B\", \"C\", \"D\", \"E\", \"F\"]",
    )?);
    assert_says(&six, "callers.6: il faut 5 prénoms au plus");
    assert_says(
        &mistakes(&with("calls_from = \"12\"")?),
        "calls_from: il faut un numéro de téléphone de France",
    );
    Ok(())
}

#[test]
fn languages_are_offered_and_read_over_as_the_file_says() -> anyhow::Result<()> {
    let copy = Copy::new()?;
    copy.change(
        SITE,
        "# offered = [\"fr\", \"fr-simple\", \"en\", \"uk\"]",
        "offered = [\"en\"]",
    )?;
    copy.change(SITE, "read_over = []", "read_over = [\"en\"]")?;
    let languages = SiteFile::read_for_build(&copy.path(SITE))?.languages;
    let both = [Language::French, Language::English];
    assert_eq!(
        (languages.offered, languages.read_over),
        (both.into(), both.into())
    );
    let all = SiteFile::read_for_build(&real().join(SITE))?.languages;
    assert_eq!(
        (all.offered, all.read_over),
        (Language::ALL.into(), vec![Language::French])
    );
    let example = "# offered = [\"fr\", \"fr-simple\", \"en\", \"uk\"]";
    for (now, expected) in [
        (
            "offered = [\"it\"]",
            "languages.offered.1: il faut le code d’une langue",
        ),
        ("offered = \"uk\"", "languages.offered: il faut une liste"),
        (
            "offered = []",
            "languages.offered: il faut au moins une langue",
        ),
    ] {
        let copy = Copy::new()?;
        copy.change(SITE, example, now)?;
        assert_says(&mistakes(&copy), expected);
    }
    Ok(())
}

#[test]
fn the_grounds_that_contrast_is_counted_on_are_those_of_the_stylesheet() -> anyhow::Result<()> {
    let tokens = fs::read_to_string(real().join("../style/tokens.css"))?;
    let both = |[light, dark]: [Colour; 2]| format!("light-dark({light}, {dark})");
    for (name, value) in [
        ("paper", both(ground::PAPER)),
        ("card", both(ground::CARD)),
        ("ink", both(ground::INK)),
        ("sun", ground::SUN.to_string()),
    ] {
        let line = format!("--{name}: {value};");
        assert!(tokens.contains(&line), "style/tokens.css has no {line}");
    }
    Ok(())
}
