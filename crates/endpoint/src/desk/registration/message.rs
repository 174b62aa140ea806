//! Words to send from one's own telephone or mailbox: an SMS in signs of GSM-7, a mail. The program sends nothing.

use domain::{
    desk::{Act, Medium},
    reference::Reference,
    site::Site,
};
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Forms, button,
    call::Calling,
    gsm7::{gsm7, parts},
};
use crate::{
    desk::{case::Opened, problem::DeskProblem},
    step_words,
};

/// What stays as it is in the address of a `mailto:` link (RFC 6068).
const IN_AN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'@')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// The words, a link for each way that can be, and the buttons that note what was sent.
pub(super) fn messages(
    calling: &Calling<'_>,
    opened: &Opened,
    forms: &Forms,
) -> Result<Markup, DeskProblem> {
    let text = text(calling.place, calling.number);
    let sms = gsm7(&text);
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let email = opened.submission.answers().one("email");
    let email = email.map(|email| utf8_percent_encode(email, IN_AN_ADDRESS).to_string());
    // Another person would read it.
    let phone = opened
        .identity
        .phone
        .as_ref()
        .filter(|_| !calling.is_wrong_number());
    if phone.is_none() && email.is_none() {
        return Ok(html! {});
    }
    let media = [
        (Medium::Text, phone.is_some()),
        (Medium::Mail, email.is_some()),
    ];
    let media = media.into_iter().filter(|(_, can_be)| *can_be);
    let sent = forms.form(&html! {
        div.choices {
            @for (medium, _) in media {
                (button(Act::Wrote(medium), &format!("Noter\u{a0}: {}", step_words::medium(medium))))
            }
        }
    })?;
    Ok(html! {
        details {
            summary { "Écrire, de votre téléphone ou de votre messagerie" }
            p.text { (sms) }
            @if phone.is_some() { p.note { (length(parts(&sms))) } }
            p.choices {
                button.copy type="button" data-copy=(sms) hidden { "Copier le texte" }
                @if let Some(phone) = phone {
                    a.act href={ "sms:" (phone.e164()) "?&body=" (encode(&sms)) } { "SMS" }
                }
                @if let Some(email) = email {
                    a.act href={ "mailto:" (email) "?body=" (encode(&text)) } { "E-mail" }
                }
            }
            p.note { "L’espace n’envoie rien lui-même. Une fois envoyé, notez-le ici." }
            (sent)
        }
    })
}

/// The name comes first and alone, so that none needs an article before it; no sign of it needs a space before it, which an
/// SMS would break at.
fn text(place: &Site, number: &Reference) -> String {
    let hours = content::contact::hours_in_words(&place.opening_hours);
    let text = format!(
        "{}. Bonjour, on a essayé de t’appeler. Tu peux nous rappeler au {}, en donnant le numéro {}. {hours}",
        place.name,
        place.phone,
        number.spaced(),
    );
    text.trim_end().to_owned()
}

fn length(parts: usize) -> String {
    match parts {
        1 => "Ce texte fait un SMS.".to_owned(),
        parts => format!("Ce texte fait {parts}\u{a0}SMS."),
    }
}
