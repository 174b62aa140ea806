//! File descriptors: as many as the connections need, as far as the system lets us; else fewer connections.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// A crash leaves no image of the memory: keys and answers are in it.
pub fn leave_no_core() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Lowering a limit is always allowed.
    let _ = setrlimit(Resource::Core, none);
}

/// For the database, keys, mail, fonts, the other listener, and what libraries open by themselves.
const RESERVED: u64 = 256;

/// A connection that is sent a file holds the file too.
const EACH: u64 = 2;

/// Raises the limit of this process as far as `connections` need. Returns how many can be held.
pub(crate) fn make_room_for(connections: usize) -> usize {
    let wanted = needed(connections);
    let limit = getrlimit(Resource::Nofile);
    let hard = limit.maximum.unwrap_or(u64::MAX);
    let soft = limit.current.unwrap_or(u64::MAX);
    let mut allowed = soft;
    if soft < wanted {
        let raised = wanted.min(hard);
        let new = Rlimit {
            current: Some(raised),
            maximum: limit.maximum,
        };
        if setrlimit(Resource::Nofile, new).is_ok() {
            allowed = raised;
        }
    }
    let held = fitting(allowed).min(connections);
    if held < connections {
        tracing::warn!(
            held,
            descriptors = allowed,
            "the system allows few open files: fewer connections are held at once"
        );
    }
    held
}

fn needed(connections: usize) -> u64 {
    let connections = u64::try_from(connections).unwrap_or(u64::MAX);
    connections.saturating_mul(EACH).saturating_add(RESERVED)
}

/// Connections that so many descriptors are enough for: one at the least.
fn fitting(descriptors: u64) -> usize {
    let connections = descriptors.saturating_sub(RESERVED) / EACH;
    usize::try_from(connections).unwrap_or(usize::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_never_more_than_what_is_allowed() {
        for (descriptors, connections) in [(4352, 2048), (1024, 384), (300, 22), (256, 1), (0, 1)] {
            assert_eq!(fitting(descriptors), connections, "{descriptors}");
        }
        for connections in [1, 100, 2048] {
            assert_eq!(fitting(needed(connections)), connections);
        }
    }
}
