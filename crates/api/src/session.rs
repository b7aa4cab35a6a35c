//! Signing in and setting a server up for the first time.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Locale, User, Workspace};

/// Sign in with a password.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address the person was added with; case does not matter.
    pub email: String,
    /// The password.
    #[schema(format = Password)]
    pub password: String,
}

/// Who is asking: the person behind the cookie or token, and their workspace.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// The person.
    pub user: User,
    /// Their workspace.
    pub workspace: Workspace,
    /// What they may do beyond single records, such as `user.create` or `playbook.publish`.
    pub allowed_actions: Vec<String>,
}

/// Whether this server still waits for its first administrator.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SetupState {
    /// True until a workspace exists.
    pub is_needed: bool,
}

/// Create the workspace and its first administrator with the one-time token printed on the console.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The token of the one-time link.
    pub token: String,
    /// What to call the workspace.
    pub workspace_name: String,
    /// ISO 4217 code of the currency reports are shown in.
    #[schema(example = "KRW")]
    pub home_currency: String,
    /// IANA name of the zone that days are counted in.
    #[schema(example = "Asia/Seoul")]
    pub time_zone: String,
    /// The language to start in.
    pub locale: Locale,
    /// The administrator's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's password, at least 10 characters.
    #[schema(format = Password)]
    pub password: String,
    /// Fill the workspace with a plausible company to look around in.
    #[serde(default)]
    pub sample: bool,
}
