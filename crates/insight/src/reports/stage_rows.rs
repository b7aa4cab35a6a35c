//! Rows of reports that are made stage by stage: one for each group of deals and open stage, in the order of the pipeline.

use super::{Asked, Cell, Definition, Table};
use crate::estimate::Interval;
use crate::estimate::proportion::{Sample, wilson};
use crate::estimate::survival::Incidence;
use crate::ladder::Ladder;
use crate::slice::{Dimension, Grouping};

/// Which row a deal and a stage belong to.
#[derive(Debug)]
pub(super) struct StageRows {
    /// The stages.
    pub(super) ladder: Ladder,
    /// The groups of deals.
    pub(super) grouping: Grouping,
    rows: Vec<usize>,
}

/// The stage, which every such report has as its own first column. So deals are not grouped by the stage they are in as well,
/// even when that dimension is asked for.
pub(super) const STAGE: &str = "stage";

impl StageRows {
    /// The rows, and an empty table of them.
    pub(super) fn new(asked: &Asked<'_>, definition: &Definition) -> (Self, Table) {
        let by: Vec<Dimension> = asked
            .by
            .iter()
            .filter(|dimension| dimension.name() != STAGE)
            .cloned()
            .collect();
        let frame = &asked.frame;
        let ladder = Ladder::of(frame, asked.slice.pipeline.as_deref());
        let grouping = Grouping::new(frame, &by);
        let mut table = Table::new(&by, definition.columns, asked.opens_deals);
        let mut rows = Vec::with_capacity(grouping.len() * ladder.len());
        for labels in grouping.labels() {
            for row in 0..ladder.len() {
                let key = &frame.stage_shape(ladder.stage(row)).key;
                rows.push(table.keyed_row(labels, &[Cell::from(key.as_str())]));
            }
        }
        let stage_rows = Self {
            ladder,
            grouping,
            rows,
        };
        (stage_rows, table)
    }

    /// The table's row of a group and a row of the ladder.
    pub(super) fn row(&self, group: usize, rung: usize) -> usize {
        self.rows[group * self.ladder.len() + rung]
    }

    /// The rows of the table with the stage each is about; stages of one key in several pipelines share a row.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, u16)> + '_ {
        let stages = (0..self.grouping.len())
            .flat_map(|_| (0..self.ladder.len()).map(|rung| self.ladder.stage(rung)));
        self.rows.iter().copied().zip(stages)
    }

    /// Whether all deals are one group.
    pub(super) fn is_one_group(&self) -> bool {
        self.grouping.labels() == [Vec::new()]
    }
}

/// The 90 % interval of a share won within a horizon; where the share is 0 or 1, Wilson's.
pub(super) fn interval(incidence: &Incidence, horizon: u32) -> Option<Interval> {
    incidence.won_interval(horizon, 0.90).or_else(|| {
        let worth = incidence.effective_sample(horizon)?;
        let (won, n) = (worth.won, worth.n);
        wilson(Sample { won, n }, 0.90)
    })
}
