//! Exchange rates: what other currencies are worth in the workspace's.

use domain::{Currency, Date, FxRate, policy::Action};
use serde::Deserialize;

use crate::{Ctx, Error};

/// Set what a currency is worth from a day on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetFxRate {
    /// The currency.
    pub currency: Currency,
    /// The first day it holds.
    pub effective_on: Date,
    /// Home units per unit, as a plain decimal.
    pub rate: String,
}

/// Every rate, by currency and day.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn list(ctx: &Ctx) -> Result<Vec<FxRate>, Error> {
    ctx.authorise(Action::WorkspaceRead)?;
    Ok(ctx.read().await?.fx_rates().await?)
}

/// Sets a rate; one of the same currency and day is replaced. Numbers in home currency follow at once.
///
/// # Errors
/// `invalid` for the home currency and for what is no rate, `forbidden`.
pub async fn set(ctx: &Ctx, input: SetFxRate) -> Result<FxRate, Error> {
    ctx.authorise(Action::WorkspaceEdit)?;
    let rate_nano = FxRate::parse_rate(&input.rate)?;
    let home = ctx.definitions().await?.workspace.home_currency;
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_fx_rate(input.currency, input.effective_on)
        .await?;
    let rate = FxRate {
        id: before
            .as_ref()
            .map_or_else(|| work.mint(), |before| before.id),
        currency: input.currency,
        effective_on: input.effective_on,
        rate_nano,
    }
    .checked(home)?;
    match before {
        None => {
            let changes = work.insert_fx_rate(&rate).await?;
            work.record("fx_rate.set", &rate, changes);
        }
        Some(before) if before != rate => {
            let changes = work.update_fx_rate(&before, &rate).await?;
            work.record("fx_rate.changed", &rate, changes);
        }
        Some(_) => {}
    }
    work.commit(rate).await
}
