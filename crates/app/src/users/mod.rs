//! People of the workspace. Imported owners exist without being able to sign in.

mod create;
mod edit;
mod read;

use domain::{
    User,
    ids::{TeamId, UserId},
};
use serde::{Deserialize, Serialize};
use store::ReadTx;

pub use create::{CreateUser, create};
pub use edit::{EditUser, edit};
pub use read::{get, list};

use crate::{Error, FieldError, Named};

/// A person and the name of their team.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserRecord {
    /// The person.
    pub user: User,
    /// Their team.
    pub team: Option<Named>,
}

async fn record(read: &mut ReadTx, user: User) -> Result<UserRecord, Error> {
    let team = match user.team_id {
        Some(id) => read.find_team(id).await?.map(|team| Named {
            id: id.into(),
            name: team.name,
        }),
        None => None,
    };
    Ok(UserRecord { user, team })
}

async fn check_team(read: &mut ReadTx, team_id: Option<TeamId>) -> Result<(), Error> {
    match team_id {
        Some(id) if read.find_team(id).await?.is_none() => {
            Err(FieldError::unknown("/team_id", &id.to_string()).into())
        }
        _ => Ok(()),
    }
}

/// Whoever is to own a record exists and has not left.
pub(crate) async fn check_owner(read: &mut ReadTx, owner_id: Option<UserId>) -> Result<(), Error> {
    let Some(id) = owner_id else { return Ok(()) };
    match read.find_user(id).await? {
        Some(user) if user.is_active => Ok(()),
        _ => Err(FieldError::unknown("/owner_id", &id.to_string()).into()),
    }
}
