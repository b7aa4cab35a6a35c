//! Stage visits, deal by deal in the order they happened.

use std::ops::Range;

use domain::fact::VisitFact;
use domain::ids::DealId;
use uuid::Uuid;

use super::of_deals;
use crate::error::Result;
use crate::query::Query;
use crate::sql::View;
use crate::tx::ReadTx;

impl ReadTx {
    /// Shows every stage visit, those of a deal together and in the order they happened, deals in the order of their ids
    /// as [`ReadTx::for_each_deal_fact`] shows them; only of some deals when they are given. Whoever reads: for `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn for_each_visit_fact(
        &mut self,
        deals: Option<&[DealId]>,
        mut see: impl FnMut(DealId, VisitFact<'_>) + Send,
    ) -> Result<()> {
        let mut query = Query::new(
            "select deal_id, id, entered_at, left_at, stage, kind, direction, origin, playbook_version \
             from stage_visit where workspace_id = ",
        );
        query.bind(self.workspace_id());
        let mut life = Life::default();
        let show = |row: View<'_>| {
            let deal_id = row.uuid(0)?;
            if life.deal_id != deal_id {
                life.show(&mut see);
                life.deal_id = deal_id;
            }
            life.add(&row)
        };
        self.stream(&query, of_deals("deal_id", deals), "deal_id", show)
            .await?;
        life.show(&mut see);
        Ok(())
    }
}

/// The visits of one deal, as they lie in the table: in no order.
#[derive(Default)]
struct Life {
    deal_id: Uuid,
    visits: Vec<Visit>,
    /// The words of all visits, one after the other.
    words: String,
}

struct Visit {
    /// When it began; a stay without length comes before the one that begins as it ends.
    order: (i64, i64, Uuid),
    stage: Range<usize>,
    kind: Range<usize>,
    direction: Range<usize>,
    origin: Range<usize>,
    playbook_version: i64,
}

impl Life {
    fn add(&mut self, row: &View<'_>) -> Result<()> {
        let mut keep = |column: usize| {
            let start = self.words.len();
            self.words.push_str(row.text(column)?);
            Ok::<_, crate::Error>(start..self.words.len())
        };
        let visit = Visit {
            order: (
                row.int(2)?,
                row.opt_int(3)?.unwrap_or(i64::MAX),
                row.uuid(1)?,
            ),
            stage: keep(4)?,
            kind: keep(5)?,
            direction: keep(6)?,
            origin: keep(7)?,
            playbook_version: row.int(8)?,
        };
        self.visits.push(visit);
        Ok(())
    }

    /// Shows the visits in order and forgets them.
    fn show(&mut self, see: &mut impl FnMut(DealId, VisitFact<'_>)) {
        self.visits.sort_unstable_by_key(|visit| visit.order);
        for visit in self.visits.drain(..) {
            let word = |range: Range<usize>| &self.words[range];
            let fact = VisitFact {
                stage: word(visit.stage),
                kind: word(visit.kind),
                entered_at: visit.order.0,
                direction: word(visit.direction),
                origin: word(visit.origin),
                playbook_version: visit.playbook_version,
            };
            see(self.deal_id.into(), fact);
        }
        self.words.clear();
    }
}
