//! The same six questions to the columns and to databases that hold the same history: DuckDB, PostgreSQL and SQLite. Every
//! answer is checked against the report's before its time counts.

mod duckdb;
mod postgres;
mod queries;
mod sqlite;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use insight::facts::Facts;

use crate::columns::Times;
use crate::history::{DAY, History, LOST, STAGES, WON};
use queries::{QUERIES, Query};

/// What a database answered, and how long it took.
struct Answer {
    /// Rows of texts, the count or sum last.
    rows: Vec<Vec<String>>,
    wall_ms: f64,
    cpu_ms: f64,
}

/// A database's answers, in the order of [`QUERIES`].
type Answers = Vec<Answer>;

/// A database that may be asked: its name, and how; none when it is not there.
type Rival = (&'static str, fn(&Path) -> Result<Option<Answers>>);

const RIVALS: [Rival; 3] = [
    ("DuckDB", duckdb::ask),
    ("PostgreSQL", postgres::ask),
    ("SQLite", sqlite::ask),
];

/// A table of the times of each.
pub(crate) fn compare(facts: &Facts, history: History) -> Result<String> {
    let folder = tempfile::tempdir()?;
    // PostgreSQL's own user reads it too.
    let mut rights = std::fs::metadata(folder.path())?.permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o755);
    std::fs::set_permissions(folder.path(), rights)?;
    write_csv(folder.path(), history)?;
    let mut text = String::from(
        "\n## The same questions to databases\n\nMilliseconds of CPU, and of wall time in brackets, when asked a second time. The databases \
         only count; the columns also estimate.\n\n| question | columns |",
    );
    let mut rivals = Vec::new();
    for (name, ask) in RIVALS {
        match ask(folder.path()).with_context(|| format!("{name} could not answer"))? {
            Some(answers) => {
                write!(text, " {name} |")?;
                rivals.push((name, answers));
            }
            None => println!("{name} is not here and not asked"),
        }
    }
    writeln!(
        text,
        " times less CPU |\n|---|{}---:|",
        "---:|".repeat(rivals.len() + 1)
    )?;
    for (place, query) in QUERIES.iter().enumerate() {
        let expected = query.expected(facts)?;
        let own = Times::of_asking(|| {
            std::hint::black_box(query.run(facts));
        });
        write!(
            text,
            "| `{}` | {:.1} ({:.1}) |",
            query.report, own.cpu, own.median
        )?;
        let mut best = f64::INFINITY;
        for (name, answers) in &rivals {
            let answer = &answers[place];
            agrees(name, query, &expected, answer)?;
            write!(text, " {:.0} ({:.0}) |", answer.cpu_ms, answer.wall_ms)?;
            best = best.min(answer.cpu_ms);
        }
        writeln!(text, " {:.1} |", best / own.cpu)?;
        println!(
            "{:<18} {:8.1} ms CPU, the best database {best:.1}",
            query.report, own.cpu
        );
    }
    Ok(text)
}

fn agrees(
    name: &str,
    query: &Query,
    expected: &BTreeMap<String, i64>,
    answer: &Answer,
) -> Result<()> {
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for row in &answer.rows {
        let (sum, keys) = row.split_last().context("an empty row")?;
        let key = keys[..query.keys].join(" ");
        *found.entry(key).or_default() += sum.parse::<f64>().map(|sum| sum.round() as i64)?;
    }
    found.retain(|_, sum| *sum != 0);
    if found != *expected {
        bail!(
            "{name} answers {} differently: {found:?} instead of {expected:?}",
            query.report
        );
    }
    Ok(())
}

fn write_csv(folder: &Path, history: History) -> Result<()> {
    let file =
        |name: &str| -> Result<_> { Ok(BufWriter::new(std::fs::File::create(folder.join(name))?)) };
    let mut stages = file("stage.csv")?;
    for (number, (key, kind, percent)) in STAGES.iter().enumerate() {
        // How high entering it means having climbed: won is past the last open stage, lost nowhere.
        let height = match number {
            WON => 6,
            LOST => -1,
            number => i64::try_from(number)?,
        };
        writeln!(
            stages,
            "{number},{key},{},{percent},{height}",
            kind.as_str()
        )?;
    }
    let (mut deals, mut visits, mut changes) =
        (file("deal.csv")?, file("visit.csv")?, file("change.csv")?);
    for deal in history.deals() {
        let day = |at: i64| at.div_euclid(DAY);
        let (opened_at, _) = deal.visits[0];
        let (last_at, stage) = deal.visits[deal.visits.len() - 1];
        let ended_on = if stage >= WON {
            day(last_at).to_string()
        } else {
            String::new()
        };
        let number = deal.number;
        writeln!(
            deals,
            "{number},{},{},{},{stage},{},{ended_on}",
            deal.owner,
            deal.amount_minor,
            deal.close_on,
            day(opened_at)
        )?;
        for (place, (at, stage)) in deal.visits.iter().enumerate() {
            writeln!(visits, "{number},{place},{stage},{at},{}", day(*at))?;
        }
        writeln!(
            changes,
            "{number},1,{},{}",
            deal.amount_before.0, deal.amount_before.1
        )?;
        writeln!(
            changes,
            "{number},2,{},{}",
            deal.close_before.0, deal.close_before.1
        )?;
    }
    for mut file in [stages, deals, visits, changes] {
        file.flush()?;
    }
    Ok(())
}
