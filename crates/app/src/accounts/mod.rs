//! Accounts: the organisations we sell to.

mod archive;
mod create;
mod edit;
mod read;

use std::collections::HashMap;

use domain::{
    Account, Instant,
    checks::{MAX_HIERARCHY_DEPTH, check_parent},
    ids::AccountId,
    policy::Action,
};
use serde::{Deserialize, Serialize};
use store::ReadTx;

pub use archive::{archive, restore};
pub use create::{CreateAccount, create};
pub use edit::{EditAccount, edit};
pub use read::{as_of, get, list};

use crate::{Code, Ctx, Error, FieldError, Named, ctx::Work, tidy};

/// An account with the names it points to and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountRecord {
    /// The account.
    pub account: Account,
    /// The account it is a subsidiary of.
    pub parent: Option<Named>,
    /// Who looks after it.
    pub owner: Option<Named>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// Every change of one account: load, authorise, decide, check, save, record, commit.
async fn change(
    ctx: &Ctx,
    id: AccountId,
    action: Action,
    entry: &str,
    decide: impl FnOnce(&mut Account, Instant),
) -> Result<AccountRecord, Error> {
    ctx.authorise(action)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_account(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    work.expect_version(before.version)?;
    let mut account = before.clone();
    decide(&mut account, work.now);
    let mut account = checked(account)?;
    check_references(&mut work, Some(&before), &account).await?;
    if account != before {
        account.updated_at = work.now;
        account.version += 1;
        let changes = work.update_account(&before, &account).await?;
        work.record(entry, &account, changes);
    }
    let record = record(ctx, &mut work, account).await?;
    work.commit(record).await
}

/// Trims and checks the fields.
fn checked(mut account: Account) -> Result<Account, Error> {
    tidy::text(&mut account.name);
    for text in [
        &mut account.domain,
        &mut account.registration_number,
        &mut account.industry,
        &mut account.country,
        &mut account.region,
        &mut account.segment,
        &mut account.phone,
        &mut account.website,
        &mut account.external_id,
    ] {
        tidy::optional(text);
    }
    Ok(account.checked()?)
}

/// Owner and parent exist, and no account is its own ancestor.
async fn check_references(
    work: &mut Work<'_>,
    before: Option<&Account>,
    account: &Account,
) -> Result<(), Error> {
    if before.is_none_or(|before| before.owner_id != account.owner_id) {
        crate::users::check_owner(work, account.owner_id).await?;
    }
    if before.is_some_and(|before| before.parent_id == account.parent_id) {
        return Ok(());
    }
    let mut parents = HashMap::new();
    let mut above = account.parent_id;
    while let Some(id) =
        above.filter(|id| parents.len() < MAX_HIERARCHY_DEPTH && !parents.contains_key(id))
    {
        let parent = work.find_account(id).await?;
        let parent = parent.ok_or_else(|| FieldError::unknown("/parent_id", &id.to_string()))?;
        above = parent.parent_id;
        parents.insert(id, parent.parent_id);
    }
    check_parent(account.id, account.parent_id, |id| {
        parents.get(&id).copied().flatten()
    })?;
    Ok(())
}

async fn record(ctx: &Ctx, read: &mut ReadTx, account: Account) -> Result<AccountRecord, Error> {
    let mut records = records(ctx, read, vec![account]).await?;
    records
        .pop()
        .ok_or_else(|| Error::internal("one account makes one record"))
}

async fn records(
    ctx: &Ctx,
    read: &mut ReadTx,
    accounts: Vec<Account>,
) -> Result<Vec<AccountRecord>, Error> {
    let users = read.user_names().await?;
    let parents = read
        .account_names(accounts.iter().filter_map(|account| account.parent_id))
        .await?;
    let allowed_actions = ctx.allowed(&[Action::AccountWrite, Action::AccountArchive]);
    Ok(accounts
        .into_iter()
        .map(|account| AccountRecord {
            parent: Named::find(&parents, account.parent_id),
            owner: Named::find(&users, account.owner_id),
            allowed_actions: allowed_actions.clone(),
            account,
        })
        .collect())
}
