//! The workspace and the people and teams in it.

use serde::{Deserialize, Serialize};

use crate::ids::{TeamId, UserId, WorkspaceId};
use crate::policy::{Role, Visibility};
use crate::vocabulary::{AmountBasis, Locale};
use crate::{Currency, Instant};

/// One company's data and its conventions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Identity.
    pub id: WorkspaceId,
    /// The company's name.
    pub name: String,
    /// The currency totals are shown in.
    pub home_currency: Currency,
    /// IANA time zone that days are cut in.
    pub time_zone: String,
    /// The month the fiscal year starts in, 1 to 12.
    pub fiscal_year_start_month: u8,
    /// Language for texts without a reader.
    pub locale: Locale,
    /// The one meaning of a deal's amount.
    pub amount_basis: AmountBasis,
    /// When it was set up.
    pub created_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
}

/// A member of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Identity.
    pub id: UserId,
    /// Sign-in name; unique in the workspace. Imported owners may have none.
    pub email: Option<String>,
    /// Display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whose records they see.
    pub visibility: Visibility,
    /// The team they belong to.
    pub team_id: Option<TeamId>,
    /// Their language.
    pub locale: Locale,
    /// Their IANA time zone.
    pub time_zone: String,
    /// Leavers are kept for the record, inactive.
    pub is_active: bool,
    /// Imported owners own deals but cannot sign in.
    pub can_sign_in: bool,
    /// Key in the system they were imported from.
    pub external_id: Option<String>,
    /// When they were added.
    pub created_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
}

/// A team; teams form a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Identity.
    pub id: TeamId,
    /// Display name.
    pub name: String,
    /// The team above.
    pub parent_id: Option<TeamId>,
    /// Who leads it.
    pub manager_id: Option<UserId>,
    /// Grows by one with each change.
    pub version: i64,
}
