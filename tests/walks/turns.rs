//! Whose turn it is: tasks of pages and requests under way go on one small step at a time, in any order.

use std::task::{Context, Poll, Waker};

use anyhow::Result;

use crate::{broken::Broken, device::Done, plan::TABS, walk::Walk};

impl Walk<'_> {
    /// Polls one task, or lets the network do something with one request. Whether there was anything to do.
    pub(crate) async fn one_step(&mut self) -> Result<bool> {
        let requests = self.answerable();
        let mut turns: Vec<(usize, usize)> = Vec::new();
        for (tab, open) in self.tabs.iter().enumerate() {
            let tasks = open.as_ref().map_or(0, |open| open.tasks.len());
            turns.extend((0..tasks).map(|task| (tab, task)));
        }
        let all = turns.len() + requests.len();
        if all == 0 {
            return Ok(false);
        }
        let chosen = self.phone.chance.below(all);
        match turns.get(chosen) {
            Some((tab, task)) => self.poll(*tab, *task)?,
            None => self.answer(requests[chosen - turns.len()]).await?,
        }
        Ok(true)
    }

    /// Everything under way goes as far as it can without time passing.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        loop {
            let tasks: usize = self.tabs.iter().flatten().map(|tab| tab.tasks.len()).sum();
            let answerable = !self.answerable().is_empty();
            if !answerable && tasks == self.phone.wire.waited_for() {
                return Ok(());
            }
            self.one_step().await?;
        }
    }

    pub(crate) async fn pass(&mut self, seconds: i64) -> Result<()> {
        let end = self.phone.passed.get() + seconds;
        self.settle().await?;
        while self.next_event().is_some_and(|next| next <= end) {
            self.next().await?;
        }
        self.move_to(end);
        Ok(())
    }

    fn poll(&mut self, tab: usize, task: usize) -> Result<()> {
        let Some(open) = &mut self.tabs[tab] else {
            return Ok(());
        };
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(done) = open.tasks[task].as_mut().poll(&mut context) else {
            return Ok(());
        };
        drop(open.tasks.remove(task));
        match done {
            Done::TriedAgain => self.drain(tab, true),
            Done::Told(id, told) => self.told(tab, &id, told)?,
            Done::Drained(report) => {
                if self.broken != Some(Broken::NeverLooksAgain) {
                    let wanted = report.and_then(|report| report.next_in_seconds);
                    open.look_again(wanted, self.phone.passed.get());
                }
                if report.is_some_and(|report| report.has_news()) {
                    self.tell_other_tabs(tab);
                }
            }
        }
        Ok(())
    }

    /// What the browser's cross-tab channel does.
    fn tell_other_tabs(&mut self, tab: usize) {
        for other in (0..TABS).filter(|other| *other != tab) {
            self.drain(other, false);
        }
    }
}
