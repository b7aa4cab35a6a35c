//! Does what the script says, through the use cases, as the people who would have done it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::deal::{Loss, SaidBy};
use domain::gate::StageMove;
use domain::ids::{ContactId, DealId, EvidenceId, WorkspaceId};
use domain::journal::EntryOrigin;
use domain::{Currency, Money};
use playbook::{BuyingRoleKind, DealKind, RenewalOutcome, RiskSeverity};

use super::cast;
use super::company::Company;
use super::lines::{COMPETITORS, LOSSES, RENEWAL_LOSSES, RISKS, TALKS, answer, is_korean, said};
use super::script::{Cue, DealPart, Step};
use crate::identity::Caller;
use crate::playbooks::Definitions;
use crate::{App, Ctx, Error, activities, deals};

/// What has become of a deal so far.
#[derive(Default)]
pub(super) struct Played {
    pub(super) id: Option<DealId>,
    pub(super) evidence: HashMap<String, EvidenceId>,
    pub(super) close_on: Option<domain::Date>,
    pub(super) is_over: bool,
}

pub(super) struct Performance {
    pub(super) app: App,
    pub(super) workspace_id: WorkspaceId,
    pub(super) definitions: Arc<Definitions>,
    pub(super) company: Company,
    pub(super) played: Vec<Played>,
}

impl Performance {
    pub(super) async fn play(&mut self, part: &DealPart, cue: &Cue) -> Result<(), Error> {
        if self.played[cue.deal].is_over {
            return Ok(());
        }
        if let Step::Open = cue.step {
            return self.open(part, cue).await;
        }
        let Some(id) = self.played[cue.deal].id else {
            return Ok(());
        };
        let ctx = self.ctx(part.owner);
        match &cue.step {
            Step::Open => {}
            Step::Evidence(key) => self.evidence(&ctx, part, cue, id, key).await?,
            Step::Fields(fields) => self.fields(&ctx, part, cue, id, fields).await?,
            Step::EconomicBuyer(state, backed_by) => {
                let evidence_id = backed_by
                    .as_ref()
                    .and_then(|key| self.played[cue.deal].evidence.get(key).copied());
                let role = deals::SetBuyingRole {
                    contact_id: self.buyer(part, 0),
                    role: BuyingRoleKind::EconomicBuyer,
                    state: *state,
                    evidence_id,
                };
                deals::set_buying_role(&ctx, id, role).await?;
            }
            Step::Answer(set, question, backed_by) => {
                let evidence_id = backed_by
                    .as_ref()
                    .and_then(|key| self.played[cue.deal].evidence.get(key).copied());
                let answer = deals::AnswerQuestion {
                    set: (*set).into(),
                    question: (*question).into(),
                    answer: answer(part, question).into(),
                    evidence_ids: evidence_id.into_iter().collect(),
                };
                deals::answer_question(&ctx, id, answer).await?;
            }
            Step::Procurement(is_done) => self.procurement(&ctx, part, cue, id, *is_done).await?,
            Step::Move(to) => {
                deals::change_stage(
                    &ctx,
                    id,
                    StageMove {
                        to: to.clone(),
                        ..StageMove::default()
                    },
                )
                .await?;
            }
            Step::Win => {
                let outcome = (part.pipeline == "renewals").then_some(match part.competitor {
                    0 => RenewalOutcome::Upgraded,
                    1 => RenewalOutcome::Downgraded,
                    _ => RenewalOutcome::Renewed,
                });
                deals::change_stage(
                    &ctx,
                    id,
                    StageMove {
                        to: "closed_won".into(),
                        outcome,
                        ..StageMove::default()
                    },
                )
                .await?;
                self.played[cue.deal].is_over = true;
            }
            Step::Lose(reason) => {
                let losses = if part.pipeline == "renewals" {
                    RENEWAL_LOSSES
                } else {
                    LOSSES
                };
                let (code, detail) = losses[reason % losses.len()];
                let loss = Loss {
                    reason: code.into(),
                    detail: Some(detail.into()),
                    competitor: (code == "competitor").then(|| COMPETITORS[part.competitor].into()),
                    said_by: Some(if reason % 3 == 0 {
                        SaidBy::Us
                    } else {
                        SaidBy::Customer
                    }),
                    note: None,
                };
                let outcome = (part.pipeline == "renewals").then_some(RenewalOutcome::Ended);
                let lost = StageMove {
                    to: "closed_lost".into(),
                    loss: Some(loss),
                    outcome,
                    ..StageMove::default()
                };
                deals::change_stage(&ctx, id, lost).await?;
                self.played[cue.deal].is_over = true;
            }
            Step::Push(days) => self.push(&ctx, cue, id, *days).await?,
            Step::Talk(which) => {
                let (kind, ko, en) = TALKS[*which];
                let talk = activities::CreateActivity {
                    kind,
                    subject: said(part, ko, en).into(),
                    body: None,
                    contact_id: Some(self.buyer(part, 1)),
                    occurred_at: None,
                    due_on: None,
                    owner_id: None,
                };
                activities::create(&ctx, id, talk).await?;
            }
            Step::Risk(which) => {
                let (ko, ko_plan, en, en_plan) = RISKS[*which];
                let risk = deals::SetRisk {
                    title: said(part, ko, en).into(),
                    plan: Some(said(part, ko_plan, en_plan).into()),
                    severity: if *which == 1 {
                        RiskSeverity::High
                    } else {
                        RiskSeverity::Medium
                    },
                    owner_id: ctx.actor.user_id,
                    is_closed: false,
                };
                deals::set_risk(&ctx, id, None, risk).await?;
            }
            Step::Judge(opinion) => self.judge(part, id, *opinion).await?,
            Step::Waive { stage, evidence } => {
                self.waive(&ctx, part, id, stage, evidence, cue.at).await?
            }
        }
        Ok(())
    }

    pub(super) fn ctx(&self, person: usize) -> Ctx {
        let caller = Caller {
            workspace_id: self.workspace_id,
            actor: self.company.actors[person].clone(),
        };
        Ctx::new(self.app.clone(), caller, EntryOrigin::Ui)
    }

    pub(super) fn buyer(&self, part: &DealPart, title: usize) -> ContactId {
        self.company.accounts[part.account].1[title]
    }

    pub(super) fn amount(part: &DealPart) -> Money {
        let product = &cast::PRODUCTS[part.product];
        if is_korean(part) {
            Money::new(product.krw * part.price_percent / 100, Currency::KRW)
        } else {
            Money::new(product.usd * part.price_percent, Currency::USD)
        }
    }

    pub(super) async fn open(&mut self, part: &DealPart, cue: &Cue) -> Result<(), Error> {
        let ctx = self.ctx(part.owner);
        let product = &cast::PRODUCTS[part.product];
        let is_renewal = part.pipeline == "renewals";
        let what = match (is_renewal, is_korean(part)) {
            (true, true) => "갱신",
            (true, false) => "renewal",
            (false, true) => "도입",
            (false, false) => "rollout",
        };
        let input = deals::CreateDeal {
            name: format!("{} {what}", product.name),
            kind: is_renewal.then_some(DealKind::Renewal),
            pipeline: Some(part.pipeline.into()),
            account_id: Some(self.company.accounts[part.account].0),
            contact_id: Some(self.buyer(part, 1)),
            product_id: Some(self.company.products[part.product]),
            amount: is_renewal.then(|| Self::amount(part)),
            source: Some(part.source.into()),
            custom: BTreeMap::new(),
            ..deals::CreateDeal::default()
        };
        self.played[cue.deal].id = Some(deals::create(&ctx, input).await?.deal.id);
        Ok(())
    }
}
