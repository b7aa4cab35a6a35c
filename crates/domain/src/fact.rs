//! Facts: the narrow rows that numbers are made of, as the store reads them and `insight` keeps them.
//!
//! They hold a deal as it is now; what it was before is its [`FieldChange`]s, undone from the latest backwards.

use uuid::Uuid;

/// A deal as it is now. Days count from 1970-01-01, moments are UTC microseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DealFact<'r> {
    /// Identity.
    pub id: Uuid,
    /// New business, expansion or renewal.
    pub kind: &'r str,
    /// Key of the pipeline.
    pub pipeline: &'r str,
    /// The customer.
    pub account_id: Option<Uuid>,
    /// Whose deal it is.
    pub owner_id: Option<Uuid>,
    /// What is sold.
    pub product_id: Option<Uuid>,
    /// Expected or final amount, in minor units.
    pub amount_minor: Option<i64>,
    /// ISO 4217 code of the amount.
    pub currency: Option<&'r str>,
    /// Expected close date; on closed deals the day it closed.
    pub close_on: Option<i32>,
    /// How often the close date was moved later.
    pub pushes: i64,
    /// Days it was moved in all.
    pub pushed_days: i64,
    /// The day of the next step.
    pub next_step_on: Option<i32>,
    /// Sole, competitive or status quo.
    pub competition: Option<&'r str>,
    /// The first competitor named.
    pub competitor: Option<&'r str>,
    /// Where it came from.
    pub source: Option<&'r str>,
    /// Why it was lost.
    pub loss_reason: Option<&'r str>,
    /// Forecast category by rule, cap and override.
    pub forecast_category: Option<&'r str>,
    /// Whether it stands where it does only by a waiver.
    pub on_waiver: bool,
    /// The playbook version that last judged it.
    pub playbook_version: i64,
    /// When it began, and from when it counts.
    pub opened_at: i64,
    /// When it was entered here.
    pub created_at: i64,
    /// When it was put away.
    pub archived_at: Option<i64>,
    /// When the customer last confirmed something.
    pub last_customer_evidence_at: Option<i64>,
    /// Columns the workspace added.
    pub custom: Vec<(&'r str, &'r str)>,
}

/// One stay in a stage; it ends where the next begins.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitFact<'r> {
    /// Key of the stage.
    pub stage: &'r str,
    /// `open`, `won` or `lost` at the time.
    pub kind: &'r str,
    /// When it began.
    pub entered_at: i64,
    /// `opened`, `forward`, `backward`, `closed`, `reopened`.
    pub direction: &'r str,
    /// `recorded`, `imported` or `inferred`.
    pub origin: &'r str,
    /// The playbook version that judged the entry.
    pub playbook_version: i64,
}

/// Something a customer confirmed, or somebody claims.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceFact<'r> {
    /// The playbook's type of evidence.
    pub evidence_type: &'r str,
    /// `customer`, `us` or `system`.
    pub origin: &'r str,
    /// When it happened.
    pub occurred_at: i64,
    /// From when it counted here.
    pub recorded_at: i64,
    /// When it was withdrawn.
    pub retracted_at: Option<i64>,
}

/// A field of a deal, account or person that changed after its creation.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange<'r> {
    /// Name of the field, as in the fact.
    pub field: &'r str,
    /// From when the new value counts: when it was recorded, or for imported history when it happened.
    pub effective_at: i64,
    /// The value before; numbers and moments as digits, flags as `true` and `false`.
    pub before: Option<&'r str>,
    /// The value after.
    pub after: Option<&'r str>,
}

/// A customer, for cutting numbers by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccountFact<'r> {
    /// Identity.
    pub id: Uuid,
    /// Display name.
    pub name: &'r str,
    /// The account this one belongs to.
    pub parent_id: Option<Uuid>,
    /// Industry.
    pub industry: Option<&'r str>,
    /// Market segment.
    pub segment: Option<&'r str>,
    /// Country.
    pub country: Option<&'r str>,
    /// State, province or city.
    pub region: Option<&'r str>,
    /// Headcount.
    pub employees: Option<i64>,
    /// When it was entered, UTC microseconds.
    pub created_at: i64,
}

/// A member.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PersonFact<'r> {
    /// Identity.
    pub id: Uuid,
    /// Display name.
    pub name: &'r str,
    /// The team.
    pub team_id: Option<Uuid>,
    /// When they were added, UTC microseconds.
    pub created_at: i64,
}

/// A team.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TeamFact<'r> {
    /// Identity.
    pub id: Uuid,
    /// Display name.
    pub name: &'r str,
    /// The team above.
    pub parent_id: Option<Uuid>,
}

/// A product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProductFact<'r> {
    /// Identity.
    pub id: Uuid,
    /// Display name.
    pub name: &'r str,
    /// Product family.
    pub family: Option<&'r str>,
}

/// What one unit of a currency is worth in the home currency from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct RateFact<'r> {
    /// ISO 4217 code.
    pub currency: &'r str,
    /// The first day the rate holds, days from 1970-01-01.
    pub effective_on: i32,
    /// Home units per unit, times 1,000,000,000.
    pub rate_nano: i64,
}
