//! The codes that are stored: which there are, and that each is read back.

use std::collections::BTreeSet;

use super::{seats::seat, *};

/// A change here is a change of what stores hold: it needs a migration.
#[test]
fn the_codes_are_those_that_are_stored() {
    assert_eq!(
        Known::ALL.map(Known::code),
        [
            "unknown",
            "known_not_supported",
            "supported",
            "known_elsewhere",
            "unsure"
        ]
    );
    assert_eq!(
        CallOutcome::ALL.map(CallOutcome::code),
        [
            "reached",
            "no_answer",
            "voicemail",
            "third_party",
            "wrong_number",
        ]
    );
    assert_eq!(
        Attendance::ALL.map(Attendance::code),
        ["came", "excused", "did_not_come"]
    );
    assert_eq!(Medium::ALL.map(Medium::code), ["text_sent", "mail_sent"]);
    assert_eq!(
        Closing::ALL.map(Closing::code),
        [
            "appointment_made",
            "already_supported",
            "redirected",
            "unreachable",
            "wrong_contact",
            "declines",
            "do_not_call",
            "new_plan",
            "duplicate",
            "out_of_scope",
        ]
    );
    assert_eq!(
        [
            NEW,
            REACHED,
            TEXT,
            Act::Entered,
            Act::EnteredUndone,
            Act::Invited(seat()),
            Act::Uninvited,
            Act::WelcomeMoved(seat()),
            Act::WelcomeCancelled(seat()),
            Act::Attended(Attendance::Came, seat()),
            Act::Taken,
            CLOSED,
            Act::Reopened
        ]
        .map(Act::code),
        [
            "known",
            "called",
            "wrote",
            "entered",
            "entered_undone",
            "invited",
            "uninvited",
            "welcome_moved",
            "welcome_cancelled",
            "attended",
            "taken",
            "closed",
            "reopened"
        ]
    );
    assert_eq!(
        Group::ALL.map(Group::code),
        [
            "late",
            "today",
            "to_call_again",
            "to_check",
            "to_enter",
            "to_call",
            "to_conclude",
            "to_note",
            "awaited",
            "done",
            "held",
        ]
    );
    assert_eq!(
        ContactSlot::ALL.map(ContactSlot::code),
        ["morning", "midday", "afternoon"]
    );
}

#[test]
fn each_code_means_one_thing_and_is_read_back() {
    fn check<T: Copy + PartialEq>(
        all: &[T],
        code: fn(T) -> &'static str,
        read: fn(&str) -> Option<T>,
    ) {
        let codes: BTreeSet<&str> = all.iter().copied().map(code).collect();
        assert_eq!(codes.len(), all.len(), "{codes:?}");
        assert!(
            all.iter().all(|one| read(code(*one)) == Some(*one)),
            "{codes:?}"
        );
        assert!(read("").is_none());
    }
    check(&Known::ALL, Known::code, Known::from_code);
    check(&CallOutcome::ALL, CallOutcome::code, CallOutcome::from_code);
    check(&Medium::ALL, Medium::code, Medium::from_code);
    check(&Attendance::ALL, Attendance::code, Attendance::from_code);
    check(&Closing::ALL, Closing::code, Closing::from_code);
    check(&Group::ALL, Group::code, Group::from_code);
    check(&ContactSlot::ALL, ContactSlot::code, ContactSlot::from_code);
    assert!(ContactSlot::from_code("sms_first").is_none());
}

#[test]
fn codes_that_do_not_belong_together_are_no_act() {
    let (hour, seat) = (Some(at(0)), Some(seat()));
    for (act, result, call_back_at, seat) in [
        ("known", None, None, None),
        ("known", Some("reached"), None, None),
        ("known", Some("unknown"), hour, None),
        ("known", Some("unknown"), None, seat),
        ("called", None, hour, None),
        ("called", Some("declines"), None, None),
        ("called", Some("text_sent"), None, None),
        ("called", Some("reached"), None, seat),
        ("wrote", Some("reached"), None, None),
        ("wrote", Some("text_sent"), hour, None),
        ("closed", Some("supported"), None, None),
        ("closed", Some("came"), None, seat),
        ("entered", Some("unknown"), None, None),
        ("entered", None, None, seat),
        ("taken", None, hour, None),
        ("invited", None, None, None),
        ("invited", Some("came"), None, seat),
        ("invited", None, hour, seat),
        ("uninvited", None, None, seat),
        ("welcome_moved", None, None, None),
        ("attended", None, None, seat),
        ("attended", Some("came"), None, None),
        ("attended", Some("reached"), None, seat),
    ] {
        let codes = ActCodes {
            act,
            result,
            call_back_at,
            seat,
        };
        assert_eq!(codes.read(), None, "{codes:?}");
    }
}
