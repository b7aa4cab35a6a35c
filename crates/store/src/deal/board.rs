//! The board: one column per stage with its totals and first cards; and the totals alone.

use domain::ids::UserId;
use domain::{Currency, Deal, Instant, Visibility};
use uuid::Uuid;

use super::DealQuery;
use crate::error::{Error, Result};
use crate::list::{ListQuery, Page};
use crate::query::Query;
use crate::sql::Row;
use crate::tx::ReadTx;

/// What stands in one stage, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageTotal {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub stage: String,
    /// The currency; none for deals without an amount.
    pub currency: Option<Currency>,
    /// How many deals.
    pub count: i64,
    /// What they are worth together, in minor units.
    pub amount_minor: i64,
}

/// A column the board shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardStage {
    /// Key of the stage.
    pub stage: String,
    /// Deals that entered it before this moment are rotting; none where nothing rots.
    pub rots_before: Option<Instant>,
}

/// What the board is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardQuery {
    /// Key of the pipeline.
    pub pipeline: String,
    /// The columns, in order.
    pub stages: Vec<BoardStage>,
    /// Only deals of this member.
    pub owner_id: Option<UserId>,
    /// Filter, search and the order of cards (by close date when absent); its limit is per column, its cursor unused.
    pub list: ListQuery,
    /// As it was known at this moment; now when absent.
    pub as_of: Option<Instant>,
}

/// One column of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardColumn {
    /// Key of the stage.
    pub stage: String,
    /// How many deals stand in it.
    pub count: i64,
    /// What they are worth, by currency.
    pub totals: Vec<StageTotal>,
    /// How many of them are rotting.
    pub rotting: i64,
    /// The first cards; go on with [`ReadTx::deals_page`] for the same pipeline, stage and order.
    pub cards: Page<Deal>,
}

impl BoardQuery {
    /// The cards of one column, as a list.
    pub(super) fn cards(&self, stage: &str) -> DealQuery {
        let mut list = ListQuery {
            cursor: None,
            ..self.list.clone()
        };
        list.sort.get_or_insert_with(|| "close_on".to_owned());
        DealQuery {
            list,
            pipeline: Some(self.pipeline.clone()),
            stage: Some(stage.to_owned()),
            owner_id: self.owner_id,
            account_id: None,
            as_of: self.as_of,
        }
    }

    /// Whether the kept totals answer it.
    fn is_plain(&self) -> bool {
        self.list.filter.is_none() && self.list.search.is_none() && !self.list.with_archived
    }
}

impl ReadTx {
    /// The board of a pipeline.
    ///
    /// # Errors
    /// [`Error::BadSort`], [`Error::BadFilter`].
    pub async fn board(&mut self, board: &BoardQuery) -> Result<Vec<BoardColumn>> {
        if let Some(as_of) = board.as_of {
            return self.past_board(board, as_of).await;
        }
        let totals = if board.is_plain() {
            self.kept_totals(Some(&board.pipeline), board.owner_id)
                .await?
        } else {
            self.counted_totals(board).await?
        };
        let mut columns = Vec::with_capacity(board.stages.len());
        for BoardStage { stage, rots_before } in &board.stages {
            let totals: Vec<_> = totals
                .iter()
                .filter(|total| total.stage == *stage)
                .cloned()
                .collect();
            let rotting = match rots_before {
                Some(before) => self.count_rotting(board, stage, *before).await?,
                None => 0,
            };
            let cards = self.deals_page(&board.cards(stage)).await?;
            let count = totals.iter().map(|total| total.count).sum();
            columns.push(BoardColumn {
                stage: stage.clone(),
                count,
                totals,
                rotting,
                cards,
            });
        }
        Ok(columns)
    }

    /// What stands in each stage of one pipeline or of all, for deals the reader may see. Stages without deals are absent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_totals(&mut self, pipeline: Option<&str>) -> Result<Vec<StageTotal>> {
        self.kept_totals(pipeline, None).await
    }

    async fn kept_totals(
        &mut self,
        pipeline: Option<&str>,
        owner_id: Option<UserId>,
    ) -> Result<Vec<StageTotal>> {
        let mut query = Query::new(
            "select pipeline, stage, currency, cast(sum(deal_count) as bigint), cast(sum(amount_minor) as bigint) \
             from stage_total t where workspace_id = ",
        );
        query.bind(self.workspace_id());
        if let Some(pipeline) = pipeline {
            query.push(" and pipeline = ").bind(pipeline);
        }
        if let Some(owner_id) = owner_id {
            query.push(" and owner_id = ").bind(owner_id);
        }
        match (self.scope.visibility, self.scope.viewer_id) {
            (Visibility::All, _) => {}
            (_, None) => {
                query.push(" and 1 = 0");
            }
            (Visibility::Own, Some(viewer)) => {
                query.push(" and owner_id = ").bind(viewer);
            }
            (Visibility::Team, Some(viewer)) => {
                query.push(" and owner_id in (select v.owner_id from user_visibility v where v.workspace_id = t.workspace_id");
                query.push(" and v.viewer_id = ").bind(viewer).push(")");
            }
        }
        query.push(" group by pipeline, stage, currency having sum(deal_count) <> 0 order by pipeline, stage, currency");
        self.few(query).await?.iter().map(total).collect()
    }

    async fn counted_totals(&mut self, board: &BoardQuery) -> Result<Vec<StageTotal>> {
        let mut query = Query::new(
            "select pipeline, stage, coalesce(currency, ''), count(*), cast(coalesce(sum(amount_minor), 0) as bigint) \
             from deal where workspace_id = ",
        );
        query.bind(self.workspace_id());
        self.narrow_to(
            &mut query,
            &DealQuery {
                stage: None,
                ..board.cards("")
            },
        );
        self.narrow::<Deal>(&mut query, &board.list)?;
        query.push(" group by pipeline, stage, currency order by pipeline, stage, currency");
        self.all(query).await?.iter().map(total).collect()
    }

    async fn count_rotting(
        &mut self,
        board: &BoardQuery,
        stage: &str,
        before: Instant,
    ) -> Result<i64> {
        let mut query = Query::new("select count(*) from deal where workspace_id = ");
        query.bind(self.workspace_id());
        self.narrow_to(&mut query, &board.cards(stage));
        self.narrow::<Deal>(&mut query, &board.list)?;
        query.push(" and stage_entered_at < ").bind(before);
        let rows = self.all(query).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}

fn total(row: &Row) -> Result<StageTotal> {
    let currency = match row.text(2)? {
        "" => None,
        code => Some(
            code.parse()
                .map_err(|_| Error::Corrupt(format!("`{code}` is no currency")))?,
        ),
    };
    Ok(StageTotal {
        pipeline: row.text(0)?.to_owned(),
        stage: row.text(1)?.to_owned(),
        currency,
        count: row.int(3)?,
        amount_minor: row.int(4)?,
    })
}

/// The owner that deals without one have in `stage_total`.
pub(super) const NO_OWNER: Uuid = Uuid::nil();
