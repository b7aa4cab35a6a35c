//! The data dictionary.

use app::dictionary;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, whole},
    auth::Ctx,
    shape,
    state::Service,
};

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What every term, metric, stage and field means.
#[utoipa::path(get, path = "/dictionary", operation_id = "dictionary_list", tag = "playbooks", responses((status = 200, body = api::Page<api::DictionaryEntry>)))]
async fn list(ctx: Ctx) -> Answered<api::Page<api::DictionaryEntry>> {
    whole(dictionary::dictionary(&ctx).await?, shape::dictionary_entry)
}
