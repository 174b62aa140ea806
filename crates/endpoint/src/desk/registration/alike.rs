//! Registrations that may be of the same person: one telephone number, or one name and day of birth.

use domain::{identity::Identity, phone::PhoneNumber};
use maud::{Markup, html};

use crate::{
    desk::{case::Case, name_words::name_words, time::Now},
    step_words,
};

/// Those of `others` that look like `case`.
pub(super) fn of(case: &Case, others: Vec<Case>) -> Vec<Case> {
    let Some(opened) = &case.opened else {
        return Vec::new();
    };
    let is_like = |other: &Case| {
        let other = other.opened.as_ref();
        other.is_some_and(|other| is_like(&opened.identity, &other.identity))
    };
    others.into_iter().filter(is_like).collect()
}

fn is_like(one: &Identity, other: &Identity) -> bool {
    let telephone = |identity: &Identity| identity.phone.as_ref().map(PhoneNumber::e164);
    let is_same_number = telephone(one).is_some() && telephone(one) == telephone(other);
    let is_same_day = one.birth_date.is_some() && one.birth_date == other.birth_date;
    is_same_number || (is_same_day && !names(one).is_empty() && names(one) == names(other))
}

/// In the order of the alphabet: first names and surnames change places.
fn names(identity: &Identity) -> Vec<String> {
    let name = identity.full_name().unwrap_or_default();
    let mut words = name_words(&name);
    words.sort();
    words
}

pub(super) fn alike(cases: &[Case], now: &Now) -> Markup {
    html! {
        @if !cases.is_empty() {
            section.warning aria-labelledby="semblables" {
                h2 #semblables { "Peut-être la même personne" }
                p {
                    "Même téléphone, ou mêmes nom et date de naissance. Comparez avant d’appeler\u{a0}: "
                    "«\u{a0}Inscription en double\u{a0}» termine celle qui est de trop."
                }
                ul {
                    @for case in cases {
                        @let registration = &case.registration;
                        li {
                            a href={ "/fiches/" (registration.reference.as_str()) } { (registration.reference.spaced()) }
                            " · " (case.listed_name().unwrap_or_default())
                            " · reçue " (now.said(now.local(registration.received_at)))
                            " · " (step_words::group(case.group()))
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Date;

    use super::*;

    fn identity(first: &str, usage: &str, day: i8, phone: &str) -> Identity {
        Identity {
            first_name: Some(first.to_owned()),
            usage_name: Some(usage.to_owned()),
            birth_date: Date::new(2007, 2, day),
            phone: PhoneNumber::parse(phone).ok(),
            commune_code: None,
        }
    }

    #[test]
    fn one_number_or_one_name_and_day_are_alike() {
        let lina = identity("Lina", "Haddad-Roy", 3, "06 12 34 56 78");
        for (other, expected) in [
            (identity("Tom", "Petit", 9, "+33 6 12 34 56 78"), true),
            (identity("HADDAD ROY", "lina", 3, "07 00 00 00 00"), true),
            (identity("Lina", "Haddad", 3, "07 00 00 00 00"), false),
            (identity("Lina", "Haddad-Roy", 4, "07 00 00 00 00"), false),
        ] {
            assert_eq!(is_like(&lina, &other), expected, "{:?}", other.full_name());
        }
    }

    #[test]
    fn what_is_missing_is_like_nothing() {
        let nobody = Identity {
            first_name: None,
            usage_name: None,
            birth_date: None,
            phone: None,
            commune_code: None,
        };
        assert!(!is_like(&nobody, &nobody));
        let without_names = |phone| identity("-", "-", 3, phone);
        assert!(!is_like(
            &without_names("06 12 34 56 78"),
            &without_names("07 00 00 00 00")
        ));
    }
}
