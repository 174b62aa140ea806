//! `wasm-bindgen`: makes the JavaScript side of a wasm file, as its own crate's program does.

use std::env;

fn main() -> anyhow::Result<()> {
    env_logger::init();
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(env::args_os())
}
