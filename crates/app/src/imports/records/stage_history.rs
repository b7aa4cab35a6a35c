//! Rows that say when deals entered stages: together they replace what was only inferred.

use std::collections::{BTreeMap, BTreeSet};

use domain::deal::{HistoricEntry, History};
use domain::gate::Dossier;
use domain::ids::DealId;
use domain::vocabulary::StageKind;
use domain::{Deal, StageVisit, VisitOrigin};
use store::ReadTx;

use super::Rules;
use super::deals::{refusal, stage_called, visit_ids, with_visits};
use crate::Error;
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

/// A deal whose history rows rewrite.
pub(in crate::imports) struct Rewritten {
    pub(in crate::imports) row: u64,
    pub(in crate::imports) before: (Deal, Vec<StageVisit>),
    pub(in crate::imports) after: (Deal, Vec<StageVisit>),
}

/// What a chunk of rows comes to.
#[derive(Default)]
pub(in crate::imports) struct Histories {
    pub(in crate::imports) rewritten: Vec<Rewritten>,
    /// Row indices within the chunk that were refused.
    pub(in crate::imports) rejected: Vec<(usize, Reject)>,
    /// Rows that were taken.
    pub(in crate::imports) taken: u64,
}

/// Rewrites the histories of the deals a chunk of rows is about. `touched` holds the deals of earlier chunks: theirs is
/// added to, all others' is replaced.
pub(in crate::imports) async fn rewrite(
    read: &mut ReadTx,
    rows: &[Cells<'_>],
    links: &Links,
    rules: &Rules,
    touched: &mut BTreeSet<DealId>,
) -> Result<Histories, Error> {
    let mut histories = Histories::default();
    let mut by_deal: BTreeMap<DealId, Vec<usize>> = BTreeMap::new();
    for (index, cells) in rows.iter().enumerate() {
        match links.deal(cells, "deal") {
            Ok(id) => by_deal.entry(id).or_default().push(index),
            Err(reject) => histories.rejected.push((index, reject)),
        }
    }
    let mut deals = Vec::with_capacity(by_deal.len());
    for id in by_deal.keys() {
        deals.extend(read.find_deal(*id).await?);
    }
    for (deal, visits) in with_visits(read, deals).await? {
        let indices = by_deal.remove(&deal.id).unwrap_or_default();
        let mut entries = Vec::new();
        let mut taken = Vec::new();
        for index in indices {
            match entry(&rows[index], &deal, rules) {
                Ok(entry) => {
                    entries.push(entry);
                    taken.push(index);
                }
                Err(reject) => histories.rejected.push((index, reject)),
            }
        }
        let Some(first) = taken.first().copied() else {
            continue;
        };
        if touched.contains(&deal.id) {
            entries.extend(known(&visits));
        }
        match lived(&rows[first], &deal, &visits, entries, links, rules) {
            Ok(after) => {
                touched.insert(deal.id);
                histories.taken += taken.len() as u64;
                let row = rows[first].number_in_file();
                histories.rewritten.push(Rewritten {
                    row,
                    before: (deal, visits),
                    after,
                });
            }
            Err(reject) => {
                histories
                    .rejected
                    .extend(taken.into_iter().map(|index| (index, reject.clone())));
            }
        }
    }
    Ok(histories)
}

fn entry(cells: &Cells<'_>, deal: &Deal, rules: &Rules) -> Result<HistoricEntry, Reject> {
    let text = cells
        .text("stage")
        .ok_or_else(|| Reject::required("stage"))?;
    let entered_at = cells
        .instant("entered_on")?
        .ok_or_else(|| Reject::required("entered_on"))?;
    let (_, pipeline) = rules
        .definitions
        .pipeline(&deal.pipeline)
        .ok_or_else(|| Reject::unknown("deal", &deal.pipeline, None))?;
    let stage = stage_called(pipeline, text).ok_or_else(|| Reject::unknown("stage", text, None))?;
    Ok(HistoricEntry {
        stage: stage.to_owned(),
        entered_at,
    })
}

fn known(visits: &[StageVisit]) -> impl Iterator<Item = HistoricEntry> + '_ {
    visits
        .iter()
        .filter(|visit| visit.origin == VisitOrigin::Imported)
        .map(|visit| HistoricEntry {
            stage: visit.stage.clone(),
            entered_at: visit.entered_at,
        })
}

fn lived(
    cells: &Cells<'_>,
    deal: &Deal,
    visits: &[StageVisit],
    mut entries: Vec<HistoricEntry>,
    links: &Links,
    rules: &Rules,
) -> Result<(Deal, Vec<StageVisit>), Reject> {
    let (playbook, _) = rules
        .definitions
        .pipeline(&deal.pipeline)
        .ok_or_else(|| Reject::unknown("deal", &deal.pipeline, None))?;
    entries.sort_by_key(|entry| entry.entered_at);
    entries.dedup();
    let is_open = deal.status.stage_kind() == StageKind::Open;
    if is_open && entries.last().is_none_or(|last| last.stage != deal.stage) {
        // Where it stands now is known; since when, at the earliest from the last thing the history says.
        let last = entries
            .last()
            .map_or(deal.opened_at, |last| last.entered_at);
        entries.push(HistoricEntry {
            stage: deal.stage.clone(),
            entered_at: deal.stage_entered_at.max(last),
        });
    }
    let earliest = entries.iter().map(|entry| entry.entered_at).min();
    let opened_at = earliest.map_or(deal.opened_at, |earliest| earliest.min(deal.opened_at));
    let history = History {
        opened_at,
        closed_at: deal.closed_at,
        entries,
    };
    let dossier = Dossier::new(
        &playbook.compiled,
        playbook.version,
        rules.now,
        cells.day_of(rules.now),
    );
    let lived = deal.clone().reimport_history(
        &deal.stage,
        history,
        visits,
        visit_ids(links),
        &dossier,
        None,
    );
    let (mut after, visits) = lived.map_err(refusal)?;
    after.version = deal.version;
    Ok((after, visits))
}
