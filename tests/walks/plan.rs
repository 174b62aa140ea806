//! What happens on one walk, as a list that can be read, replayed and made shorter.

use std::fmt;

use crate::chance::Chance;

/// The tabs that a phone may have open.
pub(crate) const TABS: usize = 2;

const HOUR: i64 = 3600;
const THREE_DAYS: i64 = 72 * HOUR;

/// One walk in so many has its mails made and read. It is the first on its endpoint: what others left is not mailed.
const DELIVERS_EVERY: u64 = 50;

/// Entries of one walk that are answered as if it were about everybody.
const MOST_GENERAL: usize = 2;

/// One walk.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    /// Whether this browser has Web Locks: without them two tabs send at once.
    pub(crate) has_locks: bool,
    pub(crate) steps: Vec<Step>,
    /// Whether the browser says that the network is back, or the page has to find out by itself.
    pub(crate) says_online: bool,
    /// Whether the mails are made and read: a PDF takes longer than the whole walk.
    pub(crate) delivers: bool,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Somebody sends a registration from this tab; after a "not kept", the same one again.
    Send(usize, Option<Bad>),
    /// "Try again" is tapped.
    TryAgain(usize),
    /// The tab is opened, and looked at.
    Open(usize),
    /// The page is gone between one instruction and the next, with all it had in memory.
    Kill(usize),
    /// Somebody looks at another app, or comes back.
    Look(usize, bool),
    /// What the phone's database does from now on.
    Database(Trouble),
    /// What the network does from now on.
    Network(Weather),
    /// So many small steps of what is under way, in any order.
    Run(usize),
    /// Everything under way goes as far as it can.
    Settle,
    /// Time passes, in seconds, and timers ring.
    Pass(i64),
    /// The phone's clock is set, in seconds from the right time.
    Clock(i64),
    /// The endpoint's database is backed up.
    Backup,
    /// The machine dies, and the last backup of this walk is put back: what came since then is lost.
    Restore,
    /// What the endpoint has is mailed.
    Deliver,
}

/// What can be wrong with one entry for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bad {
    /// Sealed to a key that the endpoint does not have.
    UnknownKey,
    /// Sealed to another key under the name of the endpoint's.
    WrongKey,
    /// The endpoint fails on this one each time, and asks to come back after so many seconds.
    Poison(i64),
    /// A firewall in front forbids this one each time.
    Walled,
}

impl Bad {
    /// Whether what is answered to it sounds as if it were about the whole endpoint.
    pub(crate) fn sounds_general(self) -> bool {
        matches!(self, Self::Poison(_) | Self::Walled)
    }
}

/// What a database does to whoever asks it for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    Sound,
    /// The next operation fails.
    ClosedOnce,
    /// Every operation fails until a page is opened.
    ClosedUntilReopened,
    /// Reads succeed, writes do not.
    Full,
    /// The next write is made, and said to have failed.
    DoneButDenied,
}

/// What the network does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    Good,
    /// It never leaves.
    Down,
    /// Nobody answers, until the phone's patience is at its end.
    Silent,
    /// It arrives and is stored; the response never comes.
    ResponseCut,
    /// It arrives and is stored; half of the response comes.
    ResponseCutShort,
    /// 503 from a proxy, with or without a time to come back.
    Unavailable(Option<i64>),
    /// 429 with a time to come back.
    TooMany(i64),
    /// 200 with a login page.
    Portal,
    /// 302 to a login page.
    PortalRedirect,
    /// A filter lets nothing but `GET` and `POST` through.
    ForbidsPut,
    /// A filter lets nothing be sent.
    ForbidsSending,
    /// The endpoint is killed with SIGKILL when it has stored the next request and has not answered; then started again.
    Killed,
    /// The same, before it has stored anything.
    KilledBefore,
}

impl Plan {
    pub(crate) fn from_seed(seed: u64) -> Self {
        let chance = Chance::from_seed(seed);
        let mut steps = vec![Step::Open(0)];
        let delivers = seed.is_multiple_of(DELIVERS_EVERY);
        let mut general = 0;
        for _ in 0..12 + chance.below(24) {
            let step = step(&chance);
            if step == Step::Deliver && !delivers {
                continue;
            }
            if let Step::Send(_, Some(bad)) = step
                && bad.sounds_general()
            {
                general += 1;
                // Each holds the others once.
                if general > MOST_GENERAL {
                    continue;
                }
            }
            steps.push(step);
            match chance.below(4) {
                0 => steps.push(Step::Settle),
                1 => {}
                _ => steps.push(Step::Run(1 + chance.below(24))),
            }
        }
        Self {
            seed,
            has_locks: !chance.one_in(3),
            steps,
            says_online: chance.one_in(2),
            delivers,
        }
    }
}

fn step(chance: &Chance) -> Step {
    let tab = chance.below(TABS);
    match chance.below(30) {
        0..=6 => Step::Send(tab, chance.one_in(6).then(|| bad(chance))),
        7 => Step::TryAgain(tab),
        8..=9 => Step::Open(tab),
        10..=12 => Step::Kill(tab),
        13 => Step::Look(tab, chance.one_in(2)),
        14..=15 => Step::Database(chance.one_of(&[
            Trouble::Sound,
            Trouble::ClosedOnce,
            Trouble::ClosedUntilReopened,
            Trouble::Full,
            Trouble::DoneButDenied,
        ])),
        16..=20 => Step::Network(weather(chance)),
        21..=23 => Step::Pass(pause(chance)),
        24..=25 => Step::Backup,
        26 => Step::Restore,
        27 => Step::Deliver,
        _ => Step::Clock(chance.one_of(&[0, THREE_DAYS, -THREE_DAYS])),
    }
}

/// Mostly minutes; now and then longer than any wait that an endpoint can ask for.
fn pause(chance: &Chance) -> i64 {
    if chance.one_in(24) {
        return 7 * HOUR;
    }
    chance.one_of(&[1, 5, 20, 60, 240, 900, 1800])
}

fn bad(chance: &Chance) -> Bad {
    chance.one_of(&[
        Bad::UnknownKey,
        Bad::WrongKey,
        Bad::Poison(30),
        Bad::Poison(120),
        Bad::Walled,
    ])
}

fn weather(chance: &Chance) -> Weather {
    chance.one_of(&[
        Weather::Good,
        Weather::Down,
        Weather::Silent,
        Weather::ResponseCut,
        Weather::ResponseCut,
        Weather::ResponseCutShort,
        Weather::Unavailable(None),
        Weather::Unavailable(Some(30)),
        Weather::TooMany(5),
        Weather::TooMany(120),
        Weather::TooMany(HOUR),
        Weather::Portal,
        Weather::PortalRedirect,
        Weather::ForbidsPut,
        Weather::ForbidsSending,
        Weather::Killed,
        Weather::KilledBefore,
    ])
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yes = |so: bool| if so { "yes" } else { "no" };
        writeln!(
            f,
            "walk {}: Web Locks {}, told that the network is back {}",
            self.seed,
            yes(self.has_locks),
            yes(self.says_online)
        )?;
        for (number, step) in self.steps.iter().enumerate() {
            writeln!(f, "  {:>2}. {step:?}", number + 1)?;
        }
        Ok(())
    }
}
