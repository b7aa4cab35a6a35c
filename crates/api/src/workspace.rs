//! The workspace, its people, teams and API tokens.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{AmountBasis, Locale, Named, Role, Scope, Visibility, shared::three_state};

/// One company's data and how it counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Workspace {
    pub id: Uuid,
    pub name: String,
    pub home_currency: String,
    pub time_zone: String,
    /// 1 = January.
    pub fiscal_year_start_month: u8,
    pub locale: Locale,
    pub amount_basis: AmountBasis,
    pub created_at: Timestamp,
    pub version: i64,
}

/// Change the workspace's settings; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditWorkspace {
    pub name: Option<String>,
    pub home_currency: Option<String>,
    pub time_zone: Option<String>,
    pub fiscal_year_start_month: Option<u8>,
    pub locale: Option<Locale>,
}

/// A person of the workspace. Imported owners exist without being able to sign in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct User {
    pub id: Uuid,
    pub email: Option<String>,
    pub name: String,
    pub role: Role,
    pub visibility: Visibility,
    pub team: Option<Named>,
    pub locale: Locale,
    pub time_zone: String,
    pub is_active: bool,
    pub can_sign_in: bool,
    pub external_id: Option<String>,
    pub created_at: Timestamp,
    pub version: i64,
}

/// Add a person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Their name.
    pub name: String,
    /// Their address; they sign in with it.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whose deals they see; by default what their role usually sees.
    pub visibility: Option<Visibility>,
    /// The team they belong to.
    pub team_id: Option<Uuid>,
    /// Their language; by default the workspace's.
    pub locale: Option<Locale>,
    /// Their time zone; by default the workspace's.
    pub time_zone: Option<String>,
    /// Their first password. Without one they cannot sign in yet.
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// Change a person; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditUser {
    pub name: Option<String>,
    pub email: Option<String>,
    pub role: Option<Role>,
    pub visibility: Option<Visibility>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Option<Option<Uuid>>,
    pub locale: Option<Locale>,
    pub time_zone: Option<String>,
    pub is_active: Option<bool>,
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// A team in the hierarchy that visibility follows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Team {
    pub id: Uuid,
    pub name: String,
    pub parent_id: Option<Uuid>,
    pub manager: Option<Named>,
    pub version: i64,
}

/// Add a team.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTeam {
    /// What to call it.
    pub name: String,
    /// The team it is part of.
    pub parent_id: Option<Uuid>,
    /// The person who leads it.
    pub manager_id: Option<Uuid>,
}

/// Change a team; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditTeam {
    pub name: Option<String>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub manager_id: Option<Option<Uuid>>,
}

/// A key for programs. Its secret is shown once, when it is created.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Token {
    pub id: Uuid,
    pub name: String,
    pub user: Named,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

/// Create an API token that acts as its creator, limited to its scopes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it stops working; never, when absent.
    pub expires_at: Option<Timestamp>,
}

/// A token that was just created, with the secret that is never shown again.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CreatedToken {
    /// The token.
    pub token: Token,
    /// Send as `Authorization: Bearer …`.
    #[schema(example = "plt_…")]
    pub secret: String,
}
