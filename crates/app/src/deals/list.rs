use domain::{
    Instant,
    ids::{AccountId, UserId},
    policy::Action,
};
use playbook::FieldCatalogue;
use serde::Deserialize;
use store::DealQuery;

use super::record::{DealRow, Rows};
use crate::{
    Ctx, Error,
    page::{self, ListQuery, Page},
};

/// Which deals.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DealList {
    /// Only this pipeline.
    pub pipeline: Option<String>,
    /// Only this stage.
    pub stage: Option<String>,
    /// Only deals of this member.
    pub owner: Option<UserId>,
    /// Only deals of this account.
    pub account: Option<AccountId>,
    /// As they were known at this moment.
    pub as_of: Option<Instant>,
    /// A filter expression (CEL) over the fields of deals.
    pub filter: Option<String>,
    /// Words to find, in any spelling.
    pub q: Option<String>,
    /// Field to sort by; `-` before it for descending.
    pub sort: Option<String>,
    /// How many rows.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of the deals the caller may see.
///
/// # Errors
/// `filter-invalid`, `cursor-invalid`, `invalid`, `forbidden`.
pub async fn list(ctx: &Ctx, input: DealList) -> Result<Page<DealRow>, Error> {
    ctx.authorise(Action::DealRead)?;
    let definitions = ctx.definitions().await?;
    let now = input.as_of.unwrap_or_else(|| ctx.now());
    let list = ListQuery {
        filter: input.filter,
        q: input.q,
        sort: input.sort,
        limit: input.limit,
        cursor: input.cursor,
    };
    let query = DealQuery {
        list: page::narrow(list, &FieldCatalogue::deals(), definitions.day_of(now))?,
        pipeline: input.pipeline,
        stage: input.stage,
        owner_id: input.owner,
        account_id: input.account,
        as_of: input.as_of,
    };
    let mut read = ctx.read().await?;
    let page = read.deals_page(&query).await?;
    let rows = Rows::beside(ctx, &mut read, &definitions, now, &page.rows).await?;
    Ok(Page {
        rows: page.rows.into_iter().map(|deal| rows.row(deal)).collect(),
        next_cursor: page.next_cursor,
    })
}
