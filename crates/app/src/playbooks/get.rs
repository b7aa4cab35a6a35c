use std::sync::Arc;

use domain::policy::Action;
use store::PlaybookVersion;

use super::{Definitions, PublishedPlaybook};
use crate::{Code, Ctx, Error};

/// Everything the workspace works by now: settings and published playbooks.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn list(ctx: &Ctx) -> Result<Arc<Definitions>, Error> {
    ctx.authorise(Action::PlaybookRead)?;
    ctx.definitions().await
}

/// The published version of one playbook.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, key: &str) -> Result<Arc<PublishedPlaybook>, Error> {
    let definitions = list(ctx).await?;
    definitions
        .playbook(key)
        .cloned()
        .ok_or_else(|| Code::NotFound.into())
}

/// Every version of one playbook, newest first.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn versions(ctx: &Ctx, key: &str) -> Result<Vec<PlaybookVersion>, Error> {
    ctx.authorise(Action::PlaybookRead)?;
    let versions = ctx.read().await?.playbook_versions(key).await?;
    if versions.is_empty() {
        Err(Code::NotFound.into())
    } else {
        Ok(versions)
    }
}
