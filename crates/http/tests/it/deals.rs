//! The thin path: open a deal, be stopped at its gate, supply what is missing, move on.

use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp, db_test};

async fn deal(client: &Client) -> (String, Value) {
    let account = client
        .post(
            "/accounts",
            json!({"name": "Acme Inc.", "domain": "acme.example"}),
        )
        .await
        .expect(201);
    let contact = client
        .post(
            "/contacts",
            json!({"name": "Dana", "account_id": account["id"]}),
        )
        .await
        .expect(201);
    let deal = json!({
        "name": "Acme rollout", "account_id": account["id"], "contact_id": contact["id"],
        "amount": {"amount_minor": 7_590_000, "currency": "KRW"},
    });
    let deal = client.post("/deals", deal).await.expect(201);
    (format!("/deals/{}", deal["id"].as_str().unwrap()), deal)
}

async fn prove(client: &Client, path: &str, evidence_type: &str, origin: &str) {
    let evidence = json!({"evidence_type": evidence_type, "origin": origin, "title": evidence_type, "reference": "https://mail.example/1"});
    let _recorded = client
        .post(&format!("{path}/evidence"), evidence)
        .await
        .expect(201);
}

db_test! {
    async fn initial_consonants_find_a_deal_by_its_name_and_by_its_account(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let account = ae.post("/accounts", json!({"name": "㈜한빛정밀"})).await.expect(201);
        let by_account = ae.post("/deals", json!({"name": "ERP", "account_id": account["id"]})).await.expect(201);
        let by_name = ae.post("/deals", json!({"name": "푸른은행 전환"})).await.expect(201);
        // ㅎㅂ, ㅍㄹ, 한빛 and two words at once, percent-encoded.
        for (q, found) in [
            ("%E3%85%8E%E3%85%82", &by_account),
            ("%E3%85%8D%E3%84%B9", &by_name),
            ("%ED%95%9C%EB%B9%9B", &by_account),
            ("erp%20%E3%85%8E%E3%85%82", &by_account),
        ] {
            let rows = ae.get(&format!("/deals?q={q}")).await.expect(200)["rows"].clone();
            assert_eq!((rows.as_array().map(Vec::len), &rows[0]["id"]), (Some(1), &found["id"]), "{q}");
            let board = ae.get(&format!("/board?q={q}")).await.expect(200);
            let first = &board["columns"][0];
            assert_eq!((&first["count"], &first["cards"][0]["id"]), (&json!(1), &found["id"]), "{q}");
        }
        let none = ae.get("/board?q=%E3%85%8B%E3%85%8B").await.expect(200);
        assert_eq!(none["columns"][0]["count"], 0);
    }

    async fn a_move_without_the_buyers_confirmation_is_explained_and_then_passes(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let (path, made) = deal(&ae).await;
        assert_eq!((&made["stage"], &made["status"], &made["number"]), (&json!("prospecting"), &json!("open"), &json!(1)));
        assert_eq!(made["weighted_minor"], 379_500, "5 % of 7,590,000");
        assert_eq!(made["account"]["name"], "Acme Inc.");
        assert!(made["allowed_actions"].as_array().unwrap().contains(&json!("deal.change_stage")));

        let blocked = ae.post(&format!("{path}/change-stage"), json!({"to": "discovery"})).await.expect(409);
        assert_eq!(blocked["code"], "gate-not-met");
        let missing = blocked["missing"].as_array().unwrap();
        assert!(missing.iter().any(|item| item["kind"] == "evidence" && item["key"] == "target_fit"), "{blocked:#}");
        assert!(missing.iter().all(|item| item["sentence"]["ko"].is_string() && item["sentence"]["en"].is_string()));
        let asked = ae.get(&format!("{path}/gate")).await.expect(200);
        assert_eq!((&asked["to"], &asked["is_met"]), (&json!("discovery"), &json!(false)));
        assert_eq!(asked["missing"], blocked["missing"], "the question and the refusal say the same");

        prove(&ae, &path, "target_fit", "us").await;
        prove(&ae, &path, "first_contact", "us").await;
        prove(&ae, &path, "two_way_reply", "customer").await;
        prove(&ae, &path, "meeting_accepted", "customer").await;
        test.clock.advance_days(1);
        let moved = ae.post(&format!("{path}/change-stage"), json!({"to": "discovery"})).await.expect(200);
        assert_eq!(moved["stage"], "discovery");

        let visits = ae.get(&format!("{path}/visits")).await.expect(200);
        assert_eq!(visits["rows"].as_array().unwrap().len(), 2);
        assert_eq!(visits["rows"][0]["left_at"], visits["rows"][1]["entered_at"]);
        let journal = ae.get(&format!("{path}/journal")).await.expect(200);
        let actions: Vec<_> = journal["rows"].as_array().unwrap().iter().filter_map(|entry| entry["action"].as_str()).collect();
        assert!(actions.contains(&"deal.stage_changed") && actions.contains(&"deal.created"), "{actions:?}");

        let board = ae.get("/board?pipeline=new-business").await.expect(200);
        let column = board["columns"].as_array().unwrap().iter().find(|column| column["stage"] == "discovery").unwrap();
        assert_eq!((&column["count"], &column["totals"][0]["amount_minor"]), (&json!(1), &json!(7_590_000)));
        assert_eq!(column["cards"][0]["name"], "Acme rollout");
        let report = ae.get("/reports/win-rate?pipeline=new-business&by=stage").await.expect(200);
        let line = report["rows"].as_array().unwrap().iter().find(|row| row["stage"] == "discovery").unwrap();
        assert_eq!((&line["open"], &report["currency"]), (&json!(1), &json!("USD")));
        let behind = ae.get("/reports/win-rate/deals?pipeline=new-business&by=stage&row=%5B%22discovery%22%5D&measure=open").await.expect(200);
        assert_eq!((&behind["count"], &behind["rows"][0]["name"]), (&json!(1), &json!("Acme rollout")));
    }

    async fn a_deal_can_be_seen_as_it_was(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let (path, _) = deal(&ae).await;
        test.clock.advance_days(2);
        let _renamed = ae.patch(&path, json!({"name": "Renamed"})).await.expect(200);
        let then = ae.get(&format!("{path}?as_of=2026-03-03T00:00:00Z")).await.expect(200);
        assert_eq!((&then["name"], &then["allowed_actions"]), (&json!("Acme rollout"), &json!([])));
        assert_eq!(ae.get(&path).await.expect(200)["name"], "Renamed");
        assert_eq!(ae.get(&format!("{path}?as_of=2020-01-01T00:00:00Z")).await.refusal(404), "not-found");
        let list = ae.get("/deals?as_of=2026-03-03T00:00:00Z").await.expect(200);
        assert_eq!(list["rows"][0]["name"], "Acme rollout");
    }

    async fn lists_are_filtered_sorted_and_paged(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        for (name, amount) in [("C", 300), ("A", 100), ("B", 200)] {
            let deal = json!({"name": name, "amount": {"amount_minor": amount, "currency": "USD"}});
            let _made = ae.post("/deals", deal).await.expect(201);
        }
        let names = |page: &Value| page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<String>();
        let large = ae.get("/deals?filter=amount_minor%20%3E%20150&sort=name").await.expect(200);
        assert_eq!(names(&large), "BC");
        let first = ae.get("/deals?sort=-amount_minor&limit=2").await.expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = ae.get(&format!("/deals?sort=-amount_minor&limit=2&cursor={cursor}")).await.expect(200);
        assert_eq!((names(&first), names(&second), &second["next_cursor"]), ("CB".into(), "A".into(), &json!(null)));
    }
}
