//! The screens: each reads the state, shows components, and says what a tap does.

pub mod accessibility;
pub mod check_answers;
pub mod credits;
pub mod elsewhere;
pub mod not_found;
pub mod notice;
pub mod outbox;
pub mod section;
pub mod sent;
pub mod welcome;
