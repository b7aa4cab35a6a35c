//! The reference says what the code does. `UPDATE_REFERENCE=1 cargo test -p playbook` rewrites it.

#![allow(clippy::unwrap_used)]

const MARK: &str = "change the declarations instead. -->\n";

#[test]
fn the_reference_is_fresh() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/reference/playbook-format.md"
    );
    let written = std::fs::read_to_string(path).unwrap();
    let (prose, tables) = written.split_once(MARK).unwrap();
    let generated = playbook::reference::markdown();
    let generated = format!("{}\n", generated.trim_end());
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(path, format!("{prose}{MARK}{generated}")).unwrap();
    } else {
        assert!(
            tables == generated,
            "run UPDATE_REFERENCE=1 cargo test -p playbook --test reference"
        );
    }
}
