use domain::{
    deal::NewForecastOverride, ids::DealId, policy::Action, vocabulary::ForecastCategory,
};
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{Code, Ctx, Error, ctx::Why, tidy};

/// The highest forecast category a deal shall have, or no limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapForecast {
    /// The category; none lifts the cap.
    pub category: Option<ForecastCategory>,
}

/// Set a deal's forecast category, whatever rule and owner say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideForecast {
    /// The category it gives the deal.
    pub category: ForecastCategory,
    /// Key of one of the playbook's forecast override reasons.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
}

/// Lowers the forecast category, or lifts the cap. It never raises what the rule says.
///
/// # Errors
/// `not-found`, `deal-archived`, `version-conflict`, `forbidden`.
pub async fn cap_forecast(ctx: &Ctx, id: DealId, input: CapForecast) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealCapForecast,
        Why::default(),
        |deal, about, _work| Ok(deal.cap_forecast(input.category, &about.dossier())?),
    )
    .await
}

/// Sets the forecast category, as whoever leads the owner.
///
/// # Errors
/// `invalid` for an unknown reason, `refused` on closed deals, `not-found`, `deal-archived`, `version-conflict`,
/// `forbidden`.
pub async fn override_forecast(
    ctx: &Ctx,
    id: DealId,
    mut input: OverrideForecast,
) -> Result<DealRecord, Error> {
    tidy::optional(&mut input.note);
    let by = ctx
        .actor
        .user_id
        .ok_or_else(|| Error::from(Code::Forbidden))?;
    let OverrideForecast {
        category,
        reason,
        note,
    } = input;
    let why = Why {
        reason: Some(reason.clone()),
        note: note.clone(),
        ..Why::default()
    };
    let new = NewForecastOverride {
        category,
        reason,
        note,
    };
    change(
        ctx,
        id,
        Action::DealOverrideForecast,
        why,
        |deal, about, _work| {
            Ok(deal.override_forecast(new, by, &ctx.actor.name, &about.dossier())?)
        },
    )
    .await
}

/// Takes that back: rule and cap count again.
///
/// # Errors
/// `refused` on closed deals and where nothing is overridden, `not-found`, `deal-archived`, `version-conflict`,
/// `forbidden`.
pub async fn clear_forecast_override(ctx: &Ctx, id: DealId) -> Result<DealRecord, Error> {
    change(
        ctx,
        id,
        Action::DealOverrideForecast,
        Why::default(),
        |deal, about, _work| Ok(deal.clear_forecast_override(&about.dossier())?),
    )
    .await
}
