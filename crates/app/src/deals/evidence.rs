//! A deal's evidence: adding, withdrawing, listing.

use domain::{
    Evidence, Instant,
    deal::{DealEvent, NewEvidence},
    ids::{ContactId, DealId, EvidenceId},
    policy::Action,
};
use playbook::{EvidenceKind, Origin};
use serde::{Deserialize, Serialize};

use super::{bench::About, change::change_answering};
use crate::{Ctx, Error, Named, ctx::Why};

/// Record evidence on a deal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddEvidence {
    /// Key of an evidence type of the playbook.
    pub evidence_type: String,
    /// What it is; by default the type's first kind.
    pub kind: Option<EvidenceKind>,
    /// Who originated it; by default the weakest the type allows.
    pub origin: Option<Origin>,
    /// What it says, in one line.
    pub title: String,
    /// Pointer to the real thing: URL, Message-ID, file. Without one it is only claimed.
    pub reference: Option<String>,
    /// SHA-256 of the content, hex.
    pub content_hash: Option<String>,
    /// True when both sides signed it; only for documents and approvals that the customer can originate.
    #[serde(default)]
    pub is_countersigned: bool,
    /// The contact it came from.
    pub contact_id: Option<ContactId>,
    /// When it happened; now by default.
    pub occurred_at: Option<Instant>,
}

impl From<AddEvidence> for NewEvidence {
    fn from(input: AddEvidence) -> Self {
        Self {
            evidence_type: input.evidence_type,
            kind: input.kind,
            origin: input.origin,
            title: input.title.trim().to_owned(),
            reference: input.reference,
            content_hash: input.content_hash,
            signed_by_both: input.is_countersigned,
            contact_id: input.contact_id,
            occurred_at: input.occurred_at,
        }
    }
}

/// Take evidence back; it stays visible as retracted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetractEvidence {
    /// Why it does not hold.
    pub reason: String,
}

/// Evidence with the names it points to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EvidenceRecord {
    /// The evidence.
    pub evidence: Evidence,
    /// The contact it came from.
    pub contact: Option<Named>,
    /// Who recorded it; none for machines.
    pub recorded_by: Option<Named>,
}

/// Records evidence. Its strength follows from its origin and reference.
///
/// # Errors
/// `invalid` for an unknown type, kind, origin or contact, `not-found`, `deal-archived`, `forbidden`.
pub async fn add_evidence(
    ctx: &Ctx,
    id: DealId,
    input: AddEvidence,
) -> Result<EvidenceRecord, Error> {
    change_answering(
        ctx,
        id,
        Action::DealRecordEvidence,
        Why::default(),
        |deal, about, work| {
            Ok(deal.add_evidence(input.into(), work.mint(), &about.dossier(), work.member())?)
        },
        |_deal, event, about| answer(ctx, event, about),
    )
    .await?
    .ok_or_else(|| Error::internal("adding evidence makes evidence"))
}

/// Takes evidence back. It stays visible, and what rested on it is judged anew.
///
/// # Errors
/// `invalid` when it is unknown or retracted already, `not-found`, `deal-archived`, `forbidden`.
pub async fn retract_evidence(
    ctx: &Ctx,
    id: DealId,
    evidence_id: EvidenceId,
    input: RetractEvidence,
) -> Result<EvidenceRecord, Error> {
    let why = Why {
        note: Some(input.reason.clone()),
        ..Why::default()
    };
    change_answering(
        ctx,
        id,
        Action::DealRetractEvidence,
        why,
        |deal, about, _work| {
            Ok(deal.retract_evidence(evidence_id, &input.reason, &about.dossier())?)
        },
        |_deal, event, about| answer(ctx, event, about),
    )
    .await?
    .ok_or_else(|| Error::internal("retracting evidence leaves evidence"))
}

fn answer(ctx: &Ctx, event: DealEvent, about: &About) -> Option<EvidenceRecord> {
    let (DealEvent::EvidenceAdded(evidence) | DealEvent::EvidenceRetracted(evidence)) = event
    else {
        return None;
    };
    let by_caller = evidence
        .recorded_by
        .filter(|by| Some(*by) == ctx.actor.user_id);
    Some(EvidenceRecord {
        contact: about.named(evidence.contact_id),
        recorded_by: by_caller.map(|by| Named {
            id: by.into(),
            name: ctx.actor.name.clone(),
        }),
        evidence,
    })
}

/// A deal's evidence, also what was retracted, oldest first; now, or as it was then known.
///
/// # Errors
/// `not-found` for the deal, `forbidden`.
pub async fn evidence(
    ctx: &Ctx,
    id: DealId,
    as_of: Option<Instant>,
) -> Result<Vec<EvidenceRecord>, Error> {
    let mut read = super::read::open(ctx, id).await?;
    let evidence = match as_of {
        None => read.evidence_of(id).await?,
        Some(instant) => {
            let mut evidence = read.evidence_as_of(id, instant).await?;
            evidence.sort_by_key(|item| (item.occurred_at, item.id));
            evidence
        }
    };
    let users = read.user_names().await?;
    let contacts = read
        .contact_names(evidence.iter().filter_map(|item| item.contact_id))
        .await?;
    Ok(evidence
        .into_iter()
        .map(|evidence| EvidenceRecord {
            contact: Named::find(&contacts, evidence.contact_id),
            recorded_by: Named::find(&users, evidence.recorded_by),
            evidence,
        })
        .collect())
}
