//! The two parts of a language's content, each a file of its own: one table for the app and its build.

/// A part of the content of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentPart {
    /// What filling in, sealing, sending and the list of what was sent need.
    First,
    /// What few people open: notices, pages, the form about rights, the pages of choices and of the device.
    Rest,
}

impl ContentPart {
    /// Both, in the order in which a phone loads them.
    pub const ALL: [Self; 2] = [Self::First, Self::Rest];

    /// What stands after the language in the name of its file.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::First => "",
            Self::Rest => "_rest",
        }
    }
}
