use domain::{Actor, ActorKind, TokenScope, User};
use store::Credential;

use super::{Caller, secret};
use crate::{App, Code, Error};

/// Who is behind a session cookie.
///
/// # Errors
/// `unauthenticated` when the session is unknown or over, or its owner may no longer sign in.
pub async fn authenticate_session(app: &App, cookie: &str) -> Result<Caller, Error> {
    authenticate(app, cookie, Kind::Session).await
}

/// Who is behind an API token.
///
/// # Errors
/// `unauthenticated` when the token is unknown, expired or revoked, or its owner may no longer sign in.
pub async fn authenticate_token(app: &App, token: &str) -> Result<Caller, Error> {
    authenticate(app, token, Kind::Token).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Session,
    Token,
}

async fn authenticate(app: &App, presented: &str, kind: Kind) -> Result<Caller, Error> {
    let (hash, now) = (secret::hash(presented), app.now());
    if let Some(caller) = app.callers().find(&hash, now) {
        return Ok(caller);
    }
    let found = match kind {
        Kind::Session => app.store().find_session(&hash, now).await?,
        Kind::Token => app.store().find_token(&hash, now).await?,
    };
    let found = found
        .filter(|found| found.user.is_active)
        .ok_or_else(|| Error::from(Code::Unauthenticated))?;
    let caller = caller(&found, kind);
    app.callers().remember(hash, &caller, now, found.expires_at);
    Ok(caller)
}

fn caller(found: &Credential, kind: Kind) -> Caller {
    let User {
        id,
        name,
        role,
        visibility,
        ..
    } = &found.user;
    Caller {
        workspace_id: found.workspace_id,
        actor: Actor {
            user_id: Some(*id),
            name: name.clone(),
            role: *role,
            visibility: *visibility,
            kind: if kind == Kind::Token {
                ActorKind::Token
            } else {
                ActorKind::User
            },
            scope: found.scope.unwrap_or(TokenScope::Admin),
        },
    }
}
