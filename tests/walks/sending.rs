//! One sending from a page: the app's own logic seals and keeps it, over these ports.

use std::{cell::RefCell, rc::Rc};

use domain::{
    outbox::{Entry, Method, Outcome, Status},
    owner::OwnerSecret,
    site::Site,
    submission::Message,
    time::Timestamp,
    wire::SubmissionId,
};
use phone::{
    compose::Sealed,
    key,
    ports::{Transport, World},
    sending,
};

use crate::{
    device::{Done, Phone, Task, Told, line},
    pause::pause,
    walk::{Letter, Letters},
};

pub(crate) struct Sending {
    pub(crate) phone: Rc<Phone>,
    pub(crate) tab: usize,
    /// What is sent.
    pub(crate) letter: Letter,
    /// Where it is noted once it has an id.
    pub(crate) letters: Rc<RefCell<Letters>>,
}

impl Sending {
    /// Kept, or sent at once where it cannot be kept, or not kept and said so.
    pub(crate) fn task(
        self,
        site: Site,
        message: Message,
        unsent: Rc<RefCell<Option<Sealed>>>,
    ) -> Task {
        Box::pin(async move {
            pause().await;
            let disk = Some(&self.phone.disk);
            let kept = sending::seal_and_keep(&self, disk, &site, message, &unsent).await;
            let (id, told) = match kept {
                Ok((entry, None)) => (entry.id, Told::Kept),
                Ok((entry, Some(_))) => (entry.id, Told::Received),
                Err(text) => {
                    assert_eq!(text, key!("sending.not_kept"), "it is sealed");
                    let unsent = unsent.borrow();
                    let unsent = unsent.as_ref().map(|sealed| sealed.entry.id.clone());
                    let id = unsent.unwrap_or_else(|| panic!("a second try is this entry"));
                    (id, Told::NotKept)
                }
            };
            Done::Told(id, told)
        })
    }
}

impl Transport for Sending {
    async fn send(&self, entry: &Entry, method: Method) -> Outcome {
        line(&self.phone, self.tab).send(entry, method).await
    }

    async fn status(&self, id: &SubmissionId) -> Status {
        line(&self.phone, self.tab).status(id).await
    }
}

impl World for Sending {
    fn now(&self) -> Timestamp {
        self.phone.now()
    }

    fn jitter(&self) -> f64 {
        self.phone.jitter()
    }

    /// Drawn for what was not sealed before: from now on the letter has that id.
    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        let (id, secret) = self.phone.identity();
        let mut letters = self.letters.borrow_mut();
        letters.insert(id.clone(), self.letter.clone());
        (id, secret)
    }
}
