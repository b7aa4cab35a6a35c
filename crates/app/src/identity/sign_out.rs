use domain::ids::WorkspaceId;
use store::Scope;

use super::secret;
use crate::{App, Error};

/// Ends the session behind a cookie. Unknown ones are fine: the goal is reached.
///
/// # Errors
/// The store's refusals.
pub async fn sign_out(app: &App, workspace_id: WorkspaceId, cookie: &str) -> Result<(), Error> {
    let mut tx = app.store().write(&Scope::system(workspace_id)).await?;
    tx.delete_session(&secret::hash(cookie)).await?;
    tx.commit().await?;
    app.callers().forget_all();
    Ok(())
}
