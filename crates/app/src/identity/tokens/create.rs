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

/// Creates an API token for the caller. Its secret is shown this once: a request repeated with its idempotency key makes
/// no second token and is refused, because the secret is stored nowhere.
///
/// # Errors
/// `invalid`, `forbidden`, `already-exists` when repeated.
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
    if work.replayed::<TokenRecord>().await?.is_some() {
        return Err(Error::from(Code::AlreadyExists).with_detail(
            "이 요청으로 토큰이 이미 만들어졌습니다. 비밀 값은 한 번만 보여 줍니다. 잃어버렸다면 그 토큰을 폐기하고 새로 만드세요.",
            "This request made its token already, and the secret is shown only once. If it is lost, revoke the token and create another.",
        ));
    }
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
    let record = work.commit(record).await?;
    Ok(CreatedToken {
        token: record,
        secret: secret.into_text(),
    })
}
