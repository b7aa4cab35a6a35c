//! What happened to a deal.

use domain::{Instant, StageVisit, ids::DealId, journal::JournalEntry};
use serde::{Deserialize, Serialize};
use store::JournalQuery;

use crate::{
    Ctx, Error, Named,
    page::{self, Page},
};

/// A stay in a stage with the name of whoever moved the deal there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VisitRecord {
    /// The visit.
    pub visit: StageVisit,
    /// Who moved the deal there; none for machines.
    pub actor: Option<Named>,
}

/// A deal's stays in stages, oldest first, now or as they were then known. They tile its age without gap or overlap.
///
/// # Errors
/// `not-found` for the deal, `forbidden`.
pub async fn visits(
    ctx: &Ctx,
    id: DealId,
    as_of: Option<Instant>,
) -> Result<Vec<VisitRecord>, Error> {
    let mut read = super::read::open(ctx, id).await?;
    let visits = match as_of {
        None => read.visits_of(id).await?,
        Some(instant) => {
            let mut visits = read.visits_as_of(id, instant).await?;
            visits.sort_by_key(|visit| (visit.entered_at, visit.id));
            visits
        }
    };
    let users = read.user_names().await?;
    Ok(visits
        .into_iter()
        .map(|visit| VisitRecord {
            actor: Named::find(&users, visit.actor_id),
            visit,
        })
        .collect())
}

/// Everything recorded about a deal and its parts, newest first.
///
/// # Errors
/// `not-found` for the deal, `cursor-invalid`, `forbidden`.
pub async fn timeline(
    ctx: &Ctx,
    id: DealId,
    limit: Option<u32>,
    cursor: Option<String>,
) -> Result<Page<JournalEntry>, Error> {
    let mut read = super::read::open(ctx, id).await?;
    let query = JournalQuery {
        deal_id: Some(id),
        newest_first: true,
        limit: page::size(limit)?,
        cursor,
        ..JournalQuery::default()
    };
    let page = read.journal_page(&query).await?;
    Ok(Page {
        rows: page.rows,
        next_cursor: page.next_cursor,
    })
}
