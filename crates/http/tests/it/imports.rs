//! A file's way through the API, as the browser goes it: every write carries a key, and may be sent twice.

use axum::{body::Body, http::Method};
use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp, db_test};

const FORM: &str = "multipart/form-data; boundary=between";
const UPLOAD: &str = "--between\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\naccounts\r\n\
    --between\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\nAcme\nBeta\n\r\n--between--\r\n";

/// The import once nothing is going on.
async fn settled(admin: &Client, path: &str) -> Value {
    loop {
        let import = admin.get(path).await.expect(200);
        if import["state"] != "running" {
            return import;
        }
        tokio::task::yield_now().await;
    }
}

db_test! {
    async fn a_file_is_taken_in_mapped_tried_run_and_undone_with_each_write_sent_twice(db) {
        let test = TestApp::start(db.store()).await;
        let admin = test.signed_in(Role::Admin).await;
        let before = admin.get("/accounts").await.expect(200)["rows"].as_array().unwrap().len();
        let upload = || admin.clone().with("idempotency-key", "upload");
        let first = upload().send_raw(Method::POST, "/imports", Some(FORM), Body::from(UPLOAD)).await.expect(201);
        let second = upload().send_raw(Method::POST, "/imports", Some(FORM), Body::from(UPLOAD)).await.expect(201);
        assert_eq!(first, second);
        let other = UPLOAD.replace("Beta", "Gamma");
        assert_eq!(upload().send_raw(Method::POST, "/imports", Some(FORM), Body::from(other)).await.refusal(422), "idempotency-key-reused");
        assert_eq!(admin.get("/imports").await.expect(200)["rows"].as_array().unwrap().len(), 1);
        let path = format!("/imports/{}", first["id"].as_str().unwrap());

        let mapping = json!({"as": "accounts", "columns": {"name": "name"}});
        let mapper = admin.clone().with("idempotency-key", "map");
        let mapped = mapper.put(&format!("{path}/mapping"), mapping.clone()).await.expect(200);
        assert_eq!(mapped["state"], "ready");
        assert_eq!(mapper.put(&format!("{path}/mapping"), mapping).await.expect(200), mapped);

        for (step, state, now_there) in [("dry-run", "ready", before), ("run", "finished", before + 2), ("undo", "undone", before)] {
            let sender = admin.clone().with("idempotency-key", step);
            let started = sender.send(Method::POST, &format!("{path}/{step}"), None).await.expect(202);
            let done = settled(&admin, &path).await;
            assert_eq!(done["state"], state, "{done}");
            let again = sender.send(Method::POST, &format!("{path}/{step}"), None).await.expect(202);
            assert_eq!(again, started, "{step}");
            assert_eq!(admin.get(&path).await.expect(200), done, "{step} is done once");
            assert_eq!(admin.get("/accounts").await.expect(200)["rows"].as_array().unwrap().len(), now_there);
        }
    }

    async fn an_upload_that_breaks_off_leaves_nothing_behind(db) {
        let test = TestApp::start(db.store()).await;
        let admin = test.signed_in(Role::Admin).await;
        let end = UPLOAD.find("Beta").unwrap();
        let half = admin.send_raw(Method::POST, "/imports", Some(FORM), Body::from(&UPLOAD[..end])).await;
        assert_eq!(half.refusal(400), "incomplete-body");
        assert_eq!(admin.get("/imports").await.expect(200)["rows"], json!([]));
    }
}
