//! Builds again when a migration is added: the compiler does not look into that folder by itself.

#[expect(clippy::print_stdout, reason = "how a build script talks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
