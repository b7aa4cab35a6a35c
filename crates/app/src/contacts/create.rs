use std::collections::BTreeMap;

use domain::{
    Contact,
    ids::{AccountId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::ContactRecord;
use crate::{Ctx, Error};

/// Add a contact.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the contact")]
pub struct CreateContact {
    pub name: String,
    pub account_id: Option<AccountId>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    /// The caller unless said otherwise.
    pub owner_id: Option<UserId>,
    pub external_id: Option<String>,
    pub custom: BTreeMap<String, String>,
}

/// Adds a contact.
///
/// # Errors
/// `invalid` for bad or dangling fields, `forbidden`, and the store's refusals.
pub async fn create(ctx: &Ctx, input: CreateContact) -> Result<ContactRecord, Error> {
    ctx.authorise(Action::ContactWrite)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let contact = Contact {
        id: work.mint(),
        account_id: input.account_id,
        name: input.name,
        email: input.email,
        phone: input.phone,
        title: input.title,
        external_id: input.external_id,
        owner_id: input.owner_id.or(ctx.actor.user_id),
        custom: input.custom,
        created_at: work.now,
        updated_at: work.now,
        archived_at: None,
        version: 1,
    };
    let contact = super::checked(contact)?;
    super::check_references(&mut work, None, &contact).await?;
    let changes = work.insert_contact(&contact).await?;
    work.record("contact.created", &contact, changes);
    let record = super::record(ctx, &mut work, contact).await?;
    work.commit(record).await
}
