//! Flags in the subject of a mail: what the order of calls depends on, and nothing by which a person could be found.
//!
//! The site's file decides whether there are any (`subject_flags`).

use domain::{identity::Identity, places::Territory, submission::Submission, time::Timestamp};

use super::{
    language,
    person::{Housing, territory},
};
use crate::mails::Mails;
use content::SiteFile;

/// ` [urgent] [mineur] [matin]`, in a fixed order; nothing where the site wants none.
pub(crate) fn flags(
    submission: &Submission,
    received_at: Timestamp,
    site: &SiteFile,
    mails: &Mails,
) -> String {
    if !site.subject_flags {
        return String::new();
    }
    let words = &mails.registration;
    let spoken = submission.message().language;
    let is_urgent = Housing::of(submission.answers()).is_some();
    let is_minor = Identity::of(submission).is_minor_at(received_at);
    let is_outside = territory(submission, site) == Some(Territory::Outside);
    // Who chose easy-to-read French is known to their fiche alone: a subject is read on the way.
    let is_foreign = !spoken.is_french();
    let mut flags = vec![
        is_urgent.then(|| words.flag_urgent()),
        is_minor.then(|| words.flag_minor()),
    ];
    flags.extend(submission.answers().many("contact_slots").iter().map(
        |slot| match slot.as_str() {
            "morning" => Some(words.flag_morning()),
            "midday" => Some(words.flag_midday()),
            "afternoon" => Some(words.flag_afternoon()),
            "sms_first" => Some(words.flag_sms_first()),
            _ => None,
        },
    ));
    flags.push(is_outside.then(|| words.flag_outside()));
    flags.push(is_foreign.then(|| language(spoken, &mails.fiche)));
    let flags = flags.into_iter().flatten();
    flags.fold(String::new(), |all, flag| all + " [" + &flag + "]")
}
