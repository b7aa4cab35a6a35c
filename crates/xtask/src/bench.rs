//! `cargo xtask bench`: speed and size of the release binary, beside its own ceilings.

use anyhow::Result;

use crate::project;

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
    /// Columns and reports, without a database or a server.
    Insight,
}

/// Measures and writes `docs/bench`.
///
/// # Errors
/// When the binary cannot be built, started or measured.
pub(crate) fn run(options: &Options) -> Result<()> {
    let release = project::target_dir().join("release");
    if matches!(options.only, Some(Part::Insight)) {
        let build = ["build", "--release", "--package", "bench"];
        project::run(&mut project::cargo(&build))?;
        let mut bench = std::process::Command::new(release.join("proofline-bench"));
        bench.arg("insight").arg(project::root().join("docs/bench"));
        let most = options.deals.iter().max().copied().unwrap_or(1_000_000);
        return project::run(bench.arg(most.to_string()));
    }
    let build = [
        "build",
        "--release",
        "--package",
        "cli",
        "--package",
        "bench",
    ];
    project::run(&mut project::cargo(&build))?;
    let mut bench = std::process::Command::new(release.join("proofline-bench"));
    bench
        .arg(release.join("proofline"))
        .arg(project::root().join("docs/bench"));
    bench.args(options.deals.iter().map(u64::to_string));
    project::run(&mut bench)
}
