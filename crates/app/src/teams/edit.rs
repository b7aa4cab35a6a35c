use domain::{
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::TeamRecord;
use crate::{
    Code, Ctx, Error,
    patch::{Patch, apply, replace, three_state},
    tidy,
};

/// Change a team; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditTeam {
    /// What to call it.
    pub name: Option<String>,
    /// The team it is part of.
    #[serde(deserialize_with = "three_state")]
    pub parent_id: Patch<TeamId>,
    /// The person who leads it.
    #[serde(deserialize_with = "three_state")]
    pub manager_id: Patch<UserId>,
}

/// Changes a team; who sees whose deals follows at once.
///
/// # Errors
/// `not-found`, `invalid`, `hierarchy-cycle`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: TeamId, input: EditTeam) -> Result<TeamRecord, Error> {
    ctx.authorise(Action::TeamManage)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_team(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    work.expect_version(before.version)?;
    let mut team = before.clone();
    replace(&mut team.name, input.name);
    tidy::text(&mut team.name);
    apply(&mut team.parent_id, input.parent_id);
    apply(&mut team.manager_id, input.manager_id);
    let mut team = team.checked()?;
    super::check_references(&mut work, &team).await?;
    team.version += 1;
    let changes = work.update_team(&before, &team).await?;
    work.record("team.edited", &team, changes);
    let record = super::record(&mut work, team).await?;
    work.commit(record).await
}
