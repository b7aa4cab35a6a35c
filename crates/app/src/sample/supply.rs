//! What a stage asks for, supplied: evidence, fields, procurement, the moving close date, the exception.

use domain::Instant;
use domain::deal::ProcurementItem;
use domain::ids::DealId;
use playbook::{
    BuyingRoleKind, CloseBasis, Competition, EvidenceType, Origin, ProcurementKind,
    ProcurementState, RequiredField,
};

use super::cast::{self, Habit};
use super::lines::{COMPETITORS, is_korean, reference, said};
use super::perform::Performance;
use super::script::{Cue, DealPart};
use crate::{Ctx, Error, deals};

impl Performance {
    pub(super) async fn evidence(
        &mut self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        key: &str,
    ) -> Result<(), Error> {
        let Some(kind) = self.evidence_type(part.pipeline, key) else {
            return Ok(());
        };
        let is_customers = kind.origins.contains(&Origin::Customer);
        let title = if is_korean(part) {
            kind.name.ko.clone()
        } else {
            kind.name.en.clone()
        };
        let form = kind.kinds.first().copied();
        let contact = match key {
            "pricing_reviewed"
            | "conditional_commitment"
            | "budget_confirmed"
            | "terms_reviewed" => 0,
            "technical_fit" | "issue_list" => 2,
            "purchase_order" | "procurement_process" | "payment_terms" => 3,
            _ => 1,
        };
        let input = deals::AddEvidence {
            evidence_type: key.into(),
            kind: form,
            origin: Some(if is_customers {
                Origin::Customer
            } else {
                kind.origins.first().copied().unwrap_or(Origin::Us)
            }),
            title,
            reference: Some(reference(form, cue, key)),
            content_hash: None,
            is_countersigned: matches!(key, "signed_contract" | "signed_renewal"),
            contact_id: is_customers.then(|| self.buyer(part, contact)),
            occurred_at: Some(cue.at.plus_micros(-3_600_000_000)),
        };
        let evidence = deals::add_evidence(ctx, id, input).await?.evidence;
        self.played[cue.deal]
            .evidence
            .insert(key.to_owned(), evidence.id);
        Ok(())
    }

    pub(super) fn evidence_type(&self, pipeline: &str, key: &str) -> Option<EvidenceType> {
        let (playbook, _) = self.definitions.pipeline(pipeline)?;
        playbook
            .compiled
            .playbook()
            .evidence_types
            .iter()
            .find(|kind| kind.key == key)
            .cloned()
    }

    pub(super) async fn fields(
        &mut self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        fields: &[RequiredField],
    ) -> Result<(), Error> {
        let today = self.definitions.day_of(cue.at);
        let mut edit = deals::EditDeal::default();
        let mut wants_plan = false;
        for field in fields {
            match field {
                RequiredField::Amount => edit.amount = Some(Some(Self::amount(part))),
                RequiredField::CloseDate if self.played[cue.deal].close_on.is_none() => {
                    let close_on = today.saturating_add(jiff::Span::new().days(75));
                    edit.close_on = Some(Some(close_on));
                    edit.close_basis = Some(Some(CloseBasis::Estimate));
                    self.played[cue.deal].close_on = Some(close_on);
                }
                RequiredField::CloseBasis => {
                    edit.close_basis = Some(Some(CloseBasis::CustomerStated))
                }
                RequiredField::NextStep => {
                    edit.next_step = Some(Some(
                        said(
                            part,
                            "다음 미팅에서 평가 기준 합의",
                            "Agree on the criteria in the next meeting",
                        )
                        .into(),
                    ));
                    edit.next_step_on = Some(Some(today.saturating_add(jiff::Span::new().days(9))));
                }
                RequiredField::Competition => {
                    let competition = [
                        Competition::Competitive,
                        Competition::Sole,
                        Competition::StatusQuo,
                    ][part.competitor];
                    edit.competition = Some(Some(competition));
                    if competition == Competition::Competitive {
                        edit.competitors = Some(vec![COMPETITORS[part.competitor].into()]);
                    }
                }
                RequiredField::MilestonePlan => wants_plan = true,
                _ => {}
            }
        }
        deals::edit(ctx, id, edit).await?;
        if wants_plan {
            deals::set_milestone_plan(ctx, id, deals::SetMilestonePlan::default()).await?;
        }
        // The renewal's buyer is known from the start.
        if part.pipeline == "renewals" && fields.contains(&RequiredField::EconomicBuyer) {
            let role = deals::SetBuyingRole {
                contact_id: self.buyer(part, 0),
                role: BuyingRoleKind::EconomicBuyer,
                state: playbook::RoleState::Identified,
                evidence_id: None,
            };
            if !self.played[cue.deal]
                .evidence
                .contains_key("renewal_intent")
            {
                deals::set_buying_role(ctx, id, role).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn procurement(
        &self,
        ctx: &Ctx,
        part: &DealPart,
        cue: &Cue,
        id: DealId,
        is_done: bool,
    ) -> Result<(), Error> {
        let due_on = self
            .definitions
            .day_of(cue.at)
            .saturating_add(jiff::Span::new().days(14));
        let steps = [
            ("security-review", ProcurementKind::Security, 2),
            ("contract-terms", ProcurementKind::Legal, 2),
            (
                "vendor-registration",
                ProcurementKind::VendorRegistration,
                3,
            ),
            ("purchase-order", ProcurementKind::PurchaseOrder, 3),
        ];
        for (key, kind, title) in steps {
            let owner = said(part, cast::TITLES[title].0, cast::TITLES[title].1);
            // The order itself comes last, with the signature.
            let is_last = kind == ProcurementKind::PurchaseOrder;
            let state = if is_done && !is_last {
                ProcurementState::Done
            } else {
                ProcurementState::InProgress
            };
            let item = ProcurementItem {
                key: key.into(),
                kind,
                state,
                owner: Some(owner.into()),
                due_on: Some(due_on),
                note: None,
            };
            deals::set_procurement_item(ctx, id, item).await?;
        }
        Ok(())
    }

    pub(super) async fn push(
        &mut self,
        ctx: &Ctx,
        cue: &Cue,
        id: DealId,
        days: i64,
    ) -> Result<(), Error> {
        let Some(before) = self.played[cue.deal].close_on else {
            return Ok(());
        };
        let close_on = before.saturating_add(jiff::Span::new().days(days));
        let reasons: &[&str] = &["customer-asked", "budget-cycle", "customer-asked"];
        let change = deals::ChangeCloseDate {
            close_on,
            close_basis: None,
            reason: Some(reasons[usize::try_from(days).unwrap_or(0) % reasons.len()].into()),
            note: None,
        };
        deals::change_close_date(ctx, id, change).await?;
        self.played[cue.deal].close_on = Some(close_on);
        Ok(())
    }

    pub(super) async fn waive(
        &self,
        ctx: &Ctx,
        part: &DealPart,
        id: DealId,
        stage: &str,
        evidence: &str,
        at: Instant,
    ) -> Result<(), Error> {
        let Some((_, pipeline)) = self.definitions.pipeline(part.pipeline) else {
            return Ok(());
        };
        let Some(next) = pipeline.next_after(stage) else {
            return Ok(());
        };
        let expires_on = self
            .definitions
            .day_of(at)
            .saturating_add(jiff::Span::new().days(30));
        let request = deals::RequestWaiver {
            criteria: vec![evidence.to_owned()],
            stage: next.key().to_owned(),
            reason: "strategic-account".into(),
            note: Some(
                said(
                    part,
                    "본사 기준표에 없는 업종이지만 전략 계정입니다.",
                    "Outside our profile, but a strategic account.",
                )
                .into(),
            ),
            expires_on,
        };
        let waiver = deals::request_waiver(ctx, id, request).await?.waiver;
        let manager = self
            .company
            .managers
            .get(cast::PEOPLE[part.owner].team)
            .copied();
        if let Some(manager) = manager.filter(|_| cast::PEOPLE[part.owner].habit != Habit::None) {
            deals::approve_waiver(
                &self.ctx(manager),
                waiver.id,
                deals::DecideWaiver::default(),
            )
            .await?;
        }
        Ok(())
    }
}
