//! `cargo xtask bench`: speed and size of the release binary, beside its own ceilings.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::project;
use crate::test::postgres::{self, Cluster};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only this: the columns and reports, at the greatest number of deals
    #[arg(value_enum)]
    only: Option<Part>,
    /// Numbers of deals to measure at
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    deals: Vec<u64>,
}

/// A part that is measured alone.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Part {
    /// Columns and reports, without a server, and the same questions to databases.
    Insight,
}

/// Measures and writes `docs/bench`.
///
/// # Errors
/// When the binary cannot be built, started or measured.
pub(crate) fn run(options: &Options) -> Result<()> {
    let release = project::target_dir().join("release");
    let build = [
        "build",
        "--release",
        "--package",
        "cli",
        "--package",
        "bench",
    ];
    project::run(&mut project::cargo(&build))?;
    if matches!(options.only, Some(Part::Insight)) {
        return insight(&release, options.deals.iter().max().copied());
    }
    let mut bench = Command::new(release.join("proofline-bench"));
    bench
        .arg(release.join("proofline"))
        .arg(project::root().join("docs/bench"));
    bench.args(options.deals.iter().map(u64::to_string));
    project::run(&mut bench)
}

/// The columns and reports, beside the databases that are here or can be had.
fn insight(release: &Path, deals: Option<u64>) -> Result<()> {
    let program = release.join("proofline-bench");
    let out = project::root().join("docs/bench");
    let deals = deals.unwrap_or(1_000_000);
    let mut bench = Command::new(&program);
    bench.arg("insight").arg(&out).arg(deals.to_string());
    let cluster = postgres::programs().map(|programs| Cluster::start(&programs));
    let cluster = cluster.transpose()?;
    if let Some(cluster) = &cluster {
        bench.env("PROOFLINE_BENCH_POSTGRES", cluster.url());
    }
    match python_with_duckdb() {
        Ok(python) => {
            bench.env("PROOFLINE_BENCH_PYTHON", python);
        }
        Err(error) => eprintln!("DuckDB is not asked: {error:#}"),
    }
    project::run(&mut bench)?;
    let mut freshness = Command::new(program);
    freshness
        .arg("freshness")
        .arg(release.join("proofline"))
        .arg(out);
    // Importing more takes longer than anybody waits for it.
    freshness.arg(deals.min(100_000).to_string());
    project::run(&mut freshness)
}

/// A Python that can import `duckdb`, in a folder of its own that the next run finds again.
fn python_with_duckdb() -> Result<PathBuf> {
    let folder = project::target_dir().join("bench-python");
    let python = folder.join("bin/python");
    if !python.is_file() {
        project::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let install = ["-m", "pip", "install", "--quiet", "duckdb"];
    project::run(Command::new(&python).args(install))?;
    Ok(python)
}
