//! Eviction: a word kept apart from the database tells when the browser has cleared what was there.

use domain::texts::TextKey;

/// Something waited here.
pub const WAITING: &str = "waiting";
/// Something had been sent from here.
pub const SENT: &str = "sent";

/// What is to be done with the word after the database was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nothing.
    Stays,
    /// It is to say this from now on.
    Says(&'static str),
    /// The browser has cleared what was here: the key of the sentence that tells the person so.
    Cleared(TextKey),
}

/// Compares what the database holds with the word that was left. Where nothing lasts, nothing was lost.
pub fn word(
    waiting: usize,
    sent: usize,
    lasting: bool,
    left: impl FnOnce() -> Option<String>,
) -> Word {
    match (lasting, waiting, sent) {
        (false, ..) => Word::Stays,
        (_, 1.., _) => Word::Says(WAITING),
        (_, _, 1..) => Word::Says(SENT),
        _ => match left() {
            None => Word::Stays,
            Some(word) if word == WAITING => Word::Cleared(key!("wiped.waiting")),
            Some(_) => Word::Cleared(key!("wiped.sent")),
        },
    }
}

#[cfg(test)]
mod tests;
