//! Contacts: people at accounts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::ids::{AccountId, ContactId, UserId};

/// A person at an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity.
    pub id: ContactId,
    /// Where they work.
    pub account_id: Option<AccountId>,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Key in the system they were imported from.
    pub external_id: Option<String>,
    /// Who looks after them.
    pub owner_id: Option<UserId>,
    /// Columns the workspace added.
    pub custom: BTreeMap<String, String>,
    /// When they were entered.
    pub created_at: Instant,
    /// When they last changed.
    pub updated_at: Instant,
    /// When they were put away.
    pub archived_at: Option<Instant>,
    /// Grows by one with each change.
    pub version: i64,
}
