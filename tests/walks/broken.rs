//! Deliberate breakages: each check has to fail on one, or it checks nothing.

/// One thing that is wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The phone's database says "kept" and keeps nothing.
    LosesAWrite,
    /// The endpoint gives its receipt and has stored nothing.
    ReceiptForNothing,
    /// The endpoint stores what it receives a second time, under another id.
    StoresTwice,
    /// What is sealed is not what was checked.
    ChangesAnAnswer,
    /// While one entry is stuck, nobody else is let through.
    BlockedByOne,
    /// The page sets no timer.
    NeverLooksAgain,
    /// The page leaves the answers on the phone.
    LeavesClearAnswers,
    /// The phone shows another number than the endpoint gave.
    ShowsAnotherNumber,
    /// The mailbox gets everything twice.
    MailsTwice,
    /// The phone's database keeps the record of a receipt, and no copy of what it was for.
    DropsTheCopy,
    /// Nobody tells the page that something was lost.
    NeverHearsOfALoss,
}

impl Broken {
    /// Every breakage.
    pub(crate) const ALL: [Self; 11] = [
        Self::LosesAWrite,
        Self::ReceiptForNothing,
        Self::StoresTwice,
        Self::ChangesAnAnswer,
        Self::BlockedByOne,
        Self::NeverLooksAgain,
        Self::LeavesClearAnswers,
        Self::ShowsAnotherNumber,
        Self::MailsTwice,
        Self::DropsTheCopy,
        Self::NeverHearsOfALoss,
    ];
}
