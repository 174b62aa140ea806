//! A notice that changed while the form was filled in.

use super::*;
use crate::testing::french;

#[test]
fn a_notice_that_changed_since_it_was_shown_has_to_be_seen_again() {
    let bundle = french();
    let notice = bundle.notice("preinscription", None);
    let notice = notice.unwrap_or_else(|| panic!("the notice"));
    let shown = Shown::new(notice, Timestamp::from_unix_seconds(1));
    assert!(!shown.is_outdated(notice));
    let newer = Notice {
        version: "2099-01".into(),
        ..notice.clone()
    };
    assert!(shown.is_outdated(&newer));
    assert!(!Shown::new(&newer, shown.at).is_outdated(&newer));
}
