//! One of everything, owned by the account executive, and a valid request for every operation.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// A small file to import.
pub(crate) const UPLOAD: &str = "--x\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\naccounts\r\n\
    --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\nAcme\n\r\n--x--\r\n";

/// How many scenes were set.
static SCENES: AtomicU32 = AtomicU32::new(0);

/// The records that paths name.
pub(crate) struct Scene {
    ids: Vec<(&'static str, String)>,
}

impl Scene {
    /// Sets the scene for an operation.
    pub(crate) async fn set(test: &TestApp, operation: &str) -> Self {
        let (admin, manager, ae) = (
            test.signed_in(Role::Admin).await,
            test.signed_in(Role::Manager).await,
            test.signed_in(Role::Ae).await,
        );
        let account = made(&ae, "/accounts", json!({"name": "Acme"})).await;
        let contact = made(
            &ae,
            "/contacts",
            json!({"name": "Dana", "account_id": account}),
        )
        .await;
        let product = made(&admin, "/products", json!({"name": "Suite"})).await;
        let team = made(&admin, "/teams", json!({"name": "West"})).await;
        let token = admin
            .post("/tokens", json!({"name": "BI", "scopes": ["read"]}))
            .await
            .expect(201);
        // Each scene's deal is worth more than the ones before: a review's queue, which is short, begins with it.
        let turn = SCENES.fetch_add(1, Relaxed) % 5_000;
        let amount = json!({"amount_minor": turn, "currency": "USD"});
        let deal = json!({"name": "Rollout", "account_id": account, "contact_id": contact, "amount": amount, "close_on": "2026-06-30", "close_basis": "estimate"});
        let deal = made(&ae, "/deals", deal).await;
        let path = format!("/deals/{deal}");
        let evidence = json!({"evidence_type": "two_way_reply", "origin": "customer", "title": "Reply", "reference": "mail:1"});
        let evidence = made(&ae, &format!("{path}/evidence"), evidence).await;
        let activity = made(
            &ae,
            &format!("{path}/activities"),
            json!({"kind": "task", "subject": "Call"}),
        )
        .await;
        let role = json!({"contact_id": contact, "role": "champion", "state": "identified"});
        let _role = ae
            .put(&format!("{path}/buying-roles"), role)
            .await
            .expect(200);
        let _plan = ae
            .put(
                &format!("{path}/milestone-plan"),
                json!({"template": "us-enterprise-purchase"}),
            )
            .await
            .expect(200);
        let risk = ae
            .post(
                &format!("{path}/risks"),
                json!({"title": "Budget", "severity": "high"}),
            )
            .await
            .expect(201);
        let waiver = made(&ae, &format!("{path}/waivers"), waiver()).await;
        // A week of its own: an open review of the same week would be given back, without this deal.
        let review = json!({"scope": "own", "week": format!("{}-W01", 2027 + turn)});
        let review = made(&ae, "/reviews", review).await;
        let quota = json!({"subject_kind": "person", "subject_id": test.person(Role::Ae).to_string(), "period": "2026-Q1", "amount_minor": 100, "currency": "USD"});
        let quota = admin.put("/quotas", quota).await.expect(200);
        match operation {
            "deal_clear_forecast_override" => {
                let judged = json!({"category": "commit", "reason": "verbal-commitment"});
                let judged = manager
                    .post(&format!("{path}/forecast-override"), judged)
                    .await;
                assert_eq!(judged.status, 200);
            }
            "deal_restore" => assert_eq!(ae.delete(&path).await.status, 204),
            "waiver_revoke" => assert_eq!(
                manager
                    .post(&format!("/waivers/{waiver}/approve"), json!({}))
                    .await
                    .status,
                200
            ),
            _ => {}
        }
        let key = if operation == "deal_complete_milestone" {
            "security_review"
        } else {
            "us-saas-new-business"
        };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            ids: vec![
                ("account_id", account),
                ("contact_id", contact),
                ("product_id", product),
                ("team_id", team),
                ("token_id", text(&token["token"]["id"])),
                ("deal_id", deal),
                ("evidence_id", evidence),
                ("activity_id", activity),
                ("risk_id", text(&risk["risks"][0]["id"])),
                ("waiver_id", waiver),
                ("quota_id", text(&quota["id"])),
                ("review_id", review),
                ("ae_id", test.person(Role::Ae).to_string()),
                ("user_id", test.person(Role::Sdr).to_string()),
                ("import_id", uuid::Uuid::nil().to_string()),
                ("key", key.to_owned()),
                ("role", "champion".to_owned()),
                ("report", "win-rate".to_owned()),
            ],
        }
    }

    /// A path with its parameters filled in.
    pub(crate) fn fill(&self, path: &str) -> String {
        let filled = self.ids.iter().fold(path.to_owned(), |path, (name, id)| {
            path.replace(&format!("{{{name}}}"), id)
        });
        assert!(!filled.contains('{'), "nothing to put into {path}");
        filled
    }

    fn id(&self, name: &str) -> &str {
        self.ids
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, id)| id.as_str())
            .unwrap()
    }
}

async fn made(client: &Client, path: &str, body: Value) -> String {
    client.post(path, body).await.expect(201)["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn waiver() -> Value {
    json!({"stage": "discovery", "criteria": ["target_fit"], "reason": "strategic-account", "expires_on": "2026-03-20"})
}

/// A valid body and query for an operation; `None` when the operation is not known here.
pub(crate) fn request(operation: &str, scene: &Scene) -> Option<(Option<Value>, &'static str)> {
    let contact = scene.id("contact_id");
    let body = match operation {
        "playbook_diff" => return Some((None, "?from=1&to=1")),
        "board_get" => return Some((None, "?pipeline=new-business")),
        report if report.starts_with("report_") => return Some((None, "")),
        "session_get"
        | "session_delete"
        | "setup_get"
        | "workspace_get"
        | "user_list"
        | "user_get"
        | "team_list"
        | "token_list"
        | "token_delete"
        | "playbook_list"
        | "playbook_get"
        | "playbook_versions"
        | "dictionary_list"
        | "account_list"
        | "account_get"
        | "account_archive"
        | "contact_list"
        | "contact_get"
        | "contact_archive"
        | "product_list"
        | "product_get"
        | "product_archive"
        | "deal_list"
        | "deal_get"
        | "deal_archive"
        | "deal_restore"
        | "deal_gate"
        | "deal_visits"
        | "deal_journal"
        | "evidence_list"
        | "deal_remove_buying_role"
        | "waiver_list"
        | "waiver_list_to_decide"
        | "deal_clear_forecast_override"
        | "quota_list"
        | "fx_rate_list"
        | "quota_remove"
        | "forecast_submission_list"
        | "forecast_rollup"
        | "forecast_override_list"
        | "activity_list"
        | "task_list"
        | "journal_list"
        | "event_stream"
        | "review_list"
        | "review_get"
        | "review_close"
        | "review_minutes"
        | "review_minutes_file"
        | "one_on_one_get"
        | "import_list"
        | "import_get"
        | "import_create"
        | "import_dry_run"
        | "import_run"
        | "import_errors"
        | "import_undo" => return Some((None, "")),
        "session_create" => {
            json!({"email": "nobody@example.com", "password": "wrong horse battery"})
        }
        "setup_create" => json!({
            "token": "guessed", "workspace_name": "Mine", "home_currency": "USD", "time_zone": "UTC", "locale": "en",
            "name": "Me", "email": "me@example.com", "password": "correct horse battery",
        }),
        "workspace_edit" => json!({"fiscal_year_start_month": 4}),
        "user_create" => {
            json!({"name": "New", "email": format!("{}@example.com", uuid::Uuid::now_v7()), "role": "ae"})
        }
        "user_edit" => json!({"role": "sdr", "visibility": "own"}),
        "team_create" | "team_edit" => json!({"name": "East"}),
        "token_create" => json!({"name": "Mine", "scopes": ["read"]}),
        "playbook_lint" | "playbook_publish" | "playbook_replay" => {
            json!({"source": playbook::shipped()[0].1})
        }
        "playbook_replay_deals" => {
            json!({"replay": {"playbook": "us-saas-new-business"}, "table": "overall", "row": []})
        }
        "account_create" | "contact_create" | "product_create" | "deal_create" => {
            json!({"name": "New"})
        }
        "account_edit" | "contact_edit" | "product_edit" | "deal_edit" => {
            json!({"name": "Renamed"})
        }
        "deal_change_stage" => json!({"to": "closed_lost", "loss": {"reason": "imported-unknown"}}),
        "deal_change_close_date" => {
            json!({"close_on": "2026-07-31", "close_basis": "estimate", "reason": "customer-asked"})
        }
        "evidence_add" => {
            json!({"evidence_type": "two_way_reply", "origin": "customer", "title": "Reply", "reference": "mail:2"})
        }
        "evidence_retract" => json!({"reason": "wrong thread"}),
        "deal_set_buying_role" => {
            json!({"contact_id": contact, "role": "technical", "state": "identified"})
        }
        "deal_answer" => {
            json!({"set": "meddicc", "question": "metrics", "answer": "20 % less time"})
        }
        "deal_set_milestone_plan" => json!({"template": "us-enterprise-purchase"}),
        "deal_complete_milestone" => json!({"done_on": "2026-03-01"}),
        "deal_add_risk" | "deal_set_risk" => {
            json!({"title": "Champion leaves", "severity": "medium"})
        }
        "deal_set_procurement" => {
            json!({"key": "po", "kind": "purchase_order", "state": "in_progress"})
        }
        "deal_set_poc" => json!({
            "success_definition": "Half the time", "metric": "minutes", "threshold": "30", "starts_on": "2026-03-09",
            "ends_on": "2026-03-20", "decision_rule": "Buy when met",
        }),
        "waiver_request" => waiver(),
        "waiver_approve" | "waiver_reject" | "waiver_revoke" => json!({"note": "Fine"}),
        "deal_cap_forecast" => json!({"category": "pipeline"}),
        "deal_override_forecast" => json!({"category": "commit", "reason": "verbal-commitment"}),
        "fx_rate_set" => {
            json!({"currency": "EUR", "effective_on": "2026-01-01", "rate": "1490.25"})
        }
        "quota_set" => {
            json!({"subject_kind": "person", "subject_id": scene.id("ae_id"), "period": "2026-Q2", "amount_minor": 100})
        }
        "forecast_submit" => {
            json!({"period": "2026-Q1", "person_id": scene.id("ae_id"), "commit_minor": 100, "best_minor": 200})
        }
        "playbook_adopt_probability" => json!({
            "pipeline": "new-business", "stage": "negotiation", "probability_percent": 75,
            "observed": {"mean": 0.74, "low": 0.6, "high": 0.85, "n": 40, "as_of": "2026-03-01T00:00:00Z"},
        }),
        "activity_create" => json!({"kind": "call", "subject": "Call"}),
        "activity_edit" => json!({"subject": "Call again"}),
        "review_open" => json!({"scope": "own"}),
        "review_take_note" => json!({"evidence_answer": "Reply of the buyer", "state": "reviewed"}),
        "import_set_mapping" => json!({"as": "accounts", "columns": {"name": "name"}}),
        _ => return None,
    };
    Some((Some(body), ""))
}
