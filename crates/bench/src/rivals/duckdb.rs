//! DuckDB, in a Python process of its own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::queries::{QUERIES, TABLES};
use super::{Answer, Answers};

/// A Python that can import `duckdb`.
const PYTHON: &str = "PROOFLINE_BENCH_PYTHON";

/// Reads what to do from a file, writes rows and times to another.
const SCRIPT: &str = r#"
import duckdb, json, sys, time
plan = json.load(open(sys.argv[1]))
database = duckdb.connect()
for table, columns, file in plan["tables"]:
    database.execute(f"create table {table} ({columns})")
    database.execute(f"copy {table} from '{file}' (format csv, header false)")
answers = []
for sql in plan["queries"]:
    database.execute(sql).fetchall()
    wall, cpu = time.perf_counter(), time.process_time()
    rows = database.execute(sql).fetchall()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    answers.append({"rows": [[str(value) for value in row] for row in rows], "wall": wall * 1e3, "cpu": cpu * 1e3})
json.dump(answers, open(sys.argv[2], "w"))
"#;

pub(super) fn ask(folder: &Path) -> Result<Option<Answers>> {
    let Ok(python) = std::env::var(PYTHON) else {
        return Ok(None);
    };
    let tables: Vec<Value> = TABLES
        .iter()
        .map(|(table, columns)| {
            // Its columns need no index, and building one would only slow it down.
            let columns = columns.replace(" primary key, ", ", ");
            let columns = columns.split(", primary key (").next().unwrap_or_default();
            json!([table, columns, folder.join(format!("{table}.csv"))])
        })
        .collect();
    let queries: Vec<String> = QUERIES.iter().map(super::Query::sql).collect();
    let (plan, answers) = (folder.join("plan.json"), folder.join("answers.json"));
    std::fs::write(
        &plan,
        json!({ "tables": tables, "queries": queries }).to_string(),
    )?;
    let status = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(&plan)
        .arg(&answers)
        .status()?;
    if !status.success() {
        bail!("Python ended with {status}");
    }
    let answers: Vec<Value> = serde_json::from_slice(&std::fs::read(answers)?)?;
    let answer = |answer: &Value| -> Result<Answer> {
        Ok(Answer {
            rows: serde_json::from_value(answer["rows"].clone())?,
            wall_ms: answer["wall"].as_f64().context("no wall time")?,
            cpu_ms: answer["cpu"].as_f64().context("no CPU time")?,
        })
    };
    answers.iter().map(answer).collect::<Result<_>>().map(Some)
}
