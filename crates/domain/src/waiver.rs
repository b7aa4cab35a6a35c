//! Waivers: approved, time-boxed exceptions to the gate.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::ids::{DealId, UserId, WaiverId};
use crate::words::words;

words! {
    /// Where a waiver stands.
    pub enum WaiverState {
        /// Asked for.
        Requested = "requested",
        /// Granted, until it expires.
        Approved = "approved",
        /// Refused.
        Rejected = "rejected",
        /// Its day has passed.
        Expired = "expired",
        /// Taken back.
        Revoked = "revoked",
    }
}

/// An exception to some of the gate's requirements on the way into one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Identity.
    pub id: WaiverId,
    /// The deal.
    pub deal_id: DealId,
    /// Keys of the missing items it excuses, as the gate names them.
    pub criteria: Vec<String>,
    /// The stage the deal may enter without them.
    pub stage: String,
    /// Reason code of the playbook.
    pub reason: String,
    /// Free text beside the code.
    pub note: Option<String>,
    /// Who asked.
    pub requested_by: UserId,
    /// When they asked.
    pub requested_at: Instant,
    /// Where it stands.
    pub state: WaiverState,
    /// Who approved, rejected or revoked it.
    pub decided_by: Option<UserId>,
    /// When they did.
    pub decided_at: Option<Instant>,
    /// The last day it holds.
    pub expires_on: Date,
    /// Grows by one with each change.
    pub version: i64,
}
