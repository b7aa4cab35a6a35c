//! The committed contract.

use std::path::Path;

/// `UPDATE=1 cargo nextest run -p proofline-http` rewrites the file.
#[test]
fn the_committed_openapi_document_is_the_one_the_routes_generate() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let fresh = proofline_http::openapi();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "openapi.json is stale: run this test with UPDATE=1 and commit it"
    );
}
