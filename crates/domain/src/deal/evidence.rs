//! Recording and withdrawing evidence.

use super::{Deal, DealEvent, EditDealError};
use crate::Instant;
use crate::evidence::{Evidence, strength_of};
use crate::field::{self, MAX_CODE_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, Problem};
use crate::gate::Dossier;
use crate::ids::{ContactId, EvidenceId, UserId};
use crate::vocabulary::{EvidenceKind, Origin};

/// Evidence to be recorded. Its strength follows from what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// Key of an evidence type.
    pub evidence_type: String,
    /// What it points to; the type's first kind, when not given.
    pub kind: Option<EvidenceKind>,
    /// Who originated it; the weakest the type allows, when not given.
    pub origin: Option<Origin>,
    /// One line for the reader.
    pub title: String,
    /// URL, Message-ID or file.
    pub reference: Option<String>,
    /// Hash of the content.
    pub content_hash: Option<String>,
    /// Whether both sides signed it; only documents and approvals the customer can originate are signed.
    pub signed_by_both: bool,
    /// The contact it came from.
    pub contact_id: Option<ContactId>,
    /// When it happened; now, when not given.
    pub occurred_at: Option<Instant>,
}

/// Clocks of mail servers and calendars may run ahead of ours by this much.
const CLOCK_SKEW_MICROS: i64 = 10 * 60 * 1_000_000;

impl Deal {
    /// Records evidence.
    ///
    /// # Errors
    /// When the deal is archived, the type, kind or origin is not the playbook's, it is not something both sides sign,
    /// or it lies in the future.
    pub fn add_evidence(
        mut self,
        new: NewEvidence,
        id: EvidenceId,
        dossier: &Dossier<'_>,
        by: Option<UserId>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        let definition = dossier
            .playbook
            .playbook()
            .evidence_type(&new.evidence_type)
            .ok_or_else(|| Problem::Unknown.of("evidence_type"))?;
        let kind = new
            .kind
            .or(definition.kinds.first().copied())
            .unwrap_or(EvidenceKind::Document);
        if !definition.kinds.contains(&kind) {
            return Err(Problem::Unknown.of("kind").into());
        }
        let origin = new.origin.unwrap_or_else(|| definition.default_origin());
        if !definition.origins.contains(&origin) {
            return Err(Problem::Unknown.of("origin").into());
        }
        let is_signable = definition.can_come_from_customer()
            && matches!(kind, EvidenceKind::Document | EvidenceKind::Approval);
        if new.signed_by_both && !is_signable {
            return Err(Problem::NotSignable.of("is_countersigned").into());
        }
        field::required("title", &new.title, MAX_NAME_CHARS)?;
        field::optional("reference", new.reference.as_ref(), MAX_CODE_CHARS)?;
        field::optional("content_hash", new.content_hash.as_ref(), MAX_NAME_CHARS)?;
        let occurred_at = new.occurred_at.unwrap_or(dossier.now);
        if occurred_at > dossier.now.plus_micros(CLOCK_SKEW_MICROS) {
            return Err(Problem::TooLate.of("occurred_at").into());
        }
        let reference = new
            .reference
            .filter(|reference| !reference.trim().is_empty());
        let evidence = Evidence {
            id,
            deal_id: self.id,
            evidence_type: new.evidence_type,
            kind,
            origin,
            strength: strength_of(origin, reference.is_some(), new.signed_by_both),
            title: new.title,
            reference,
            content_hash: new.content_hash,
            contact_id: new.contact_id,
            occurred_at,
            recorded_at: dossier.now,
            recorded_by: by,
            retracted_at: None,
            retracted_reason: None,
        };
        if evidence.is_customer_confirmation() {
            self.last_customer_evidence_at = self.last_customer_evidence_at.max(Some(occurred_at));
        }
        Ok((
            self.touched(dossier.now),
            DealEvent::EvidenceAdded(evidence),
        ))
    }

    /// Withdraws evidence: it stays on record and no longer counts. The dossier holds all of the deal's evidence.
    ///
    /// # Errors
    /// When the deal is archived, the evidence is unknown or withdrawn already, or no reason is given.
    pub fn retract_evidence(
        mut self,
        id: EvidenceId,
        reason: &str,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        field::required("reason", reason, MAX_TEXT_CHARS)?;
        let known = dossier
            .evidence
            .iter()
            .find(|item| item.id == id && item.deal_id == self.id);
        let evidence = known.ok_or_else(|| Problem::Unknown.of("evidence_id"))?;
        if !evidence.stands() {
            return Err(Problem::Fixed.of("evidence_id").into());
        }
        self.last_customer_evidence_at =
            last_confirmation(dossier.evidence.iter().filter(|item| item.id != id));
        let retracted = Evidence {
            retracted_at: Some(dossier.now),
            retracted_reason: Some(reason.to_owned()),
            ..evidence.clone()
        };
        Ok((
            self.touched(dossier.now),
            DealEvent::EvidenceRetracted(retracted),
        ))
    }
}

/// When the customer last confirmed something.
pub(super) fn last_confirmation<'a>(
    evidence: impl IntoIterator<Item = &'a Evidence>,
) -> Option<Instant> {
    let confirming = evidence
        .into_iter()
        .filter(|item| item.is_customer_confirmation());
    confirming.map(|item| item.occurred_at).max()
}

/// Evidence of this deal that can be opened and still stands.
pub(super) fn standing<'a>(
    deal: &Deal,
    id: EvidenceId,
    dossier: &Dossier<'a>,
) -> Option<&'a Evidence> {
    let mut items = dossier.evidence.iter();
    items.find(|item| {
        item.id == id
            && item.deal_id == deal.id
            && item.proves(crate::vocabulary::Strength::Captured)
    })
}
