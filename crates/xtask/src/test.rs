//! `cargo xtask test`: every check, in order, each with a heading and its time, and one closing line.
//!
//! A failing step does not stop the others, so that one run tells everything; steps that need what a failed one
//! would have made are skipped. A step that lacks a tool is skipped with advice at a person's desk and fails in CI.

mod architecture;
mod browser;
pub(crate) mod postgres;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::debian::{self, Consent};
use crate::{codegen, npm, project};
use postgres::Cluster;

/// Which checks to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these steps
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    only: Vec<Step>,
    /// Install missing Debian packages without asking (CI=true means the same)
    #[arg(long)]
    yes: bool,
    /// Only browser tests whose file name contains this
    #[arg(long)]
    browser_filter: Option<String>,
}

/// One check, in the order they run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// rustfmt has nothing to change
    Format,
    /// Crates depend only downwards; sqlx, axum and clap stay where they belong
    Architecture,
    /// The UI: types, lints, unit tests, production build
    Web,
    /// clippy with warnings denied
    Clippy,
    /// Everything compiles, the binary too
    Build,
    /// A PostgreSQL cluster of our own for the tests
    Postgres,
    /// Unit, property, store and API tests, on both databases
    Tests,
    /// Examples in the documentation
    Doctests,
    /// The real binary in a real browser
    Browser,
    /// Generated files are what their generators make
    Generated,
}

enum Outcome {
    Passed,
    Skipped(String),
    Failed(String),
}

/// What earlier steps leave for later ones.
struct Bench {
    consent: Consent,
    browser_filter: Option<String>,
    cluster: Option<Cluster>,
    has_binary: bool,
}

/// Runs the chosen steps and prints the result of each.
///
/// # Errors
/// Never by a failing check: that is the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let consent = if options.yes || project::is_ci() {
        Consent::Given
    } else {
        Consent::Ask
    };
    let mut bench = Bench {
        consent,
        browser_filter: options.browser_filter.clone(),
        cluster: None,
        has_binary: false,
    };
    let mut results = Vec::new();
    let chosen: Vec<Step> = Step::value_variants()
        .iter()
        .copied()
        .filter(|step| options.wants(*step))
        .collect();
    for (position, step) in chosen.iter().enumerate() {
        println!(
            "\n━━━ {}/{} {} ━━━",
            position + 1,
            chosen.len(),
            step.name()
        );
        let start = Instant::now();
        let outcome = step
            .run(&mut bench)
            .unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        let taken = start.elapsed();
        println!("{} in {}", outcome.sentence(), seconds(taken));
        results.push((*step, outcome, taken));
    }
    drop(bench);
    Ok(summarise(&results))
}

fn summarise(results: &[(Step, Outcome, Duration)]) -> ExitCode {
    println!("\n━━━ summary ━━━");
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (step, outcome, taken) in results {
        match outcome {
            Outcome::Passed => passed += 1,
            Outcome::Failed(_) => failed += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
        println!(
            "{:<13} {:>8}  {}",
            step.name(),
            seconds(*taken),
            outcome.sentence()
        );
    }
    println!("\nsteps: {passed} passed, {failed} failed, {skipped} skipped");
    if failed == 0 && passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

impl Options {
    fn wants(&self, step: Step) -> bool {
        self.only.is_empty()
            || self.only.contains(&step)
            || self.only.iter().any(|only| only.needs(step))
    }
}

impl Outcome {
    fn sentence(&self) -> String {
        match self {
            Self::Passed => "passed".into(),
            Self::Skipped(why) => format!("skipped: {why}"),
            Self::Failed(why) => format!("FAILED: {why}"),
        }
    }

    /// What a missing tool means: a skip at a desk, a failure where nobody watches.
    fn missing(what: &str, packages: &[&str]) -> Self {
        let sentence = format!("{what}: {}", debian::advice(packages));
        if project::is_ci() {
            Self::Failed(sentence)
        } else {
            Self::Skipped(sentence)
        }
    }
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Whether `--only` this step means running `earlier` too.
    fn needs(self, earlier: Self) -> bool {
        match self {
            Self::Tests => earlier == Self::Postgres,
            Self::Browser | Self::Generated => earlier == Self::Build,
            _ => false,
        }
    }

    fn run(self, bench: &mut Bench) -> Result<Outcome> {
        match self {
            Self::Format => project::run(&mut project::cargo(&["fmt", "--all", "--check"]))?,
            Self::Architecture => architecture::check()?,
            Self::Web => web()?,
            Self::Clippy => {
                let arguments = [
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--quiet",
                    "--",
                    "--deny",
                    "warnings",
                ];
                project::run(&mut project::cargo(&arguments))?;
            }
            Self::Build => {
                // Binaries and tests in one go: the features of dependencies then agree and nothing compiles twice.
                project::run(&mut project::cargo(&[
                    "build",
                    "--workspace",
                    "--bins",
                    "--tests",
                    "--quiet",
                ]))?;
                bench.has_binary = true;
            }
            Self::Postgres => return start_postgres(bench),
            Self::Tests => tests(bench)?,
            Self::Doctests => {
                let arguments = ["test", "--workspace", "--doc", "--quiet"];
                with_database(&mut project::cargo(&arguments), bench)?;
            }
            Self::Browser | Self::Generated if !bench.has_binary => {
                return Ok(Outcome::Skipped("the binary was not built".into()));
            }
            Self::Browser => return browser::check(bench.consent, bench.browser_filter.as_deref()),
            Self::Generated => {
                let stale = codegen::stale()?;
                if !stale.is_empty() {
                    bail!(
                        "stale: {}; run `cargo xtask codegen` and commit the result",
                        stale.join(", ")
                    );
                }
            }
        }
        Ok(Outcome::Passed)
    }
}

fn start_postgres(bench: &mut Bench) -> Result<Outcome> {
    if postgres::programs().is_none() {
        debian::install(&["postgresql"], bench.consent)?;
    }
    let Some(programs) = postgres::programs() else {
        return Ok(Outcome::missing(
            "no PostgreSQL, so only SQLite is tested",
            &["postgresql"],
        ));
    };
    let cluster = Cluster::start(&programs)?;
    println!("PostgreSQL listens at {}", cluster.url());
    bench.cluster = Some(cluster);
    Ok(Outcome::Passed)
}

fn tests(bench: &Bench) -> Result<()> {
    let has_nextest = project::output(&mut project::cargo(&["nextest", "--version"])).is_ok();
    let mut command = if has_nextest {
        project::cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "slow",
            "--cargo-quiet",
        ])
    } else {
        project::cargo(&[
            "test",
            "--workspace",
            "--bins",
            "--lib",
            "--tests",
            "--no-fail-fast",
            "--quiet",
        ])
    };
    with_database(&mut command, bench)
}

fn with_database(command: &mut Command, bench: &Bench) -> Result<()> {
    if let Some(cluster) = &bench.cluster {
        command.env("PROOFLINE_TEST_POSTGRES", cluster.url());
    }
    project::run(command)
}

fn web() -> Result<()> {
    npm::install("web")?;
    for script in ["check", "test", "build"] {
        npm::script("web", script)?;
    }
    Ok(())
}
