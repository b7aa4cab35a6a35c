//! `kill -9` of a server in the middle of a storm of writes, again and again.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use testkit::EmptyDatabase;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::{Place, on_both};
use crate::program::Server;

const ROUNDS: u64 = 5;
const CLIENTS: u64 = 8;

/// What leaves the first stage: evidence types and who has to originate them.
const EVIDENCE: [(&str, &str); 4] = [
    ("two_way_reply", "customer"),
    ("meeting_accepted", "customer"),
    ("target_fit", "us"),
    ("first_contact", "us"),
];

on_both! {
    async fn no_acknowledged_write_is_lost_when_the_server_is_killed_in_a_storm_of_writes(place) {
        let mut random = StdRng::seed_from_u64(9);
        let token = place.token();
        let mut server = Server::start(place.command(&[]));
        let account = setting(&server, &token).await;
        let mut stormers: Vec<Stormer> = (0..CLIENTS).map(|seed| Stormer::new(seed, &token, &account)).collect();
        let (mut acknowledged, mut cut_off) = (0, 0);
        for _ in 0..ROUNDS {
            let moment = random.random_range(30..150);
            let (sender, mut acknowledgements) = unbounded_channel();
            let storm: Vec<_> = stormers
                .drain(..)
                .map(|stormer| tokio::spawn(stormer.storm(server.url.clone(), sender.clone())))
                .collect();
            for _ in 0..moment {
                acknowledgements.recv().await.expect("the storm goes on until the server is killed");
            }
            server.kill();
            for stormer in storm {
                stormers.push(stormer.await.unwrap());
            }
            acknowledged += moment;
            cut_off += stormers.iter().filter(|stormer| stormer.pending.is_some()).count();

            place.verify();
            server = Server::start(place.command(&[]));
            for stormer in &mut stormers {
                stormer.check(&server.url).await;
            }
        }
        assert!(cut_off > 0, "every kill fell between two writes");
        let made: usize = stormers.iter().map(|stormer| stormer.deals.len()).sum();
        let moved: usize = stormers.iter().flat_map(|stormer| stormer.deals.values()).filter(|deal| deal.stage == "discovery").count();
        assert!(moved > 0);
        assert_eq!(place.in_stage("discovery").0, i64::try_from(moved).unwrap());
        assert_eq!(place.in_stage("prospecting").0, i64::try_from(made - moved).unwrap(), "each deal once");
        server.kill();
        place.verify();
        let moves: usize = stormers.iter().map(|stormer| stormer.moves).sum();
        eprintln!("{ROUNDS} kills after {acknowledged} acknowledged writes, {moves} of them moves; {cut_off} cut off; {made} deals");
    }
}

/// Whose deals they are: a customer and a person there.
async fn setting(server: &Server, token: &str) -> (Value, Value) {
    let http = client();
    let make = async |path: &str, body: Value| {
        let url = format!("{}/api/v1{path}", server.url);
        let answer = http.post(url).bearer_auth(token).json(&body).send().await;
        let made: Value = answer.unwrap().json().await.unwrap();
        made["id"].clone()
    };
    let account = make("/accounts", json!({"name": "Acme"})).await;
    let contact = make("/contacts", json!({"name": "Kim", "account_id": account})).await;
    (account, contact)
}

fn client() -> Client {
    // Already installed is just as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// A deal as its writer last heard of it.
struct Deal {
    version: i64,
    stage: String,
    /// Evidence that was acknowledged.
    evidence: Vec<String>,
    /// How many kinds the gate still asks for.
    wanting: usize,
}

/// A write: what is asked of which deal.
#[derive(Clone, Debug)]
struct Write {
    key: String,
    deal: Option<String>,
    path: String,
    body: Value,
}

/// One client, writing to deals that nobody else touches.
struct Stormer {
    http: Client,
    token: String,
    random: StdRng,
    setting: (Value, Value),
    deals: BTreeMap<String, Deal>,
    /// Stage changes that were acknowledged.
    moves: usize,
    /// Sent, and never answered.
    pending: Option<Write>,
}

impl Stormer {
    fn new(seed: u64, token: &str, setting: &(Value, Value)) -> Self {
        Self {
            http: client(),
            token: token.to_owned(),
            random: StdRng::seed_from_u64(seed),
            setting: setting.clone(),
            deals: BTreeMap::new(),
            moves: 0,
            pending: None,
        }
    }

    /// Writes until the server is gone.
    async fn storm(mut self, url: String, acknowledged: UnboundedSender<()>) -> Self {
        loop {
            let write = self.next();
            let Some(answer) = self.send(&url, &write).await else {
                self.pending = Some(write);
                return self;
            };
            self.remember(&write, &answer);
            // Nobody counts any more once the server is to be killed.
            let _uncounted = acknowledged.send(());
        }
    }

    fn next(&mut self) -> Write {
        let key = format!("storm-{:032x}", self.random.random::<u128>());
        if self.deals.len() < 2 || self.random.random_range(0..12) == 0 {
            let (account, contact) = &self.setting;
            let body = json!({"name": "Storm", "pipeline": "new-business", "account_id": account, "contact_id": contact});
            return Write {
                key,
                deal: None,
                path: "/deals".into(),
                body,
            };
        }
        let chosen = self.random.random_range(0..self.deals.len());
        let (id, deal) = self.deals.iter().nth(chosen).unwrap();
        let (path, body) = if deal.stage == "discovery" {
            let body = json!({"to": "prospecting", "reason": "moved-too-early", "note": "storm"});
            ("change-stage", body)
        } else if let Some((evidence_type, origin)) =
            deal.wanting.checked_sub(1).map(|last| EVIDENCE[last])
        {
            let reference = format!("mid:{key}@buyer.example");
            let body = json!({"evidence_type": evidence_type, "origin": origin, "title": "The buyer wrote", "reference": reference});
            ("evidence", body)
        } else {
            ("change-stage", json!({"to": "discovery"}))
        };
        let path = format!("/deals/{id}/{path}");
        Write {
            key,
            deal: Some(id.clone()),
            path,
            body,
        }
    }

    /// The answer to a write; none when the server went away.
    async fn send(&self, url: &str, write: &Write) -> Option<Value> {
        let request = self
            .http
            .post(format!("{url}/api/v1{}", write.path))
            .bearer_auth(&self.token)
            .header("idempotency-key", &write.key)
            .json(&write.body);
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let body: Value = answer.json().await.ok()?;
        let is_done = status == StatusCode::OK || status == StatusCode::CREATED;
        assert!(is_done, "{status} {body} for {write:?}");
        Some(body)
    }

    fn remember(&mut self, write: &Write, answer: &Value) {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let Some(id) = &write.deal else {
            let deal = Deal {
                version: answer["version"].as_i64().unwrap(),
                stage: text(&answer["stage"]),
                evidence: Vec::new(),
                wanting: EVIDENCE.len(),
            };
            self.deals.insert(text(&answer["id"]), deal);
            return;
        };
        let deal = self.deals.get_mut(id).unwrap();
        if write.path.ends_with("evidence") {
            deal.wanting -= 1;
            deal.evidence.push(text(&answer["id"]));
            return;
        }
        self.moves += 1;
        deal.version = answer["version"].as_i64().unwrap();
        deal.stage = text(&answer["stage"]);
        if deal.stage == "prospecting" {
            // The move back withdrew what the customer had confirmed.
            deal.wanting = 2;
        }
    }

    /// Repeats the write that was cut off with its key, after which everything is exactly as acknowledged.
    async fn check(&mut self, url: &str) {
        if let Some(write) = self.pending.take() {
            let answer = self.send(url, &write).await.expect("the server is back");
            self.remember(&write, &answer);
        }
        for (id, deal) in &self.deals {
            let found = self.get(url, &format!("/deals/{id}")).await;
            assert_eq!(found["stage"], deal.stage, "{id}");
            assert!(found["version"].as_i64().unwrap() >= deal.version, "{id}");
            let evidence = self.get(url, &format!("/deals/{id}/evidence")).await;
            let kept: Vec<&Value> = evidence["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| &row["id"])
                .collect();
            assert_eq!(kept.len(), deal.evidence.len(), "{id}: each evidence once");
            for evidence in &deal.evidence {
                assert!(
                    kept.iter().any(|id| *id == evidence),
                    "{id} has lost {evidence}"
                );
            }
        }
    }

    async fn get(&self, url: &str, path: &str) -> Value {
        let request = self
            .http
            .get(format!("{url}/api/v1{path}"))
            .bearer_auth(&self.token);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }
}
