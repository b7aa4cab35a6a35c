//! Exchange rates.

use app::rates::{self, SetFxRate};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, plain, whole},
    auth::Ctx,
    body::Json,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(list, set))
}

/// What other currencies are worth in home currency, by currency and day.
#[utoipa::path(get, path = "/fx-rates", operation_id = "fx_rate_list", tag = "workspace", responses((status = 200, body = api::Page<api::FxRate>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::FxRate>> {
    whole(rates::list(&ctx).await?, shape::fx_rate)
}

/// Set what a currency is worth from a day on.
#[utoipa::path(put, path = "/fx-rates", operation_id = "fx_rate_set", tag = "workspace", request_body = api::SetFxRate, responses((status = 200, body = api::FxRate)))]
async fn set(ctx: Ctx, Json(input): Json<SetFxRate>) -> Answered<api::FxRate> {
    plain(shape::fx_rate(rates::set(&ctx, input).await?))
}
