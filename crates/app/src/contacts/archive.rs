use domain::{ids::ContactId, policy::Action};

use super::ContactRecord;
use crate::{Ctx, Error};

/// Puts a contact away. Their part in deals stays; doing it twice changes nothing.
///
/// # Errors
/// `not-found`, `version-conflict`, `forbidden`.
pub async fn archive(ctx: &Ctx, id: ContactId) -> Result<ContactRecord, Error> {
    super::change(
        ctx,
        id,
        Action::ContactArchive,
        "contact.archived",
        |contact, now| {
            contact.archived_at = contact.archived_at.or(Some(now));
        },
    )
    .await
}

/// Takes a contact back out.
///
/// # Errors
/// `not-found`, `version-conflict`, `forbidden`.
pub async fn restore(ctx: &Ctx, id: ContactId) -> Result<ContactRecord, Error> {
    super::change(
        ctx,
        id,
        Action::ContactArchive,
        "contact.restored",
        |contact, _now| {
            contact.archived_at = None;
        },
    )
    .await
}
