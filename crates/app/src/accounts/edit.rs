use std::collections::BTreeMap;

use domain::{
    AccountKind, Money,
    ids::{AccountId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::AccountRecord;
use crate::{
    Ctx, Error,
    patch::{Patch, apply, apply_custom, replace, three_state},
};

/// Change an account; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the account")]
pub struct EditAccount {
    pub name: Option<String>,
    pub kind: Option<AccountKind>,
    #[serde(deserialize_with = "three_state")]
    pub domain: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub registration_number: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub parent_id: Patch<AccountId>,
    #[serde(deserialize_with = "three_state")]
    pub industry: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub country: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub region: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub segment: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub employees: Patch<i64>,
    #[serde(deserialize_with = "three_state")]
    pub annual_revenue: Patch<Money>,
    #[serde(deserialize_with = "three_state")]
    pub owner_id: Patch<UserId>,
    #[serde(deserialize_with = "three_state")]
    pub phone: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub website: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub external_id: Patch<String>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// Changes an account's fields.
///
/// # Errors
/// `not-found`, `invalid` for bad or dangling fields, `hierarchy-cycle`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: AccountId, input: EditAccount) -> Result<AccountRecord, Error> {
    super::change(
        ctx,
        id,
        Action::AccountWrite,
        "account.edited",
        |account, _now| {
            replace(&mut account.name, input.name);
            replace(&mut account.kind, input.kind);
            apply(&mut account.domain, input.domain);
            apply(&mut account.registration_number, input.registration_number);
            apply(&mut account.parent_id, input.parent_id);
            apply(&mut account.industry, input.industry);
            apply(&mut account.country, input.country);
            apply(&mut account.region, input.region);
            apply(&mut account.segment, input.segment);
            apply(&mut account.employees, input.employees);
            apply(&mut account.annual_revenue, input.annual_revenue);
            apply(&mut account.owner_id, input.owner_id);
            apply(&mut account.phone, input.phone);
            apply(&mut account.website, input.website);
            apply(&mut account.external_id, input.external_id);
            apply_custom(&mut account.custom, input.custom);
        },
    )
    .await
}
