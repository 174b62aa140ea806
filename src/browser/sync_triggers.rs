//! Triggers of a sync: start, `visibilitychange`, `pageshow`, `online`, another tab, and a timer.
//!
//! Knows neither outbox nor endpoint. `navigator.onLine` proves nothing, so it is not asked.

use std::{cell::RefCell, rc::Rc};

use elements::callbacks::{self, Act};
use gloo::timers::callback::Timeout;
use phone::outbox::{ONLINE_SPREAD_SECONDS, look_again_in};
use wasm_bindgen_futures::spawn_local;

pub use super::cross_tab::tell_other_tabs;
use super::{cross_tab, idle::is_visible, random};

const SPREAD_MILLISECONDS: u32 = ONLINE_SPREAD_SECONDS * 1000;

thread_local! {
    /// Wakes the sync scheduler; `None` until [`run_sync_triggers`] has run.
    static TRIGGER: RefCell<Option<Rc<dyn Act>>> = const { RefCell::new(None) };
}

/// Something new waits, or a person asks: what waits is hurried, and the next try set by what comes of it.
pub fn sync_now() {
    let bell = TRIGGER.with_borrow(Option::clone);
    if let Some(ring) = bell {
        ring.act();
    }
}

/// Calls `drain` now and whenever it may help, for as long as the page lives. Said again, it changes nothing.
///
/// `drain` is told whether to hurry what waits, and gives the seconds until it wants to be called again.
pub fn run_sync_triggers<F>(drain: impl Fn(bool) -> F + 'static)
where
    F: Future<Output = Option<i64>> + 'static,
{
    if TRIGGER.with_borrow(Option::is_some) {
        return;
    }
    let leaving = Rc::new(SyncScheduler {
        drain,
        timer: RefCell::new(None),
    });
    let rung = leaving.clone();
    TRIGGER.set(Some(Rc::new(move || rung.clone().go(true))));
    leaving.clone().go(true);
    let Some(window) = web_sys::window() else {
        return;
    };
    // Shown again from the browser's memory.
    let again = leaving.clone();
    callbacks::always(
        &window,
        "pageshow",
        Box::new(move || again.clone().go(true)),
    );
    let online = leaving.clone();
    let go_online = move || {
        let spread = random::unit() * f64::from(SPREAD_MILLISECONDS);
        online.clone().go_in(spread, true);
    };
    callbacks::always(&window, "online", Box::new(go_online));
    if let Some(document) = window.document() {
        let looked = leaving.clone();
        let look = move || {
            if is_visible() {
                looked.clone().go(true);
            }
        };
        callbacks::always(&document, "visibilitychange", Box::new(look));
    }
    cross_tab::on_told(move || leaving.clone().go(false));
}

struct SyncScheduler<D> {
    drain: D,
    timer: RefCell<Option<Timeout>>,
}

impl<D, F> SyncScheduler<D>
where
    D: Fn(bool) -> F + 'static,
    F: Future<Output = Option<i64>> + 'static,
{
    fn go(self: Rc<Self>, hurry: bool) {
        spawn_local(async move {
            let wanted = (self.drain)(hurry).await;
            let Some(wait) = look_again_in(wanted, is_visible()) else {
                return;
            };
            #[expect(clippy::cast_precision_loss, reason = "at most hours in seconds")]
            self.go_in(wait as f64 * 1000.0, false);
        });
    }

    /// One timer at a time: the last one to be set counts.
    fn go_in(self: Rc<Self>, milliseconds: f64, hurry: bool) {
        let later = self.clone();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most six hours in milliseconds, never negative"
        )]
        let timer = callbacks::after(milliseconds as u32, Box::new(move || later.go(hurry)));
        self.timer.replace(Some(timer));
    }
}
