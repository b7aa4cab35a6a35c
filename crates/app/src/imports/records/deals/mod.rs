//! Deals, with the stage visits that come with them.

mod said;

use std::collections::BTreeMap;

use domain::deal::{DealStatus, ImportDealError};
use domain::ids::{DealId, StageVisitId};
use domain::journal::{Changes, Journaled};
use domain::vocabulary::StageKind;
use domain::{Deal, Instant, StageVisit};
use serde_json::json;
use store::{MatchKey, ReadTx};

use said::Said;
pub(super) use said::stage_called;

use super::{Importable, Rules};
use crate::Error;
use crate::ctx::{Why, Work};
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

impl Importable for Deal {
    type Parts = Vec<StageVisit>;

    async fn find(
        read: &mut ReadTx,
        key: MatchKey,
        values: &[String],
    ) -> Result<Vec<(Self, Self::Parts)>, Error> {
        let deals = read.match_deals(key, values).await?;
        with_visits(read, deals).await
    }

    fn key(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
            "external_id" => self.external_id.as_deref(),
            _ => None,
        }
    }

    fn draft(
        cells: &Cells<'_>,
        links: &mut Links,
        rules: &Rules,
        stored: Option<&(Self, Self::Parts)>,
    ) -> Result<(Self, Self::Parts), Reject> {
        let said = Said::read(cells, links, rules, stored.map(|(deal, _)| deal))?;
        match stored {
            None => said.new_deal(cells, links, rules),
            Some((deal, visits)) => said.changed_deal(cells, links, rules, deal, visits),
        }
    }

    fn learn(&self, _links: &mut Links) {}

    fn touch(&mut self, now: Instant) {
        self.version += 1;
        self.updated_at = now;
    }

    async fn insert(work: &mut Work<'_>, new: Vec<(Self, Self::Parts)>) -> Result<(), Error> {
        let (mut deals, mut visits) = (
            Vec::with_capacity(new.len()),
            Vec::with_capacity(new.len() * 2),
        );
        for (mut deal, stays) in new {
            deal.number = work.next_deal_number();
            record_life(work, &mut deal, &stays);
            deals.push(deal);
            visits.extend(stays);
        }
        work.insert_deals(&deals).await?;
        work.insert_visits(&visits).await?;
        Ok(())
    }

    async fn update(
        work: &mut Work<'_>,
        (before, visits_before): &(Self, Self::Parts),
        (after, visits_after): &(Self, Self::Parts),
    ) -> Result<Changes, Error> {
        let changes = work.update_deal(before, after).await?;
        let action = if before.stage == after.stage {
            "deal.edited"
        } else {
            "deal.stage_changed"
        };
        let occurred_at =
            (before.stage != after.stage).then_some(after.stage_entered_at.max(before.created_at));
        let playbook_version = Some(after.playbook_version);
        let why = Why {
            occurred_at,
            playbook_version,
            ..Why::default()
        };
        work.record_why(action, after, changes.clone(), why);
        if visits_before != visits_after {
            work.replace_visits(&[after.id], visits_after).await?;
            record_visits(work, "stage_visit.imported", visits_before, visits_after);
        }
        Ok(changes)
    }

    fn parts_before(before: &Self::Parts, after: &Self::Parts) -> Option<serde_json::Value> {
        if before == after {
            None
        } else {
            serde_json::to_value(before).ok()
        }
    }
}

/// Journals that a deal's visits were replaced: those that are gone, and those that are new or other than before.
pub(in crate::imports) fn record_visits(
    work: &mut Work<'_>,
    action: &str,
    before: &[StageVisit],
    after: &[StageVisit],
) {
    let mut record = |visit: &StageVisit, changes| {
        let why = Why {
            playbook_version: Some(visit.playbook_version),
            ..Why::default()
        };
        work.record_why(action, visit, changes, why);
    };
    for visit in before {
        if !after.iter().any(|kept| kept.id == visit.id) {
            let mut changes = Changes::new();
            changes.insert("id".to_owned(), json!([visit.id, null]));
            record(visit, changes);
        }
    }
    for visit in after.iter().filter(|visit| !before.contains(visit)) {
        let known = before.iter().find(|known| known.id == visit.id);
        record(visit, StageVisit::changes(known, visit));
    }
}

/// Deals with their visits, oldest first.
pub(super) async fn with_visits(
    read: &mut ReadTx,
    deals: Vec<Deal>,
) -> Result<Vec<(Deal, Vec<StageVisit>)>, Error> {
    let ids: Vec<DealId> = deals.iter().map(|deal| deal.id).collect();
    let mut visits: BTreeMap<DealId, Vec<StageVisit>> = BTreeMap::new();
    for visit in read.visits_of_deals(&ids).await? {
        visits.entry(visit.deal_id).or_default().push(visit);
    }
    Ok(deals
        .into_iter()
        .map(|deal| (visits.remove(&deal.id).unwrap_or_default(), deal))
        .map(|(v, d)| (d, v))
        .collect())
}

/// Journals a deal's life as it was: entered when it began, moved when it moved, so that any past day shows it as it
/// stood then. Its version counts the steps.
fn record_life(work: &mut Work<'_>, deal: &mut Deal, visits: &[StageVisit]) {
    deal.version = i64::try_from(visits.len()).unwrap_or(1).max(1);
    let playbook_version = Some(deal.playbook_version);
    let why = |occurred_at| Why {
        occurred_at: Some(occurred_at),
        playbook_version,
        ..Why::default()
    };
    let last = visits.len().saturating_sub(1);
    let mut before: Option<Deal> = None;
    for (index, visit) in visits.iter().enumerate() {
        let then = if index == last {
            deal.clone()
        } else {
            as_it_stood(deal, visit, index)
        };
        let action = if before.is_none() {
            "deal.created"
        } else {
            "deal.stage_changed"
        };
        let changes = Deal::changes(before.as_ref(), &then);
        work.record_why(action, &then, changes, why(visit.entered_at));
        let entered = StageVisit {
            left_at: None,
            ..visit.clone()
        };
        work.record_why(
            "stage_visit.entered",
            &entered,
            StageVisit::changes(None, &entered),
            why(visit.entered_at),
        );
        if let Some(left_at) = visit.left_at {
            work.record_why(
                "stage_visit.left",
                visit,
                StageVisit::changes(Some(&entered), visit),
                why(left_at),
            );
        }
        before = Some(then);
    }
}

fn as_it_stood(deal: &Deal, visit: &StageVisit, index: usize) -> Deal {
    let is_open = visit.kind == StageKind::Open;
    Deal {
        stage: visit.stage.clone(),
        status: DealStatus::of_stage(visit.kind),
        stage_entered_at: visit.entered_at,
        closed_at: (!is_open).then_some(visit.entered_at),
        close_on: deal.close_on.filter(|_| deal.closed_at.is_none()),
        loss: deal.loss.clone().filter(|_| visit.kind == StageKind::Lost),
        outcome: deal.outcome.filter(|_| !is_open),
        forecast_category: None,
        rule_category: None,
        version: i64::try_from(index).unwrap_or(0) + 1,
        ..deal.clone()
    }
}

/// A domain refusal in the words of the import.
pub(super) fn refusal(error: ImportDealError) -> Reject {
    match error {
        ImportDealError::Invalid(invalid) => invalid.into(),
        ImportDealError::UnknownPipeline => Reject::new(
            "pipeline",
            "unknown",
            "없는 파이프라인입니다.",
            "There is no such pipeline.",
        ),
        ImportDealError::HasRecordedVisits => Reject::new(
            "stage",
            "moved-here",
            "가져온 뒤 여기에서 단계가 바뀐 딜이라 이력을 다시 쓸 수 없습니다.",
            "The deal has moved here since it was imported; its history is not rewritten.",
        ),
        ImportDealError::Archived => Reject::new(
            "external_id",
            "archived",
            "보관된 딜입니다.",
            "The deal is archived.",
        ),
    }
}

/// Fresh identities for visits.
pub(super) fn visit_ids(links: &Links) -> impl FnMut() -> StageVisitId + '_ {
    || links.mint()
}
