//! The clocks of a measurement: time that passes, and time that a process has spent on a core.

use std::{fs, time::Instant};

use anyhow::Context;

/// Linux counts the time of processes in hundredths of a second, whatever the kernel's own tick.
const TICKS_PER_SECOND: f64 = 100.0;

/// The moment it is now, on a clock that only goes forward.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Seconds of a core that a process has used so far; `self` is this one.
///
/// # Errors
/// When there is no such process, or this is no Linux.
pub(crate) fn core_seconds(process: &str) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    core_seconds_in(&stat).context("/proc/…/stat is not as expected")
}

/// User and system time are the 14th and the 15th field; the second, a name, may hold spaces.
fn core_seconds_in(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(") ")?;
    let mut fields = after_name.split(' ').skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some((f64::from(user) + f64::from(system)) / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_on_a_core_is_found_whatever_the_name_of_the_process() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 9 0 0 0 150 25 0 0 20 0 4 0 100 0 0";
        assert_eq!(core_seconds_in(stat), Some(1.75));
        assert_eq!(core_seconds_in("7"), None);
    }
}
