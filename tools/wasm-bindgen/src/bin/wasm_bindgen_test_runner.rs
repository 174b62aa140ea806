//! `wasm-bindgen-test-runner`: runs tests in a browser, as its own crate's program does.

use std::env;

fn main() -> anyhow::Result<()> {
    env_logger::init();
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(env::args_os())
}
