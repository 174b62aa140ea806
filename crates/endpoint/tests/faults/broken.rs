//! Breakages made on purpose, each for a check that must see it.

use crate::{
    checks::Check,
    disk::Fault,
    mail_server::{Point, Way},
    plan::Step,
};

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// What is received counts as delivered.
    GivesReceiptsForNothing,
    /// That a mail was taken is forgotten.
    ForgetsWhatWasMailed,
    /// A second attempt is another mail.
    WritesAnotherMail,
    /// Rights hold nothing back.
    MailsWhatWasStopped,
    /// The disk stays as it was when it is well again.
    NeverRecovers,
    /// The heartbeat writes where a submission cannot.
    BeatsElsewhere,
    /// The endpoint takes no lock of its folder.
    TakesNoLock,
    /// A claim can be written where nothing else can.
    MailsAllTheSame,
}

impl Broken {
    pub(crate) const ALL: [Self; 8] = [
        Self::GivesReceiptsForNothing,
        Self::ForgetsWhatWasMailed,
        Self::WritesAnotherMail,
        Self::MailsWhatWasStopped,
        Self::NeverRecovers,
        Self::BeatsElsewhere,
        Self::TakesNoLock,
        Self::MailsAllTheSame,
    ];

    /// The check that it is made for.
    pub(crate) fn made_for(self) -> Check {
        match self {
            Self::GivesReceiptsForNothing => Check::Arrives,
            Self::ForgetsWhatWasMailed => Check::Once,
            Self::WritesAnotherMail => Check::OneId,
            Self::MailsWhatWasStopped => Check::Stopped,
            Self::NeverRecovers => Check::Answers,
            Self::BeatsElsewhere => Check::Ready,
            Self::TakesNoLock => Check::Alone,
            Self::MailsAllTheSame => Check::Silent,
        }
    }

    /// What it changes in the database.
    pub(crate) fn statements(self) -> &'static str {
        match self {
            Self::GivesReceiptsForNothing => {
                "CREATE TRIGGER IF NOT EXISTS broken AFTER INSERT ON deliveries WHEN NEW.submission <> 'heartbeat' BEGIN
                   UPDATE deliveries SET state = 'delivered', delivered_at = 0 WHERE submission = NEW.submission;
                 END"
            }
            Self::ForgetsWhatWasMailed => {
                "CREATE TRIGGER IF NOT EXISTS broken AFTER UPDATE OF state ON deliveries
                 WHEN NEW.state = 'delivered' AND NEW.attempts < 2 BEGIN
                   UPDATE deliveries SET state = 'pending', delivered_at = NULL WHERE submission = NEW.submission;
                 END"
            }
            Self::WritesAnotherMail => {
                "CREATE TRIGGER IF NOT EXISTS broken AFTER UPDATE OF state ON deliveries
                 WHEN NEW.state = 'sending' AND NEW.attempts > 1 BEGIN
                   UPDATE deliveries SET mailed_anew = 1 WHERE submission = NEW.submission;
                 END"
            }
            Self::MailsWhatWasStopped => {
                "DROP VIEW mailable;
                 CREATE VIEW mailable AS SELECT * FROM submissions WHERE envelope IS NOT NULL"
            }
            Self::NeverRecovers | Self::BeatsElsewhere | Self::TakesNoLock | Self::MailsAllTheSame => "",
        }
    }
}

/// A short walk on which everything that is broken on purpose can be seen.
pub(crate) fn plan() -> Vec<Step> {
    vec![
        Step::Register,
        Step::Mail(Some((Point::Mail, Way::TakesItAndHangsUp))),
        Step::Deliver,
        Step::Mail(None),
        Step::Deliver,
        Step::Register,
        Step::Disk(Some(Fault::ReadOnly)),
        Step::Deliver,
        Step::Look,
        Step::Disk(None),
        Step::Look,
        Step::Mail(Some((Point::To, Way::Defers))),
        Step::Register,
        Step::Deliver,
        Step::Ask("objection", 2),
        Step::SecondProgram,
    ]
}
