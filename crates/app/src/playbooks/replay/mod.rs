//! "If this criterion had been required": history judged anew by a draft.

mod hear;
mod kept;

use std::sync::Arc;

use domain::{Date, Instant, ids::DealId, policy::Action, replay::KnownStage};
use insight::replay::{Effect, Within};
use playbook::{CompiledPlaybook, Text};
use serde::Deserialize;
use serde_json::Value;

use super::publish::refused;
use crate::{
    Code, Ctx, Error, FieldError,
    deals::DealRow,
    limits,
    page::{self, Page},
};

pub(crate) use kept::Replays;

/// Which playbook judges which part of history. Either a file, or the key of a playbook with one of its versions (the one
/// in force when none is named).
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct ReplayPlaybook {
    /// YAML of a draft.
    pub source: Option<String>,
    /// Key of a stored playbook, instead of a file.
    pub playbook: Option<String>,
    /// Which of its versions.
    pub version: Option<i64>,
    /// Only this pipeline.
    pub pipeline: Option<String>,
    /// The first day whose moves are judged, in the workspace's zone.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

/// Which deals of a replay are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReplayDeals {
    /// The replay.
    pub replay: ReplayPlaybook,
    /// `overall`, `stages` or `criteria`.
    pub table: String,
    /// The row's key cells; none for all rows.
    pub row: Vec<Value>,
    /// A column; none for every deal of the row.
    pub measure: Option<String>,
    /// How many deals, at most [`limits::PAGE_MAX`].
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A replayed history.
#[derive(Debug)]
pub struct Replayed {
    /// Key of the playbook that judged.
    pub playbook: String,
    /// Its name.
    pub name: Text,
    /// The pipelines that were replayed.
    pub pipelines: Vec<String>,
    /// As of when outcomes are known.
    pub as_of: Instant,
    /// The journal position it reflects.
    pub position: i64,
    /// The stages that rows name.
    pub stages: Vec<KnownStage>,
    /// The numbers.
    pub effect: Effect,
    /// The deals by the numbers that tables know them by.
    deals: Vec<DealId>,
}

/// Judges every forward move and win of history that the caller may see by a draft. Changes nothing.
///
/// # Errors
/// `playbook-invalid` with every finding, `invalid`, `not-found` for an unknown stored playbook, `too-large` when there are
/// too many deals at once, `forbidden`.
pub async fn replay(ctx: &Ctx, input: ReplayPlaybook) -> Result<Arc<Replayed>, Error> {
    ctx.authorise(Action::ReportRead)?;
    ctx.authorise(Action::PlaybookRead)?;
    let source = source(ctx, &input).await?;
    let draft = CompiledPlaybook::compile(&source, "playbook.yaml").map_err(refused)?;
    let pipelines = pipelines(&draft, input.pipeline.as_deref())?;
    let definitions = ctx.definitions().await?;
    if input.from.zip(input.to).is_some_and(|(from, to)| from > to) {
        return Err(
            FieldError::malformed("/to", "시작일보다 빠릅니다.", "Before the first day.").into(),
        );
    }
    let within = Within {
        from: input
            .from
            .map(|day| Instant::start_of_day(day, &definitions.zone)),
        to: input.to.map(|day| {
            let next = day.tomorrow().unwrap_or(Date::MAX);
            Instant::start_of_day(next, &definitions.zone).plus_micros(-1)
        }),
        as_of: ctx.now(),
        zone: definitions.zone.clone(),
    };
    let asked = kept::Asked {
        source,
        pipelines: pipelines.clone(),
        window: (input.from, input.to),
        viewer: (ctx.actor.user_id, ctx.actor.visibility),
    };
    let hear = |position| hear::hear(ctx, &draft, pipelines, within, position);
    ctx.app.replays().of(ctx, asked, hear).await
}

/// A page of the deals behind a number of a replay.
///
/// # Errors
/// As [`replay`], `invalid` when it has no such table, row or column, `cursor-invalid`.
pub async fn replay_deals(ctx: &Ctx, input: ReplayDeals) -> Result<(Page<DealRow>, usize), Error> {
    ctx.authorise(Action::DealRead)?;
    let limit = page::size(input.limit)? as usize;
    let from: usize = match &input.cursor {
        None => 0,
        Some(cursor) => cursor.parse().map_err(|_| Code::CursorInvalid)?,
    };
    let replayed = replay(ctx, input.replay).await?;
    let table = replayed.effect.table(&input.table);
    let table = table.ok_or_else(|| FieldError::unknown("/table", &input.table))?;
    let measure = input.measure.as_deref();
    let behind = table.deals_behind(&input.row, measure).ok_or_else(|| {
        let place = if measure
            .is_some_and(|measure| !table.columns().iter().any(|(name, ..)| name == measure))
        {
            "/measure"
        } else {
            "/row"
        };
        FieldError::malformed(
            place,
            "다시 판정 결과에 그런 칸이 없습니다.",
            "The replay has no such cell.",
        )
    })?;
    let wanted: Vec<DealId> = behind
        .iter()
        .skip(from)
        .take(limit)
        .filter_map(|number| replayed.deals.get(*number as usize).copied())
        .collect();
    let next = from + wanted.len();
    let rows = crate::deals::rows_of(ctx, &wanted).await?;
    let next_cursor = (next < behind.len()).then(|| next.to_string());
    Ok((Page { rows, next_cursor }, behind.len()))
}

async fn source(ctx: &Ctx, input: &ReplayPlaybook) -> Result<String, Error> {
    let key = match (&input.source, &input.playbook) {
        (Some(source), None) if source.len() > limits::PLAYBOOK_BYTES => {
            return Err(Code::TooLarge.into());
        }
        (Some(source), None) => return Ok(source.clone()),
        (None, Some(key)) => key,
        (None, None) => return Err(FieldError::required("/source").into()),
        (Some(_), Some(_)) => {
            return Err(FieldError::malformed(
                "/playbook",
                "파일과 플레이북 가운데 하나만 지정하세요.",
                "Either a file or a stored playbook, not both.",
            )
            .into());
        }
    };
    let versions = ctx.read().await?.playbook_versions(key).await?;
    let newest = || {
        versions.iter().max_by_key(|known| {
            (
                known.status == store::PlaybookStatus::Published,
                known.version,
            )
        })
    };
    let found = match input.version {
        Some(version) => versions.iter().find(|known| known.version == version),
        None => newest(),
    };
    let found = found.ok_or_else(|| Error::from(Code::NotFound))?;
    Ok(found.source.clone())
}

fn pipelines(draft: &CompiledPlaybook, only: Option<&str>) -> Result<Vec<String>, Error> {
    if let Some(key) = only.filter(|key| draft.pipeline(key).is_none()) {
        return Err(FieldError::unknown("/pipeline", key).into());
    }
    let keys = draft.pipelines().iter().map(|pipeline| pipeline.key());
    let chosen = keys.filter(|key| only.is_none_or(|only| only == *key));
    Ok(chosen.map(str::to_owned).collect())
}
