use std::collections::HashMap;

use domain::{ids::UserId, policy::Action};

use super::UserRecord;
use crate::{Code, Ctx, Error, Named};

/// One person.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn get(ctx: &Ctx, id: UserId) -> Result<UserRecord, Error> {
    ctx.authorise(Action::UserRead)?;
    let mut read = ctx.read().await?;
    let user = read
        .find_user(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    super::record(&mut read, user).await
}

/// Everybody, by name.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn list(ctx: &Ctx) -> Result<Vec<UserRecord>, Error> {
    ctx.authorise(Action::UserRead)?;
    let mut read = ctx.read().await?;
    let teams: HashMap<_, _> = read
        .teams()
        .await?
        .into_iter()
        .map(|team| (team.id, team.name))
        .collect();
    let users = read.users().await?;
    Ok(users
        .into_iter()
        .map(|user| {
            let team = user.team_id.and_then(|id| {
                Some(Named {
                    id: id.into(),
                    name: teams.get(&id)?.clone(),
                })
            });
            UserRecord { user, team }
        })
        .collect())
}
