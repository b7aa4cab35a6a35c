use domain::{
    Locale, Role, Visibility,
    ids::{TeamId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::UserRecord;
use crate::{
    Code, Ctx, Error, FieldError,
    identity::password,
    patch::{Patch, apply, replace, three_state},
    tidy,
};

/// Change a person; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EditUser {
    /// Their name.
    pub name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whose deals they see.
    pub visibility: Option<Visibility>,
    /// The team they belong to.
    #[serde(deserialize_with = "three_state")]
    pub team_id: Patch<TeamId>,
    /// Their language.
    pub locale: Option<Locale>,
    /// Their time zone.
    pub time_zone: Option<String>,
    /// False for leavers: their sessions end, their records stay.
    pub is_active: Option<bool>,
    /// A new password: their sessions end.
    pub password: Option<String>,
}

impl EditUser {
    /// Whether it touches only what everybody may change about themselves.
    fn is_personal(&self) -> bool {
        self.email.is_none()
            && self.role.is_none()
            && self.visibility.is_none()
            && self.team_id.is_none()
            && self.is_active.is_none()
    }
}

/// Changes a person. Everybody may change their own name, language, time zone and password; the rest is for administrators.
///
/// # Errors
/// `not-found`, `invalid`, `last-administrator`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: UserId, mut input: EditUser) -> Result<UserRecord, Error> {
    let is_own = ctx.actor.user_id == Some(id) && input.is_personal();
    ctx.authorise(if is_own {
        Action::OwnTokenManage
    } else {
        Action::UserManage
    })?;
    let hash = match input.password.take() {
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
    let before = work
        .find_user(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    work.expect_version(before.version)?;
    let mut user = before.clone();
    if let Some(email) = input.email.as_deref().map(tidy::email) {
        let other = work.find_user_by_email(&email).await?;
        if other.is_some_and(|other| other.id != id) {
            return Err(FieldError::taken("/email").into());
        }
        user.email = Some(email);
    }
    replace(&mut user.name, input.name);
    tidy::text(&mut user.name);
    replace(&mut user.role, input.role);
    replace(&mut user.visibility, input.visibility);
    apply(&mut user.team_id, input.team_id);
    replace(&mut user.locale, input.locale);
    replace(&mut user.time_zone, input.time_zone);
    replace(&mut user.is_active, input.is_active);
    user.can_sign_in |= hash.is_some();
    let mut user = user.checked()?;
    super::check_team(&mut work, user.team_id).await?;
    let was_administrator = before.role == Role::Admin && before.is_active;
    if was_administrator && (user.role != Role::Admin || !user.is_active) {
        let others = work.users().await?;
        if !others.iter().any(|other| {
            other.id != id && other.role == Role::Admin && other.is_active && other.can_sign_in
        }) {
            return Err(Code::LastAdministrator.into());
        }
    }
    user.version += 1;
    if let Some(hash) = &hash {
        work.set_password(id, Some(hash)).await?;
    }
    if hash.is_some() || !user.is_active {
        work.delete_sessions_of(id, None).await?;
    }
    let changes = work.update_user(&before, &user).await?;
    work.record("user.edited", &user, changes);
    let record = super::record(&mut work, user).await?;
    let record = work.commit(record).await?;
    ctx.app.callers().forget_all();
    Ok(record)
}
