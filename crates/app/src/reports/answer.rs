use domain::{Currency, Instant, ids::DealId, policy::Action};
use insight::reports::{self, Definition, Report, Table};
use serde_json::Value;

use super::question::{Question, seen_owners};
use crate::{
    Code, Ctx, Error, FieldError,
    deals::DealRow,
    forecasts,
    page::{self, Page},
};

/// A report's answer.
#[derive(Debug)]
pub struct Answer {
    /// The report.
    pub report: &'static Report,
    /// The moment it speaks of.
    pub as_of: Instant,
    /// The journal position it reflects.
    pub position: i64,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Its rows.
    pub table: Table,
}

/// What every report means, in the order they are shown.
///
/// # Errors
/// `forbidden`.
pub fn definitions(ctx: &Ctx) -> Result<impl Iterator<Item = &'static Definition>, Error> {
    ctx.authorise(Action::ReportRead)?;
    Ok(reports::REGISTRY.iter().map(|report| &report.definition))
}

/// Runs a report.
///
/// # Errors
/// `not-found` for an unknown report, `invalid`, `filter-invalid`, `forbidden`.
pub async fn run(ctx: &Ctx, name: &str, question: Question) -> Result<Answer, Error> {
    Ok(ask(ctx, name, question, None).await?.0)
}

/// A page of the deals behind a number of a report: `row` are the row's key cells, `measure` a column.
///
/// # Errors
/// As [`run`], `invalid` when the report has no such row or column now, `cursor-invalid`.
pub async fn behind(
    ctx: &Ctx,
    name: &str,
    question: Question,
    (row, measure): (Vec<Value>, Option<String>),
    (limit, cursor): (Option<u32>, Option<String>),
) -> Result<(Page<DealRow>, usize), Error> {
    ctx.authorise(Action::DealRead)?;
    let limit = page::size(limit)? as usize;
    let from: usize = match cursor {
        None => 0,
        Some(cursor) => cursor.parse().map_err(|_| Code::CursorInvalid)?,
    };
    let (_, ids) = ask(ctx, name, question, Some((row, measure))).await?;
    let wanted: Vec<DealId> = ids.iter().skip(from).take(limit).copied().collect();
    let next = from + wanted.len();
    let rows = crate::deals::rows_of(ctx, &wanted).await?;
    let next_cursor = (next < ids.len()).then(|| next.to_string());
    Ok((Page { rows, next_cursor }, ids.len()))
}

/// Which cell's deals are wanted.
type Cell = (Vec<Value>, Option<String>);

async fn ask(
    ctx: &Ctx,
    name: &str,
    question: Question,
    opened: Option<Cell>,
) -> Result<(Answer, Vec<DealId>), Error> {
    ctx.authorise(Action::ReportRead)?;
    let report = reports::find(name).ok_or(Code::NotFound)?;
    let definitions = ctx.definitions().await?;
    let checked = question.check(ctx, &report.definition, &definitions)?;
    let checked = checked.seen_by(seen_owners(ctx).await?);
    let as_of = checked.as_of;
    let (targets, calls) = forecasts::targets_and_calls(ctx).await?;
    let columns = ctx.app.projections().fresh(ctx).await?;
    // A scan over every deal: this thread's other work moves elsewhere meanwhile.
    tokio::task::block_in_place(|| {
        let facts = columns.facts();
        let mut asked = checked.ask(facts);
        asked.targets = targets;
        asked.calls = calls;
        asked.opens_deals = opened.is_some();
        let table = report.run(&asked);
        let mut ids = Vec::new();
        if let Some((row, measure)) = opened {
            let deals = table
                .deals_behind(&row, measure.as_deref())
                .ok_or_else(|| no_such_cell(&table, measure.as_deref()))?;
            ids.extend(
                deals
                    .into_iter()
                    .map(|deal| DealId::from(asked.frame.id(deal))),
            );
        }
        let answer = Answer {
            report,
            as_of,
            position: facts.position(),
            currency: facts.conventions().home,
            table,
        };
        Ok((answer, ids))
    })
}

fn no_such_cell(table: &Table, measure: Option<&str>) -> Error {
    match measure {
        Some(measure) if !table.columns().iter().any(|(name, ..)| name == measure) => {
            FieldError::unknown("?measure", measure).into()
        }
        _ => FieldError::malformed(
            "?row",
            "보고서에 그런 행이 없습니다.",
            "The report has no such row.",
        )
        .into(),
    }
}
