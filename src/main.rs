//! Starts the app in the page; does nothing anywhere else.

/// A third of what the standard one weighs, and quicker.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        // On phones a panic has no words: see `FLAGS` in crates/xtask/src/app.rs.
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        app::app::start();
    }
}
