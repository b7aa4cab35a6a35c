use domain::{Instant, ids::ContactId, policy::Action};
use playbook::FieldCatalogue;

use super::ContactRecord;
use crate::{
    Code, Ctx, Error,
    page::{self, ListQuery, Page},
};

/// One contact.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, id: ContactId) -> Result<ContactRecord, Error> {
    ctx.authorise(Action::ContactRead)?;
    let mut read = ctx.read().await?;
    let contact = read
        .find_contact(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    super::record(ctx, &mut read, contact).await
}

/// One contact as it was then known. Names are today's, and nothing can be done to the past.
///
/// # Errors
/// `not-found` when it did not exist then, `forbidden`.
pub async fn as_of(ctx: &Ctx, id: ContactId, instant: Instant) -> Result<ContactRecord, Error> {
    ctx.authorise(Action::ContactRead)?;
    let mut read = ctx.read().await?;
    let contact = read
        .contact_as_of(id, instant)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let mut record = super::record(ctx, &mut read, contact).await?;
    record.allowed_actions.clear();
    Ok(record)
}

/// A page of contacts.
///
/// # Errors
/// `filter-invalid`, `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, query: ListQuery) -> Result<Page<ContactRecord>, Error> {
    ctx.authorise(Action::ContactRead)?;
    let today = ctx.definitions().await?.day_of(ctx.now());
    let query = page::narrow(query, &FieldCatalogue::contacts(), today)?;
    let mut read = ctx.read().await?;
    let page = read.contacts_page(&query).await?;
    let next_cursor = page.next_cursor;
    Ok(Page {
        rows: super::records(ctx, &mut read, page.rows).await?,
        next_cursor,
    })
}
