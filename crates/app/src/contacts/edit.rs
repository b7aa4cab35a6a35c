use std::collections::BTreeMap;

use domain::{
    ids::{AccountId, ContactId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::ContactRecord;
use crate::{
    Ctx, Error,
    patch::{Patch, apply, apply_custom, replace, three_state},
};

/// Change a contact; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the contact")]
pub struct EditContact {
    pub name: Option<String>,
    #[serde(deserialize_with = "three_state")]
    pub account_id: Patch<AccountId>,
    #[serde(deserialize_with = "three_state")]
    pub email: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub phone: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub title: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub owner_id: Patch<UserId>,
    /// Keys to set; an empty text removes the key.
    pub custom: Option<BTreeMap<String, String>>,
}

/// Changes a contact's fields.
///
/// # Errors
/// `not-found`, `invalid` for bad or dangling fields, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: ContactId, input: EditContact) -> Result<ContactRecord, Error> {
    super::change(
        ctx,
        id,
        Action::ContactWrite,
        "contact.edited",
        |contact, _now| {
            replace(&mut contact.name, input.name);
            apply(&mut contact.account_id, input.account_id);
            apply(&mut contact.email, input.email);
            apply(&mut contact.phone, input.phone);
            apply(&mut contact.title, input.title);
            apply(&mut contact.owner_id, input.owner_id);
            apply_custom(&mut contact.custom, input.custom);
        },
    )
    .await
}
