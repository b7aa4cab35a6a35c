//! The deals of a review's queue with everything to talk about.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Activity, Deal, Instant, Review, ReviewNote,
    deal::DealStatus,
    ids::{DealId, UserId},
    review::{DealChange, deal_changes},
};
use store::{JournalQuery, ReadTx};

use super::{NoteRecord, ReviewEntry};
use crate::{
    Ctx, Error, Named, activities,
    activities::ActivityRecord,
    deals::{GateReport, Rows, gate_in},
    limits,
    playbooks::Definitions,
};

/// Days of changes told of a deal that no review has looked at yet.
const FIRST_REVIEW_DAYS: i64 = 7;

/// The entries of some deals of a review, in the order given; those that the caller does not see are left out.
pub(super) async fn of(
    ctx: &Ctx,
    read: &mut ReadTx,
    definitions: &Arc<Definitions>,
    review: &Review,
    ids: &[DealId],
) -> Result<Vec<ReviewEntry>, Error> {
    let mut deals = Vec::with_capacity(ids.len());
    for id in ids {
        deals.extend(read.find_deal(*id).await?);
    }
    let rows = Rows::beside(ctx, read, definitions, ctx.now(), &deals).await?;
    let names = read.user_names().await?;
    let mut notes = read.notes_of(review.id).await?;
    let mut actions: BTreeMap<Option<DealId>, Vec<Activity>> = BTreeMap::new();
    for action in read.actions_of(review.id).await? {
        actions.entry(action.deal_id).or_default().push(action);
    }
    let until = review.closed_at.unwrap_or_else(|| ctx.now());
    let mut entries = Vec::with_capacity(deals.len());
    for deal in deals {
        let id = deal.id;
        let last = read.note_before(id, review.id, until).await?;
        let changed_since = last
            .as_ref()
            .and_then(|note| note.reviewed_at)
            .unwrap_or_else(|| review.opened_at.plus_days(-FIRST_REVIEW_DAYS));
        let here = actions.remove(&Some(id)).unwrap_or_default();
        entries.push(ReviewEntry {
            gate: next_gate(ctx, read, definitions, &deal).await?,
            note: notes.remove(&id).map(|note| noted(note, &names)),
            last_note: last.map(|note| noted(note, &names)),
            changed_since,
            changes: changes(read, id, changed_since, until).await?,
            actions: activities::records(ctx, read, here).await?,
            open_actions: open_actions(ctx, read, review, id).await?,
            deal: rows.row(deal),
        });
    }
    Ok(entries)
}

/// What the next stage asks of a deal that is still open.
async fn next_gate(
    ctx: &Ctx,
    read: &mut ReadTx,
    definitions: &Arc<Definitions>,
    deal: &Deal,
) -> Result<Option<GateReport>, Error> {
    let has_next = definitions
        .pipeline(&deal.pipeline)
        .is_some_and(|(_, pipeline)| pipeline.next_after(&deal.stage).is_some());
    if deal.status != DealStatus::Open || !has_next {
        return Ok(None);
    }
    gate_in(ctx, read, Arc::clone(definitions), deal.id, None)
        .await
        .map(Some)
}

/// What changed on a deal in between, from its latest entries.
async fn changes(
    read: &mut ReadTx,
    deal_id: DealId,
    after: Instant,
    until: Instant,
) -> Result<Vec<DealChange>, Error> {
    let query = JournalQuery {
        deal_id: Some(deal_id),
        after: Some(after),
        until: Some(until),
        newest_first: true,
        limit: limits::PAGE_MAX,
        ..JournalQuery::default()
    };
    let mut entries = read.journal_page(&query).await?.rows;
    entries.reverse();
    Ok(deal_changes(&entries))
}

/// The tasks that earlier reviews left on a deal.
async fn open_actions(
    ctx: &Ctx,
    read: &mut ReadTx,
    review: &Review,
    deal_id: DealId,
) -> Result<Vec<ActivityRecord>, Error> {
    let mut open = read.open_actions_on(deal_id).await?;
    open.retain(|task| task.review_id != Some(review.id));
    activities::records(ctx, read, open).await
}

fn noted(note: ReviewNote, names: &BTreeMap<UserId, String>) -> NoteRecord {
    NoteRecord {
        reviewed_by: Named::find(names, note.reviewed_by),
        note,
    }
}
