use domain::{Instant, TokenScope, ids::TokenId, policy::Action};
use serde::{Deserialize, Serialize};
use store::ApiToken;

use crate::{Ctx, Error, Named};

/// An API token, without its secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TokenRecord {
    /// Identity.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Whom it acts as.
    pub user: Named,
    /// What it may do, each scope including the ones before.
    pub scopes: Vec<TokenScope>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it stops working.
    pub expires_at: Option<Instant>,
}

impl TokenRecord {
    pub(super) fn of(token: ApiToken, user_name: String) -> Self {
        Self {
            id: token.id,
            name: token.name,
            user: Named {
                id: token.user_id.into(),
                name: user_name,
            },
            scopes: TokenScope::ALL
                .iter()
                .copied()
                .filter(|scope| *scope <= token.scope)
                .collect(),
            created_at: token.created_at,
            last_used_at: token.last_used_at,
            expires_at: token.expires_at,
        }
    }
}

/// The tokens that work: the caller's own, and everybody's for administrators.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn list(ctx: &Ctx) -> Result<Vec<TokenRecord>, Error> {
    ctx.authorise(Action::OwnTokenManage)?;
    let sees_all = ctx.allows(Action::OthersTokenManage);
    let mut read = ctx.read().await?;
    let names = read.user_names().await?;
    let tokens = read.tokens().await?;
    Ok(tokens
        .into_iter()
        .filter(|token| token.revoked_at.is_none())
        .filter(|token| sees_all || Some(token.user_id) == ctx.actor.user_id)
        .map(|token| {
            let name = names.get(&token.user_id).cloned().unwrap_or_default();
            TokenRecord::of(token, name)
        })
        .collect())
}
