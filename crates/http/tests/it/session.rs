//! Setting up, signing in, and requests that other sites forge.

use domain::Role;
use proofline_http::Settings;
use serde_json::{Value, json};
use testkit::{Client, Reply, TestApp, db_test};

use crate::events::Stream;

fn set_up(token: &str) -> Value {
    json!({
        "token": token, "workspace_name": "Hanbit", "home_currency": "KRW", "time_zone": "Asia/Seoul", "locale": "ko",
        "name": "Kim", "email": "kim@hanbit.example", "password": "correct horse battery",
    })
}

fn cookie_of(reply: &Reply) -> String {
    reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned()
}

db_test! {
    async fn the_one_time_link_sets_the_server_up_once_and_signs_in(db) {
        let app = app::App::new(db.store());
        let link = app::setup::issue_link(&app).await.unwrap().unwrap();
        let nobody = Client::of(proofline_http::router(app, Settings::default()));
        assert_eq!(nobody.get("/setup").await.expect(200), json!({"is_needed": true}));
        assert_eq!(nobody.post("/setup", set_up("guessed")).await.refusal(403), "setup-token-invalid");

        let reply = nobody.post("/setup", set_up(&link)).await;
        let set_cookie = reply.header("set-cookie").to_owned();
        assert!(set_cookie.contains("HttpOnly") && set_cookie.contains("SameSite=Lax"), "{set_cookie}");
        let kim = nobody.clone().with("cookie", cookie_of(&reply));
        let session = reply.expect(201);
        assert_eq!(session["user"]["role"], "admin");
        assert_eq!(session["workspace"]["home_currency"], "KRW");

        assert_eq!(kim.get("/session").await.expect(200)["user"]["email"], "kim@hanbit.example");
        assert_eq!(nobody.get("/setup").await.expect(200), json!({"is_needed": false}));
        assert_eq!(nobody.post("/setup", set_up(&link)).await.refusal(409), "setup-closed");

        let signed_in = nobody.post("/session", json!({"email": "KIM@hanbit.example", "password": "correct horse battery"})).await;
        let again = nobody.clone().with("cookie", cookie_of(&signed_in));
        let _session = signed_in.expect(201);
        let wrong = nobody.post("/session", json!({"email": "kim@hanbit.example", "password": "wrong horse battery"})).await;
        assert_eq!(wrong.refusal(401), "sign-in-failed");
        let signed_out = again.delete("/session").await;
        assert!(signed_out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(again.get("/session").await.refusal(401), "unauthenticated");
        let _still_signed_in = kim.get("/session").await.expect(200);
    }

    async fn setting_up_with_the_sample_fills_the_workspace_meanwhile(db) {
        let app = app::App::new(db.store());
        let link = app::setup::issue_link(&app).await.unwrap().unwrap();
        let nobody = Client::of(proofline_http::router(app, Settings::default()));
        let mut wish = set_up(&link);
        wish["sample"] = json!(true);
        let reply = nobody.post("/setup", wish).await;
        let kim = nobody.clone().with("cookie", cookie_of(&reply));
        let _session = reply.expect(201);
        let deal = Stream::open(&kim).await.deal().await;
        let _shown = kim.get(&format!("/deals/{}", deal["object_id"].as_str().unwrap())).await.expect(200);
    }

    async fn a_session_tells_what_its_person_may_do(db) {
        let test = TestApp::start(db.store()).await;
        let admin = test.signed_in(Role::Admin).await.get("/session").await.expect(200);
        assert!(admin["allowed_actions"].as_array().unwrap().contains(&json!("playbook.publish")));
        let executive = test.signed_in(Role::Executive).await.get("/session").await.expect(200);
        assert!(!executive["allowed_actions"].as_array().unwrap().contains(&json!("account.write")));
    }

    async fn changes_by_cookie_need_the_header_that_other_sites_cannot_send(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let deal = json!({"name": "Forged"});
        assert_eq!(ae.clone().with("x-proofline-csrf", "").post("/deals", deal.clone()).await.refusal(403), "csrf-header-missing");
        assert_eq!(ae.clone().with("origin", "https://evil.example").post("/deals", deal.clone()).await.refusal(403), "cross-origin");
        assert_eq!(ae.clone().with("sec-fetch-site", "cross-site").post("/deals", deal.clone()).await.refusal(403), "cross-origin");
        let _read = ae.clone().with("x-proofline-csrf", "").get("/deals").await.expect(200);
        let _made = ae.with("origin", "http://proofline.test").post("/deals", deal).await.expect(201);
        let forged = test.nobody().with("origin", "https://evil.example").post("/session", json!({"email": "a", "password": "b"})).await;
        assert_eq!(forged.refusal(403), "cross-origin");
    }

    async fn a_token_acts_within_its_scope_without_a_cookie(db) {
        let test = TestApp::start(db.store()).await;
        let admin = test.signed_in(Role::Admin).await;
        let made = admin.post("/tokens", json!({"name": "BI", "scopes": ["read"]})).await.expect(201);
        let secret = made["secret"].as_str().unwrap();
        assert!(secret.starts_with("plt_"));
        let reader = test.nobody().with("x-proofline-csrf", "").with("authorization", format!("Bearer {secret}"));
        let _page = reader.get("/deals").await.expect(200);
        assert_eq!(reader.post("/deals", json!({"name": "A"})).await.status, 403);
        assert!(!admin.get("/tokens").await.expect(200).to_string().contains(secret), "the secret is shown once");
        let revoked = admin.delete(&format!("/tokens/{}", made["token"]["id"].as_str().unwrap())).await;
        assert_eq!(revoked.status, 204);
        assert_eq!(reader.get("/deals").await.refusal(401), "unauthenticated");
    }
}
