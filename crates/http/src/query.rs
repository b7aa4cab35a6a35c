//! What may stand in a query string. Unknown names are refused, like unknown fields.

use app::{
    deals::{BoardInput, DealList},
    forecasts::{OverrideList, SubmissionList},
    reviews::{MinutesFormat, ReviewList},
};
use domain::{Date, Instant, Period, forecast::CallKind, ids::JournalEntryId};
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

/// Which reviews.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReviewQuery {
    /// Only reviews of this person's deals.
    pub person: Option<Uuid>,
    /// At most this many rows; 50 by default, 500 at most.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Where the page starts: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How minutes are written to a file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct MinutesQuery {
    /// `md` (Markdown, by default) or `eml` (a message).
    #[param(value_type = Option<String>, example = "eml")]
    pub format: Option<MinutesFormat>,
    /// `ko` or `en`; the chair's language by default.
    #[param(value_type = Option<api::Locale>)]
    pub language: Option<playbook::Locale>,
}

/// What every report can be asked; what else, its definition says. Documentation only: names are checked against it.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters, which are read by name")]
pub(crate) struct ReportQuery {
    /// Key of the pipeline; all of them by default.
    pub pipeline: Option<String>,
    /// Dimensions to cut by, separated by commas, at most three.
    pub by: Option<String>,
    /// Only deals that this CEL condition holds of.
    #[param(rename = "where")]
    pub r#where: Option<String>,
    /// As it was known then: an RFC 3339 time, or a date for the end of that day in the workspace's zone.
    pub as_of: Option<String>,
    /// First day of the window.
    pub from: Option<jiff::civil::Date>,
    /// Last day of the window, inclusive.
    pub to: Option<jiff::civil::Date>,
}

/// Which number of a report to open.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters, which are read by name")]
pub(crate) struct ReportDealsQuery {
    /// The row's key cells as a JSON array, in the order of the columns.
    pub row: Option<String>,
    /// The column; all of them by default.
    pub measure: Option<String>,
    /// How many deals, at most 500.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Which fiscal quarter or month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodQuery {
    /// A fiscal quarter (`2026-Q4`, numbered by the year it ends in) or a month (`2026-11`).
    #[param(value_type = Option<String>, example = "2026-Q4")]
    pub period: Option<Period>,
}

/// Which decisions about forecast categories.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct OverrideQuery {
    /// Taken on or after this day.
    #[param(example = "2026-01-01")]
    pub from: Option<Date>,
    /// Taken on or before this day.
    #[param(example = "2026-12-31")]
    pub to: Option<Date>,
    /// By this person.
    pub person: Option<Uuid>,
    /// Only this decision, with the deals left alone that it is compared with.
    pub decision: Option<Uuid>,
}

impl From<OverrideQuery> for OverrideList {
    fn from(query: OverrideQuery) -> Self {
        let OverrideQuery {
            from,
            to,
            person,
            decision,
        } = query;
        Self {
            from,
            to,
            person: person.map(Into::into),
            decision: decision.map(JournalEntryId::from_uuid),
        }
    }
}

/// Which calls.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct SubmissionListQuery {
    /// About this fiscal quarter or month.
    #[param(value_type = Option<String>, example = "2026-Q4")]
    pub period: Option<Period>,
    /// Made in this ISO week.
    #[param(value_type = Option<String>, example = "2026-W47")]
    pub week: Option<Period>,
    /// About this person's deals.
    pub person: Option<Uuid>,
    /// About this team's deals.
    pub team: Option<Uuid>,
    /// Owners' or managers'.
    #[param(value_type = Option<api::CallKind>)]
    pub kind: Option<CallKind>,
    /// At most this many rows; 50 by default, 500 at most.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u32>,
    /// Where the page starts: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl From<SubmissionListQuery> for SubmissionList {
    fn from(query: SubmissionListQuery) -> Self {
        let SubmissionListQuery {
            period,
            week,
            person,
            team,
            kind,
            limit,
            cursor,
        } = query;
        Self {
            period,
            week,
            person: person.map(Into::into),
            team: team.map(Into::into),
            kind,
            limit,
            cursor,
        }
    }
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

impl From<ReviewQuery> for ReviewList {
    fn from(query: ReviewQuery) -> Self {
        let ReviewQuery {
            person,
            limit,
            cursor,
        } = query;
        Self {
            person: person.map(Into::into),
            limit,
            cursor,
        }
    }
}
