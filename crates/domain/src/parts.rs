//! The parts of the app's code and words, in the order in which a phone loads them: one table for the app and its build.

/// Words for those that come after the first, in their order: they begin the names of the functions where such a part
/// begins, and name its files.
pub const LATER: [&str; 2] = ["late", "rest"];

/// A part of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What everybody waits for.
    First,
    /// What seals and keeps.
    Late,
    /// What sends, and what few people open.
    Rest,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::First, Self::Late, Self::Rest];

    /// Those that come after the first, beside [`LATER`].
    pub const LATER: [Self; 2] = [Self::Late, Self::Rest];

    /// Its place among those that come after the first.
    pub fn place(self) -> Option<usize> {
        Self::LATER.iter().position(|part| *part == self)
    }

    /// What stands after the language in the name of its words.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::First => "",
            Self::Late => "_late",
            Self::Rest => "_rest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_named_as_the_code_they_come_with() {
        for part in Part::ALL {
            let word = part.place().map(|place| LATER[place]);
            assert_eq!(part.suffix().strip_prefix('_'), word);
        }
    }
}
