//! PostgreSQL, through `psql`, one process for each question.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::queries::{QUERIES, TABLES};
use super::{Answer, Answers};

/// Where the cluster is, as a URL with the user that may create a database.
const URL: &str = "PROOFLINE_BENCH_POSTGRES";

/// Kernel ticks are of so many milliseconds.
const TICK_MS: f64 = 10.0;

pub(super) fn ask(folder: &Path) -> Result<Option<Answers>> {
    let Ok(url) = std::env::var(URL) else {
        return Ok(None);
    };
    let mut load = String::new();
    for (table, columns) in TABLES {
        let file = folder.join(format!("{table}.csv"));
        let file = file.to_str().context("the folder is not UTF-8")?;
        writeln!(
            load,
            "drop table if exists {table};\ncreate table {table} ({columns});"
        )?;
        writeln!(load, "\\copy {table} from '{file}' with (format csv)")?;
    }
    psql(&url, &format!("{load}vacuum analyze;\n"))?;
    let mut answers = Vec::new();
    for query in QUERIES {
        answers.push(timed(&url, &query.sql())?);
    }
    Ok(Some(answers))
}

/// Asks twice in one session without helpers, and reads what the session's process has run before and after the second.
fn timed(url: &str, sql: &str) -> Result<Answer> {
    let clock = "\\! cat /proc/$BACKEND/stat | sed 's/^/clock /'\n\\! date '+now %s%N'\n";
    let script = format!(
        "set max_parallel_workers_per_gather = 0;\nset work_mem = '1GB';\nselect pg_backend_pid() as backend \\gset\n\
         \\setenv BACKEND :backend\n\\o /dev/null\n{sql};\n\\o\n{clock}{sql};\n{clock}"
    );
    let output = psql(url, &script)?;
    let (mut ticks, mut moments, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for line in output.lines() {
        if let Some(stat) = line.strip_prefix("clock ") {
            let after_name = stat.rsplit(") ").next().unwrap_or_default();
            let fields: Vec<&str> = after_name.split(' ').collect();
            let field = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok());
            ticks.push(field(11).unwrap_or_default() + field(12).unwrap_or_default());
        } else if let Some(now) = line.strip_prefix("now ") {
            moments.push(now.parse::<f64>()? / 1e6);
        } else if !ticks.is_empty() && !line.is_empty() {
            rows.push(line.split('|').map(str::to_owned).collect());
        }
    }
    let ([before, after], [started, ended]) = (ticks.as_slice(), moments.as_slice()) else {
        bail!("psql said {output:?}");
    };
    Ok(Answer {
        rows,
        wall_ms: ended - started,
        cpu_ms: (after - before) * TICK_MS,
    })
}

fn psql(url: &str, script: &str) -> Result<String> {
    let started = Instant::now();
    let mut child = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            url,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start psql")?;
    std::io::Write::write_all(
        &mut child.stdin.take().context("no input")?,
        script.as_bytes(),
    )?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "psql ended with {} after {:?}",
            output.status,
            started.elapsed()
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}
