//! Which options are offered to whom, and which word on them is the last.

use super::*;

use crate::{
    calendar::OpeningHours,
    code::{Code, Digest},
    language::Language,
    questionnaire::Service,
    sorted_map::SortedMap,
    submission::{Acknowledgement, Context, QuestionnaireRef},
};

/// A Mission Locale with every service, or none, and one partner.
fn site(serves: bool) -> Site {
    let text = String::new;
    Site {
        id: text(),
        name: text(),
        address: Vec::new(),
        phone: text(),
        phone_e164: text(),
        email: text(),
        website: text(),
        officer_email: text(),
        host: text(),
        mail_provider: text(),
        time_zone: text(),
        opening_hours: OpeningHours {
            days: Vec::new(),
            closed_on: Vec::new(),
        },
        postal_areas: Vec::new(),
        territory: Vec::new(),
        keep_after_delivery_days: 7,
        notices: SortedMap::default(),
        partners: [("mission-interim".to_owned(), "Agence Exemple".to_owned())]
            .into_iter()
            .collect(),
        news: serves,
        sms: serves,
        callers: Vec::new(),
        calls_from: String::new(),
        branches: Vec::new(),
        keys: Vec::new(),
        written_at: None,
    }
}

fn codes(site: &Site, source: Option<&str>) -> Vec<&'static str> {
    offered(site, source).map(Purpose::code).collect()
}

#[test]
fn codes_are_stable_and_read_back() {
    let codes = Purpose::ALL.map(Purpose::code);
    assert_eq!(codes, ["opt_sms_reminders", "opt_tell_partner", "opt_news"]);
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
    }
    assert_eq!(Purpose::from_code("opt_everything"), None);
}

#[test]
fn reminders_and_news_are_offered_where_the_site_says_so() {
    let (none, all) = (site(false), site(true));
    assert_eq!(codes(&none, None), [""; 0]);
    assert_eq!(codes(&all, None), ["opt_sms_reminders", "opt_news"]);
    let reminding = Site { news: false, ..all };
    assert_eq!(codes(&reminding, None), ["opt_sms_reminders"]);
}

#[test]
fn a_choice_that_rests_on_a_service_is_shown_where_there_is_one() {
    let choice = |only_with| crate::questionnaire::Choice {
        code: String::new(),
        exclusive: false,
        icon: None,
        only_with,
    };
    let resting = choice(Some(Service::TextMessages));
    assert!(resting.is_offered(&site(true)) && !resting.is_offered(&site(false)));
    assert!(choice(None).is_offered(&site(false)));
}

#[test]
fn a_partner_is_told_only_of_those_who_came_by_its_link() {
    let site = site(false);
    assert_eq!(codes(&site, Some("mission-interim")), ["opt_tell_partner"]);
    assert_eq!(codes(&site, Some("instagram")), [""; 0]);
    assert_eq!(
        partner(&site, Some("mission-interim")),
        Some("Agence Exemple")
    );
    assert_eq!(partner(&site, Some("instagram")), None);
    assert_eq!(partner(&site, None), None);
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

fn consent(purpose: Purpose, granted: bool, at: i64) -> Consent {
    Consent {
        purpose,
        granted,
        at: moment(at),
    }
}

fn message(kind: MessageKind, source: Option<&str>, consents: Vec<Consent>) -> Message {
    let code = |text: &str| -> Code { text.parse().unwrap_or_else(|_| panic!("a code")) };
    let digest: Digest = "0f"
        .repeat(32)
        .parse()
        .unwrap_or_else(|_| panic!("a digest"));
    Message {
        kind,
        questionnaire: QuestionnaireRef {
            id: code(kind.questionnaire()),
            version: code("2026-11"),
            digest: digest.clone(),
        },
        language: Language::French,
        about: None,
        proof: None,
        owner: None,
        answers: Answers::default(),
        acknowledgement: Acknowledgement {
            notice: code("preinscription"),
            version: code("2026-11"),
            digest,
            language: Language::French,
            shown_at: moment(0),
        },
        consents,
        context: Context {
            source: source.map(code),
            event: None,
        },
        filled_at: moment(900),
        shared_device: false,
    }
}

fn heard(message: &Message, site: &Site) -> Vec<(&'static str, bool, i64)> {
    let said = said(message, site).into_iter();
    said.map(|choice| {
        (
            choice.purpose.code(),
            choice.granted,
            choice.at.unix_seconds(),
        )
    })
    .collect()
}

#[test]
fn a_yes_to_what_is_not_offered_is_no_yes_and_a_no_always_counts() {
    let consents = vec![
        consent(Purpose::News, true, 1),
        consent(Purpose::TellPartner, false, 2),
        consent(Purpose::SmsReminders, true, 4),
    ];
    let registration = message(MessageKind::Registration, Some("instagram"), consents);
    assert_eq!(
        heard(&registration, &site(false)),
        [("opt_tell_partner", false, 2)]
    );
    assert_eq!(
        heard(&registration, &site(true)),
        [
            ("opt_sms_reminders", true, 4),
            ("opt_tell_partner", false, 2),
            ("opt_news", true, 1),
        ]
    );
}

#[test]
fn the_last_word_is_the_latest_and_of_those_the_one_that_came_last() {
    let consents = vec![
        consent(Purpose::SmsReminders, false, 7),
        consent(Purpose::SmsReminders, true, 5),
        consent(Purpose::TellPartner, true, 5),
        consent(Purpose::TellPartner, false, 5),
    ];
    let source = Some("mission-interim");
    let registration = message(MessageKind::CallbackRequest, source, consents);
    assert_eq!(
        heard(&registration, &site(false)),
        [
            ("opt_sms_reminders", false, 7),
            ("opt_tell_partner", false, 5)
        ]
    );
}

#[test]
fn an_option_choice_says_one_thing_when_it_was_filled() {
    let mut choice = message(
        MessageKind::OptionChoice,
        None,
        vec![consent(Purpose::SmsReminders, false, 1)],
    );
    assert_eq!(heard(&choice, &site(false)), []);
    choice.answers.set("option", "opt_tell_partner");
    choice.answers.set("granted", "yes");
    assert_eq!(heard(&choice, &site(false)), [], "it came by no such link");
    choice.context.source = Code::of_link("mission-interim");
    assert_eq!(
        heard(&choice, &site(false)),
        [("opt_tell_partner", true, 900)]
    );
    choice.context.source = None;
    choice.answers.set("granted", "no");
    assert_eq!(
        heard(&choice, &site(false)),
        [("opt_tell_partner", false, 900)]
    );
}
