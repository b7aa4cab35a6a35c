//! Writes that can be repeated, and writes that must not overwrite somebody else's.

use domain::Role;
use serde_json::json;
use testkit::{TestApp, db_test};

db_test! {
    async fn a_repeated_write_is_done_once_and_answered_alike(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await.with("idempotency-key", "create-1");
        let first = ae.post("/deals", json!({"name": "Once"})).await.expect(201);
        let second = ae.post("/deals", json!({"name": "Once"})).await.expect(201);
        assert_eq!(first, second);
        let rows = ae.get("/deals").await.expect(200);
        assert_eq!(rows["rows"].as_array().unwrap().len(), 1);
        assert_eq!(ae.post("/deals", json!({"name": "Another"})).await.refusal(422), "idempotency-key-reused");

        let manager = test.signed_in(Role::Manager).await.with("idempotency-key", "create-1");
        let theirs = manager.post("/deals", json!({"name": "Another"})).await.expect(201);
        assert_ne!(theirs["id"], first["id"], "keys belong to whoever sends them");
    }

    async fn a_repeated_request_for_a_token_makes_no_second_one_and_shows_no_secret(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await.with("idempotency-key", "token-1");
        let wanted = json!({"name": "BI", "scopes": ["read"]});
        let made = ae.post("/tokens", wanted.clone()).await.expect(201);
        let again = ae.post("/tokens", wanted).await.expect(409);
        assert_eq!(again["code"], "already-exists");
        assert!(!again.to_string().contains(made["secret"].as_str().unwrap()));
        assert_eq!(ae.get("/tokens").await.expect(200)["rows"].as_array().unwrap().len(), 1);
    }

    async fn a_change_of_a_version_that_is_gone_is_refused(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let made = ae.post("/deals", json!({"name": "A"})).await;
        assert_eq!(made.header("etag"), "\"1\"");
        let path = format!("/deals/{}", made.expect(201)["id"].as_str().unwrap());
        let changed = ae.clone().with("if-match", "\"1\"").patch(&path, json!({"name": "B"})).await;
        assert_eq!(changed.header("etag"), "\"2\"");
        let stale = ae.clone().with("if-match", "\"1\"").patch(&path, json!({"name": "C"})).await.expect(412);
        assert_eq!((&stale["code"], &stale["current_version"]), (&json!("version-conflict"), &json!(2)));
        assert_eq!(ae.clone().with("if-match", "1").patch(&path, json!({"name": "C"})).await.refusal(400), "malformed-header");
        let unconditional = ae.patch(&path, json!({"name": "D"})).await.expect(200);
        assert_eq!(unconditional["version"], 3);
    }

    async fn absent_keeps_null_clears_and_a_value_sets(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let amount = json!({"amount_minor": 759_000_000, "currency": "USD"});
        let made = ae.post("/deals", json!({"name": "A", "amount": amount, "next_step": "Call"})).await.expect(201);
        let path = format!("/deals/{}", made["id"].as_str().unwrap());
        let kept = ae.patch(&path, json!({"source": "fair"})).await.expect(200);
        assert_eq!((&kept["amount"], &kept["source"]), (&amount, &json!("fair")));
        let cleared = ae.patch(&path, json!({"amount": null})).await.expect(200);
        assert_eq!((&cleared["amount"], &cleared["next_step"]), (&json!(null), &json!("Call")));
    }
}
