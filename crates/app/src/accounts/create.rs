use std::collections::BTreeMap;

use domain::{
    Account, AccountKind, Money,
    ids::{AccountId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::AccountRecord;
use crate::{Ctx, Error};

/// Add an account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the account")]
pub struct CreateAccount {
    pub name: String,
    /// A legal entity unless said otherwise.
    pub kind: Option<AccountKind>,
    pub domain: Option<String>,
    pub registration_number: Option<String>,
    pub parent_id: Option<AccountId>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub segment: Option<String>,
    pub employees: Option<i64>,
    pub annual_revenue: Option<Money>,
    /// The caller unless said otherwise.
    pub owner_id: Option<UserId>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub external_id: Option<String>,
    pub custom: BTreeMap<String, String>,
}

/// Adds an account.
///
/// # Errors
/// `invalid` for bad or dangling fields, `forbidden`, and the store's refusals.
pub async fn create(ctx: &Ctx, input: CreateAccount) -> Result<AccountRecord, Error> {
    ctx.authorise(Action::AccountWrite)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let account = Account {
        id: work.mint(),
        name: input.name,
        kind: input.kind.unwrap_or(AccountKind::LegalEntity),
        domain: input.domain,
        registration_number: input.registration_number,
        parent_id: input.parent_id,
        industry: input.industry,
        country: input.country,
        region: input.region,
        segment: input.segment,
        employees: input.employees,
        annual_revenue: input.annual_revenue,
        owner_id: input.owner_id.or(ctx.actor.user_id),
        phone: input.phone,
        website: input.website,
        external_id: input.external_id,
        custom: input.custom,
        created_at: work.now,
        updated_at: work.now,
        archived_at: None,
        version: 1,
    };
    let account = super::checked(account)?;
    super::check_references(&mut work, None, &account).await?;
    let changes = work.insert_account(&account).await?;
    work.record("account.created", &account, changes);
    let record = super::record(ctx, &mut work, account).await?;
    work.commit(record).await
}
