//! Measures a release binary of Proofline beside its own ceilings, as a person or a script would use it: over HTTP, on SQLite.
//!
//! `proofline-bench PROOFLINE OUT SIZE…` starts PROOFLINE on data of each SIZE (deals) and writes `OUT/bench.md` and `OUT/bench.json`.
//! `proofline-bench insight OUT DEALS [REPORT…]` measures the columns and reports of `insight` alone and writes `OUT/insight.md`.
//! `proofline-bench freshness PROOFLINE OUT DEALS` asks the server's reports while it is written to and adds to `OUT/insight.md`.
//! `proofline-bench ceilings FOLDER PORT` is the server that the ceilings are measured on; the bench starts it itself.
#![expect(
    clippy::print_stdout,
    reason = "the person at the terminal wants to see how far it is"
)]

mod ceilings;
mod client;
mod columns;
mod freshness;
mod history;
mod imported;
mod process;
mod report;
mod rivals;
mod sample;
mod scenario;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use client::{Measured, Request, load};
use process::{Process, free_port};

/// How long one operation is measured at the most.
const LIMIT: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [word, folder, port] if word == "ceilings" => {
            ceilings::serve(Path::new(folder), port.parse()?).await
        }
        [word, out, deals, reports @ ..] if word == "insight" => columns::measure(
            Path::new(out),
            deals.parse().context("a size is a number of deals")?,
            reports,
        ),
        [word, proofline, out, deals] if word == "freshness" => {
            let deals = deals.parse().context("a size is a number of deals")?;
            let text = freshness::measure(Path::new(proofline), deals).await?;
            let file = Path::new(out).join("insight.md");
            let before = std::fs::read_to_string(&file).unwrap_or_default();
            let before = before
                .split("\n## While changes")
                .next()
                .unwrap_or_default();
            std::fs::write(file, format!("{before}{text}")).context("the figures cannot be written")
        }
        [proofline, out, sizes @ ..] if !sizes.is_empty() => {
            let sizes = sizes
                .iter()
                .map(|size| size.parse::<u64>().context("a size is a number of deals"));
            measure(
                &PathBuf::from(proofline),
                Path::new(out),
                &sizes.collect::<Result<Vec<_>>>()?,
            )
            .await
        }
        _ => bail!("usage: proofline-bench PROOFLINE OUT SIZE…"),
    }
}

async fn measure(proofline: &Path, out: &Path, sizes: &[u64]) -> Result<()> {
    let ceilings = measure_ceilings().await?;
    let mut runs = Vec::new();
    for size in sizes {
        println!("{size} deals");
        runs.push(scenario::run(proofline, *size).await?);
    }
    report::write(out, &ceilings, &runs)
}

/// One operation under 8 and 64 clients.
#[derive(serde::Serialize)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) at: Vec<Measured>,
}

async fn measure_ceilings() -> Result<Vec<Operation>> {
    let folder = tempfile::tempdir()?;
    let port = free_port()?;
    let path = folder
        .path()
        .to_str()
        .context("the temporary folder is not UTF-8")?;
    let mut server = Process::start(
        &std::env::current_exe()?,
        &["ceilings", path, &port.to_string()],
    )?;
    server.ready(port, "/hello", Instant::now()).await?;
    let hello = vec![Request::get("/hello", None); 200_000];
    let read: Vec<_> = (0..200_000_i64)
        .map(|i| Request::get(&format!("/read/{}", 1 + i * 7_919 % ceilings::ROWS), None))
        .collect();
    let insert = vec![Request::new("POST", "/insert", None, None); 100_000];
    let mut operations = Vec::new();
    for (name, requests) in [
        ("hello", hello),
        ("bare point read", read),
        ("bare durable insert", insert),
    ] {
        operations.push(operation(name, &server, port, &requests).await?);
    }
    Ok(operations)
}

/// Measures one operation with 8 and then 64 clients, each with its half of the requests.
pub(crate) async fn operation(
    name: &'static str,
    server: &Process,
    port: u16,
    requests: &[Request],
) -> Result<Operation> {
    let (first, second) = requests.split_at(requests.len() / 2);
    let mut at = Vec::new();
    for (clients, requests) in [(8, first), (64, second)] {
        let measured = load(server, port, clients, requests.to_vec(), LIMIT).await?;
        println!(
            "  {name:<24} {clients:>3} clients {:>9.0} req/s {:>8.1} µs CPU  p50 {:.2}  p95 {:.2}  p99 {:.2} ms{}",
            measured.requests_per_second,
            measured.cpu_us,
            measured.p50_ms,
            measured.p95_ms,
            measured.p99_ms,
            if measured.failed > 0 {
                format!("  {} FAILED", measured.failed)
            } else {
                String::new()
            },
        );
        at.push(measured);
    }
    Ok(Operation { name, at })
}
