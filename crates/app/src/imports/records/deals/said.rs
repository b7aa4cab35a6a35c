//! What a row says about a deal.

use std::sync::Arc;

use domain::deal::{HistoricEntry, History, Loss, NewDeal, NewDealIds};
use domain::gate::Dossier;
use domain::vocabulary::{CloseBasis, Competition, DealKind, PipelineObject, StageKind};
use domain::{Deal, Instant, StageVisit, VisitOrigin};
use playbook::{CompiledPipeline, Playbook, Text};

use super::super::{Rules, set};
use super::refusal;
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;
use crate::limits;
use crate::playbooks::PublishedPlaybook;

/// What a row says about where the deal stands.
pub(super) struct Said<'a> {
    playbook: &'a PublishedPlaybook,
    pipeline: &'a CompiledPipeline,
    stage: Option<&'a str>,
    kind: StageKind,
    opened_at: Option<Instant>,
    closed_at: Option<Instant>,
    loss: Option<Loss>,
}

impl<'a> Said<'a> {
    pub(super) fn read(
        cells: &Cells<'_>,
        _links: &Links,
        rules: &'a Rules,
        stored: Option<&Deal>,
    ) -> Result<Self, Reject> {
        let (playbook, pipeline) = pipeline(cells, rules, stored)?;
        let stage = stage(cells, pipeline)?;
        let current = stage.or(stored
            .map(|deal| deal.stage.as_str())
            .and_then(|key| Some(pipeline.stage(key)?.key())));
        let kind = match current.and_then(|key| pipeline.stage(key)) {
            Some(stage) => stage.kind(),
            None => StageKind::Open,
        };
        let opened_at = cells.instant("opened_on")?;
        let mut closed_at = None;
        if kind != StageKind::Open {
            closed_at = match cells.instant("closed_on")? {
                Some(closed_at) => Some(closed_at),
                None => cells.instant("close_on")?,
            }
            .or(stored.and_then(|deal| deal.closed_at));
            if closed_at.is_none() {
                return Err(Reject::required("closed_on"));
            }
        }
        let loss = match kind {
            StageKind::Lost => loss(cells, playbook.compiled.playbook(), stored)?,
            _ => None,
        };
        Ok(Self {
            playbook,
            pipeline,
            stage,
            kind,
            opened_at,
            closed_at,
            loss,
        })
    }

    fn dossier(&self, cells: &Cells<'_>, rules: &Rules) -> Dossier<'a> {
        Dossier::new(
            &self.playbook.compiled,
            self.playbook.version,
            rules.now,
            cells.day_of(rules.now),
        )
    }

    pub(super) fn new_deal(
        self,
        cells: &Cells<'_>,
        links: &mut Links,
        rules: &Rules,
    ) -> Result<(Deal, Vec<StageVisit>), Reject> {
        let mut new = NewDeal {
            pipeline: self.pipeline.key().to_owned(),
            stage: self.stage.map(str::to_owned),
            loss: self.loss.clone(),
            ..NewDeal::default()
        };
        fields(cells, links, &mut new)?;
        if self.kind != StageKind::Open {
            new.close_on = self.closed_at.map(|closed_at| cells.day_of(closed_at));
        } else if new.close_on.is_none() {
            new.close_on = cells.date("closed_on")?;
        }
        if new.name.is_empty() {
            new.name = made_up_name(cells).ok_or_else(|| Reject::required("name"))?;
        }
        let history = History {
            opened_at: self.opened_at.or(self.closed_at).unwrap_or(rules.now),
            closed_at: self.closed_at,
            entries: Vec::new(),
        };
        let ids = NewDealIds {
            id: links.mint(),
            number: 0,
            visit_id: links.mint(),
        };
        let dossier = self.dossier(cells, rules);
        Deal::import_historic(new, history, ids, || links.mint(), &dossier, None).map_err(refusal)
    }

    pub(super) fn changed_deal(
        self,
        cells: &Cells<'_>,
        links: &mut Links,
        rules: &Rules,
        stored: &Deal,
        visits: &[StageVisit],
    ) -> Result<(Deal, Vec<StageVisit>), Reject> {
        let mut deal = stored.clone();
        let mut new = NewDeal {
            name: deal.name.clone(),
            kind: Some(deal.kind),
            ..NewDeal::default()
        };
        fields(cells, links, &mut new)?;
        deal.name = new.name;
        deal.kind = new.kind.unwrap_or(deal.kind);
        set(&mut deal.account_id, new.account_id);
        set(&mut deal.contact_id, new.contact_id);
        set(&mut deal.owner_id, new.owner_id);
        set(&mut deal.product_id, new.product_id);
        set(&mut deal.amount, new.amount);
        if self.kind == StageKind::Open {
            set(&mut deal.close_on, new.close_on);
        }
        set(&mut deal.close_basis, new.close_basis);
        set(&mut deal.next_step, new.next_step);
        set(&mut deal.next_step_on, new.next_step_on);
        set(&mut deal.competition, new.competition);
        if !new.competitors.is_empty() {
            deal.competitors = new.competitors;
        }
        set(&mut deal.source, new.source);
        set(&mut deal.external_id, new.external_id);
        deal.custom.extend(new.custom);
        let opened_at = self.opened_at.unwrap_or(stored.opened_at);
        let stage = self.stage.unwrap_or(&stored.stage);
        let is_where_it_was = (stage, opened_at, self.closed_at)
            == (&stored.stage, stored.opened_at, stored.closed_at);
        if is_where_it_was {
            if self.kind == StageKind::Lost && self.loss != deal.loss {
                deal.loss = self.loss;
            }
            return Ok((deal, visits.to_vec()));
        }
        deal.loss = self.loss.clone();
        if self.kind != StageKind::Open {
            deal.close_on = self.closed_at.map(|closed_at| cells.day_of(closed_at));
        }
        let version = deal.version;
        let history = self.history(stored, visits, stage, opened_at, rules.now);
        let dossier = self.dossier(cells, rules);
        let (mut deal, visits) = deal
            .reimport_history(stage, history, visits, || links.mint(), &dossier, None)
            .map_err(refusal)?;
        deal.version = version;
        deal.updated_at = stored.updated_at;
        Ok((deal, visits))
    }

    /// The stays known before and the new one.
    fn history(
        &self,
        stored: &Deal,
        visits: &[StageVisit],
        stage: &str,
        opened_at: Instant,
        now: Instant,
    ) -> History {
        let limit = self.closed_at.unwrap_or(now);
        let known = visits.iter().filter(|visit| {
            visit.kind == StageKind::Open
                && visit.origin != VisitOrigin::Inferred
                && visit.entered_at <= limit
        });
        let mut entries: Vec<HistoricEntry> = known
            .map(|visit| HistoricEntry {
                stage: visit.stage.clone(),
                // What began with the deal moves with its beginning.
                entered_at: if visit.entered_at == stored.opened_at {
                    opened_at
                } else {
                    visit.entered_at.max(opened_at)
                },
            })
            .collect();
        if self.kind == StageKind::Open && entries.last().is_none_or(|last| last.stage != stage) {
            let entered_at = if entries.is_empty() { opened_at } else { now };
            entries.push(HistoricEntry {
                stage: stage.to_owned(),
                entered_at,
            });
        }
        History {
            opened_at,
            closed_at: self.closed_at,
            entries,
        }
    }
}

/// The fields a row fills.
fn fields(cells: &Cells<'_>, links: &mut Links, new: &mut NewDeal) -> Result<(), Reject> {
    if let Some(name) = cells.name("name")? {
        new.name = name;
    }
    new.kind = cells
        .word::<DealKind>("kind", DealKind::WORDS)?
        .or(new.kind);
    new.account_id = links.account(cells, "account")?;
    new.contact_id = links.contact(cells, "contact", new.account_id)?;
    new.owner_id = links.user(cells, "owner")?;
    new.product_id = links.product(cells, "product")?;
    new.amount = cells.money("amount")?;
    new.close_on = cells.date("close_on")?;
    new.close_basis = cells.word::<CloseBasis>("close_basis", CloseBasis::WORDS)?;
    new.next_step = cells.name("next_step")?;
    new.next_step_on = cells.date("next_step_on")?;
    new.competition = cells.word::<Competition>("competition", Competition::WORDS)?;
    if let Some(text) = cells.text("competitors") {
        let names = text
            .split([',', ';'])
            .map(str::trim)
            .filter(|name| !name.is_empty());
        new.competitors = names.take(limits::COMPETITORS).map(str::to_owned).collect();
    }
    new.source = cells.name("source")?;
    new.external_id = cells.name("external_id")?;
    cells.custom(&mut new.custom)
}

/// A deal without a name is called by what is sold to whom.
fn made_up_name(cells: &Cells<'_>) -> Option<String> {
    let parts: Vec<&str> = ["account", "product"]
        .into_iter()
        .filter_map(|field| cells.text(field))
        .collect();
    let name = if parts.is_empty() {
        cells.text("external_id")?.to_owned()
    } else {
        parts.join(" · ")
    };
    Some(name.chars().take(limits::NAME_CHARS).collect())
}

fn pipeline<'a>(
    cells: &Cells<'_>,
    rules: &'a Rules,
    stored: Option<&Deal>,
) -> Result<(&'a Arc<PublishedPlaybook>, &'a CompiledPipeline), Reject> {
    let definitions = &rules.definitions;
    let Some(text) = cells
        .text("pipeline")
        .or(stored.map(|deal| deal.pipeline.as_str()))
    else {
        let is_for_deals =
            |pipeline: &CompiledPipeline| pipeline.definition().object == PipelineObject::Deal;
        let first = definitions
            .pipelines()
            .find(|(_, pipeline)| is_for_deals(pipeline));
        return first.ok_or_else(|| Reject::required("pipeline"));
    };
    let found = definitions.pipelines().find(|(_, pipeline)| {
        pipeline.key() == text || is_called(&pipeline.definition().name, text)
    });
    found.ok_or_else(|| Reject::unknown("pipeline", text, None))
}

fn stage<'a>(cells: &Cells<'_>, pipeline: &'a CompiledPipeline) -> Result<Option<&'a str>, Reject> {
    let closed = match cells.text("status").map(str::to_lowercase).as_deref() {
        Some("won") => pipeline.first_of(StageKind::Won),
        Some("lost") => pipeline.first_of(StageKind::Lost),
        _ => None,
    };
    if let Some(stage) = closed {
        return Ok(Some(stage.key()));
    }
    let Some(text) = cells.text("stage") else {
        return Ok(None);
    };
    match stage_called(pipeline, text) {
        Some(key) => Ok(Some(key)),
        None => Err(Reject::unknown("stage", text, None)),
    }
}

/// The key of the stage with this key or name.
pub(in crate::imports::records) fn stage_called<'a>(
    pipeline: &'a CompiledPipeline,
    text: &str,
) -> Option<&'a str> {
    let stages = pipeline.stages();
    let found = pipeline.stage(text).or_else(|| {
        stages
            .iter()
            .find(|stage| is_called(&stage.definition().name, text))
    });
    found.map(|stage| stage.key())
}

fn is_called(name: &Text, text: &str) -> bool {
    name.ko.to_lowercase() == text.to_lowercase() || name.en.to_lowercase() == text.to_lowercase()
}

/// Why the deal was lost. A reason that is no code of the playbook stays as a note beside the default code.
fn loss(
    cells: &Cells<'_>,
    playbook: &Playbook,
    stored: Option<&Deal>,
) -> Result<Option<Loss>, Reject> {
    let mut note = cells.short("loss_note", limits::TEXT_CHARS)?;
    let default = cells
        .layout()
        .mapping
        .defaults
        .get("loss_reason")
        .map(String::as_str);
    let known = |text: &str| {
        let mut reasons = playbook.loss_reasons.iter();
        reasons
            .find(|reason| reason.key == text || is_called(&reason.name, text))
            .map(|reason| reason.key.clone())
    };
    let said = cells.text("loss_reason");
    let reason = match (
        said.map(|text| (text, known(text))),
        default.and_then(known),
    ) {
        (Some((_, Some(reason))), _) => reason,
        (Some((text, None)), Some(default)) => {
            note = note.or_else(|| Some(text.to_owned()));
            default
        }
        (Some((text, None)), None) => return Err(Reject::unknown("loss_reason", text, None)),
        (None, Some(default)) => default,
        (None, None) => match stored.and_then(|deal| deal.loss.clone()) {
            Some(loss) => {
                return Ok(Some(Loss {
                    note: note.or(loss.note.clone()),
                    ..loss
                }));
            }
            None => return Err(Reject::required("loss_reason")),
        },
    };
    Ok(Some(Loss {
        reason,
        detail: None,
        competitor: None,
        said_by: None,
        note,
    }))
}
