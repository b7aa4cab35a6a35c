//! History judged anew, over HTTP.

use domain::Role;
use serde_json::json;
use testkit::{TestApp, db_test};

db_test! {
    async fn a_draft_s_mistakes_are_named_with_their_place_and_a_number_opens_to_its_deals(db) {
        let test = TestApp::start(db.store()).await;
        let ae = test.signed_in(Role::Ae).await;
        let (_, source) = playbook::shipped()[0];
        let wrong = source.replacen("deal.has_close_date", "deal.has_close_dat", 1);
        let reply = ae.post("/playbooks/replay", json!({"source": wrong})).await;
        assert_eq!(reply.refusal(422), "playbook-invalid");
        let problem = ae.post("/playbooks/replay", json!({"source": wrong})).await.expect(422);
        let detail = problem["errors"][0]["detail"].to_string();
        assert!(detail.contains("has_close_dat"), "{problem}");

        let _deal = ae.post("/deals", json!({"name": "Rollout"})).await.expect(201);
        let answer = ae.post("/playbooks/replay", json!({"source": source})).await.expect(200);
        let first = &answer["stages"]["rows"][0];
        assert_eq!((&first["stage"], &first["moves"], &first["entered"]), (&json!("prospecting"), &json!(0), &json!(1)));
        assert_eq!((&first["conversion"], &first["win_rate"]), (&json!(0.0), &json!(null)), "no denominator, no number");
        let cell = json!({
            "replay": {"source": source}, "table": "stages", "row": ["new-business", "prospecting"], "measure": "entered",
        });
        let deals = ae.post("/playbooks/replay/deals", cell).await.expect(200);
        assert_eq!((&deals["count"], &deals["rows"][0]["name"]), (&json!(1), &json!("Rollout")));
        let unknown = json!({"replay": {"source": source}, "table": "nothing", "row": []});
        assert_eq!(ae.post("/playbooks/replay/deals", unknown).await.expect(422)["errors"][0]["pointer"], "/table");
        assert_eq!(ae.post("/playbooks/replay", json!({})).await.expect(422)["errors"][0]["pointer"], "/source");
    }
}
