//! Contacts: people at accounts.

mod archive;
mod create;
mod edit;
mod read;

use domain::{Contact, Instant, ids::ContactId, policy::Action};
use serde::{Deserialize, Serialize};
use store::ReadTx;

pub use archive::{archive, restore};
pub use create::{CreateContact, create};
pub use edit::{EditContact, edit};
pub use read::{as_of, get, list};

use crate::{Code, Ctx, Error, FieldError, Named, ctx::Work, tidy};

/// A contact with the names it points to and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ContactRecord {
    /// The contact.
    pub contact: Contact,
    /// Where they work.
    pub account: Option<Named>,
    /// Who looks after them.
    pub owner: Option<Named>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// Every change of one contact: load, authorise, decide, check, save, record, commit.
async fn change(
    ctx: &Ctx,
    id: ContactId,
    action: Action,
    entry: &str,
    decide: impl FnOnce(&mut Contact, Instant),
) -> Result<ContactRecord, Error> {
    ctx.authorise(action)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_contact(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    work.expect_version(before.version)?;
    let mut contact = before.clone();
    decide(&mut contact, work.now);
    let mut contact = checked(contact)?;
    check_references(&mut work, Some(&before), &contact).await?;
    if contact != before {
        contact.updated_at = work.now;
        contact.version += 1;
        let changes = work.update_contact(&before, &contact).await?;
        work.record(entry, &contact, changes);
    }
    let record = record(ctx, &mut work, contact).await?;
    work.commit(record).await
}

/// Trims and checks the fields.
fn checked(mut contact: Contact) -> Result<Contact, Error> {
    tidy::text(&mut contact.name);
    for text in [
        &mut contact.phone,
        &mut contact.title,
        &mut contact.external_id,
    ] {
        tidy::optional(text);
    }
    contact.email = contact.email.as_deref().map(tidy::email);
    Ok(contact.checked()?)
}

/// The owner and the account exist.
async fn check_references(
    work: &mut Work<'_>,
    before: Option<&Contact>,
    contact: &Contact,
) -> Result<(), Error> {
    if before.is_none_or(|before| before.owner_id != contact.owner_id) {
        crate::users::check_owner(work, contact.owner_id).await?;
    }
    if let Some(id) = contact.account_id
        && before.is_none_or(|before| before.account_id != contact.account_id)
        && work.find_account(id).await?.is_none()
    {
        return Err(FieldError::unknown("/account_id", &id.to_string()).into());
    }
    Ok(())
}

async fn record(ctx: &Ctx, read: &mut ReadTx, contact: Contact) -> Result<ContactRecord, Error> {
    let mut records = records(ctx, read, vec![contact]).await?;
    records
        .pop()
        .ok_or_else(|| Error::internal("one contact makes one record"))
}

async fn records(
    ctx: &Ctx,
    read: &mut ReadTx,
    contacts: Vec<Contact>,
) -> Result<Vec<ContactRecord>, Error> {
    let users = read.user_names().await?;
    let accounts = read
        .account_names(contacts.iter().filter_map(|contact| contact.account_id))
        .await?;
    let allowed_actions = ctx.allowed(&[Action::ContactWrite, Action::ContactArchive]);
    Ok(contacts
        .into_iter()
        .map(|contact| ContactRecord {
            account: Named::find(&accounts, contact.account_id),
            owner: Named::find(&users, contact.owner_id),
            allowed_actions: allowed_actions.clone(),
            contact,
        })
        .collect())
}
