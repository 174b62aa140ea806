//! Which commune is answered after a postal code was typed, and what is known where its list does not come.

use super::*;
use crate::testing::{FakePhone, block_on};

fn found(places: &[(&str, &str)]) -> Communes {
    let owned = |(commune, name): &(&str, &str)| ((*commune).to_owned(), (*name).to_owned());
    Communes::Found(places.iter().map(owned).collect())
}

#[test]
fn a_list_gives_the_communes_of_one_postal_code() {
    let lines = [
        "59100 59512 Roubaix",
        "59160 59350/59355 Lomme (Lille)",
        "broken",
    ];
    let lines = lines.map(str::to_owned);
    let roubaix = found(&[("59512", "Roubaix")]);
    assert_eq!(Communes::in_list(&lines, "59100"), roubaix);
    assert_eq!(Communes::in_list(&lines, "59999"), Communes::Unknown);
    assert_eq!(Communes::without_list(formats::ABROAD), Communes::Abroad);
    assert_eq!(Communes::without_list("59"), Communes::Unasked);
    assert_eq!(roubaix.name_of("59512"), "Roubaix");
    assert_eq!(roubaix.name_of("59350"), "59350");
    assert_eq!(Communes::Abroad.name_of("Tournai"), "Tournai");
}

#[test]
fn a_commune_is_settled_when_its_list_is_known() {
    let one = [("59512", "Roubaix")];
    let two = [("59350", "Lille"), ("59350/59355", "Lomme (Lille)")];
    for (known, before, settled) in [
        // The only one is chosen, in the place of one that was left from another postal code.
        (found(&one), "", ("59512", false)),
        (found(&one), "59350", ("59512", false)),
        // Of several none is, and one that was chosen stays.
        (found(&two), "", ("", false)),
        (found(&two), "59512", ("", false)),
        (found(&two), "59350/59355", ("59350/59355", false)),
        // What was typed stays, and is chosen where the list has it.
        (found(&one), "Fort Mardyck", ("Fort Mardyck", true)),
        (found(&two), "Lille", ("59350", false)),
        // A code that nobody can read goes where the name is typed.
        (Communes::Abroad, "59512", ("", false)),
        (Communes::Unavailable, "59512", ("", false)),
        (Communes::Unknown, "Tournai", ("Tournai", false)),
        (Communes::Abroad, "Tournai", ("Tournai", false)),
    ] {
        assert_eq!(known.settle(before), settled, "{before} in {known:?}");
    }
}

#[test]
fn somebody_is_told_of_another_mission_locale_only_where_this_one_says_whom_it_serves() {
    let served = ["59512".to_owned()];
    assert!(is_outside("59000", "59350", &served));
    assert!(!is_outside("59100", "59512", &served));
    assert!(!is_outside("59000", "59350", &[]));
    assert!(
        !is_outside("59999", "Typed", &served),
        "for advisors to see"
    );
    assert!(is_outside(formats::ABROAD, "Tournai", &served));
}

#[test]
fn towns_are_looked_for_by_postal_code_or_by_their_first_letters() {
    assert_eq!(list_with("59100").as_deref(), Some("59"));
    assert_eq!(list_with(""), None);
    let named = list_with("ROUB");
    assert!(named.is_some_and(|list| list.starts_with("name-")));
}

const LIST: &str = "/communes/59.json";

/// What is known of the communes of Roubaix's postal code once its list has come so.
fn learned(served: Result<String, HttpError>) -> Communes {
    let phone = &FakePhone::new();
    phone.served.replace(vec![(LIST, served)]);
    block_on(learn(phone, phone, "59100".into()));
    assert_eq!(phone.logged(), ["loading", "settled"]);
    phone.communes.replace(Communes::Unasked)
}

#[test]
fn each_way_in_which_a_list_comes_or_does_not_is_known() {
    let list = Ok(r#"["59100 59512 Roubaix"]"#.into());
    assert_eq!(learned(list), found(&[("59512", "Roubaix")]));
    assert_eq!(learned(Ok("[]".into())), Communes::Unknown);
    assert_eq!(learned(Err(HttpError::Refused)), Communes::Unknown);
    for failure in [
        Err(HttpError::Unreachable),
        Err(HttpError::NotOurs),
        Ok("<html>".into()),
    ] {
        assert_eq!(learned(failure), Communes::Unavailable);
    }
}

#[test]
fn a_list_that_comes_once_another_postal_code_is_typed_settles_nothing() {
    let phone = &FakePhone::new();
    phone.answers.borrow_mut().set("postal_code", "75011");
    let list = Ok(r#"["59100 59512 Roubaix"]"#.into());
    phone.served.replace(vec![(LIST, list)]);
    block_on(learn(phone, phone, "59100".into()));
    assert_eq!(phone.logged(), ["loading"]);
}

#[test]
fn without_network_the_communes_of_the_territory_are_known() {
    let phone = &FakePhone::new();
    let near = Ok(r#"["59100 59512 Roubaix"]"#.to_owned());
    phone.served.replace(vec![("/communes/near.json", near)]);
    for (typed, known) in [
        (
            "59100",
            Communes::Found(vec![("59512".into(), "Roubaix".into())]),
        ),
        ("59200", Communes::Unavailable),
    ] {
        phone.answers.borrow_mut().set("postal_code", typed);
        block_on(learn(phone, phone, typed.into()));
        assert_eq!(*phone.communes.borrow(), known, "{typed}");
    }
}

#[test]
fn half_a_postal_code_is_not_asked_for() {
    let phone = &FakePhone::new();
    for (typed, known) in [
        ("591", Communes::Unasked),
        (formats::ABROAD, Communes::Abroad),
    ] {
        block_on(learn(phone, phone, typed.into()));
        assert_eq!(*phone.communes.borrow(), known);
    }
    assert!(phone.logged().is_empty());
}

#[test]
fn towns_come_from_their_list_or_without_network_from_the_mission_locales_own_area() {
    let mut phone = FakePhone::new();
    phone.site.postal_areas = vec!["62".into(), "59".into()];
    let towns = |phone: &FakePhone, letters| block_on(towns(phone, phone, letters));
    let nothing = Some((Vec::new(), false));
    assert_eq!(towns(&phone, "R"), nothing, "too few letters");
    let near = Ok(r#"["59100 59512 Roubaix"]"#.to_owned());
    let list = Ok(r#"["59100 59512 Roubaix","86500 86207 Rou"]"#.to_owned());
    let two = ["59100 59512 Roubaix", "86500 86207 Rou"].map(str::to_owned);
    phone.served.replace(vec![("/communes/name-ro.json", list)]);
    assert_eq!(towns(&phone, "ROU"), Some((two.to_vec(), false)));
    let no_name = Err(HttpError::Refused);
    phone
        .served
        .replace(vec![("/communes/name-xy.json", no_name)]);
    assert_eq!(towns(&phone, "XYZ"), nothing, "no name begins so");
    phone.served.replace(vec![(LIST, near)]);
    assert_eq!(towns(&phone, "ROU"), Some((two[..1].to_vec(), true)));
}
