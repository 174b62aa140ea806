//! What a submission accepts and refuses, rule by rule.

use std::{string::ToString, vec};

use super::*;
use crate::{identity::Identity, questionnaire::tests_support::sample, time::Timestamp};

const FILLED_AT: &str = "2026-11-22T09:30:00Z";

fn good() -> Answers {
    let mut answers = Answers::default();
    for (question, text) in [
        ("birth_date", "2007-05-14"),
        ("postal_code", "59100"),
        ("commune_code", "59512"),
        ("first_name", "Lina"),
        ("usage_name", "Benoît-Haddad"),
        ("phone", "06 12 34 56 78"),
    ] {
        answers.set(question, text);
    }
    answers
}

fn refused(change: impl Fn(&mut Answers)) -> Vec<(std::string::String, Reason)> {
    let mut answers = good();
    change(&mut answers);
    let today = FILLED_AT.parse::<Timestamp>().map(Timestamp::date);
    let refusals = refusals(
        &sample(),
        &answers,
        today.unwrap_or_else(|_| panic!("a moment")),
    );
    refusals
        .into_iter()
        .map(|refusal| (refusal.question, refusal.reason))
        .collect()
}

#[test]
fn a_complete_form_is_accepted() {
    assert_eq!(refused(|_| {}), vec![]);
}

#[test]
fn each_rule_refuses_its_breach_and_nothing_else() {
    let long = "é".repeat(61);
    let breaches: [(&str, &str, Reason); 23] = [
        ("birth_date", "", Reason::Missing),
        ("birth_date", "2007-02-30", Reason::NotADate),
        ("birth_date", "1880-01-01", Reason::NotADate),
        ("birth_date", "2030-01-01", Reason::DateToCome),
        ("birth_date", "2007--", Reason::DateNotWhole),
        ("birth_date", "2010-11-23", Reason::TooYoung),
        ("birth_date", "2000-11-22", Reason::TooOld),
        ("postal_code", "5910", Reason::NotAPostalCode),
        ("first_name", &long, Reason::TooLong),
        ("first_name", "Li\u{7}na", Reason::NotReadable),
        ("first_name", "…", Reason::NotReadable),
        ("phone", "zéro six", Reason::NotAPhone),
        ("phone", "06 12", Reason::PhoneTooShort),
        ("phone", "06 12 34 56 78 90", Reason::PhoneTooLong),
        ("phone", "470123456", Reason::PhoneNoCountry),
        ("email", "li,na@example.fr", Reason::NotAnEmail),
        ("email", "lina", Reason::EmailNoAt),
        ("email", "lina@", Reason::EmailNoDomain),
        ("housing", "castle", Reason::NotAChoice),
        ("no_stable_address", "no", Reason::NotAChoice),
        ("born_abroad", "maybe", Reason::NotAChoice),
        ("school_exit_year", "2016", Reason::NotAYear),
        ("birth_country", "FR", Reason::NotAsked),
    ];
    for (question, text, reason) in breaches {
        let expected = vec![(question.to_string(), reason)];
        assert_eq!(
            refused(|answers| answers.set(question, text)),
            expected,
            "{question} = {text}"
        );
    }
}

#[test]
fn the_age_bounds_are_inside() {
    assert_eq!(
        refused(|answers| answers.set("birth_date", "2010-11-22")),
        vec![],
        "16 today"
    );
    assert_eq!(
        refused(|answers| answers.set("birth_date", "2000-11-23")),
        vec![],
        "26 tomorrow"
    );
}

#[test]
fn several_choices_are_codes_of_the_list_and_none_stands_alone() {
    let set = |codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        refused(move |answers| answers.set_many("transport_modes", codes.clone()))
    };
    let not = |reason| vec![("transport_modes".to_string(), reason)];
    assert_eq!(set(&["walking", "car"]), vec![]);
    assert_eq!(set(&["walking", "rocket"]), not(Reason::NotAChoice));
    assert_eq!(set(&["walking", "walking"]), not(Reason::NotAChoice));
    assert_eq!(set(&["walking", "none"]), not(Reason::NotAlone));
    assert_eq!(
        refused(|answers| answers.set("transport_modes", "walking")),
        not(Reason::NotAChoice)
    );
}

#[test]
fn tapping_keeps_the_order_of_the_file_and_the_lone_choice_alone() {
    let questionnaire = sample();
    let Some(question) = questionnaire.question("transport_modes") else {
        panic!("in the sample")
    };
    let mut answers = Answers::default();
    answers.toggle(question, "car", true);
    answers.toggle(question, "walking", true);
    assert_eq!(answers.many("transport_modes"), ["walking", "car"]);
    answers.toggle(question, "none", true);
    assert_eq!(answers.many("transport_modes"), ["none"]);
    answers.toggle(question, "car", true);
    assert_eq!(answers.many("transport_modes"), ["car"]);
    answers.toggle(question, "car", false);
    assert!(answers.get("transport_modes").is_none());
}

fn message() -> serde_json::Value {
    serde_json::json!({
        "kind": "registration",
        "questionnaire": {"id": "preinscription", "version": sample().version, "digest": "0f".repeat(32)},
        "language": "fr",
        "answers": good(),
        "acknowledgement": {
            "notice": "preinscription",
            "version": "2026-11",
            "digest": "0a".repeat(32),
            "language": "en",
            "shown_at": FILLED_AT,
        },
        "consents": [{"purpose": "opt_news", "granted": true, "at": FILLED_AT}],
        "context": {"source": "instagram", "event": "forum-2026"},
        "filled_at": FILLED_AT,
        "shared_device": false,
    })
}

/// `None` where the types refuse it already.
fn checked(message: &serde_json::Value) -> Option<Result<Submission, Refused>> {
    let message: Message = serde_json::from_value(message.clone()).ok()?;
    let questionnaire = Questionnaire {
        id: "preinscription".to_string(),
        ..sample()
    };
    Some(Submission::check(message, &questionnaire))
}

#[test]
fn a_message_is_written_back_as_it_was_read() {
    let Some(Ok(submission)) = checked(&message()) else {
        panic!("a good message")
    };
    let written = serde_json::to_value(submission.message());
    assert_eq!(written.ok(), Some(message()));
}

#[test]
fn what_stands_around_the_answers_is_of_closed_sets() {
    let sentence = "identité vérifiée, rappeler au 08 99";
    for place in [
        "/questionnaire/id",
        "/questionnaire/version",
        "/questionnaire/digest",
        "/language",
        "/acknowledgement/notice",
        "/acknowledgement/version",
        "/acknowledgement/digest",
        "/acknowledgement/language",
        "/acknowledgement/shown_at",
        "/context/source",
        "/context/event",
        "/filled_at",
    ] {
        let mut changed = message();
        match changed.pointer_mut(place) {
            Some(value) => *value = sentence.into(),
            None => panic!("{place} is no member"),
        }
        assert!(checked(&changed).is_none(), "{place}");
    }
}

#[test]
fn an_option_that_is_not_known_holds_nothing_back() {
    let mut changed = message();
    changed["consents"][0]["purpose"] = "opt_everything\u{0}".into();
    let Some(Ok(submission)) = checked(&changed) else {
        panic!("no option is a condition")
    };
    assert_eq!(submission.message().consents, vec![]);
}

#[test]
fn a_frame_that_contradicts_itself_is_refused() {
    let word = serde_json::json!({"purpose": "opt_news", "granted": false, "at": FILLED_AT});
    for (place, value) in [
        ("/kind", "callback_request".into()),
        ("/questionnaire/id", "droits".into()),
        ("/questionnaire/version", "1999".into()),
        (
            "/acknowledgement/notice",
            "verifie-par-franceconnect".into(),
        ),
        ("/consents", serde_json::json!([word, word])),
    ] {
        let mut changed = message();
        if let Some(member) = changed.pointer_mut(place) {
            *member = value;
        }
        let refused = checked(&changed).and_then(Result::err);
        assert_eq!(refused, Some(Refused::Frame), "{place}");
    }
}

#[test]
fn what_nobody_sees_stops_nobody_and_goes_no_further() {
    let mut pasted = message();
    pasted["answers"]["first_name"] = "\u{feff}Am\u{e9}lie\u{200b}".into();
    pasted["answers"]["birth_date"] = "2007-05-14\u{200e}".into();
    let Some(Ok(submission)) = checked(&pasted) else {
        panic!("she could not put it right")
    };
    assert_eq!(submission.answers().one("first_name"), Some("Amélie"));
    assert_eq!(submission.answers().one("birth_date"), Some("2007-05-14"));
    pasted["answers"]["first_name"] = "\u{feff}\u{200b}".into();
    let missing = Refusal::new("first_name", Reason::Missing);
    let refused = checked(&pasted).and_then(Result::err);
    assert_eq!(refused, Some(Refused::Answers(vec![missing])));
}

#[test]
fn a_part_that_is_not_asked_hides_no_other_of_who_is_to_be_called() {
    let mut questionnaire = sample();
    questionnaire.id = "preinscription".to_string();
    let asked = questionnaire.sections.iter_mut();
    for question in asked.flat_map(|section| &mut section.questions) {
        question.required = false;
    }
    for left_out in [
        "first_name",
        "usage_name",
        "birth_date",
        "phone",
        "commune_code",
    ] {
        let mut sent = message();
        if let Some(answers) = sent["answers"].as_object_mut() {
            answers.remove(left_out);
        }
        let message: Option<Message> = serde_json::from_value(sent).ok();
        let submission =
            message.and_then(|message| Submission::check(message, &questionnaire).ok());
        let identity = submission.as_ref().map(Identity::of);
        let missing = identity.as_ref().map(Identity::missing);
        assert_eq!(missing, Some(vec![left_out.into()]));
        assert!(identity.is_some_and(|identity| identity.full_name().is_some()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod arbitrary {
    use proptest::prelude::*;

    use super::*;
    use crate::signs::tests::any_text;

    proptest! {
        #[test]
        fn what_is_accepted_is_bounded_whatever_was_sent(text in any_text(), place in 0_usize..6) {
            let question = ["first_name", "usage_name", "commune_code", "email", "address_line", "phone"];
            let mut sent = message();
            sent["answers"][question[place]] = text.into();
            if let Some(Ok(submission)) = checked(&sent) {
                for (_, answer) in submission.answers().iter() {
                    let crate::answers::Answer::One(text) = answer else { continue };
                    prop_assert!(text.chars().count() <= 254);
                    prop_assert_eq!(&crate::signs::tidy(text), text);
                    prop_assert!(!text.chars().any(char::is_control));
                }
            }
        }

        /// The form counts letters as people see them: so does whatever reads what it accepted.
        #[test]
        fn of_whatever_is_accepted_everybody_can_be_called(
            first_name in written(),
            usage_name in written(),
            commune in written(),
        ) {
            let mut sent = message();
            for (question, text) in [("first_name", &first_name), ("usage_name", &usage_name), ("commune_code", &commune)] {
                sent["answers"][question] = text.as_str().into();
            }
            let is_short = |text: &String| crate::signs::seen_length(text) <= 60;
            let accepted = checked(&sent).and_then(Result::ok);
            let fits = [&first_name, &usage_name, &commune].into_iter().all(is_short);
            prop_assert_eq!(accepted.is_some(), fits);
            if let Some(submission) = accepted {
                let identity = Identity::of(&submission);
                prop_assert_eq!(identity.missing(), Vec::<&str>::new());
                let answers = submission.answers();
                prop_assert_eq!(identity.first_name.as_deref(), answers.one("first_name"));
                prop_assert_eq!(identity.usage_name.as_deref(), answers.one("usage_name"));
                prop_assert_eq!(identity.commune_code.as_deref(), answers.one("commune_code"));
                prop_assert!(identity.age_at(submission.message().filled_at).is_some());
            }
        }
    }

    /// Letters with the marks that Yoruba, Vietnamese or Lithuanian stack, of which not all have a sign of their own.
    fn written() -> impl Strategy<Value = String> {
        let letter = prop::sample::select(&['a', 'e', 'o', 'ọ', 'ẹ', 'ṣ', 'Ạ', 'j'][..]);
        let mark =
            prop::sample::select(&['\u{300}', '\u{301}', '\u{303}', '\u{323}', '\u{328}'][..]);
        let letter = (
            letter,
            prop::collection::vec(mark, 0..=crate::signs::MARKS_OF_A_LETTER),
        );
        let letters = prop::collection::vec(letter, 1..=64);
        letters.prop_map(|letters| {
            let signs = letters
                .into_iter()
                .flat_map(|(letter, marks)| [letter].into_iter().chain(marks));
            signs.collect()
        })
    }
}
