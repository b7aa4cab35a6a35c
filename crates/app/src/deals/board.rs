use domain::{Currency, Instant, ids::UserId, policy::Action, weighted_minor};
use playbook::{CompiledStage, FieldCatalogue, StageKind};
use serde::{Deserialize, Serialize};
use store::{BoardQuery, BoardStage};

use super::record::{DealRow, Rows};
use crate::{
    Ctx, Error, limits,
    page::{self, ListQuery, Page},
};

/// Which board.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BoardInput {
    /// Key of the pipeline; by default the first.
    pub pipeline: Option<String>,
    /// Only deals of this member.
    pub owner: Option<UserId>,
    /// A filter expression (CEL) over the fields of deals.
    pub filter: Option<String>,
    /// Words to find, in any spelling.
    pub q: Option<String>,
    /// As it was known at this moment.
    pub as_of: Option<Instant>,
}

/// A pipeline as columns of cards.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Board {
    /// Key of the pipeline.
    pub pipeline: String,
    /// One per stage, in order.
    pub columns: Vec<BoardColumn>,
}

/// One stage of the board.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BoardColumn {
    /// Key of the stage.
    pub stage: String,
    /// How many deals are in it.
    pub count: i64,
    /// What they are worth, per currency.
    pub totals: Vec<Total>,
    /// How many stand longer than the stage's limit.
    pub rotting: i64,
    /// The first cards, and where the next ones start.
    pub cards: Page<DealRow>,
}

/// A sum in one currency, plain and weighted by the stage's configured probability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// Plain sum in minor units.
    pub amount_minor: i64,
    /// Sum times probability, half to even, in minor units.
    pub weighted_minor: i64,
}

/// The board of a pipeline.
///
/// # Errors
/// `invalid` for an unknown pipeline, `filter-invalid`, `forbidden`.
pub async fn board(ctx: &Ctx, input: BoardInput) -> Result<Board, Error> {
    ctx.authorise(Action::DealRead)?;
    let definitions = ctx.definitions().await?;
    let key = match input.pipeline {
        Some(key) => key,
        None => {
            let first = definitions.pipelines().next();
            first
                .map(|(_, pipeline)| pipeline.key().to_owned())
                .unwrap_or_default()
        }
    };
    let (_, pipeline) = definitions.known_pipeline(&key, "?pipeline")?;
    let now = input.as_of.unwrap_or_else(|| ctx.now());
    let list = ListQuery {
        filter: input.filter,
        q: input.q,
        limit: Some(limits::BOARD_CARDS),
        ..ListQuery::default()
    };
    let query = BoardQuery {
        pipeline: key,
        stages: pipeline
            .stages()
            .iter()
            .map(|stage| column(stage, now))
            .collect(),
        owner_id: input.owner,
        list: page::narrow(list, &FieldCatalogue::deals(), definitions.day_of(now))?,
        as_of: input.as_of,
    };
    let mut read = ctx.read().await?;
    let mut columns = Vec::with_capacity(query.stages.len());
    let stored = read.board(&query).await?;
    let deals = stored.iter().flat_map(|column| &column.cards.rows);
    let rows = Rows::beside(ctx, &mut read, &definitions, now, deals).await?;
    for (column, stage) in stored.into_iter().zip(pipeline.stages()) {
        let percent = stage.probability_percent();
        let totals = column.totals.into_iter().filter_map(|total| {
            let amount_minor = total.amount_minor;
            Some(Total {
                currency: total.currency?,
                amount_minor,
                weighted_minor: weighted_minor(amount_minor, percent),
            })
        });
        columns.push(BoardColumn {
            stage: column.stage,
            count: column.count,
            totals: totals.collect(),
            rotting: column.rotting,
            cards: Page {
                rows: column
                    .cards
                    .rows
                    .into_iter()
                    .map(|deal| rows.row(deal))
                    .collect(),
                next_cursor: column.cards.next_cursor,
            },
        });
    }
    Ok(Board {
        pipeline: query.pipeline,
        columns,
    })
}

/// Deals rot once they have stood for more whole days than the stage's limit.
fn column(stage: &CompiledStage, now: Instant) -> BoardStage {
    let limit = stage
        .definition()
        .rot_days
        .filter(|_| stage.kind() == StageKind::Open);
    BoardStage {
        stage: stage.key().to_owned(),
        rots_before: limit.map(|days| now.plus_days(-i64::from(days) - 1).plus_micros(1)),
    }
}
