//! Accounts, contacts and products.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{AccountKind, Money, Named, shared::three_state};

/// An organisation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Account {
    pub id: Uuid,
    pub name: String,
    pub kind: AccountKind,
    pub domain: Option<String>,
    pub registration_number: Option<String>,
    /// The account it is a subsidiary of.
    pub parent: Option<Named>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub segment: Option<String>,
    pub employees: Option<i64>,
    pub annual_revenue: Option<Money>,
    pub owner: Option<Named>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub external_id: Option<String>,
    pub custom: BTreeMap<String, String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub version: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// Add an account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct CreateAccount {
    pub name: String,
    pub kind: Option<AccountKind>,
    pub domain: Option<String>,
    pub registration_number: Option<String>,
    pub parent_id: Option<Uuid>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub segment: Option<String>,
    pub employees: Option<i64>,
    pub annual_revenue: Option<Money>,
    /// By default the caller.
    pub owner_id: Option<Uuid>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub external_id: Option<String>,
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
}

/// Change an account; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditAccount {
    pub name: Option<String>,
    pub kind: Option<AccountKind>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub domain: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub registration_number: Option<Option<String>>,
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
    #[schema(value_type = Option<String>)]
    pub industry: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub country: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub region: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub segment: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<i64>)]
    pub employees: Option<Option<i64>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Money>)]
    pub annual_revenue: Option<Option<Money>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub website: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub external_id: Option<Option<String>>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// A person at an account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Contact {
    pub id: Uuid,
    pub account: Option<Named>,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    pub owner: Option<Named>,
    pub external_id: Option<String>,
    pub custom: BTreeMap<String, String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub version: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// Add a contact.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct CreateContact {
    pub name: String,
    pub account_id: Option<Uuid>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub title: Option<String>,
    /// By default the caller.
    pub owner_id: Option<Uuid>,
    pub external_id: Option<String>,
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
}

/// Change a contact; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditContact {
    pub name: Option<String>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub account_id: Option<Option<Uuid>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Uuid>)]
    pub owner_id: Option<Option<Uuid>>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// Something that is sold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct Product {
    pub id: Uuid,
    pub name: String,
    pub code: Option<String>,
    pub family: Option<String>,
    pub list_price: Option<Money>,
    pub is_active: bool,
    pub external_id: Option<String>,
    pub version: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<String>,
}

/// Add a product.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct CreateProduct {
    pub name: String,
    pub code: Option<String>,
    pub family: Option<String>,
    pub list_price: Option<Money>,
    pub external_id: Option<String>,
}

/// Change a product; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the fields are the domain's words")]
pub struct EditProduct {
    pub name: Option<String>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub code: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    pub family: Option<Option<String>>,
    #[serde(
        deserialize_with = "three_state",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<Money>)]
    pub list_price: Option<Option<Money>>,
    pub is_active: Option<bool>,
}
