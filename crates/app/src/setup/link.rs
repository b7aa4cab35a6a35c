use crate::{App, Error, identity::secret::Secret, limits};

/// Whether this server still waits for its first workspace.
///
/// # Errors
/// The store's refusals.
pub async fn is_needed(app: &App) -> Result<bool, Error> {
    Ok(app.store().workspaces().await?.is_empty())
}

/// Draws the one-time token of the set-up link, while no workspace exists. The links before it stop working.
///
/// # Errors
/// The store's refusals.
pub async fn issue_link(app: &App) -> Result<Option<String>, Error> {
    if !is_needed(app).await? {
        return Ok(None);
    }
    let secret = Secret::draw("")?;
    let now = app.now();
    let expires_at = now.plus_micros(limits::SETUP_LINK_SECONDS * 1_000_000);
    app.store()
        .insert_setup_link(&secret.hash(), now, expires_at)
        .await?;
    Ok(Some(secret.into_text()))
}
