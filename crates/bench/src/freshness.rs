//! Reports through the server while it is being written to: every answer reflects every change acknowledged before it was asked.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use insight::reports::REGISTRY;
use serde_json::json;

use crate::client::{Client, Request};
use crate::imported::Imported;
use crate::scenario::deals_in;

/// Changes a second.
const CHANGES: u64 = 200;

/// How often each report is asked.
const ASKED: usize = 40;

/// Measures on so many imported deals; a section for `insight.md`.
pub(crate) async fn measure(proofline: &Path, deals: u64) -> Result<String> {
    let imported = Imported::new(proofline, deals)?;
    let (_server, port, ready) = imported.serve(proofline).await?;
    let token = Some(imported.token.as_str());
    let mut client = Client::connect(port).await?;
    let first = Instant::now();
    ask(&mut client, "win-rate", token).await?;
    let loaded = ready + first.elapsed();

    let open = [
        "prospecting",
        "discovery",
        "qualified",
        "proposal",
        "negotiation",
    ];
    let ids = deals_in(&mut client, token, &open).await?;
    let writing = Arc::new(Writing::default());
    let writer = tokio::spawn(write(
        port,
        imported.token.clone(),
        ids,
        Arc::clone(&writing),
    ));
    let mut text = format!(
        "\n## While changes are written\n\n{deals} imported deals, the release binary over HTTP on SQLite, {CHANGES} changes of amounts a second from one other client on \
         the same machine. Every answer reflects every change acknowledged before it was asked. The columns were there {:.2} s after the process \
         started. Milliseconds of {ASKED} questions after one.\n\n| report | p50 | p95 |\n|---|---:|---:|\n",
        loaded.as_secs_f64()
    );
    let started = Instant::now();
    for report in REGISTRY {
        let name = report.definition.name;
        let mut times = Vec::with_capacity(ASKED);
        for _ in 0..=ASKED {
            let asked = Instant::now();
            ask(&mut client, name, token).await?;
            times.push(asked.elapsed().as_secs_f64() * 1e3);
        }
        times.remove(0);
        times.sort_by(f64::total_cmp);
        let (p50, p95) = (times[ASKED / 2], times[ASKED * 95 / 100]);
        println!("  {name:<18} p50 {p50:8.1}  p95 {p95:8.1} ms");
        writeln!(text, "| `{name}` | {p50:.1} | {p95:.1} |")?;
    }
    let took = started.elapsed();
    writing.is_over.store(true, Ordering::Relaxed);
    writer.await??;
    #[expect(clippy::cast_precision_loss, reason = "a count of changes")]
    let rate = writing.done.load(Ordering::Relaxed) as f64 / took.as_secs_f64();
    writeln!(text, "\nWritten meanwhile: {rate:.0} changes a second.")?;
    Ok(text)
}

async fn ask(client: &mut Client, report: &str, token: Option<&str>) -> Result<()> {
    let path = format!("/api/v1/reports/{report}");
    let answer = client.send(&Request::get(&path, token)).await?;
    if answer.status != 200 {
        bail!(
            "{report} answered {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
    }
    Ok(())
}

#[derive(Default)]
struct Writing {
    done: AtomicU64,
    is_over: AtomicBool,
}

/// Changes one deal after the other, at an even pace.
async fn write(port: u16, token: String, ids: Vec<String>, writing: Arc<Writing>) -> Result<()> {
    let mut client = Client::connect(port).await?;
    let mut pace = tokio::time::interval(Duration::from_micros(1_000_000 / CHANGES));
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Burst);
    let mut amount_minor = 1_000_000;
    for id in ids.iter().cycle() {
        if writing.is_over.load(Ordering::Relaxed) {
            break;
        }
        pace.tick().await;
        amount_minor += 100;
        let body = json!({ "amount": { "amount_minor": amount_minor, "currency": "USD" } });
        let path = format!("/api/v1/deals/{id}");
        let request = Request::new("PATCH", &path, Some(&token), Some(&body));
        let answer = client.send(&request).await?;
        if answer.status != 200 {
            bail!(
                "a change was refused: {}",
                String::from_utf8_lossy(&answer.body)
            );
        }
        writing.done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
