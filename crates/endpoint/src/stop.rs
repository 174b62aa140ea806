//! The flag that every loop watches until it is told to stop. A flag that is gone, with its sender, stops them too.

use tokio::sync::watch;

/// One loop's sight of the flag.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    pub(crate) fn new(flag: watch::Receiver<bool>) -> Self {
        Self(flag)
    }

    /// Waits until the program is told to stop; returns at once from then on.
    pub(crate) async fn told(&mut self) {
        // An error is a sender that is gone: nothing could be told any more.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn a_loop_stops_when_it_is_told_and_when_nobody_could_tell_it() {
        let (flag, watched) = watch::channel(false);
        let mut stop = Stop::new(watched);
        assert!(stop.told().now_or_never().is_none());
        flag.send_replace(true);
        assert!(stop.told().now_or_never().is_some());
        assert!(stop.told().now_or_never().is_some(), "from then on");
        let (flag, watched) = watch::channel(false);
        let mut stop = Stop::new(watched);
        drop(flag);
        assert!(stop.told().now_or_never().is_some());
        assert!(stop.told().now_or_never().is_some());
    }
}
