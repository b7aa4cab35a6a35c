//! Makes sure that there is a folder to embed: the server builds without the web UI, too.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    // When it cannot be made, embedding says so itself.
    let _ = std::fs::create_dir_all(&dist);
    // A marker changes with every build of the UI; the folder itself may not.
    println!(
        "cargo::rerun-if-changed={}",
        dist.join("index.html").display()
    );
    println!("cargo::rerun-if-changed={}", dist.display());
}
