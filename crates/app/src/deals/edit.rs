use std::collections::BTreeMap;

use domain::{
    Date, Money,
    deal::DealEdit,
    ids::{AccountId, ContactId, DealId, ProductId, UserId},
    policy::Action,
};
use playbook::{CloseBasis, Competition, DealKind};
use serde::Deserialize;

use super::{DealRecord, change::change};
use crate::{
    Ctx, Error, FieldError,
    ctx::Why,
    patch::{Patch, three_state},
};

/// Change a deal's fields; absent fields stay, `null` clears. Stage and close date have commands of their own
/// (the first close date may be set here).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the deal")]
pub struct EditDeal {
    pub name: Option<String>,
    pub kind: Option<DealKind>,
    #[serde(deserialize_with = "three_state")]
    pub account_id: Patch<AccountId>,
    #[serde(deserialize_with = "three_state")]
    pub contact_id: Patch<ContactId>,
    #[serde(deserialize_with = "three_state")]
    pub owner_id: Patch<UserId>,
    #[serde(deserialize_with = "three_state")]
    pub product_id: Patch<ProductId>,
    #[serde(deserialize_with = "three_state")]
    pub amount: Patch<Money>,
    #[serde(deserialize_with = "three_state")]
    pub close_on: Patch<Date>,
    #[serde(deserialize_with = "three_state")]
    pub close_basis: Patch<CloseBasis>,
    #[serde(deserialize_with = "three_state")]
    pub next_step: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub next_step_on: Patch<Date>,
    #[serde(deserialize_with = "three_state")]
    pub competition: Patch<Competition>,
    pub competitors: Option<Vec<String>>,
    #[serde(deserialize_with = "three_state")]
    pub source: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub external_id: Patch<String>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// Changes a deal's fields.
///
/// # Errors
/// `invalid` for bad or dangling fields, `not-found`, `deal-archived`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: DealId, input: EditDeal) -> Result<DealRecord, Error> {
    let close_on = match input.close_on {
        Some(None) => {
            return Err(FieldError::new(
                "/close_on",
                "not_allowed",
                "마감일은 지울 수 없습니다. 사유와 함께 옮기세요.",
                "A close date cannot be removed. Move it, with a reason.",
            )
            .into());
        }
        Some(close_on) => close_on,
        None => None,
    };
    let edit = DealEdit {
        name: input.name.map(|name| name.trim().to_owned()),
        kind: input.kind,
        account_id: input.account_id,
        contact_id: input.contact_id,
        owner_id: input.owner_id,
        product_id: input.product_id,
        amount: input.amount,
        close_on,
        close_basis: input.close_basis,
        next_step: input.next_step,
        next_step_on: input.next_step_on,
        competition: input.competition,
        competitors: input.competitors,
        source: input.source,
        external_id: input.external_id,
        custom: input
            .custom
            .into_iter()
            .flatten()
            .map(|(key, value)| (key, (!value.is_empty()).then_some(value)))
            .collect(),
    };
    change(
        ctx,
        id,
        Action::DealEdit,
        Why::default(),
        |deal, about, _work| Ok(deal.edit(edit, about.now)?),
    )
    .await
}
