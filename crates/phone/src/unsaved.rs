//! Unsaved work: whether anything is lost when the page goes.

use domain::answers::Answers;

/// What a page holds.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// What is typed.
    pub answers: &'a Answers,
    /// Whether the person is being told that this form is not for her: what she typed is no use to her.
    pub is_turned_away: bool,
    /// Whether what is typed is kept as a draft at every page.
    pub is_kept_as_draft: bool,
    /// How many entries wait.
    pub waiting: usize,
    /// Whether they survive the page.
    pub lasting: bool,
}

/// Whether something that is kept nowhere would go with the page: what is typed, or what waits in memory alone. The
/// browser asks then.
pub fn would_be_lost(held: Held<'_>) -> bool {
    let is_typed = !held.answers.is_empty();
    let is_waiting = held.waiting > 0 && !held.lasting;
    (is_typed && !held.is_kept_as_draft && !held.is_turned_away) || is_waiting
}

/// Whether nothing at all would go with it: nothing is typed, and nothing that was sealed or sent is in memory alone.
/// The page may be loaded anew unasked.
pub fn nothing_would_go(answers: &Answers, lasting: bool) -> bool {
    answers.is_empty() && lasting
}

#[cfg(test)]
mod tests;
