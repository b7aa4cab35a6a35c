//! The table and the JSON that are kept in `docs/bench`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::Operation;
use crate::scenario::Run;

/// What each operation aims at: its CPU as a multiple of hello's, with the same number of clients.
const AIMS: &[(&str, f64)] = &[
    ("read one deal", 8.0),
    ("create", 20.0),
    ("change stage", 30.0),
    ("list 50 by stage", 60.0),
];

pub(crate) fn write(out: &Path, ceilings: &[Operation], runs: &[Run]) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let json = serde_json::json!({ "machine": machine(), "ceilings": ceilings, "runs": runs });
    std::fs::write(
        out.join("bench.json"),
        format!("{}\n", serde_json::to_string_pretty(&json)?),
    )?;
    std::fs::write(out.join("bench.md"), markdown(ceilings, runs)?)?;
    Ok(())
}

fn markdown(ceilings: &[Operation], runs: &[Run]) -> Result<String> {
    let mut text = format!(
        "# Speed and size\n\nWritten by `cargo xtask bench` on {}: the release binary on SQLite (WAL, `synchronous=FULL`), measured beside a bare \
         axum hello and a bare SQLite in the same run. CPU is the server process's, for one request, as the operating system counts it; \
         the load client runs on the same machine, so throughput and latency are those of a shared machine.\n\n## Ceilings\n\n",
        machine()
    );
    let hello = ceilings
        .first()
        .and_then(|hello| hello.at.first())
        .context("hello was not measured")?
        .cpu_us;
    table(&mut text, ceilings, hello)?;
    for run in runs {
        write!(
            text,
            "\n## {} deals\n\nImport {:.0} rows/s (peak {:.0} MB resident); cold start {:.2} s; idle {:.0} MB (PSS).\n\n",
            run.deals,
            run.import_rows_per_second,
            run.import_peak_mb,
            run.cold_start_s,
            run.idle_mb
        )?;
        table(&mut text, &run.operations, hello)?;
    }
    text.push_str("\n## Growth\n\nCPU with 8 clients, at the largest size as a multiple of the smallest.\n\n| operation | growth |\n|---|---|\n");
    if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
        for (small, large) in first.operations.iter().zip(&last.operations) {
            writeln!(
                text,
                "| {} | {:.2}× |",
                small.name,
                large.at[0].cpu_us / small.at[0].cpu_us
            )?;
        }
    }
    Ok(text)
}

fn table(text: &mut String, operations: &[Operation], hello: f64) -> Result<()> {
    text.push_str("| operation | clients | req/s | CPU µs | × hello | aim | p50 ms | p95 ms | p99 ms | failed |\n");
    text.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for operation in operations {
        let aim = AIMS.iter().find(|(name, _)| *name == operation.name);
        for at in &operation.at {
            writeln!(
                text,
                "| {} | {} | {:.0} | {:.1} | {:.1} | {} | {:.2} | {:.2} | {:.2} | {} |",
                operation.name,
                at.clients,
                at.requests_per_second,
                at.cpu_us,
                at.cpu_us / hello,
                aim.map_or_else(String::new, |(_, times)| format!("≤ {times}")),
                at.p50_ms,
                at.p95_ms,
                at.p99_ms,
                at.failed,
            )?;
        }
    }
    Ok(())
}

fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unknown CPU", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores of {model}")
}
