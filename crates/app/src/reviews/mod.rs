//! Weekly reviews: opening one, taking notes deal by deal, closing it with minutes; and the one-on-one beside it.
//!
//! Nothing is sent from here: minutes are stored, journaled and handed out as text, as a file and as a message that the
//! reader's own mail program sends.

mod close;
mod entries;
mod list;
mod message;
mod minutes;
mod minutes_words;
mod note;
mod one_on_one;
mod open;
mod subjects;

use domain::{Instant, ids::ReviewId, review::DealChange};
use domain::{Review, ReviewNote, ReviewState, deal::Rot, policy::Action};
use serde::{Deserialize, Serialize};
use store::ReadTx;

pub use close::close;
pub use list::{ReviewList, list};
pub use minutes::{Minutes, MinutesFile, MinutesFormat, minutes, minutes_file};
pub use note::{NewAction, TakeNote, take_note};
pub use one_on_one::{OneOnOne, OpenTotal, ReviewAction, one_on_one};
pub use open::{OpenReview, open};

use crate::{
    Code, Ctx, Error, Named,
    activities::ActivityRecord,
    deals::{DealRow, GateReport},
};
use subjects::Subjects;

/// A review with its queue.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// The review and how far it has come.
    pub summary: ReviewSummary,
    /// Its deals that the caller may see, in order.
    pub entries: Vec<ReviewEntry>,
}

/// A review as lists show it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReviewSummary {
    /// The review.
    pub review: Review,
    /// Who opened it.
    pub chair: Option<Named>,
    /// The person or the team whose deals it is about.
    pub subject: Option<Named>,
    /// How many deals are marked reviewed.
    pub reviewed: i64,
    /// How many deals are marked skipped.
    pub skipped: i64,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// A deal of a review's queue and everything to talk about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReviewEntry {
    /// The deal.
    pub deal: DealRow,
    /// What the next stage asks for; none when the deal is closed.
    pub gate: Option<GateReport>,
    /// What this review says about it.
    pub note: Option<NoteRecord>,
    /// What the review before said about it.
    pub last_note: Option<NoteRecord>,
    /// Since when changes are told: the last review, else a week before this one.
    pub changed_since: Instant,
    /// What changed since then.
    pub changes: Vec<DealChange>,
    /// The tasks this review agreed on.
    pub actions: Vec<ActivityRecord>,
    /// The tasks earlier reviews agreed on that are not done.
    pub open_actions: Vec<ActivityRecord>,
}

/// A note with the name of whoever marked the deal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoteRecord {
    /// The note.
    pub note: ReviewNote,
    /// Who marked the deal.
    pub reviewed_by: Option<Named>,
}

impl ReviewEntry {
    /// How far the deal has come in this review.
    #[must_use]
    pub fn state(&self) -> ReviewState {
        let note = self.note.as_ref();
        note.map_or(ReviewState::Unreviewed, |record| record.note.state)
    }

    /// Whether the deal has stood for too long.
    #[must_use]
    pub const fn rot(&self) -> &Rot {
        &self.deal.rot
    }
}

/// One review with its queue.
///
/// # Errors
/// `not-found`, also when the caller may not know of its subject.
pub async fn get(ctx: &Ctx, id: ReviewId) -> Result<ReviewRecord, Error> {
    let definitions = ctx.definitions().await?;
    let mut read = ctx.read().await?;
    let (review, subjects) = found(ctx, &mut read, id, Action::ReviewRead).await?;
    record(ctx, &mut read, &definitions, review, &subjects).await
}

/// A review that the caller may do this with.
async fn found(
    ctx: &Ctx,
    read: &mut ReadTx,
    id: ReviewId,
    action: Action,
) -> Result<(Review, Subjects), Error> {
    let review = read
        .find_review(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let subjects = Subjects::load(ctx, read).await?;
    ctx.authorise_on(Action::ReviewRead, subjects.resource(&review))?;
    ctx.authorise_on(action, subjects.resource(&review))?;
    Ok((review, subjects))
}

async fn record(
    ctx: &Ctx,
    read: &mut ReadTx,
    definitions: &std::sync::Arc<crate::playbooks::Definitions>,
    review: Review,
    subjects: &Subjects,
) -> Result<ReviewRecord, Error> {
    let entries = entries::of(ctx, read, definitions, &review, &review.deals).await?;
    let count = |state| {
        let marked = entries.iter().filter(|entry| entry.state() == state);
        i64::try_from(marked.count()).unwrap_or(i64::MAX)
    };
    let (reviewed, skipped) = (count(ReviewState::Reviewed), count(ReviewState::Skipped));
    Ok(ReviewRecord {
        summary: subjects.summary(ctx, review, reviewed, skipped),
        entries,
    })
}
