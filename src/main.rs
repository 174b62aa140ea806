//! Starts the app in the page; does nothing anywhere else.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        app::app::start();
    }
}
