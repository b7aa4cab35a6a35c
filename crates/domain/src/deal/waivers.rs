//! Asking for, granting and refusing waivers.

use jiff::civil::Date;

use super::Deal;
use crate::Instant;
use crate::calendar::days_between;
use crate::field::{self, InvalidField, MAX_NAME_CHARS, MAX_TEXT_CHARS, MAX_WAIVER_DAYS, Problem};
use crate::gate::{Dossier, is_known_reason};
use crate::ids::{UserId, WaiverId};
use crate::policy::Role;
use crate::waiver::{Waiver, WaiverState};

/// A waiver that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWaiver {
    /// Keys of missing items, as the gate names them.
    pub criteria: Vec<String>,
    /// The stage to be entered without them.
    pub stage: String,
    /// Reason code.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
    /// The last day it shall hold.
    pub expires_on: Date,
}

/// Why a waiver was not asked for or decided.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaiverError {
    /// The deal is archived.
    #[error("the deal is archived")]
    Archived,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
    /// It has been decided already.
    #[error("the waiver has been decided already")]
    AlreadyDecided,
    /// Its last day has passed.
    #[error("the waiver's last day has passed")]
    Expired,
    /// Nobody but an administrator grants what they asked for themselves.
    #[error("nobody grants their own request")]
    OwnRequest,
}

impl Deal {
    /// Asks for a waiver.
    ///
    /// # Errors
    /// When the deal is archived, a code is unknown, or the expiry is past or too far ahead.
    pub fn request_waiver(
        &self,
        new: NewWaiver,
        id: WaiverId,
        dossier: &Dossier<'_>,
        by: UserId,
    ) -> Result<Waiver, WaiverError> {
        if self.archived_at.is_some() {
            return Err(WaiverError::Archived);
        }
        let pipeline = dossier.playbook.pipeline(&self.pipeline);
        if pipeline
            .and_then(|pipeline| pipeline.stage(&new.stage))
            .is_none()
        {
            return Err(Problem::Unknown.of("stage").into());
        }
        if !is_known_reason(&dossier.playbook.playbook().waiver_reasons, &new.reason) {
            return Err(Problem::Unknown.of("reason").into());
        }
        if new.criteria.is_empty() {
            return Err(Problem::Blank.of("criteria").into());
        }
        field::entries("criteria", new.criteria.len())?;
        for criterion in &new.criteria {
            field::required("criteria", criterion, MAX_NAME_CHARS)?;
        }
        field::optional("note", new.note.as_ref(), MAX_TEXT_CHARS)?;
        let days = days_between(dossier.today, new.expires_on);
        if days < 0 {
            return Err(Problem::TooEarly.of("expires_on").into());
        }
        if days > MAX_WAIVER_DAYS {
            return Err(Problem::TooLate.of("expires_on").into());
        }
        Ok(Waiver {
            id,
            deal_id: self.id,
            criteria: new.criteria,
            stage: new.stage,
            reason: new.reason,
            note: new.note,
            requested_by: by,
            requested_at: dossier.now,
            state: WaiverState::Requested,
            decided_by: None,
            decided_at: None,
            expires_on: new.expires_on,
            version: 1,
        })
    }
}

impl Waiver {
    /// Grants it.
    ///
    /// # Errors
    /// When it is decided already, its last day has passed, or it is the approver's own request.
    pub fn approve(
        self,
        by: UserId,
        role: Role,
        now: Instant,
        today: Date,
    ) -> Result<Self, WaiverError> {
        if self.requested_by == by && role != Role::Admin {
            return Err(WaiverError::OwnRequest);
        }
        if today > self.expires_on {
            return Err(WaiverError::Expired);
        }
        self.decided(WaiverState::Requested, WaiverState::Approved, Some(by), now)
    }

    /// Refuses it.
    ///
    /// # Errors
    /// When it is decided already.
    pub fn reject(self, by: UserId, now: Instant) -> Result<Self, WaiverError> {
        self.decided(WaiverState::Requested, WaiverState::Rejected, Some(by), now)
    }

    /// Takes a granted one back.
    ///
    /// # Errors
    /// When it is not granted.
    pub fn revoke(self, by: UserId, now: Instant) -> Result<Self, WaiverError> {
        self.decided(WaiverState::Approved, WaiverState::Revoked, Some(by), now)
    }

    /// Marks a granted one whose last day has passed.
    ///
    /// # Errors
    /// When it is not granted.
    pub fn expire(self, now: Instant) -> Result<Self, WaiverError> {
        let by = self.decided_by;
        self.decided(WaiverState::Approved, WaiverState::Expired, by, now)
    }

    fn decided(
        mut self,
        from: WaiverState,
        to: WaiverState,
        by: Option<UserId>,
        now: Instant,
    ) -> Result<Self, WaiverError> {
        if self.state != from {
            return Err(WaiverError::AlreadyDecided);
        }
        self.state = to;
        self.decided_by = by;
        self.decided_at = Some(now);
        self.version += 1;
        Ok(self)
    }
}
