//! Lists of deals.

use domain::ids::{AccountId, UserId};
use domain::{Deal, Instant};

use crate::error::Result;
use crate::list::{Field, ListQuery, Listed, Page, SortKey};
use crate::query::Query;
use crate::record::Kind;
use crate::tx::ReadTx;

/// Which deals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DealQuery {
    /// Filter, order and page.
    pub list: ListQuery,
    /// Only this pipeline.
    pub pipeline: Option<String>,
    /// Only this stage.
    pub stage: Option<String>,
    /// Only deals of this member.
    pub owner_id: Option<UserId>,
    /// Only deals of this account.
    pub account_id: Option<AccountId>,
    /// As they were known at this moment; now when absent.
    pub as_of: Option<Instant>,
}

/// The name of what a deal points to.
macro_rules! name_of {
    ($table:literal, $column:literal) => {
        concat!(
            "(select x.name from ",
            $table,
            " x where x.workspace_id = deal.workspace_id and x.id = deal.",
            $column,
            ")"
        )
    };
}

impl Listed for Deal {
    // The expressions that indexes have must be written as the migration writes them.
    const SORTS: &'static [SortKey] = &[
        SortKey::number("updated_at", "updated_at").indexed(),
        SortKey::number("close_on", "coalesce(close_on, 4000000)").indexed(),
        SortKey::number("amount_minor", "coalesce(amount_minor, -1)").indexed(),
        SortKey::number("stage_entered_at", "stage_entered_at"),
        SortKey::number("number", "number").indexed(),
        SortKey::text("name", "name"),
        SortKey::text("stage", "stage"),
        SortKey::text("status", "status"),
        SortKey::number("opened_at", "opened_at"),
        SortKey::number("closed_at", "coalesce(closed_at, 9000000000000000000)"),
        SortKey::number("next_step_on", "coalesce(next_step_on, 4000000)"),
        SortKey::number("created_at", "created_at"),
    ];
    const FIELDS: &'static [Field] = &[
        Field {
            name: "amount_minor",
            expression: "amount_minor",
            kind: Kind::Int,
        },
        Field {
            name: "currency",
            expression: "currency",
            kind: Kind::Text,
        },
        Field {
            name: "account",
            expression: name_of!("account", "account_id"),
            kind: Kind::Text,
        },
        Field {
            name: "owner",
            expression: name_of!("user_account", "owner_id"),
            kind: Kind::Text,
        },
        Field {
            name: "product",
            expression: name_of!("product", "product_id"),
            kind: Kind::Text,
        },
    ];
    const HAS_ARCHIVE: bool = true;
    const FOUND_BY: Option<(&'static str, &'static str)> = Some(("account_id", "account"));
}

impl ReadTx {
    /// A page of the deals the reader may see.
    ///
    /// # Errors
    /// [`crate::Error::BadCursor`], [`crate::Error::BadSort`], [`crate::Error::BadFilter`].
    pub async fn deals_page(&mut self, deals: &DealQuery) -> Result<Page<Deal>> {
        if let Some(as_of) = deals.as_of {
            return self.past_deals_page(deals, as_of).await;
        }
        let mut query = self.select::<Deal>();
        self.narrow_to(&mut query, deals);
        self.page(query, &deals.list).await
    }

    /// Adds everything but the list's own conditions.
    pub(super) fn narrow_to(&self, query: &mut Query, deals: &DealQuery) {
        if let Some(pipeline) = &deals.pipeline {
            query.push(" and pipeline = ").bind(pipeline.as_str());
        }
        if let Some(stage) = &deals.stage {
            query.push(" and stage = ").bind(stage.as_str());
        }
        if let Some(owner_id) = deals.owner_id {
            query.push(" and owner_id = ").bind(owner_id);
        }
        if let Some(account_id) = deals.account_id {
            query.push(" and account_id = ").bind(account_id);
        }
        self.scope.narrow_deals(query);
    }
}
