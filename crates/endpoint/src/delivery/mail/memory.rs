//! A mailbox in memory, for tests: it can be told to fail, or to keep a mail waiting.

use std::sync::{Arc, Mutex, PoisonError};

use domain::delivery::DeliveryFailure;
use tokio::sync::watch;

use super::{Mail, Opened};

/// A mailbox in memory, which can be told to fail, or to keep a mail waiting.
#[derive(Clone, Default)]
pub struct Mailbox {
    state: Arc<Mutex<MailboxState>>,
    held: Arc<watch::Sender<bool>>,
}

#[derive(Default)]
struct MailboxState {
    mails: Vec<Mail>,
    tries: usize,
    failing: Option<DeliveryFailure>,
}

impl Mailbox {
    /// From now on every mail fails in this way, or is taken.
    pub fn fail_with(&self, failure: Option<DeliveryFailure>) {
        self.lock().failing = failure;
    }

    /// From now on a mail waits before it is taken, or does not any more.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// How often a mail was tried, taken or not.
    pub fn tries(&self) -> usize {
        self.lock().tries
    }

    /// What has arrived, in order.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().mails.clone()
    }

    pub(super) async fn open(&self, mail: Mail) -> Result<Opened, DeliveryFailure> {
        // The sender lives as long as this does.
        let _ = self.held.subscribe().wait_for(|held| !held).await;
        let mut state = self.lock();
        state.tries += 1;
        match state.failing {
            Some(failure) => Err(failure),
            None => Ok(Opened::Memory(self.clone(), Box::new(mail))),
        }
    }

    pub(super) fn take(&self, mail: Mail) {
        self.lock().mails.push(mail);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, MailboxState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
