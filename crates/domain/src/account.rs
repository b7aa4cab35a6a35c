//! Accounts: the organisations we sell to, linked in a hierarchy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, UserId};
use crate::words::words;
use crate::{Instant, Money};

words! {
    /// What an account is in its hierarchy.
    pub enum AccountKind {
        /// A registered company.
        LegalEntity = "legal_entity",
        /// A branch or site of one.
        Branch = "branch",
        /// A brand a company trades under.
        Brand = "brand",
        /// A group of companies.
        Group = "group",
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// Display name.
    pub name: String,
    /// Its place in a hierarchy.
    pub kind: AccountKind,
    /// Registrable domain, the first natural key.
    pub domain: Option<String>,
    /// Business registration number, the second natural key.
    pub registration_number: Option<String>,
    /// The account this one is a subsidiary of.
    pub parent_id: Option<AccountId>,
    /// Industry, in the workspace's words.
    pub industry: Option<String>,
    /// Country, as written by whoever entered it.
    pub country: Option<String>,
    /// State, province or city.
    pub region: Option<String>,
    /// Market segment, in the workspace's words.
    pub segment: Option<String>,
    /// Headcount.
    pub employees: Option<i64>,
    /// Revenue per year.
    pub annual_revenue: Option<Money>,
    /// Who looks after it.
    pub owner_id: Option<UserId>,
    /// Main phone number.
    pub phone: Option<String>,
    /// Home page.
    pub website: Option<String>,
    /// Key in the system it was imported from.
    pub external_id: Option<String>,
    /// Columns the workspace added.
    pub custom: BTreeMap<String, String>,
    /// When it was entered.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// When it was put away.
    pub archived_at: Option<Instant>,
    /// Grows by one with each change.
    pub version: i64,
}
