use domain::{ids::TokenId, policy::Action};

use store::ApiToken;

use crate::{Code, Ctx, Error};

/// Ends a token: one's own, or anybody's for administrators.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn revoke(ctx: &Ctx, id: TokenId) -> Result<(), Error> {
    ctx.authorise(Action::OwnTokenManage)?;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let token = work.find_token(id).await?;
    let token = token
        .filter(|token| token.revoked_at.is_none())
        .filter(|token| {
            Some(token.user_id) == ctx.actor.user_id || ctx.allows(Action::OthersTokenManage)
        })
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let revoked = ApiToken {
        revoked_at: Some(work.now),
        ..token.clone()
    };
    let changes = work.update_token(&token, &revoked).await?;
    work.record("token.revoked", &revoked, changes);
    work.commit(()).await?;
    ctx.app.callers().forget_all();
    Ok(())
}
