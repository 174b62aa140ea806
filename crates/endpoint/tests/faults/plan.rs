//! What happens on a walk: a list of steps, drawn by proptest from the walk's number.

use proptest::{
    prelude::{Just, Strategy, prop_oneof},
    sample::select,
};

use crate::{
    disk::Fault,
    mail_server::{POINTS, Point, WAYS, Way},
};

/// What is asked about a registration.
pub(crate) const RIGHTS: [&str; 3] = ["cancellation", "objection", "restriction"];

/// What happens next.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Register,
    /// One of the registrations received so far, counted around, is cancelled, objected to or restricted.
    Ask(&'static str, usize),
    /// What is due is mailed.
    Deliver,
    /// An operator lets mail go that a restore holds.
    Release,
    /// How the mail server fails from now on.
    Mail(Option<(Point, Way)>),
    /// What is wrong with the disk from now on.
    Disk(Option<Fault>),
    /// The disk fails in the middle of a mail.
    DiskDuring(Fault, Point),
    /// A rights request comes in the middle of a mail.
    AskDuring(&'static str, usize, Point),
    /// SIGKILL in the middle of a mail.
    KillDuring(Point),
    /// SIGKILL at any place where mailing waits for something.
    KillMailing(u8),
    /// SIGKILL at any place where a registration waits to be stored.
    KillStoring(u8),
    /// SIGTERM, and the next start.
    Restart,
    /// Two endpoints mail from one database.
    TwoAtOnce,
    /// Another program has locked the database for a moment, while a registration comes and mail is due.
    Locked,
    /// The program is started a second time.
    SecondProgram,
    /// The machine's date is so many seconds off from now on.
    Clock(i64),
    /// The hour of housekeeping.
    House,
    BackUp,
    LoseAndRestore,
    /// Phones look how their sendings stand, and send again what is not known.
    PhonesComeBack,
    /// Monitoring asks, and a registration comes right after.
    Look,
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (0..20_u32).prop_map(Fault::Full),
        Just(Fault::ReadOnly),
        (0..12_u8).prop_map(Fault::FullAfter),
        Just(Fault::NoCommit),
    ]
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let right = || select(&RIGHTS[..]);
    let point = || select(&POINTS[..]);
    let way = (point(), select(&WAYS[..]));
    let off = [0, 0, HOUR, 2 * DAY, 3650 * DAY, -HOUR, -3 * DAY, -365 * DAY];
    let step = prop_oneof![
        8 => Just(Step::Register),
        3 => (right(), 0..20_usize).prop_map(|(right, which)| Step::Ask(right, which)),
        6 => Just(Step::Deliver),
        1 => Just(Step::Release),
        2 => Just(Step::Mail(None)),
        3 => way.prop_map(|way| Step::Mail(Some(way))),
        3 => Just(Step::Disk(None)),
        3 => fault().prop_map(|fault| Step::Disk(Some(fault))),
        2 => (fault(), point()).prop_map(|(fault, point)| Step::DiskDuring(fault, point)),
        2 => (right(), 0..20_usize, point())
            .prop_map(|(right, which, point)| Step::AskDuring(right, which, point)),
        3 => point().prop_map(Step::KillDuring),
        3 => (0..40_u8).prop_map(Step::KillMailing),
        1 => (0..40_u8).prop_map(Step::KillStoring),
        1 => Just(Step::Restart),
        1 => Just(Step::TwoAtOnce),
        1 => Just(Step::Locked),
        1 => Just(Step::SecondProgram),
        2 => select(off.to_vec()).prop_map(Step::Clock),
        1 => Just(Step::House),
        1 => Just(Step::BackUp),
        1 => Just(Step::LoseAndRestore),
        2 => Just(Step::PhonesComeBack),
        2 => Just(Step::Look),
    ];
    proptest::collection::vec(step, 6..32)
}
