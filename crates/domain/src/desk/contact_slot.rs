//! Parts of the day for a call, with the codes of the question `contact_slots`.

use jiff::civil::DateTime;

/// A part of the day. Together they are the whole day, and none overlaps another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactSlot {
    /// Until noon.
    Morning,
    /// From noon until two.
    Midday,
    /// From two on.
    Afternoon,
}

impl ContactSlot {
    /// Every part, in the order of the day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Midday, Self::Afternoon];

    /// The stable code, as the questionnaire has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Midday => "midday",
            Self::Afternoon => "afternoon",
        }
    }

    /// The part of the day of that code. `None` for `sms_first`, which is another wish.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.code() == code)
    }

    /// The hours from which and until which it lasts.
    fn hours(self) -> [i8; 2] {
        match self {
            Self::Morning => [0, 12],
            Self::Midday => [12, 14],
            Self::Afternoon => [14, 24],
        }
    }

    /// The first moment of this part within an open interval of one day.
    pub(super) fn first_within(self, [opens, closes]: [DateTime; 2]) -> Option<DateTime> {
        let [from, until] = self.hours();
        let first = opens.max(opens.date().at(from, 0, 0, 0));
        (first < closes && first.hour() < until).then_some(first)
    }
}
