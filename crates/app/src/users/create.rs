use domain::{
    Locale, Role, User, Visibility,
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::UserRecord;
use crate::{Ctx, Error, FieldError, identity::password, tidy};

/// Add a person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Their name.
    pub name: String,
    /// Their address; they sign in with it.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whose deals they see; by default what their role usually sees.
    pub visibility: Option<Visibility>,
    /// The team they belong to.
    pub team_id: Option<TeamId>,
    /// Their language; by default the workspace's.
    pub locale: Option<Locale>,
    /// Their time zone; by default the workspace's.
    pub time_zone: Option<String>,
    /// Their first password. Without one they cannot sign in yet.
    pub password: Option<String>,
}

/// Adds a person to the workspace.
///
/// # Errors
/// `invalid` for bad fields or a taken address, `forbidden`.
pub async fn create(ctx: &Ctx, mut input: CreateUser) -> Result<UserRecord, Error> {
    ctx.authorise(Action::UserManage)?;
    tidy::text(&mut input.name);
    let email = tidy::email(&input.email);
    let hash = match input.password {
        Some(password) => {
            password::check(&password, "/password")?;
            Some(password::hash(password).await?)
        }
        None => None,
    };

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let workspace = work.workspace().await?;
    if work.find_user_by_email(&email).await?.is_some() {
        return Err(FieldError::taken("/email").into());
    }
    let user = User {
        id: work.mint::<UserId>(),
        email: Some(email),
        name: input.name,
        role: input.role,
        visibility: input
            .visibility
            .unwrap_or_else(|| input.role.default_visibility()),
        team_id: input.team_id,
        locale: input.locale.unwrap_or(workspace.locale),
        time_zone: input.time_zone.unwrap_or(workspace.time_zone),
        is_active: true,
        can_sign_in: hash.is_some(),
        external_id: None,
        created_at: work.now,
        version: 1,
    }
    .checked()?;
    super::check_team(&mut work, user.team_id).await?;
    let changes = work.insert_user(&user).await?;
    work.record("user.created", &user, changes);
    if let Some(hash) = hash {
        work.set_password(user.id, Some(&hash)).await?;
    }
    let record = super::record(&mut work, user).await?;
    work.commit(record).await
}
