//! The workspace's whole journal.

use domain::{journal::JournalEntry, policy::Action};
use store::JournalQuery;

use crate::{
    Ctx, Error,
    page::{self, Page},
};

/// Every recorded change, newest first.
///
/// # Errors
/// `cursor-invalid`, `forbidden`.
pub async fn list(
    ctx: &Ctx,
    limit: Option<u32>,
    cursor: Option<String>,
) -> Result<Page<JournalEntry>, Error> {
    ctx.authorise(Action::JournalRead)?;
    let query = JournalQuery {
        newest_first: true,
        limit: page::size(limit)?,
        cursor,
        ..JournalQuery::default()
    };
    let page = ctx.read().await?.journal_page(&query).await?;
    Ok(Page {
        rows: page.rows,
        next_cursor: page.next_cursor,
    })
}
