use domain::{Currency, Locale, Workspace, policy::Action};
use serde::Deserialize;

use crate::{Ctx, Error, patch::replace, tidy};

/// Change the workspace's settings; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditWorkspace {
    /// The company's name.
    pub name: Option<String>,
    /// The currency totals are shown in.
    pub home_currency: Option<Currency>,
    /// IANA time zone that days are cut in.
    pub time_zone: Option<String>,
    /// The month the fiscal year starts in, 1 to 12.
    pub fiscal_year_start_month: Option<u8>,
    /// Language for texts without a reader.
    pub locale: Option<Locale>,
}

/// Changes the workspace's settings.
///
/// # Errors
/// `invalid`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, input: EditWorkspace) -> Result<Workspace, Error> {
    ctx.authorise(Action::WorkspaceEdit)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work.workspace().await?;
    work.expect_version(before.version)?;
    let mut workspace = before.clone();
    replace(&mut workspace.name, input.name);
    tidy::text(&mut workspace.name);
    replace(&mut workspace.home_currency, input.home_currency);
    replace(&mut workspace.time_zone, input.time_zone);
    replace(
        &mut workspace.fiscal_year_start_month,
        input.fiscal_year_start_month,
    );
    replace(&mut workspace.locale, input.locale);
    let mut workspace = workspace.checked()?;
    workspace.version += 1;
    let changes = work.update_workspace(&before, &workspace).await?;
    work.record("workspace.edited", &workspace, changes);
    let answer = work.commit(workspace).await?;
    ctx.app.published().forget(ctx.workspace_id);
    Ok(answer)
}
