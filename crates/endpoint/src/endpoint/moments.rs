//! Moments as commands say them: in the Mission Locale's own time, or in universal time where its file cannot be read.

use content::SiteFile;
use domain::time::Timestamp;
use jiff::tz::TimeZone;

use crate::{config::Config, french};

/// How a command that works without the site's file says a moment.
pub(crate) struct Moments(Option<TimeZone>);

impl Moments {
    /// In the time of the site that the settings name, where there is one.
    pub(crate) fn of(config: &Config) -> Self {
        let site = SiteFile::read_public(&config.site).ok();
        Self(site.and_then(|site| TimeZone::get(&site.time_zone).ok()))
    }

    /// `21/11/2026 à 18 h 42`, or `21/11/2026 à 17 h 42 UTC`.
    pub(crate) fn stamp(&self, at: Timestamp) -> String {
        match &self.0 {
            Some(zone) => french::stamp(french::local(at, zone)),
            None => french::universal(at),
        }
    }
}
