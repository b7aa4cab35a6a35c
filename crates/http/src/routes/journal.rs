//! Journal.

use app::journal;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, page},
    auth::Ctx,
    params::Params,
    query::PageQuery,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Every change the caller may see, newest first.
#[utoipa::path(get, path = "/journal", operation_id = "journal_list", tag = "journal", params(PageQuery), responses((status = 200, body = api::Page<api::JournalEntry>)))]
async fn list(
    ctx: Ctx,
    Params(query): Params<PageQuery>,
) -> Answered<api::Page<api::JournalEntry>> {
    page(
        journal::list(&ctx, query.limit, query.cursor).await?,
        Into::into,
    )
}
