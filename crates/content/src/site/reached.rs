//! How the Mission Locale is reached: telephone, mail, post, web, and who calls.

use domain::{email, phone::PhoneNumber};

use crate::{fields::Fields, source::Value};

/// First names that one sentence can hold.
const MOST_CALLERS: usize = 5;

/// The longest first name, in characters.
const LONGEST_NAME: usize = 30;

/// Where young people write, the officer's, the mailbox, and where its mails come from.
pub(super) fn emails(fields: &Fields<'_>) -> Option<[String; 4]> {
    let [contact, officer, mailbox, from] = [
        ("email", "l’adresse à laquelle les jeunes peuvent écrire"),
        (
            "officer_email",
            "l’adresse du délégué ou de la déléguée à la protection des données",
        ),
        ("mailbox", "la boîte dédiée où vont les préinscriptions"),
        ("mail_from", "l’adresse d’où viennent les préinscriptions"),
    ]
    .map(|(name, what)| fields.required(name, what).and_then(|value| email(&value)));
    Some([contact?, officer?, mailbox?, from?])
}

pub(super) fn email(value: &Value<'_>) -> Option<String> {
    value.parsed(
        "une adresse électronique, comme \"accueil@mission-locale.example\"",
        |text| email::check(text).ok().map(|()| text.to_owned()),
    )
}

/// The first names of those who call, and the number that a telephone shows then, where it is another.
pub(super) fn callers(fields: &Fields<'_>) -> Option<(Vec<String>, String)> {
    let names = fields.optional("callers");
    let names = names.map(|value| value.texts()).unwrap_or_default();
    for (place, (name, value)) in names.iter().enumerate() {
        if place >= MOST_CALLERS || name.chars().count() > LONGEST_NAME || name.contains('\n') {
            value.place.refuse(format!(
                "il faut {MOST_CALLERS} prénoms au plus, de {LONGEST_NAME} signes au plus"
            ));
        }
    }
    let names = names.into_iter().map(|(name, _)| name).collect();
    let number = match fields.optional("calls_from") {
        None => String::new(),
        Some(value) => spaced(&french_number(&value)?),
    };
    Some((names, number))
}

pub(super) fn number(fields: &Fields<'_>) -> Option<PhoneNumber> {
    french_number(&fields.required("phone", "le numéro de téléphone que les gens appellent")?)
}

/// The postal address, one line each.
pub(super) fn address(fields: &Fields<'_>) -> Option<Vec<String>> {
    let value = fields.required("address", "les lignes de l’adresse postale")?;
    Some(value.texts().into_iter().map(|(line, _)| line).collect())
}

/// As people read it: `03 53 01 12 34`.
pub(super) fn spaced(number: &PhoneNumber) -> String {
    number.dotted().replace('.', " ")
}

fn french_number(value: &Value<'_>) -> Option<PhoneNumber> {
    value.parsed(
        "un numéro de téléphone de France, comme \"+33 3 53 01 12 34\"",
        |text| {
            PhoneNumber::parse(text)
                .ok()
                .filter(|number| !number.is_foreign())
        },
    )
}

pub(super) fn website(fields: &Fields<'_>) -> Option<String> {
    let value = fields.required("website", "l’adresse du site de la Mission Locale")?;
    value.parsed("une adresse qui commence par https://", |text| {
        let rest = text.strip_prefix("https://")?;
        rest.contains('.').then(|| text.to_owned())
    })
}
