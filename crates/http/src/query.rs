//! What may stand in a query string. Unknown names are refused, like unknown fields.

use app::deals::{BoardInput, DealList};
use domain::Instant;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// A page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// At most this many rows; 50 by default, 500 at most.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Where the page starts: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A filtered, sorted page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// A CEL expression over the record's fields.
    #[param(example = "industry == 'software' && employees > 100")]
    pub filter: Option<String>,
    /// A field to sort by, with `-` in front for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<String>,
    /// Words to find in names.
    pub q: Option<String>,
    /// At most this many rows; 50 by default, 500 at most.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Where the page starts: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which deals, in what order, and as of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct DealListQuery {
    /// Key of a pipeline.
    pub pipeline: Option<String>,
    /// Key of a stage.
    pub stage: Option<String>,
    /// Whose deals.
    pub owner: Option<Uuid>,
    /// Of which account.
    pub account: Option<Uuid>,
    /// Words to find in the deal's name, or its number such as `D-123`.
    pub q: Option<String>,
    /// A CEL expression over the deal's fields.
    #[param(example = "amount_minor > 1000000 && stage == 'negotiation'")]
    pub filter: Option<String>,
    /// A field to sort by, with `-` in front for descending.
    #[param(example = "-amount_minor")]
    pub sort: Option<String>,
    /// As it was then known (RFC 3339).
    pub as_of: Option<jiff::Timestamp>,
    /// At most this many rows; 50 by default, 500 at most.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Where the page starts: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Now, or as of an instant.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOfQuery {
    /// As it was then known (RFC 3339).
    pub as_of: Option<jiff::Timestamp>,
}

impl AsOfQuery {
    /// The moment asked about; none for now.
    pub(crate) fn instant(&self) -> Option<Instant> {
        self.as_of.map(Instant::from_timestamp)
    }
}

/// Which stage to ask the gate about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct GateQuery {
    /// Key of the stage to enter; the next one by default.
    pub to: Option<String>,
}

/// Which pipeline to lay out.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardQuery {
    /// Key of the pipeline; `new-business` by default.
    pub pipeline: Option<String>,
    /// Whose deals.
    pub owner: Option<Uuid>,
    /// A CEL expression over the deal's fields.
    pub filter: Option<String>,
    /// Words in the deal's or its account's name, or initial consonants (ㅎㅂ).
    pub q: Option<String>,
    /// As it was then known (RFC 3339).
    pub as_of: Option<jiff::Timestamp>,
}

/// Which pipeline to sum up.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SummaryQuery {
    /// Key of the pipeline; all of them by default.
    pub pipeline: Option<String>,
}

/// Between which versions of a playbook.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DiffQuery {
    /// The older version's number.
    pub from: i64,
    /// The newer version's number.
    pub to: i64,
}

impl From<ListQuery> for app::ListQuery {
    fn from(query: ListQuery) -> Self {
        let ListQuery {
            filter,
            sort,
            q,
            limit,
            cursor,
        } = query;
        Self {
            filter,
            q,
            sort,
            limit,
            cursor,
        }
    }
}

impl From<DealListQuery> for DealList {
    fn from(query: DealListQuery) -> Self {
        let DealListQuery {
            pipeline,
            stage,
            owner,
            account,
            q,
            filter,
            sort,
            as_of,
            limit,
            cursor,
        } = query;
        Self {
            pipeline,
            stage,
            owner: owner.map(Into::into),
            account: account.map(Into::into),
            as_of: as_of.map(Instant::from_timestamp),
            filter,
            q,
            sort,
            limit,
            cursor,
        }
    }
}

impl From<BoardQuery> for BoardInput {
    fn from(query: BoardQuery) -> Self {
        let BoardQuery {
            pipeline,
            owner,
            filter,
            q,
            as_of,
        } = query;
        Self {
            pipeline,
            owner: owner.map(Into::into),
            filter,
            q,
            as_of: as_of.map(Instant::from_timestamp),
        }
    }
}
