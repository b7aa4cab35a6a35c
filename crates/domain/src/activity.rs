//! Activities: what we and the buyer did or will do.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::ids::{AccountId, ActivityId, ContactId, DealId, ReviewId, UserId};
use crate::words::words;

words! {
    /// What sort of activity it is.
    pub enum ActivityKind {
        /// An e-mail.
        Email = "email",
        /// A meeting.
        Meeting = "meeting",
        /// A phone call.
        Call = "call",
        /// A note.
        Note = "note",
        /// Something to do.
        Task = "task",
    }
}

/// An e-mail, meeting, call, note or task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Identity.
    pub id: ActivityId,
    /// The deal it belongs to.
    pub deal_id: Option<DealId>,
    /// The account it belongs to.
    pub account_id: Option<AccountId>,
    /// The contact it is with.
    pub contact_id: Option<ContactId>,
    /// What sort it is.
    pub kind: ActivityKind,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: Option<String>,
    /// When it happened or will happen.
    pub occurred_at: Instant,
    /// The day a task is due.
    pub due_on: Option<Date>,
    /// When a task was done.
    pub completed_at: Option<Instant>,
    /// The review that agreed on it.
    pub review_id: Option<ReviewId>,
    /// Whose it is.
    pub owner_id: Option<UserId>,
    /// Who entered it.
    pub created_by: Option<UserId>,
    /// When it was entered.
    pub created_at: Instant,
    /// Grows by one with each change.
    pub version: i64,
}
