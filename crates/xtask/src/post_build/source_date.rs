//! The date of the sources: `SOURCE_DATE_EPOCH`, else that of the commit, never that of the machine.
//!
//! Every build of a commit has the same, and so the same bytes. Where there is no git, `SOURCE_DATE_EPOCH` says it
//! (<https://reproducible-builds.org/specs/source-date-epoch/>); it also comes before git.

use anyhow::Context;
use domain::time::Timestamp;

use crate::{
    command::{command, output, say},
    paths,
};

/// The beginning, in UTC, of the day of the sources; `None` where nothing says it.
///
/// # Errors
/// When what says it is no number of seconds.
pub(super) fn source_date() -> anyhow::Result<Option<Timestamp>> {
    let seconds = paths::source_date_epoch().or_else(commit_seconds);
    let day = seconds.as_deref().map(beginning_of_day).transpose()?;
    if day.is_none() {
        say(
            "Neither SOURCE_DATE_EPOCH nor git says the day of these sources: phones learn the time from the endpoint alone",
        );
    }
    Ok(day)
}

/// When the commit was made that is checked out, as git says it.
fn commit_seconds() -> Option<String> {
    let said = output(command("git").args(["log", "-1", "--format=%ct"])).ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    (said.status.success() && !text.trim().is_empty()).then_some(text)
}

fn beginning_of_day(seconds: &str) -> anyhow::Result<Timestamp> {
    let seconds: i64 = seconds.trim().parse().with_context(|| {
        format!("the day of the sources is no number of seconds since 1970: {seconds:?}")
    })?;
    let seconds = seconds - seconds.rem_euclid(24 * 60 * 60);
    Ok(Timestamp::from_unix_seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_commits_of_a_day_make_the_same_bytes() -> anyhow::Result<()> {
        let [morning, evening] = ["1796022000\n", "1796082000"].map(beginning_of_day);
        let (morning, evening) = (morning?, evening?);
        assert_eq!(morning, evening);
        assert_eq!(morning.to_string(), "2026-11-30T00:00:00Z");
        assert!(beginning_of_day("yesterday").is_err());
        Ok(())
    }
}
