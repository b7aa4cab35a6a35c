use domain::{Instant, TokenScope, ids::TokenId, policy::Action};
use serde::{Deserialize, Serialize};
use store::ApiToken;

use super::TokenRecord;
use crate::{
    Code, Ctx, Error, FieldError,
    identity::secret::{Secret, TOKEN_PREFIX},
    limits, tidy,
};

/// Create an API token that acts as its creator, limited to its scopes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateToken {
    /// What it is for.
    pub name: String,
    /// What it may do; the widest counts.
    pub scopes: Vec<TokenScope>,
    /// When it stops working; never, when absent.
    pub expires_at: Option<Instant>,
}

/// A token that was just created, with the secret that is never shown again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CreatedToken {
    /// The token.
    pub token: TokenRecord,
    /// The secret.
    pub secret: String,
}

/// Creates an API token for the caller. Its secret is shown this once: a repeated request cannot see it again.
///
/// # Errors
/// `invalid`, `forbidden`.
pub async fn create(ctx: &Ctx, mut input: CreateToken) -> Result<CreatedToken, Error> {
    ctx.authorise(Action::OwnTokenManage)?;
    let user_id = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    tidy::text(&mut input.name);
    if input.name.is_empty() {
        return Err(FieldError::required("/name").into());
    }
    if input.name.chars().count() > limits::NAME_CHARS {
        return Err(FieldError::too_long("/name", limits::NAME_CHARS).into());
    }
    let scope = input
        .scopes
        .iter()
        .copied()
        .max()
        .ok_or_else(|| FieldError::required("/scopes"))?;
    if input
        .expires_at
        .is_some_and(|expires_at| expires_at <= ctx.now())
    {
        let (ko, en) = ("이미 지난 시각입니다.", "This moment has passed.");
        return Err(FieldError::malformed("/expires_at", ko, en).into());
    }
    let secret = Secret::draw(TOKEN_PREFIX)?;
    let mut work = ctx.open().await?;
    let token = ApiToken {
        id: work.mint::<TokenId>(),
        user_id,
        name: input.name,
        scope,
        created_at: work.now,
        last_used_at: None,
        expires_at: input.expires_at,
        revoked_at: None,
    };
    let changes = work.insert_token(&token, &secret.hash()).await?;
    work.record("token.created", &token, changes);
    let record = TokenRecord::of(token, ctx.actor.name.clone());
    work.commit_unrepeatable().await?;
    Ok(CreatedToken {
        token: record,
        secret: secret.into_text(),
    })
}
