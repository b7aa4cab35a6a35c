//! The committed contract.

use std::path::Path;

use serde_json::Value;

/// `PROOFLINE_BLESS=1` rewrites the file.
#[test]
fn the_committed_openapi_document_is_the_one_the_routes_generate() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let fresh = proofline_http::openapi();
    if std::env::var_os("PROOFLINE_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "openapi.json is stale: run `cargo xtask codegen` and commit it"
    );
}

#[test]
fn every_operation_has_an_id_a_summary_and_a_described_refusal() {
    let document: Value = serde_json::from_str(&proofline_http::openapi()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            assert!(
                ids.insert(id.to_owned()),
                "{method} {path}: the id {id:?} is missing or used twice"
            );
            assert!(
                operation["summary"].is_string(),
                "{id} says nothing about itself"
            );
            assert!(
                operation["responses"]["default"].is_object(),
                "{id} describes no refusal"
            );
        }
    }
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    fn check(value: &Value, schemas: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                    let name = name.strip_prefix("#/components/schemas/").unwrap();
                    assert!(schemas[name].is_object(), "{name} is nowhere");
                }
                fields.values().for_each(|value| check(value, schemas));
            }
            Value::Array(values) => values.iter().for_each(|value| check(value, schemas)),
            _ => {}
        }
    }
    let document: Value = serde_json::from_str(&proofline_http::openapi()).unwrap();
    check(&document, &document["components"]["schemas"]);
}
