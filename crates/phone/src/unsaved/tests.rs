//! When the browser asks before a page goes, and when the page may be loaded anew.

use super::*;

fn typed() -> Answers {
    let mut answers = Answers::default();
    answers.set("first_name", "Lina");
    answers
}

#[test]
fn the_browser_asks_where_something_is_kept_nowhere() {
    let (typed, nothing) = (typed(), Answers::default());
    let is_typed = Held {
        answers: &typed,
        is_turned_away: false,
        is_kept_as_draft: false,
        waiting: 0,
        lasting: true,
    };
    let waits = Held {
        answers: &nothing,
        waiting: 1,
        lasting: false,
        ..is_typed
    };
    assert!(would_be_lost(is_typed) && would_be_lost(waits));
    for held in [
        Held {
            is_kept_as_draft: true,
            ..is_typed
        },
        Held {
            is_turned_away: true,
            ..is_typed
        },
        Held {
            lasting: true,
            ..waits
        },
        Held {
            waiting: 0,
            ..waits
        },
    ] {
        assert!(!would_be_lost(held));
    }
    // What is typed may be kept, and what waits not.
    assert!(would_be_lost(Held {
        is_kept_as_draft: true,
        waiting: 1,
        lasting: false,
        ..is_typed
    }));
}

#[test]
fn a_page_is_loaded_anew_only_where_nothing_would_go() {
    assert!(nothing_would_go(&Answers::default(), true));
    assert!(!nothing_would_go(&typed(), true));
    assert!(!nothing_would_go(&Answers::default(), false));
}
