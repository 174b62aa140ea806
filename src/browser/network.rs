//! When to try: at the start, when somebody looks again, when the network says it is back, and from time to time.
//!
//! Knows neither outbox nor endpoint. `navigator.onLine` proves nothing, so nobody asks it.

use std::{cell::RefCell, rc::Rc};

use domain::time::Timestamp;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::{
    callbacks::{self, Act},
    channel, clock,
    idle::is_visible,
    random,
};
pub use super::{
    channel::tell_other_tabs,
    locks::{in_turn, one_tab_at_a_time},
};
use crate::sync::World;

/// While somebody looks, it is looked after at least this often: another tab may have stopped sending.
const LOOK_AGAIN_SECONDS: i64 = 30;

/// Phones of one room get their network back together, and must not call together.
const SPREAD_MILLISECONDS: f64 = 2000.0;

/// The world as this phone has it.
pub struct Phone;

impl World for Phone {
    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn jitter(&self) -> f64 {
        random::unit()
    }
}

thread_local! {
    /// Rings at the door of [`keep_leaving`]; nobody is there before it was called.
    static BELL: RefCell<Option<Rc<dyn Act>>> = const { RefCell::new(None) };
}

/// Something new waits, or a person asks: what waits is hurried, and the next try set by what comes of it.
pub fn leave_now() {
    let bell = BELL.with_borrow(Option::clone);
    if let Some(ring) = bell {
        ring.act();
    }
}

/// Calls `drain` now and whenever it may help, for as long as the page lives. Said again, it changes nothing.
///
/// `drain` is told whether to hurry what waits, and gives the seconds until it wants to be called again.
pub fn keep_leaving<F>(drain: impl Fn(bool) -> F + 'static)
where
    F: Future<Output = Option<i64>> + 'static,
{
    if BELL.with_borrow(Option::is_some) {
        return;
    }
    let leaving = Rc::new(Leaving {
        drain,
        timer: RefCell::new(None),
    });
    let rung = leaving.clone();
    BELL.set(Some(Rc::new(move || rung.clone().go(true))));
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
        let spread = random::unit() * SPREAD_MILLISECONDS;
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
    channel::on_told(move || leaving.clone().go(false));
}

struct Leaving<D> {
    drain: D,
    timer: RefCell<Option<Timeout>>,
}

impl<D, F> Leaving<D>
where
    D: Fn(bool) -> F + 'static,
    F: Future<Output = Option<i64>> + 'static,
{
    fn go(self: Rc<Self>, hurry: bool) {
        spawn_local(async move {
            let wanted = (self.drain)(hurry).await;
            let wait = match wanted {
                // Waits that are over are those of a run that ended early.
                Some(seconds) => seconds.clamp(
                    1,
                    if is_visible() {
                        LOOK_AGAIN_SECONDS
                    } else {
                        i64::MAX
                    },
                ),
                None if is_visible() => LOOK_AGAIN_SECONDS,
                None => return,
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
