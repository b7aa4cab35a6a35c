use domain::{Instant, ids::AccountId, policy::Action};
use playbook::FieldCatalogue;

use super::AccountRecord;
use crate::{
    Code, Ctx, Error,
    page::{self, ListQuery, Page},
};

/// One account.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, id: AccountId) -> Result<AccountRecord, Error> {
    ctx.authorise(Action::AccountRead)?;
    let mut read = ctx.read().await?;
    let account = read
        .find_account(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    super::record(ctx, &mut read, account).await
}

/// One account as it was then known. Names are today's, and nothing can be done to the past.
///
/// # Errors
/// `not-found` when it did not exist then, `forbidden`.
pub async fn as_of(ctx: &Ctx, id: AccountId, instant: Instant) -> Result<AccountRecord, Error> {
    ctx.authorise(Action::AccountRead)?;
    let mut read = ctx.read().await?;
    let account = read
        .account_as_of(id, instant)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let mut record = super::record(ctx, &mut read, account).await?;
    record.allowed_actions.clear();
    Ok(record)
}

/// A page of accounts.
///
/// # Errors
/// `filter-invalid`, `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, query: ListQuery) -> Result<Page<AccountRecord>, Error> {
    ctx.authorise(Action::AccountRead)?;
    let today = ctx.definitions().await?.day_of(ctx.now());
    let query = page::narrow(query, &FieldCatalogue::accounts(), today)?;
    let mut read = ctx.read().await?;
    let page = read.accounts_page(&query).await?;
    let next_cursor = page.next_cursor;
    Ok(Page {
        rows: super::records(ctx, &mut read, page.rows).await?,
        next_cursor,
    })
}
