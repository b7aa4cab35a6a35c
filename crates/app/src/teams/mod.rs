//! Teams: the hierarchy that visibility follows.

mod create;
mod edit;

use std::collections::HashMap;

use domain::{Team, checks::check_parent, ids::TeamId, policy::Action};
use serde::{Deserialize, Serialize};

pub use create::{CreateTeam, create};
pub use edit::{EditTeam, edit};

use crate::{Ctx, Error, FieldError, Named, ctx::Work};

/// A team and who leads it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TeamRecord {
    /// The team.
    pub team: Team,
    /// Who leads it.
    pub manager: Option<Named>,
}

/// All teams of the workspace.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn list(ctx: &Ctx) -> Result<Vec<TeamRecord>, Error> {
    ctx.authorise(Action::TeamRead)?;
    let mut read = ctx.read().await?;
    let names = read.user_names().await?;
    let teams = read.teams().await?;
    Ok(teams
        .into_iter()
        .map(|team| {
            let manager = team.manager_id.and_then(|id| {
                names.get(&id).map(|name| Named {
                    id: id.into(),
                    name: name.clone(),
                })
            });
            TeamRecord { team, manager }
        })
        .collect())
}

async fn record(work: &mut Work<'_>, team: Team) -> Result<TeamRecord, Error> {
    let manager = match team.manager_id {
        Some(id) => work.find_user(id).await?.map(|user| Named {
            id: id.into(),
            name: user.name,
        }),
        None => None,
    };
    Ok(TeamRecord { team, manager })
}

/// Parent and manager exist, and the hierarchy stays a tree.
async fn check_references(work: &mut Work<'_>, team: &Team) -> Result<(), Error> {
    if let Some(manager) = team.manager_id
        && work.find_user(manager).await?.is_none()
    {
        return Err(FieldError::unknown("/manager_id", &manager.to_string()).into());
    }
    let Some(parent) = team.parent_id else {
        return Ok(());
    };
    let parents: HashMap<TeamId, Option<TeamId>> = work
        .teams()
        .await?
        .into_iter()
        .map(|team| (team.id, team.parent_id))
        .collect();
    if !parents.contains_key(&parent) {
        return Err(FieldError::unknown("/parent_id", &parent.to_string()).into());
    }
    check_parent(team.id, Some(parent), |id| {
        parents.get(&id).copied().flatten()
    })?;
    Ok(())
}
