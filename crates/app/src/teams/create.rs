use domain::{
    Team,
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::TeamRecord;
use crate::{Ctx, Error, tidy};

/// Add a team.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTeam {
    /// What to call it.
    pub name: String,
    /// The team it is part of.
    pub parent_id: Option<TeamId>,
    /// The person who leads it.
    pub manager_id: Option<UserId>,
}

/// Adds a team.
///
/// # Errors
/// `invalid` for bad or dangling fields, `forbidden`.
pub async fn create(ctx: &Ctx, mut input: CreateTeam) -> Result<TeamRecord, Error> {
    ctx.authorise(Action::TeamManage)?;
    tidy::text(&mut input.name);
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let team = Team {
        id: work.mint(),
        name: input.name,
        parent_id: input.parent_id,
        manager_id: input.manager_id,
        version: 1,
    }
    .checked()?;
    super::check_references(&mut work, &team).await?;
    let changes = work.insert_team(&team).await?;
    work.record("team.created", &team, changes);
    let record = super::record(&mut work, team).await?;
    work.commit(record).await
}
