//! The workspace: its conventions.

mod edit;

use domain::{Workspace, policy::Action};

pub use edit::{EditWorkspace, edit};

use crate::{Ctx, Error};

/// The caller's workspace.
///
/// # Errors
/// The store's refusals.
pub async fn get(ctx: &Ctx) -> Result<Workspace, Error> {
    ctx.authorise(Action::WorkspaceRead)?;
    Ok(ctx.read().await?.workspace().await?)
}
