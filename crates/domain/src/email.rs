//! E-mail addresses: what no server delivers is told with its reason, and a slip that is known is asked about.
//!
//! Only sending proves an address. The forms that RFC 5321 allows and no provider gives out (quotes, comments, numbers
//! in brackets) are not taken.

use std::string::String;

use crate::spelling::is_one_slip_away;

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// There is no @, or there are several.
    NoAt,
    /// What stands after the @ is not the name of a provider.
    NoDomain,
    /// A sign that no address has, or a full stop where none can be.
    BadSign,
}

/// RFC 5321, section 4.5.3.1.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// Looks at an address.
///
/// # Errors
///
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), Slip> {
    let (local, domain) = text.split_once('@').ok_or(Slip::NoAt)?;
    if domain.contains('@') || local.is_empty() {
        return Err(Slip::NoAt);
    }
    let plain = |c: char| {
        let is_special = matches!(
            c,
            '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']'
        );
        // Letters with accents are for addresses of RFC 6531, which next to no server takes.
        c.is_ascii_graphic() && !is_special
    };
    let dots = local.split('.').any(str::is_empty);
    if dots || !local.chars().all(plain) || text.len() > LONGEST || local.len() > LONGEST_LOCAL {
        return Err(Slip::BadSign);
    }
    let label = |label: &str| {
        let sign = |c: char| c.is_ascii_alphanumeric() || c == '-' || ('\u{c0}'..).contains(&c);
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(sign)
    };
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    match domain.rsplit_once('.') {
        Some((_, last)) if domain.split('.').all(label) && last.len() > 1 && !is_number(last) => {
            Ok(())
        }
        _ if domain.contains([',', ';', ':', '?']) => Err(Slip::BadSign),
        _ => Err(Slip::NoDomain),
    }
}

/// The providers that people of France use most; a slip in the name of another is not asked about.
const PROVIDERS: [&str; 16] = [
    "gmail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "yahoo.com",
    "yahoo.fr",
    "icloud.com",
    "live.com",
    "live.fr",
    "orange.fr",
    "free.fr",
    "sfr.fr",
    "laposte.net",
    "wanadoo.fr",
    "bbox.fr",
];

/// Providers of their own that look like a slip of one of those.
const OTHERS: [&str; 5] = [
    "ymail.com",
    "mail.com",
    "email.com",
    "hotmail.gr",
    "yahoo.gr",
];

/// The address that was probably meant: that of a known provider from which this one is one slip away
/// (a letter missing, added or other, or letters in another order), or that has one ending alone and no such one
/// (`laposte.fr`).
/// Nothing where it is known, or like none.
pub fn meant(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let is_known = PROVIDERS
        .iter()
        .chain(&OTHERS)
        .any(|known| *known == domain);
    if is_known || domain.len() < 6 {
        return None;
    }
    let named = || {
        // With another ending it may be that of another country.
        let (_, ending) = domain.split_once('.')?;
        if !matches!(ending, "fr" | "com" | "net") {
            return None;
        }
        let is_named_so = |known: &&&str| name_of(known) == name_of(&domain);
        let mut of_that_name = PROVIDERS.iter().filter(is_named_so);
        of_that_name
            .next()
            .filter(|_| of_that_name.next().is_none())
    };
    let mut known = PROVIDERS.iter();
    let provider = known
        .find(|known| is_one_slip_away(known, &domain))
        .or_else(named)?;
    Some([local, "@", provider].concat())
}

/// `laposte` of `laposte.net`.
fn name_of(domain: &str) -> &str {
    domain.split_once('.').map_or(domain, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_slips() {
        for good in [
            "lina@example.fr",
            "a.b+c@sous.domaine.example",
            "l@é.fr",
            "o'neill@mail.example",
            "1@1.fr",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let long = ["x".repeat(65).as_str(), "@example.fr"].concat();
        for (bad, slip) in [
            ("lina", Slip::NoAt),
            ("zoé@gmail.com", Slip::BadSign),
            ("lina@gmail,com", Slip::BadSign),
            ("@example.fr", Slip::NoAt),
            ("a@b@c.fr", Slip::NoAt),
            ("lina@", Slip::NoDomain),
            ("lina@example", Slip::NoDomain),
            ("lina@gmail.", Slip::NoDomain),
            ("lina@.fr", Slip::NoDomain),
            ("a@b..fr", Slip::NoDomain),
            ("a@-b.fr", Slip::NoDomain),
            ("a@10.0.0.1", Slip::NoDomain),
            ("a@example.f", Slip::NoDomain),
            ("a@exa_mple.fr", Slip::NoDomain),
            ("li na@example.fr", Slip::BadSign),
            ("lina.@example.fr", Slip::BadSign),
            (".lina@example.fr", Slip::BadSign),
            ("li..na@example.fr", Slip::BadSign),
            ("li,na@example.fr", Slip::BadSign),
            ("<lina@example.fr", Slip::BadSign),
            (&long, Slip::BadSign),
        ] {
            assert_eq!(check(bad), Err(slip), "{bad}");
        }
    }

    #[test]
    fn a_known_slip_is_asked_about_and_nothing_else() {
        for (typed, meant_as) in [
            ("lina@gmial.com", "lina@gmail.com"),
            ("lina@gmal.com", "lina@gmail.com"),
            ("lina@gmaill.com", "lina@gmail.com"),
            ("lina@gmail.con", "lina@gmail.com"),
            ("lina@GMAIL.CM", "lina@gmail.com"),
            ("lina@hotmal.fr", "lina@hotmail.fr"),
            ("lina@homtail.com", "lina@hotmail.com"),
            ("lina@outlok.fr", "lina@outlook.fr"),
            ("lina@yaho.fr", "lina@yahoo.fr"),
            ("lina@laposte.met", "lina@laposte.net"),
            ("lina@orange.f", "lina@orange.fr"),
            ("lina@laposte.fr", "lina@laposte.net"),
            ("lina@icloud.fr", "lina@icloud.com"),
            ("lina@gmail.fr", "lina@gmail.com"),
            ("lina@sfr.com", "lina@sfr.fr"),
            ("lina@icould.com", "lina@icloud.com"),
            ("lina@gamil.com", "lina@gmail.com"),
        ] {
            assert_eq!(meant(typed).as_deref(), Some(meant_as), "{typed}");
        }
        for fine in [
            "lina@gmail.com",
            "lina@Gmail.com",
            "lina@example.fr",
            "lina@mel.fr",
            "lina@proton.me",
            "lina@yahoo.co.uk",
            "lina@hotmail.be",
            "lina@live.nl",
            "lina@ymail.com",
            "lina@mail.com",
            "lina@orange.be",
            "lina@orange.sn",
            "lina",
        ] {
            assert_eq!(meant(fine), None, "{fine}");
        }
    }
}
