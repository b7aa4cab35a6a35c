//! The questions, in SQL that all three databases understand, and as reports.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use insight::facts::{Facts, date_of};
use insight::reports::{Asked, Cell, Table, find};
use insight::slice::{Dimension, Slice};

use crate::columns::end_of;
use crate::history::{STAGES, TODAY};

/// The tables, for all three.
pub(super) const TABLES: [(&str, &str); 4] = [
    (
        "stage",
        "number integer primary key, key text, kind text, percent integer, height integer",
    ),
    (
        "deal",
        "id integer primary key, owner integer, amount bigint, close_on integer, stage integer, opened_on integer, ended_on integer",
    ),
    (
        "visit",
        "deal_id integer, seq integer, stage integer, entered_at bigint, entered_on integer, primary key (deal_id, seq)",
    ),
    (
        "change",
        "deal_id integer, field integer, effective_at bigint, before bigint, primary key (deal_id, field)",
    ),
];

/// A question.
pub(super) struct Query {
    pub(super) report: &'static str,
    /// The last column is a count or a sum; `{today}`, `{since}` and `{since_at}` stand for the last day, the day 90 days before it,
    /// and its last microsecond.
    sql: &'static str,
    /// How many of the first columns are compared; others, such as ages, are summed over.
    pub(super) keys: usize,
    by: &'static [&'static str],
    /// Columns of the report that answer it, each with the word that the SQL says.
    columns: &'static [(&'static str, &'static str)],
    /// Whether a row's key comes before the word.
    has_row_key: bool,
}

pub(super) const QUERIES: &[Query] = &[
    Query {
        report: "pipeline-summary",
        sql: "select s.key, 'count', count(*) from deal d join stage s on s.number = d.stage where s.kind = 'open' group by s.key
              union all
              select s.key, 'amount', sum(amount) from deal d join stage s on s.number = d.stage where s.kind = 'open' group by s.key
              union all
              select s.key, 'stalled', count(*) from deal d join stage s on s.number = d.stage
              join (select deal_id, max(entered_on) as since from visit group by deal_id) v on v.deal_id = d.id
              where s.kind = 'open' and {today} - v.since > 30 group by s.key",
        keys: 2,
        by: &[],
        columns: &[("count", "count"), ("amount_minor", "amount"), ("stalled", "stalled")],
        has_row_key: true,
    },
    Query {
        report: "stage-conversion",
        sql: "with reached as (
                select v.deal_id, s.number as rung, min(v.entered_on) as reached_on
                from visit v join stage e on e.number = v.stage join stage s on s.kind = 'open' and s.number <= e.height
                group by v.deal_id, s.number),
              won as (select deal_id, min(entered_on) as won_on from visit where stage = 7 group by deal_id),
              step as (
                select r.deal_id, r.rung, r.reached_on,
                  coalesce(lead(r.reached_on) over (partition by r.deal_id order by r.rung), w.won_on) as passed_on
                from reached r left join won w on w.deal_id = r.deal_id)
              select s.key,
                case when passed_on is not null then 'passed' when d.stage = 8 then 'lost' else 'open' end as fate,
                coalesce(passed_on, d.ended_on, {today}) - reached_on as days, count(*)
              from step join deal d on d.id = step.deal_id join stage s on s.number = step.rung group by 1, 2, 3",
        keys: 2,
        by: &[],
        columns: &[("passed", "passed"), ("lost", "lost"), ("open", "open")],
        has_row_key: true,
    },
    Query {
        report: "dwell",
        sql: "with stay as (
                select stage, entered_on, lead(entered_on) over (partition by deal_id order by seq) as left_on,
                  lead(stage) over (partition by deal_id order by seq) as next
                from visit)
              select s.key, case when left_on is null then 'still' else 'left' end,
                case when next = 8 then 'lost' else 'other' end, coalesce(left_on, {today}) - entered_on, count(*)
              from stay join stage s on s.number = stay.stage where s.kind = 'open' group by 1, 2, 3, 4",
        keys: 2,
        by: &[],
        columns: &[("still_in", "still"), ("visits", "left")],
        has_row_key: true,
    },
    Query {
        report: "sales-cycle",
        sql: "select case when stage = 7 then 'won' when stage = 8 then 'lost' else 'open' end,
                coalesce(ended_on, {today}) - opened_on, count(*) from deal group by 1, 2",
        keys: 1,
        by: &[],
        columns: &[("won", "won"), ("open", "open"), ("opened", "lost")],
        has_row_key: false,
    },
    Query {
        report: "win-rate",
        sql: "select 'Person ' || owner, case when stage = 7 then 'won' when stage = 8 then 'lost' else 'open' end,
                coalesce(ended_on, {today}) - opened_on, count(*) from deal group by 1, 2, 3",
        keys: 2,
        by: &["owner"],
        columns: &[("won", "won"), ("lost", "lost"), ("open", "open")],
        has_row_key: true,
    },
    Query {
        report: "waterfall",
        sql: "with standing as (
                select deal_id, stage from (
                  select deal_id, stage, row_number() over (partition by deal_id order by seq desc) as place
                  from visit where entered_at <= {since_at}) as known
                where place = 1),
              both_moments as (
                select d.id, d.amount as last, coalesce(c.before, d.amount) as first, d.stage as is_in, coalesce(t.stage, 99) as was_in
                from deal d left join standing t on t.deal_id = d.id
                left join change c on c.deal_id = d.id and c.field = 1 and c.effective_at > {since_at})
              select 'start', coalesce(sum(first), 0) from both_moments where was_in < 7
              union all select 'end', coalesce(sum(last), 0) from both_moments where is_in < 7
              union all select 'new', coalesce(sum(last), 0) from both_moments where was_in = 99 and is_in < 7
              union all select 'won', coalesce(-sum(last), 0) from both_moments where was_in < 7 and is_in = 7
              union all select 'lost', coalesce(-sum(last), 0) from both_moments where was_in < 7 and is_in = 8
              union all select 'amount_up', coalesce(sum(last - first), 0) from both_moments where was_in < 7 and last > first
              union all select 'amount_down', coalesce(sum(last - first), 0) from both_moments where was_in < 7 and last < first",
        keys: 1,
        by: &[],
        columns: &[("amount_minor", "")],
        has_row_key: true,
    },
];

impl Query {
    /// The SQL to run.
    pub(super) fn sql(&self) -> String {
        let since = TODAY - 90;
        self.sql
            .replace("{today}", &TODAY.to_string())
            .replace("{since_at}", &end_of(since).to_string())
    }

    /// The report's answer.
    pub(super) fn run(&self, facts: &Facts) -> Option<Table> {
        let mut asked = Asked::new(facts, end_of(TODAY), Slice::default());
        asked.by = (self.by.iter())
            .filter_map(|name| Dimension::parse(name).ok())
            .collect();
        let since = date_of(TODAY - 90).to_string();
        asked.parameters.insert("since".to_owned(), since);
        Some(find(self.report)?.run(&asked))
    }

    /// What a database should answer, by the report.
    pub(super) fn expected(&self, facts: &Facts) -> Result<BTreeMap<String, i64>> {
        let table = self.run(facts).context("no such report")?;
        let mut expected = BTreeMap::new();
        for (number, row) in table.rows().iter().enumerate() {
            let row_key = match row.cells.first() {
                Some(Cell::Text(key)) if self.has_row_key => key.as_str(),
                _ => "",
            };
            let mut before = 0;
            for (column, word) in self.columns {
                let mut value = table.whole(number, column);
                // Where the SQL tells apart what the report counts together.
                if matches!(
                    (self.report, *word),
                    ("dwell", "left") | ("sales-cycle", "lost")
                ) {
                    value -= before;
                }
                before += value;
                let key = [row_key, word].join(" ");
                if value != 0 && self.is_told(row_key) {
                    expected.insert(key.trim().to_owned(), value);
                }
            }
        }
        Ok(expected)
    }

    /// Whether the SQL says anything of a row: categories change nothing about amounts.
    fn is_told(&self, row_key: &str) -> bool {
        self.report != "waterfall"
            || !STAGES.iter().any(|(key, ..)| *key == row_key)
                && !matches!(row_key, "category_up" | "category_down" | "unchanged")
    }
}
