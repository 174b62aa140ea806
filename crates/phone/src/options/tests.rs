//! Options between visits: written as lines, read back, changed one at a time.

use super::*;

fn choices(number: u8, source: Option<&str>, on: &[Purpose]) -> Choices {
    Choices {
        about: SubmissionId::from_random([number; 16]),
        source: source.and_then(Code::of_link),
        on: on.to_vec(),
    }
}

#[test]
fn what_is_written_is_read_back() {
    let all = [
        choices(1, Some("mission-interim"), &Purpose::ALL),
        choices(2, None, &[]),
    ];
    assert!(from_lines(&to_lines(&all)) == all);
    assert!(from_lines("").is_empty());
}

#[test]
fn what_this_release_cannot_read_is_left_out() {
    let [one] = [choices(1, None, &[Purpose::ALL[0]])];
    let line = to_lines(std::slice::from_ref(&one));
    let newer = line.trim_end().to_owned() + " of-a-newer-release\n";
    assert!(from_lines(&["no id .\n", &newer, "\n", one.about.as_str()].concat()) == [one]);
}

#[test]
fn one_option_of_one_registration_changes() {
    let purpose = Purpose::ALL[0];
    let mut all = vec![choices(1, None, &[]), choices(2, None, &[])];
    let about = all[0].about.clone();
    choose(&mut all, &about, purpose, true);
    choose(&mut all, &about, purpose, true);
    assert!(all == [choices(1, None, &[purpose]), choices(2, None, &[])]);
    choose(&mut all, &about, purpose, false);
    assert!(all == [choices(1, None, &[]), choices(2, None, &[])]);
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

#[test]
fn a_wish_counts_from_its_last_yes() {
    let [one, other, _] = Purpose::ALL;
    let mut wishes = Vec::new();
    wish(&mut wishes, one, true, at(1));
    wish(&mut wishes, other, true, at(2));
    wish(&mut wishes, one, false, at(3));
    assert_eq!(wishes, [(other, at(2))]);
    wish(&mut wishes, other, true, at(4));
    assert_eq!(wishes, [(other, at(4))]);
}

#[test]
fn what_is_not_offered_is_not_wished() {
    let wishes = Purpose::ALL.map(|purpose| (purpose, at(1)));
    let (mut site, _) = crate::testing::site();
    assert!(consents(&wishes, &site, None).is_empty());
    site.sms = true;
    let consents = consents(&wishes, &site, None);
    let [consent] = consents.as_slice() else {
        panic!("no partner and no news here")
    };
    assert!(consent.purpose == Purpose::SmsReminders && consent.granted && consent.at == at(1));
    let [one] = [choices(
        1,
        Some("mission-interim"),
        &[Purpose::SmsReminders],
    )];
    assert!(Choices::of_sent(one.about.clone(), one.source.clone(), &consents) == one);
    assert!(source_of(std::slice::from_ref(&one), &one.about) == one.source);
    assert!(source_of(&[], &one.about).is_none());
}

#[test]
fn of_two_words_on_an_option_the_later_one_is_later() {
    assert_eq!(later_than(at(0), at(100)), at(100));
    assert_eq!(later_than(at(100), at(100)), at(101));
    assert_eq!(
        later_than(at(100), at(50)),
        at(101),
        "the clock was set back"
    );
}

#[test]
fn a_choice_is_said_to_be_noted_only_where_it_lasts() {
    assert_eq!(said(Ok(()), true), key!("choices.noted"));
    assert_eq!(said(Ok(()), false), key!("sent.lead_in_memory"));
    assert_eq!(
        said(Err(key!("sending.no_key")), true),
        key!("sending.no_key")
    );
}
