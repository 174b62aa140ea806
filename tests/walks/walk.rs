//! One walk: makes what the plan says happen to a phone and an endpoint, then mends everything and waits.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use anyhow::{Context as _, Result};
use domain::{
    outbox::{Entry, Standing},
    site::Site,
    submission::Message,
    wire::SubmissionId,
};
use endpoint::Mail;
use envelope::PrivateKey;
use phone::outbox::ONLINE_SPREAD_SECONDS;

use crate::{
    broken::Broken,
    chance::Chance,
    checks::Found,
    device::{self, Phone, Tab, Told},
    disk::Disk,
    mission_locale::MissionLocale,
    people::People,
    plan::{Bad, Plan, Step, TABS, Trouble, Weather},
    sending::Sending,
    tally::Counts,
};

/// The most that is waited for a queue to empty before it is called stuck.
const PATIENCE_SECONDS: i64 = 1800;

/// What somebody sent.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) message: Message,
    pub(crate) bad: Option<Bad>,
    pub(crate) told: Told,
}

/// All that was sealed on a walk, by the ids that were drawn for it.
pub(crate) type Letters = BTreeMap<SubmissionId, Letter>;

pub(crate) struct Walk<'w> {
    pub(crate) plan: &'w Plan,
    pub(crate) people: &'w People,
    pub(crate) endpoint: &'w mut MissionLocale,
    pub(crate) broken: Option<Broken>,
    pub(crate) phone: Rc<Phone>,
    pub(crate) tabs: [Option<Tab>; TABS],
    pub(crate) letters: Rc<RefCell<Letters>>,
    pub(crate) weather: Weather,
    /// The endpoint asked not to be called before this, in seconds since the start.
    pub(crate) asked_until: i64,
    pub(crate) counts: Counts,
    past: Past,
}

/// What has happened to the endpoint's database on this walk.
#[derive(Clone, Copy, Default)]
struct Past {
    /// Whether something was mailed since the last backup of this walk; `None` without one.
    mailed_since_backup: Option<bool>,
    /// An older state was put back.
    is_restored: bool,
    /// One that did not know what had been mailed.
    forgot_mails: bool,
}

/// Walks a plan on this endpoint, and says what is found at its end.
pub(crate) async fn walk(
    plan: &Plan,
    people: &People,
    endpoint: &mut MissionLocale,
    broken: Option<Broken>,
) -> Result<(Found, Counts)> {
    let before = endpoint.last_row().await?;
    let mails_before = endpoint.mailbox.mails().len();
    let chance = Chance::from_seed(plan.seed.rotate_left(17) ^ 1);
    let people_chance = Chance::from_seed(plan.seed.rotate_left(34) ^ 2);
    let start = endpoint.clock.now();
    let disk = Disk::new(broken);
    let phone = Phone::new(disk, chance, people_chance, start, plan.has_locks);
    let mut walk = Walk {
        plan,
        people,
        broken,
        phone: Rc::new(phone),
        tabs: [const { None }; TABS],
        letters: Rc::default(),
        weather: Weather::Good,
        asked_until: 0,
        counts: Counts::default(),
        past: Past::default(),
        endpoint,
    };
    for step in &plan.steps {
        walk.step(*step).await?;
    }
    let drained_in = walk.mend_and_wait().await?;
    walk.open_anew().await?;
    let mut mails = None;
    if plan.delivers {
        walk.endpoint.deliver().await?;
        let all = walk.endpoint.mailbox.mails();
        let mut own: Vec<Mail> = all.into_iter().skip(mails_before).collect();
        if broken == Some(Broken::MailsTwice) {
            own.extend_from_within(..);
        }
        mails = Some(own);
    }
    let stored = walk.endpoint.stored_after(before).await?;
    walk.counts.database_failures = walk.phone.disk.failures.get();
    walk.counts.requests = walk.phone.wire.calls.get();
    walk.counts.sent = walk.letters.borrow().len();
    let found = Found {
        waiting: walk.phone.disk.waiting(),
        copies: walk.phone.disk.copies(),
        received: walk.phone.disk.received(),
        is_restored: walk.past.is_restored,
        mailed_before: walk.past.forgot_mails,
        on_disk: walk.phone.disk.texts(),
        letters: walk.letters.take(),
        stored,
        drained_in,
        mails,
    };
    Ok((found, walk.counts))
}

impl Walk<'_> {
    async fn step(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Send(tab, bad) => self.send(tab, bad)?,
            Step::TryAgain(tab) => {
                if let Some(open) = &mut self.tabs[tab] {
                    let task = device::try_again(&self.phone);
                    open.tasks.push(task);
                }
            }
            Step::Open(tab) => self.open(tab),
            Step::Kill(tab) => self.kill(tab),
            Step::Look(tab, visible) => self.look(tab, visible),
            Step::Database(trouble) => self.phone.disk.trouble.set(trouble),
            Step::Network(weather) => self.weather = weather,
            Step::Run(steps) => {
                for _ in 0..steps {
                    self.one_step().await?;
                }
            }
            Step::Settle => self.settle().await?,
            Step::Pass(seconds) => self.pass(seconds).await?,
            Step::Clock(off) => self.phone.clock_off.set(off),
            Step::Backup => {
                self.endpoint.back_up().await?;
                self.past.mailed_since_backup = Some(false);
            }
            Step::Restore => {
                if let Some(has_mailed) = self.past.mailed_since_backup {
                    self.endpoint.restore().await?;
                    self.past.is_restored = true;
                    self.past.forgot_mails |= has_mailed;
                    self.counts.restored += 1;
                }
            }
            Step::Deliver => {
                self.endpoint.deliver().await?;
                self.past.mailed_since_backup = self.past.mailed_since_backup.map(|_| true);
            }
        }
        Ok(())
    }

    fn send(&mut self, tab: usize, bad: Option<Bad>) -> Result<()> {
        let Some(open) = &mut self.tabs[tab] else {
            return Ok(());
        };
        if open.is_busy {
            open.to_send.push_back(bad);
            return Ok(());
        }
        let now = self.phone.right_or_wrong_time();
        let unsent = open.unsent.borrow();
        let unsent = unsent.as_ref().map(|sealed| &sealed.entry.id);
        let again = unsent.and_then(|id| self.letters.borrow().get(id).cloned());
        let letter = match again {
            // Whoever was told that it was not kept sends the same answers once more.
            Some(letter) => letter,
            None => Letter {
                message: self.people.registration(&self.phone.people_chance, now)?,
                bad,
                told: Told::Nothing,
            },
        };
        let site = site_for(&self.endpoint.site, letter.bad);
        let mut message = letter.message.clone();
        message.filled_at = now;
        if self.broken == Some(Broken::ChangesAnAnswer) {
            message.answers.set("phone", "0600000000");
        }
        let sending = Sending {
            phone: self.phone.clone(),
            tab,
            letter,
            letters: self.letters.clone(),
        };
        let task = sending.task(site, message, open.unsent.clone());
        open.is_busy = true;
        open.tasks.push(task);
        Ok(())
    }

    pub(crate) fn open(&mut self, tab: usize) {
        if self.tabs[tab].is_none() {
            self.phone.disk.reopen();
            self.tabs[tab] = Some(Tab::open());
            self.drain(tab, true);
        }
    }

    fn kill(&mut self, tab: usize) {
        if let Some(dead) = self.tabs[tab].take() {
            self.counts.pages_killed += 1;
            self.counts.killed_at_work += usize::from(!dead.tasks.is_empty());
            self.phone.wire.forget_tab(tab);
        }
    }

    pub(crate) fn look(&mut self, tab: usize, visible: bool) {
        if let Some(open) = &mut self.tabs[tab]
            && open.visible.replace(visible) != visible
            && visible
        {
            self.drain(tab, true);
        }
    }

    pub(crate) fn drain(&mut self, tab: usize, hurry: bool) {
        if let Some(open) = &mut self.tabs[tab] {
            let task = device::drain(&self.phone, tab, &open.asking, hurry);
            open.tasks.push(task);
        }
    }

    pub(crate) fn told(&mut self, tab: usize, id: &SubmissionId, told: Told) -> Result<()> {
        if let Some(letter) = self.letters.borrow_mut().get_mut(id) {
            if self.broken == Some(Broken::LeavesClearAnswers) {
                let answers = serde_json::to_string(&letter.message.answers);
                self.phone.disk.kept.borrow_mut().extend(answers);
            }
            // Once promised, it stays promised.
            if !matches!(letter.told, Told::Kept | Told::Received) {
                letter.told = told;
            }
        }
        if told != Told::NotKept {
            self.drain(tab, true);
        }
        let Some(open) = &mut self.tabs[tab] else {
            return Ok(());
        };
        open.is_busy = false;
        match open.to_send.pop_front() {
            Some(bad) => self.send(tab, bad),
            None => Ok(()),
        }
    }

    /// The database is sound, the network good, somebody looks: seconds until nothing waits that could leave.
    async fn mend_and_wait(&mut self) -> Result<Option<i64>> {
        self.weather = Weather::Good;
        self.phone.disk.trouble.set(Trouble::Sound);
        if self.tabs.iter().all(Option::is_none) {
            self.open(0);
        } else if self.tabs.iter().flatten().all(|tab| !tab.visible.get()) {
            let hidden = self.tabs.iter().position(Option::is_some);
            self.look(hidden.context("an open tab")?, true);
        }
        let now = self.phone.passed.get();
        if self.plan.says_online {
            for tab in self.tabs.iter_mut().flatten() {
                tab.timer = Some((now + i64::from(ONLINE_SPREAD_SECONDS), true));
            }
        }
        self.until_nothing_is_to_leave(now.max(self.asked_until))
            .await
    }

    /// Another day the app is opened once more: what the endpoint has lost since is found out, and sent again.
    async fn open_anew(&mut self) -> Result<()> {
        for tab in 0..TABS {
            self.kill(tab);
        }
        self.settle().await?;
        self.open(0);
        let now = self.phone.passed.get();
        self.until_nothing_is_to_leave(now).await.map(drop)
    }

    /// Seconds from that moment until nothing waits that could leave; `None` where that never comes.
    async fn until_nothing_is_to_leave(&mut self, from: i64) -> Result<Option<i64>> {
        loop {
            self.settle().await?;
            let now = self.phone.passed.get();
            if !self.still_to_leave() {
                return Ok(Some((now - from).max(0)));
            }
            if now > from + PATIENCE_SECONDS || self.next_event().is_none() {
                return Ok(None);
            }
            self.next().await?;
        }
    }

    /// Whether something waits that nothing is wrong with.
    fn still_to_leave(&self) -> bool {
        let good = |entry: &Entry| {
            let letters = self.letters.borrow();
            let letter = letters.get(&entry.id);
            letter.is_none_or(|letter| letter.bad.is_none())
        };
        self.phone.disk.waiting().iter().any(good)
    }

    /// Whether an entry lies on the phone as stuck.
    pub(crate) fn one_is_stuck(&self) -> bool {
        let stuck = |entry: &Entry| matches!(entry.standing, Standing::Stuck(_));
        self.phone.disk.waiting().iter().any(stuck)
    }
}

/// The Mission Locale as the app knows it; for a bad entry, as an app with a wrong key does.
fn site_for(site: &Site, bad: Option<Bad>) -> Site {
    let mut site = site.clone();
    let stranger = PrivateKey::generate();
    for key in &mut site.keys {
        match bad {
            Some(Bad::UnknownKey) => key.kid = stranger.kid(),
            Some(Bad::WrongKey) => {}
            Some(Bad::Poison(_) | Bad::Walled) | None => continue,
        }
        key.public_key = stranger.public_key();
    }
    site
}
