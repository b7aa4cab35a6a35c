//! What holds for every operation.

use axum::{body::Body, http::Method};
use domain::Role;
use proofline_http::{BODY_BYTES, Settings};
use serde_json::json;
use testkit::{TestApp, db_test};

db_test! {
    async fn whatever_is_wrong_with_a_body_is_pointed_at(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        for (body, pointer, code) in [
            (json!({"name": "A", "colour": "red"}), "/colour", "unknown-field"),
            (json!({"name": 7}), "/name", "wrong-type"),
            (json!({"name": "A", "amount": {"amount_minor": "1", "currency": "USD"}}), "/amount/amount_minor", "wrong-type"),
            (json!({"name": "A", "amount": {"amount_minor": 1, "currency": "DOLLAR"}}), "/amount/currency", "malformed"),
            (json!({"name": "A", "close_on": "2026-02-30"}), "/close_on", "malformed"),
            (json!({"name": "A", "owner_id": "me"}), "/owner_id", "malformed"),
            (json!({"name": "A", "competitors": ["a", 1]}), "/competitors/1", "wrong-type"),
        ] {
            let problem = ae.post("/deals", body.clone()).await.expect(422);
            assert_eq!(problem["code"], "invalid", "{body}");
            assert_eq!((&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]), (&json!(pointer), &json!(code)), "{body}");
        }
    }

    async fn what_is_no_json_or_too_large_is_refused(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let send = |kind: &'static str, body: Vec<u8>| {
            let ae = ae.clone();
            async move { ae.send_raw(Method::POST, "/deals", Some(kind), Body::from(body)).await }
        };
        assert_eq!(send("application/json", b"{\"name\": ".to_vec()).await.refusal(400), "malformed-json");
        assert_eq!(send("application/json", vec![0xff, 0xfe]).await.refusal(400), "malformed-json");
        assert_eq!(send("text/plain", b"{\"name\": \"A\"}".to_vec()).await.refusal(415), "unsupported-media-type");
        assert_eq!(send("application/json", vec![b' '; BODY_BYTES + 1]).await.refusal(413), "too-large");
        let deep = [vec![b'['; 200_000], vec![b']'; 200_000]].concat();
        assert!(send("application/json", deep).await.status.is_client_error());
    }

    async fn a_problem_names_itself_its_request_and_speaks_the_callers_language(db) {
        let test = TestApp::start(db.store()).await;
        let reply = test.nobody().with("accept-language", "ko-KR,en;q=0.5").with("x-request-id", "abc-1").get("/deals").await;
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.header("x-request-id"), "abc-1");
        let problem = reply.expect(401);
        assert_eq!(problem["type"], "/problems/unauthenticated");
        assert_eq!(problem["status"], 401);
        assert_eq!(problem["request_id"], "abc-1");
        assert_eq!(problem["title"], "로그인이 필요합니다.");
        let english = test.nobody().get("/deals").await.expect(401);
        assert_eq!(english["title"], "Sign in first.");
    }

    async fn addresses_and_methods_that_do_not_exist_are_problems_too(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        assert_eq!(ae.get("/nothing-here").await.refusal(404), "not-found");
        assert_eq!(ae.get("/deals/not-a-uuid").await.refusal(404), "not-found");
        assert_eq!(ae.delete("/workspace").await.refusal(405), "method-not-allowed");
    }

    async fn queries_are_as_strict_as_bodies(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        for (query, pointer) in [("stagee=x", "?stagee"), ("limit=lots", "?limit"), ("limit=0", "?limit"), ("as_of=yesterday", "?as_of"), ("sort=beauty", "?sort"), ("q=%00", "?q")] {
            let problem = ae.get(&format!("/deals?{query}")).await.expect(422);
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
        }
        assert_eq!(ae.get("/deals?cursor=made-up").await.refusal(422), "cursor-invalid");
        let problem = ae.get("/deals?filter=stagee%20%3D%3D%20%27x%27").await.expect(422);
        assert_eq!(problem["code"], "filter-invalid");
        assert_eq!(problem["errors"][0]["pointer"], "?filter");
    }

    async fn every_answer_carries_security_headers(db) {
        let test = TestApp::start(db.store()).await;
        for reply in [test.nobody().get("/deals").await, test.nobody().get("//healthz").await, test.nobody().get("//").await] {
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
            assert!(reply.header("content-security-policy").contains("frame-ancestors 'none'"));
            assert!(!reply.header("x-request-id").is_empty());
            assert!(!reply.header("cache-control").is_empty());
        }
        assert!(test.nobody().get("//").await.header("content-security-policy").contains("script-src 'self';"));
    }

    async fn operators_can_ask_how_it_goes(db) {
        let test = TestApp::start(db.store()).await;
        let nobody = test.nobody();
        assert_eq!(nobody.get("//healthz").await.expect(200), "ok");
        assert_eq!(nobody.get("//readyz").await.expect(200), "ready");
        let _answer = nobody.get("/setup").await.expect(200);
        let metrics = nobody.get("//metrics").await.expect(200);
        let line = "proofline_requests_total{operation=\"setup_get\",status=\"2xx\"} 1";
        assert!(metrics.as_str().unwrap().contains(line), "{metrics}");
        let contract = nobody.get("/openapi.json").await.expect(200);
        assert_eq!(contract["openapi"], "3.1.0");
    }

    async fn whoever_asks_too_often_is_told_when_to_come_back(db) {
        let test = TestApp::start(db.store()).await;
        let limited = test.with_settings(Settings { requests_per_minute: Some(2), ..Settings::default() });
        let made = test.signed_in(Role::Admin).await.post("/tokens", json!({"name": "BI", "scopes": ["read"]})).await.expect(201);
        let known = limited.clone().with("authorization", format!("Bearer {}", made["secret"].as_str().unwrap()));
        let first = known.get("/deals").await;
        assert_eq!((first.header("ratelimit-limit"), first.header("ratelimit-remaining")), ("2", "1"));
        let _second = known.get("/deals").await.expect(200);
        let third = known.get("/deals").await;
        assert_eq!(third.header("ratelimit-limit"), "2");
        assert!(third.header("retry-after").parse::<u32>().unwrap() >= 1);
        assert_eq!(third.refusal(429), "rate-limited");
    }

    async fn made_up_credentials_do_not_buy_another_allowance(db) {
        let test = TestApp::start(db.store()).await;
        let limited = test.with_settings(Settings { requests_per_minute: Some(1), ..Settings::default() });
        let guess = |number: usize| limited.clone().with("authorization", format!("Bearer plt_{number}")).with("cookie", format!("proofline_session={number}"));
        let mut answers = Vec::new();
        for number in 0..5 {
            answers.push(guess(number).post("/session", json!({"email": format!("{number}@b.c"), "password": "b"})).await.status.as_u16());
        }
        assert_eq!(answers, [401, 401, 401, 401, 429], "an address has what four callers have");
        assert_eq!(guess(9).get("/deals").await.refusal(429), "rate-limited");
    }
}
