//! Words that come late, in another order or not at all: what is shown stays whole, in one language.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use super::*;
use crate::testing::{FakePhone, block_on, french};

/// What happens while words are on their way, and whether they come.
type Arrival = Box<dyn Fn(&FakePage) -> bool>;

/// A page whose words come as each test says; each bundle is told by its language.
struct FakePage {
    shown: Cell<(&'static str, Option<&'static str>)>,
    arrivals: RefCell<VecDeque<Arrival>>,
    pauses: Cell<u32>,
    wished: Cell<&'static str>,
    is_shared: Cell<bool>,
}

fn page(
    language: &'static str,
    has_rest: bool,
    arrivals: impl IntoIterator<Item = Arrival>,
) -> FakePage {
    FakePage {
        shown: Cell::new((language, has_rest.then_some(language))),
        arrivals: RefCell::new(arrivals.into_iter().collect()),
        pauses: Cell::new(0),
        wished: Cell::new(language),
        is_shared: Cell::new(false),
    }
}

fn comes() -> Arrival {
    Box::new(|_| true)
}

fn does_not_come() -> Arrival {
    Box::new(|_| false)
}

impl Words for &FakePage {
    async fn words(&self, language: &'static str, _: ContentPart) -> Option<&'static Bundle> {
        let arrival = self.arrivals.borrow_mut().pop_front();
        let arrival = arrival.unwrap_or_else(|| panic!("nothing more is asked for"));
        let bundle = Bundle {
            language: language.to_owned(),
            ..french()
        };
        let leaked: &Bundle = Box::leak(Box::new(bundle));
        arrival(self).then_some(leaked)
    }
}

impl Pause for &FakePage {
    async fn pause(&self, seconds: u32) {
        self.pauses.set(self.pauses.get() + seconds);
    }
}

impl Page for &FakePage {
    fn wish(&self, language: &'static str) {
        self.wished.set(language);
    }

    fn wished(&self) -> &'static str {
        self.wished.get()
    }

    fn is_shared(&self) -> bool {
        self.is_shared.get()
    }

    fn language(&self) -> &'static str {
        self.shown.get().0
    }

    fn has_rest(&self) -> bool {
        self.shown.get().1.is_some()
    }

    fn show_language(&self, first: &'static Bundle, rest: Option<&'static Bundle>) {
        let rest = rest.map(|rest| rest.language.as_str());
        self.shown.set((&first.language, rest));
    }

    fn show_rest(&self, rest: &'static Bundle) {
        self.shown.set((self.shown.get().0, Some(&rest.language)));
    }
}

fn switched(page: &FakePage, to: &str) -> Option<String> {
    let phone = &FakePhone::new();
    let to = Language::from_code(to).unwrap_or_else(|| panic!("no language {to}"));
    let is_shown = block_on(switch_language(phone, page, to));
    assert!(page.arrivals.borrow().is_empty(), "all was asked for");
    let kept = phone.kept_word(preferences::LANGUAGE);
    assert_eq!(is_shown, kept.is_some());
    kept
}

#[test]
fn another_language_is_shown_and_remembered_once_its_words_are_here() {
    for (from, to) in [("fr", "en"), ("en", "fr"), ("uk", "ar")] {
        let first_alone = page(from, false, [comes()]);
        assert_eq!(switched(&first_alone, to).as_deref(), Some(to));
        assert_eq!(first_alone.shown.get(), (to, None));
        let both = page(from, true, [comes(), comes()]);
        assert_eq!(switched(&both, to).as_deref(), Some(to));
        assert_eq!(both.shown.get(), (to, Some(to)));
    }
}

#[test]
fn the_language_stays_where_a_part_of_the_other_one_does_not_come() {
    let missing: [Vec<Arrival>; 2] = [vec![does_not_come()], vec![comes(), does_not_come()]];
    for arrivals in missing {
        let page = page("fr", true, arrivals);
        assert_eq!(switched(&page, "en"), None);
        assert_eq!(page.shown.get(), ("fr", Some("fr")));
    }
}

#[test]
fn of_two_languages_the_one_that_was_chosen_last_is_shown() {
    let chosen_meanwhile = |comes: bool| -> Arrival {
        Box::new(move |page| {
            page.wished.set("ar");
            comes
        })
    };
    for comes in [true, false] {
        let page = &page("fr", false, [chosen_meanwhile(comes)]);
        let phone = &FakePhone::new();
        assert!(
            block_on(switch_language(phone, page, Language::English)),
            "nothing is told"
        );
        assert_eq!(page.shown.get(), ("fr", None));
        assert_eq!(phone.kept_word(preferences::LANGUAGE), None);
    }
}

#[test]
fn on_a_shared_device_a_language_is_not_remembered() {
    let page = &page("fr", false, [comes()]);
    page.is_shared.set(true);
    let phone = &FakePhone::new();
    assert!(block_on(switch_language(phone, page, Language::Arabic)));
    assert_eq!(page.shown.get(), ("ar", None));
    assert_eq!(phone.kept_word(preferences::LANGUAGE), None);
}

#[test]
fn a_rest_that_comes_during_the_switch_is_switched_too() {
    let meanwhile: Arrival = Box::new(|page| {
        page.shown.set(("fr", Some("fr")));
        true
    });
    let page = page("fr", false, [meanwhile, comes()]);
    switched(&page, "en");
    assert_eq!(page.shown.get(), ("en", Some("en")));
}

#[test]
fn a_reply_for_a_language_that_is_no_longer_shown_is_dropped() {
    let meanwhile: Arrival = Box::new(|page| {
        page.shown.set(("en", None));
        true
    });
    let page = page("fr", false, [meanwhile, comes()]);
    assert!(block_on(bring_rest(&page)));
    assert_eq!(page.shown.get(), ("en", Some("en")), "asked for once more");
}

#[test]
fn of_several_that_waited_the_first_to_come_is_enough() {
    let meanwhile: Arrival = Box::new(|page| {
        page.shown.set(("fr", Some("the first")));
        true
    });
    let page = page("fr", false, [meanwhile]);
    assert!(block_on(bring_rest(&page)));
    assert_eq!(page.shown.get().1, Some("the first"));
    assert!(block_on(bring_rest(&page)), "nothing is asked any more");
}

#[test]
fn the_rest_is_asked_for_every_ten_seconds_until_it_is_here() {
    let page = page("fr", false, [does_not_come(), does_not_come(), comes()]);
    block_on(keep_asking(&page, &page));
    assert_eq!(page.pauses.get(), 2 * ASK_AGAIN_SECONDS);
    assert_eq!(page.shown.get(), ("fr", Some("fr")));
}
