use domain::{
    Instant, User,
    ids::{SessionId, WorkspaceId},
};
use serde::Deserialize;
use store::Scope;

use super::{password, secret::Secret};
use crate::{App, Code, Error, limits, tidy};

/// Sign in with a password.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address the person was added with; case does not matter.
    pub email: String,
    /// The password.
    pub password: String,
}

/// A fresh session. The secret goes into the cookie and is kept nowhere else.
pub struct SignedIn {
    /// The cookie's value.
    pub secret: String,
    /// When the session ends.
    pub expires_at: Instant,
    /// The workspace signed in to.
    pub workspace_id: WorkspaceId,
    /// Who signed in.
    pub user: User,
}

/// Signs in. Takes as long for an unknown address as for a wrong password.
///
/// # Errors
/// `sign-in-failed`, `too-many-attempts`, `busy` when too many others wait for theirs.
pub async fn sign_in(app: &App, input: SignIn) -> Result<SignedIn, Error> {
    let email = tidy::email(&input.email);
    // The place comes first: who is turned away for want of one has not guessed.
    let place = password::take_place()?;
    app.throttle().attempt(&email, app.now())?;
    let credentials = app.store().credentials(&email).await?;
    let (phc, found) = match credentials {
        Some(found) => (Some(found.password_hash.clone()), Some(found)),
        None => (None, None),
    };
    let is_right = place.verify(input.password, phc).await?;
    let may_enter = |user: &User| is_right && user.is_active && user.can_sign_in;
    let Some(found) = found.filter(|found| may_enter(&found.user)) else {
        return Err(Code::SignInFailed.into());
    };
    app.throttle().succeeded(&email);
    let now = app.now();
    let secret = Secret::draw("")?;
    let expires_at = now.plus_micros(limits::SESSION_SECONDS * 1_000_000);
    let id = SessionId::mint(now, &app.draw());
    let mut tx = app
        .store()
        .write(&Scope::system(found.workspace_id))
        .await?;
    tx.insert_session(id, found.user.id, &secret.hash(), now, expires_at)
        .await?;
    tx.commit().await?;
    Ok(SignedIn {
        secret: secret.into_text(),
        expires_at,
        workspace_id: found.workspace_id,
        user: found.user,
    })
}
