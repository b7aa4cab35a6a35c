//! One deal, now or as it was.

use domain::{Deal, Instant, ids::DealId, policy::Action};
use store::ReadTx;

use super::record::{Backdrop, DealRecord, DealRow, Rows, record};
use crate::{Code, Ctx, Error, kin::Kin};

/// One deal.
///
/// # Errors
/// `not-found`, also when the caller may not know of it.
pub async fn get(ctx: &Ctx, id: DealId) -> Result<DealRecord, Error> {
    let mut read = ctx.read().await?;
    let deal = read
        .find_deal(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    shown(ctx, read, deal, ctx.now()).await
}

/// The deal shown as `D-<number>`.
///
/// # Errors
/// `not-found`, also when the caller may not know of it.
pub async fn find_by_number(ctx: &Ctx, number: i64) -> Result<DealRecord, Error> {
    let mut read = ctx.read().await?;
    let deal = read
        .find_deal_by_number(number)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    shown(ctx, read, deal, ctx.now()).await
}

/// One deal as it was then known. Names are today's, and nothing can be done to the past.
///
/// # Errors
/// `not-found` when it did not exist then or the caller may not know of it.
pub async fn as_of(ctx: &Ctx, id: DealId, instant: Instant) -> Result<DealRecord, Error> {
    let mut read = ctx.read().await?;
    let deal = read.deal_as_of(id, instant).await?;
    let mut record = shown(ctx, read, deal, instant).await?;
    record.allowed_actions.clear();
    Ok(record)
}

async fn shown(ctx: &Ctx, mut read: ReadTx, deal: Deal, now: Instant) -> Result<DealRecord, Error> {
    let definitions = ctx.definitions().await?;
    let kin = Kin::of(&ctx.actor, &mut read).await?;
    ctx.authorise_on(Action::DealRead, kin.deal_of(deal.owner_id))?;
    let (playbook, _) = definitions.pipeline_of(&deal)?;
    let names = read.names_around(&deal).await?;
    let backdrop = Backdrop {
        names: &names,
        playbook,
        kin: &kin,
        now,
        today: definitions.day_of(now),
    };
    Ok(record(deal, backdrop))
}

/// Opens a read for what belongs to a deal, once it is clear that the caller may see the deal.
pub(super) async fn open(ctx: &Ctx, id: DealId) -> Result<ReadTx, Error> {
    ctx.authorise(Action::DealRead)?;
    let mut read = ctx.read().await?;
    read.find_deal(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    Ok(read)
}

/// Those of some deals that are there and the caller may see, in the order given, as a list shows them.
pub(crate) async fn rows_of(ctx: &Ctx, ids: &[DealId]) -> Result<Vec<DealRow>, Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    let mut deals = Vec::with_capacity(ids.len());
    for id in ids {
        deals.extend(read.find_deal(*id).await?);
    }
    let rows = Rows::beside(ctx, &mut read, &definitions, ctx.now(), &deals).await?;
    Ok(deals.into_iter().map(|deal| rows.row(deal)).collect())
}
