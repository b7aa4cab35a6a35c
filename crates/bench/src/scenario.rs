//! One size: import the deals, start the server, measure what people do all day.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::client::{Client, Request};
use crate::imported::Imported;
use crate::process::Process;
use crate::{Operation, operation};

/// Deals that are made ready to leave their stage, so that the gate has something to judge.
const MOVERS: usize = 1_500;

/// What one size showed.
#[derive(serde::Serialize)]
pub(crate) struct Run {
    pub(crate) deals: u64,
    pub(crate) import_rows_per_second: f64,
    pub(crate) import_peak_mb: f64,
    pub(crate) cold_start_s: f64,
    pub(crate) idle_mb: f64,
    pub(crate) operations: Vec<Operation>,
}

pub(crate) async fn run(proofline: &Path, deals: u64) -> Result<Run> {
    let imported = Imported::new(proofline, deals)?;
    let (server, port, cold_start) = imported.serve(proofline).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle_kb = server.pss_kb()?;

    let operations = operations(&server, port, &imported.token).await?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "kilobytes of one process are far below 2^52"
    )]
    let mb = |kb: u64| kb as f64 / 1_024.0;
    let run = Run {
        deals,
        import_rows_per_second: imported.rows_per_second,
        import_peak_mb: mb(imported.peak_kb),
        cold_start_s: cold_start.as_secs_f64(),
        idle_mb: mb(idle_kb),
        operations,
    };
    println!(
        "  import {:.0} rows/s, peak {:.0} MB; cold start {:.3} s; idle {:.0} MB",
        run.import_rows_per_second, run.import_peak_mb, run.cold_start_s, run.idle_mb
    );
    Ok(run)
}

async fn operations(server: &Process, port: u16, token: &str) -> Result<Vec<Operation>> {
    let token = Some(token);
    let mut client = Client::connect(port).await?;
    let ids = some_deals(&mut client, token).await?;
    let owner = me(&mut client, token).await?;

    let read = repeat(40_000, |i| {
        Request::get(
            &format!("/api/v1/deals/{}", ids[i * 7_919 % ids.len()]),
            token,
        )
    });
    let list = repeat(6_000, |_| {
        Request::get(
            "/api/v1/deals?pipeline=new-business&stage=proposal&sort=-amount_minor&limit=50",
            token,
        )
    });
    let create = repeat(12_000, |i| {
        Request::post(
            "/api/v1/deals",
            token,
            &new_deal(&format!("Bench {i}"), &owner),
        )
    });
    let moves = movers(&mut client, token, &owner).await?;
    let board = repeat(600, |_| {
        Request::get("/api/v1/board?pipeline=new-business", token)
    });
    let summary = repeat(4_000, |_| {
        Request::get("/api/v1/reports/pipeline-summary", token)
    });

    let mut operations = Vec::new();
    for (name, requests) in [
        ("read one deal", read),
        ("list 50 by stage", list),
        ("create", create),
        ("change stage", moves),
        ("board load", board),
        ("pipeline summary", summary),
    ] {
        operations.push(operation(name, server, port, &requests).await?);
    }
    Ok(operations)
}

fn repeat(count: usize, request: impl FnMut(usize) -> Request) -> Vec<Request> {
    (0..count).map(request).collect()
}

/// Identifiers from all over the table.
async fn some_deals(client: &mut Client, token: Option<&str>) -> Result<Vec<String>> {
    let stages = ["prospecting", "proposal", "closed_won", "closed_lost"];
    deals_in(client, token, &stages).await
}

/// Identifiers of a hundred deals in each of these stages.
pub(crate) async fn deals_in(
    client: &mut Client,
    token: Option<&str>,
    stages: &[&str],
) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for stage in stages {
        let answer = client
            .send(&Request::get(
                &format!("/api/v1/deals?stage={stage}&limit=100"),
                token,
            ))
            .await?
            .json()?;
        let rows = answer["rows"].as_array().context("a list without rows")?;
        ids.extend(
            rows.iter()
                .filter_map(|row| row["id"].as_str())
                .map(str::to_owned),
        );
    }
    if ids.is_empty() {
        bail!("the imported deals cannot be listed");
    }
    Ok(ids)
}

async fn me(client: &mut Client, token: Option<&str>) -> Result<String> {
    let answer = client
        .send(&Request::get("/api/v1/users?limit=1", token))
        .await?
        .json()?;
    Ok(answer["rows"][0]["id"]
        .as_str()
        .context("no users")?
        .to_owned())
}

fn new_deal(name: &str, owner: &str) -> Value {
    json!({
        "name": name,
        "pipeline": "new-business",
        "owner_id": owner,
        "amount": { "amount_minor": 4_800_000, "currency": "USD" },
        "close_on": "2027-03-31",
        "close_basis": "estimate",
        "next_step": "Agree on the evaluation plan",
        "next_step_on": "2026-12-20",
        "competition": "competitive",
    })
}

/// Deals that may leave their first stage, and the requests that move them: forward through the gate, which is what is measured.
async fn movers(client: &mut Client, token: Option<&str>, owner: &str) -> Result<Vec<Request>> {
    let account = client
        .send(&Request::get("/api/v1/accounts?limit=1", token))
        .await?
        .json()?["rows"][0]["id"]
        .clone();
    let dana = json!({ "name": "Dana Buyer", "account_id": account });
    let contact = client
        .send(&Request::post("/api/v1/contacts", token, &dana))
        .await?
        .json()?["id"]
        .clone();
    let mut requests = Vec::new();
    for i in 0..MOVERS {
        let mut deal = new_deal(&format!("Mover {i}"), owner);
        deal["account_id"] = account.clone();
        deal["contact_id"] = contact.clone();
        let created = client
            .send(&Request::post("/api/v1/deals", token, &deal))
            .await?
            .json()?;
        let id = created["id"]
            .as_str()
            .context("a deal without id")?
            .to_owned();
        supply(client, token, &id).await?;
        requests.push(Request::post(
            &format!("/api/v1/deals/{id}/change-stage"),
            token,
            &json!({ "to": "discovery" }),
        ));
    }
    Ok(requests)
}

/// Records the evidence that the gate says is missing.
async fn supply(client: &mut Client, token: Option<&str>, id: &str) -> Result<()> {
    let gate = client
        .send(&Request::get(
            &format!("/api/v1/deals/{id}/gate?to=discovery"),
            token,
        ))
        .await?
        .json()?;
    let mut types = Vec::new();
    for missing in gate["missing"].as_array().into_iter().flatten() {
        for satisfy in missing["satisfy"].as_array().into_iter().flatten() {
            if satisfy["action"] == "add_evidence"
                && let Some(kind) = satisfy["target"].as_str()
                && !types.contains(&kind.to_owned())
            {
                types.push(kind.to_owned());
            }
        }
    }
    for evidence_type in types {
        for origin in ["customer", "us"] {
            let evidence = json!({
                "evidence_type": evidence_type,
                "origin": origin,
                "title": "The buyer wrote",
                "reference": "mid:20261101.1@buyer.example",
                "occurred_at": "2026-11-01T09:00:00Z",
            });
            let path = format!("/api/v1/deals/{id}/evidence");
            let answer = client.send(&Request::post(&path, token, &evidence)).await?;
            // Types that only we can originate are refused for the customer.
            if answer.status < 300 {
                break;
            }
        }
    }
    let path = format!("/api/v1/deals/{id}/gate?to=discovery");
    let gate = client.send(&Request::get(&path, token)).await?.json()?;
    if gate["is_met"] != true {
        bail!("the deal to move still misses {}", gate["missing"]);
    }
    Ok(())
}
