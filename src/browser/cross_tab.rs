//! Cross-tab messages (`BroadcastChannel`): the outbox has changed. No data in them: each tab reads for itself.

use elements::callbacks;
use wasm_bindgen::JsValue;
use web_sys::BroadcastChannel;

const NAME: &str = "pa-outbox";

/// Tells the app's other tabs; where tabs cannot talk, they find out by themselves.
pub fn tell_other_tabs() {
    if let Ok(channel) = BroadcastChannel::new(NAME) {
        // A message that cannot be posted is no loss: other tabs look by themselves, only later.
        let _ = channel.post_message(&JsValue::TRUE);
        channel.close();
    }
}

/// Calls back whenever another tab has told, for as long as the page lives.
pub(super) fn on_told(act: impl Fn() + 'static) {
    if let Ok(channel) = BroadcastChannel::new(NAME) {
        callbacks::always(&channel, "message", Box::new(act));
    }
}
