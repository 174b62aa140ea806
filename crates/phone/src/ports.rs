//! Ports: what the app's logic needs of the machine that it runs on. The app has one type for all of them.

#[cfg(any(test, feature = "testing"))]
pub mod memory_lock;

use domain::{
    answers::Answers,
    bundle::Bundle,
    content_parts::ContentPart,
    outbox::{Entry, Method, Outcome, Status},
    owner::OwnerSecret,
    site::Site,
    team_code::TeamCode,
    time::Timestamp,
    wire::SubmissionId,
};

/// Seconds after which a request that has no response yet is given up.
pub const REQUEST_PATIENCE_SECONDS: u32 = 20;

/// Carries entries to the endpoint.
#[expect(
    async_fn_in_trait,
    reason = "used with its concrete types; browsers have one thread"
)]
pub trait Transport {
    /// Sends one entry, and says what came of it. Never fails: no response is an outcome too.
    async fn send(&self, entry: &Entry, method: Method) -> Outcome;

    /// Asks where something stands that was acknowledged. Never fails either.
    async fn status(&self, id: &SubmissionId) -> Status;
}

/// Clock and chance.
pub trait World {
    /// The phone's clock.
    fn now(&self) -> Timestamp;

    /// A number drawn from 0 to 1, to spread phones over time.
    fn jitter(&self) -> f64;

    /// A new id, and the secret that acts on what has it.
    fn identity(&self) -> (SubmissionId, OwnerSecret);
}

/// One lock for all tabs of the app: whoever sends, asks or erases holds it.
pub trait Lock {
    /// Does the work unless another tab, or this one, holds the lock, or the page is put aside meanwhile: `None` then.
    fn if_free<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>>;

    /// Does the work once the lock is free: a person asked for it. `None` when that takes too long, or the page is put
    /// aside meanwhile.
    fn in_turn<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>>;
}

/// A draft: the page to come back to, and what was answered.
#[derive(Clone)]
pub struct Draft {
    /// The path of the page.
    pub path: String,
    /// What was answered.
    pub answers: Answers,
}

/// Keeps the draft, sealed: there is one at most.
pub trait DraftStore: Copy {
    /// Seals a draft in the place of the one before. Whether it is kept.
    fn keep_draft(&self, draft: &Draft, now: Timestamp) -> impl Future<Output = bool>;

    /// When the draft was kept, if there is one.
    fn draft_kept_at(&self) -> impl Future<Output = Option<Timestamp>>;

    /// The draft; `None` where there is none, or it cannot be opened.
    fn open_draft(&self) -> impl Future<Output = Option<Draft>>;

    /// Takes the draft and its key away. Whether they are gone.
    fn clear_draft(&self) -> impl Future<Output = bool>;
}

/// Keeps small values between visits, by the names of [`crate::preferences`].
pub trait Preferences: Copy {
    /// What was kept under that name.
    fn preference(&self, name: &str) -> impl Future<Output = Option<String>>;

    /// Keeps a value in place of the one before. Whether it is kept.
    fn set_preference(&self, name: &str, value: &str) -> impl Future<Output = bool>;
}

/// Why nothing could be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpError {
    /// No response: no network, or too slow. Later may be better.
    Unreachable,
    /// A response, but not ours: a captive portal, a proxy. Another network may be better.
    NotOurs,
    /// The endpoint itself says no.
    Refused,
}

/// Fetches JSON from where the page comes from, and reads it with the parser that is there already.
pub trait Fetch: Copy {
    /// The JSON at a path.
    fn fetch(&self, path: &str) -> impl Future<Output = Result<String, HttpError>>;

    /// The Mission Locale of that JSON; `None` when anything of it is missing.
    fn read_site(&self, json: &str) -> Option<Site>;

    /// The texts that it lists.
    fn read_texts(&self, json: &str) -> Option<Vec<String>>;
}

/// Has the words of the app, part by part.
pub trait Words: Copy {
    /// A part in a language; `None` where it cannot be had now.
    fn words(
        &self,
        language: &'static str,
        part: ContentPart,
    ) -> impl Future<Output = Option<&'static Bundle>>;
}

/// Hashes a team's code, slowly.
pub trait Passcode: Copy {
    /// Whether that was said.
    fn is_right(&self, said: &str, kept: &TeamCode) -> impl Future<Output = bool>;
}

/// Lets time pass.
pub trait Pause: Copy {
    /// Is done after that many seconds.
    fn pause(&self, seconds: u32) -> impl Future<Output = ()>;
}

/// All of a phone's ports, for what needs most of them.
pub trait Phone: Transport + World + Lock + DraftStore + Preferences {}

impl<P: Transport + World + Lock + DraftStore + Preferences> Phone for P {}
