//! How quick the columns of `insight` are: loading them, their size, and every report over them.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use insight::facts::{Facts, date_of};
use insight::reports::{Asked, REGISTRY, Report};
use insight::slice::{Dimension, Filter, Slice};

use crate::history::{DAY, History, TODAY, YEARS};
use crate::rivals;

const RUNS: usize = 7;

/// Measures these reports, or all, on columns of so many deals and writes `insight.md`.
pub(crate) fn measure(out: &Path, deals: u64, reports: &[String]) -> Result<()> {
    let started = Instant::now();
    let history = History::new(deals);
    let facts = history.facts()?;
    let loaded = started.elapsed();
    let mut text = String::new();
    writeln!(text, "# Columns and reports\n")?;
    writeln!(
        text,
        "`cargo xtask bench insight --deals {deals}`: made-up history of {YEARS} years, about 6 stays a deal, 2 changes. Milliseconds of {RUNS} runs after \
         a first, by the default dimensions; the first is of a question nobody asked before. Frame included, database and catch-up not.\n"
    )?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for reading")]
    let bytes = facts.bytes_of_deals() as f64 / deals as f64;
    writeln!(text, "| | |\n|---|---|")?;
    writeln!(
        text,
        "| filling the columns | {:.2} s |",
        loaded.as_secs_f64()
    )?;
    writeln!(text, "| a deal with its stays | {bytes:.0} bytes |\n")?;
    writeln!(
        text,
        "| report | first | median | slowest | CPU | 90 days ago | CEL slice |\n|---|---:|---:|---:|---:|---:|---:|"
    )?;
    let cel = "segment == \"enterprise\" && amount_minor > 500000";
    let filter =
        Filter::compile(cel, date_of(TODAY)).map_err(|finding| anyhow::anyhow!("{finding:?}"))?;
    let slice = Slice {
        filter: Some(filter),
        ..Slice::default()
    };
    let is_asked = |name: &str| reports.is_empty() || reports.iter().any(|asked| asked == name);
    for report in REGISTRY
        .iter()
        .filter(|report| is_asked(report.definition.name))
    {
        let now = Times::of(&facts, report, TODAY, &Slice::default());
        let past = Times::of(&facts, report, TODAY - 90, &Slice::default());
        let sliced = Times::of(&facts, report, TODAY, &slice);
        let name = report.definition.name;
        let line = format!(
            "{:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1}",
            now.first, now.median, now.slowest, now.cpu, past.median, sliced.median
        );
        println!("{name:<18} {line}");
        writeln!(text, "| `{name}` | {line} |")?;
    }
    if reports.is_empty() {
        text.push_str(&rivals::compare(&facts, history)?);
    }
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("insight.md"), text).context("the figures cannot be written")
}

/// The last microsecond of a day.
pub(crate) fn end_of(day: i32) -> i64 {
    (i64::from(day) + 1) * DAY - 1
}

/// Milliseconds that a question took.
pub(crate) struct Times {
    first: f64,
    pub(crate) median: f64,
    slowest: f64,
    /// Of all threads, a run.
    pub(crate) cpu: f64,
}

impl Times {
    fn of(facts: &Facts, report: &Report, day: i32, slice: &Slice) -> Self {
        Self::of_asking(|| {
            let mut asked = Asked::new(facts, end_of(day), slice.clone());
            asked.by = (report.definition.default_by.iter())
                .filter_map(|name| Dimension::parse(name).ok())
                .collect();
            std::hint::black_box(report.run(&asked));
        })
    }

    /// Of anything, asked again and again.
    pub(crate) fn of_asking(mut question: impl FnMut()) -> Self {
        let mut ask = || {
            let started = Instant::now();
            question();
            started.elapsed().as_secs_f64() * 1_000.0
        };
        let first = ask();
        let before = cpu_ms();
        let mut times: Vec<f64> = (0..RUNS).map(|_| ask()).collect();
        #[expect(clippy::cast_precision_loss, reason = "a few runs")]
        let cpu = (cpu_ms() - before) / RUNS as f64;
        times.sort_by(f64::total_cmp);
        Self {
            first,
            median: times[RUNS / 2],
            slowest: times[RUNS - 1],
            cpu,
        }
    }
}

/// The time all threads of this process have run, in milliseconds.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub(crate) fn cpu_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
