//! Warnings at each start: protections that are missing from the settings, perhaps on purpose.

use std::fmt;

use content::{SiteFile, contact};

use crate::config::{Config, MailTarget};

/// A protection that is missing, perhaps on purpose: said at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Phones reach it without TLS.
    Tls,
    /// Fiches travel as PDF files that open for anyone.
    MailboxPassword,
    /// The mail server's password stands where other programs of the machine can read it.
    MailFile,
    /// Young people read notices of which nobody has confirmed every word.
    SignedNotices,
    /// The app's own pages name another Mission Locale, until a phone has network.
    OwnApp,
    /// Notices of the site's folder are not those that the app shows.
    OwnNotices,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => {
                "NO TLS: other machines are served, and no proxy with TLS is in front (--behind-proxy): \
                 anyone on the way can put another app in the place of this one"
            }
            Self::MailboxPassword => {
                "OPEN FICHES: the site's file names no mailbox_password_file: \
                 registrations are mailed as PDF files that open for anyone"
            }
            Self::MailFile => {
                "OPEN PASSWORD: the mail server's password stands in --mail or PA_MAIL, \
                 where other programs of this machine can read it: use --mail-file"
            }
            Self::SignedNotices => {
                "UNSIGNED NOTICES: other machines are served, and notices in force have paragraphs that wait \
                 to be confirmed: premier-accueil check lists them"
            }
            Self::OwnApp => {
                "ANOTHER SITE'S APP: it was built for another Mission Locale than the site's file names: \
                 its pages without network name that one; make a package for this one"
            }
            Self::OwnNotices => {
                "OTHER NOTICES: notices in force were changed since the app was built, and young people read \
                 the old ones: premier-accueil check lists them; make a package with the new ones"
            }
        })
    }
}

/// Whether fiches go to a mail server as PDF files that open for anyone.
pub(crate) fn has_open_fiches(config: &Config, site: &SiteFile) -> bool {
    matches!(config.mail, MailTarget::Smtp(_)) && site.mailbox_password.is_none()
}

/// The protections that are missing from these settings.
pub(crate) fn missing(config: &Config, site: &SiteFile) -> Vec<Missing> {
    let no_tls = !config.public_addr.ip().is_loopback() && config.trusted_hops() == 0;
    let found = [
        (no_tls, Missing::Tls),
        (has_open_fiches(config, site), Missing::MailboxPassword),
        (config.mail_password_in_sight, Missing::MailFile),
        (
            config.serves_others() && !site.to_confirm(&config.site).is_empty(),
            Missing::SignedNotices,
        ),
        (
            contact::built_for_another(&config.app_dir, &site.public).is_some(),
            Missing::OwnApp,
        ),
        (
            !site
                .notices_unlike_app(&config.site, &config.app_dir)
                .is_empty(),
            Missing::OwnNotices,
        ),
    ];
    let found = found.into_iter().filter(|(is_missing, _)| *is_missing);
    found.map(|(_, missing)| missing).collect()
}
