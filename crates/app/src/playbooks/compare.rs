use domain::policy::Action;
use playbook::{Change, Playbook};

use crate::{Code, Ctx, Error};

/// The differences between two stored versions of a playbook.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn compare(ctx: &Ctx, key: &str, from: i64, to: i64) -> Result<Vec<Change>, Error> {
    ctx.authorise(Action::PlaybookRead)?;
    let versions = ctx.read().await?.playbook_versions(key).await?;
    let parsed = |wanted: i64| -> Result<Playbook, Error> {
        let stored = versions.iter().find(|version| version.version == wanted);
        let stored = stored.ok_or_else(|| Error::from(Code::NotFound))?;
        let (playbook, _) = Playbook::parse(&stored.source, key).map_err(|_| {
            Error::internal(format!("stored playbook {key} v{wanted} does not parse"))
        })?;
        Ok(playbook)
    };
    Ok(playbook::diff(&parsed(from)?, &parsed(to)?))
}
