use domain::{ids::AccountId, policy::Action};

use super::AccountRecord;
use crate::{Ctx, Error};

/// Puts an account away. Its deals and contacts stay; doing it twice changes nothing.
///
/// # Errors
/// `not-found`, `version-conflict`, `forbidden`.
pub async fn archive(ctx: &Ctx, id: AccountId) -> Result<AccountRecord, Error> {
    super::change(
        ctx,
        id,
        Action::AccountArchive,
        "account.archived",
        |account, now| {
            account.archived_at = account.archived_at.or(Some(now));
        },
    )
    .await
}

/// Takes an account back out.
///
/// # Errors
/// `not-found`, `version-conflict`, `forbidden`.
pub async fn restore(ctx: &Ctx, id: AccountId) -> Result<AccountRecord, Error> {
    super::change(
        ctx,
        id,
        Action::AccountArchive,
        "account.restored",
        |account, _now| {
            account.archived_at = None;
        },
    )
    .await
}
