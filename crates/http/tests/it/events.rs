//! Live updates.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::Method,
};
use domain::Role;
use futures::StreamExt;
use proofline_http::Settings;
use serde_json::{Value, json};
use testkit::{Client, TestApp, db_test};

/// Long enough for a busy machine; a stream that says nothing fails the test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A live stream as a browser reads it.
pub(crate) struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    pub(crate) async fn open(client: &Client) -> Self {
        let response = client
            .open(Method::GET, "/events", None, Body::empty())
            .await;
        assert_eq!(response.status(), 200);
        let mut stream = Self {
            body: response.into_body().into_data_stream(),
            text: String::new(),
        };
        // The greeting shows that the stream follows by now.
        let _greeting = stream.frame().await;
        stream
    }

    async fn frame(&mut self) -> String {
        loop {
            if let Some((frame, rest)) = self.text.split_once("\n\n") {
                let frame = frame.to_owned();
                self.text = rest.to_owned();
                return frame;
            }
            let chunk = tokio::time::timeout(PATIENCE, self.body.next())
                .await
                .expect("something happens")
                .unwrap()
                .unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    async fn event(&mut self) -> Value {
        loop {
            let frame = self.frame().await;
            if let Some(data) = frame.lines().find_map(|line| line.strip_prefix("data: ")) {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next event about a deal itself.
    pub(crate) async fn deal(&mut self) -> Value {
        loop {
            let event = self.event().await;
            if event["object_kind"] == "deal" {
                return event;
            }
        }
    }
}

db_test! {
    async fn a_change_reaches_whoever_may_see_it_and_nobody_else(db) {
        let test = TestApp::start(db.store()).await;
        let (manager, ae) = (test.signed_in(Role::Manager).await, test.signed_in(Role::Ae).await);
        let mut to_manager = Stream::open(&manager).await;
        let mut to_ae = Stream::open(&ae).await;
        let mut to_stranger = Stream::open(&test.stranger().await).await;
        let hidden = manager.post("/deals", json!({"name": "The manager's own"})).await.expect(201);
        let shown = ae.post("/deals", json!({"name": "The AE's"})).await.expect(201);

        assert_eq!(to_manager.deal().await["object_id"], hidden["id"]);
        let second = to_manager.deal().await;
        assert_eq!((&second["object_id"], &second["action"], &second["version"]), (&shown["id"], &json!("deal.created"), &json!(1)));
        assert_eq!(to_ae.deal().await["object_id"], shown["id"], "another's deal is not told");
        let own = test.stranger().await.post("/deals", json!({"name": "Elsewhere"})).await.expect(201);
        assert_eq!(to_stranger.deal().await["object_id"], own["id"], "another workspace's changes are not told");
    }

    async fn whoever_loses_a_deal_from_sight_is_told_that_it_changed(db) {
        let test = TestApp::start(db.store()).await;
        let (manager, ae) = (test.signed_in(Role::Manager).await, test.signed_in(Role::Ae).await);
        let deal = ae.post("/deals", json!({"name": "Handed over"})).await.expect(201);
        let path = format!("/deals/{}", deal["id"].as_str().unwrap());
        let mut to_ae = Stream::open(&ae).await;
        let heir = manager.get("/session").await.expect(200)["user"]["id"].clone();
        let _given = manager.patch(&path, json!({"owner_id": heir})).await.expect(200);
        let told = to_ae.deal().await;
        assert_eq!((&told["object_id"], &told["version"]), (&deal["id"], &json!(2)));
        assert_eq!(ae.get(&path).await.status, 404);

        let _later = manager.patch(&path, json!({"name": "None of their business"})).await.expect(200);
        let own = ae.post("/deals", json!({"name": "Their own"})).await.expect(201);
        assert_eq!(to_ae.deal().await["object_id"], own["id"]);
    }

    async fn a_stream_resumes_where_it_broke_off(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let first = ae.post("/deals", json!({"name": "First"})).await.expect(201);
        let seen = {
            let mut stream = Stream::open(&ae).await;
            let path = format!("/deals/{}", first["id"].as_str().unwrap());
            let _renamed = ae.patch(&path, json!({"name": "Renamed"})).await.expect(200);
            stream.deal().await["seq"].clone()
        };
        let missed = ae.post("/deals", json!({"name": "Missed"})).await.expect(201);
        let mut resumed = Stream::open(&ae.clone().with("last-event-id", seen.to_string())).await;
        assert_eq!(resumed.deal().await["object_id"], missed["id"]);
    }

    async fn whoever_claims_to_have_seen_nothing_at_all_is_told_to_start_anew(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let _before = ae.post("/deals", json!({"name": "Before"})).await.expect(201);
        let mut stream = Stream::open(&ae.clone().with("last-event-id", "-1")).await;
        let reset = stream.frame().await;
        assert!(reset.contains("event: reset") && reset.contains("data: {}") && reset.contains("id: "), "{reset}");
        let after = ae.post("/deals", json!({"name": "After"})).await.expect(201);
        assert_eq!(stream.deal().await["object_id"], after["id"]);
    }

    async fn a_stream_ends_when_its_token_is_revoked(db) {
        let test = TestApp::start(db.store()).await;
        let admin = test.signed_in(Role::Admin).await;
        let made = admin.post("/tokens", json!({"name": "BI", "scopes": ["read"]})).await.expect(201);
        let impatient = Settings { proof_interval: Duration::from_millis(20), ..Settings::default() };
        let reader = test.with_settings(impatient).with("authorization", format!("Bearer {}", made["secret"].as_str().unwrap()));
        let mut stream = Stream::open(&reader).await;
        let own = admin.post("/deals", json!({"name": "Still told"})).await.expect(201);
        assert_eq!(stream.deal().await["object_id"], own["id"]);
        let revoked = admin.delete(&format!("/tokens/{}", made["token"]["id"].as_str().unwrap())).await;
        assert_eq!(revoked.status, 204);
        let rest = tokio::time::timeout(PATIENCE, stream.body.count()).await;
        assert!(rest.is_ok(), "the stream ends");
    }
}
