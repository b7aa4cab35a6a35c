//! One deal with everything around it, driven by commands, as a store would keep it.

use std::sync::LazyLock;

use domain::deal::{
    Answer, BuyingRole, DealEvent, Loss, NewDeal, NewDealIds, NewEvidence, ProcurementItem, SaidBy,
};
use domain::deal::{ChangeStageError, MilestonePlan, PlanAnchor};
use domain::gate::{Dossier, Missing, StageMove};
use domain::ids::{AccountId, ContactId, DealId, EvidenceId, StageVisitId, UserId};
use domain::vocabulary::{
    BuyingRoleKind, CloseBasis, Competition, Origin, ProcurementKind, ProcurementState, RoleState,
};
use domain::{Currency, Date, Deal, Evidence, Instant, Money, StageVisit, Waiver};
use playbook::{CompiledPipeline, CompiledPlaybook};

static PLAYBOOK: LazyLock<CompiledPlaybook> = LazyLock::new(|| {
    let shipped = playbook::shipped();
    let (key, source) = shipped[0];
    CompiledPlaybook::compile(source, key).expect("the shipped playbook compiles")
});

static RENEWALS: LazyLock<CompiledPlaybook> = LazyLock::new(|| {
    let shipped = playbook::shipped();
    let (key, source) = shipped[1];
    CompiledPlaybook::compile(source, key).expect("the shipped playbook compiles")
});

pub(crate) fn playbook() -> &'static CompiledPlaybook {
    &PLAYBOOK
}

pub(crate) fn renewals() -> &'static CompiledPlaybook {
    &RENEWALS
}

pub(crate) fn pipeline() -> &'static CompiledPipeline {
    PLAYBOOK.pipeline("new-business").unwrap()
}

pub(crate) fn monday() -> Instant {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// A distinct id for each number.
pub(crate) fn id<T: From<uuid::Uuid>>(number: u128) -> T {
    uuid::Uuid::from_u128(number).into()
}

pub(crate) fn seller() -> UserId {
    id(7)
}

pub(crate) fn loss() -> Loss {
    Loss {
        reason: "price".into(),
        detail: Some("over-budget".into()),
        competitor: None,
        said_by: Some(SaidBy::Customer),
        note: None,
    }
}

pub(crate) fn new_deal() -> NewDeal {
    NewDeal {
        name: "한빛 ERP 교체".into(),
        pipeline: "new-business".into(),
        ..NewDeal::default()
    }
}

pub(crate) struct World {
    pub(crate) deal: Deal,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) visits: Vec<StageVisit>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) now: Instant,
    next: u128,
}

impl World {
    pub(crate) fn begin() -> Self {
        let now = monday();
        let ids = NewDealIds {
            id: id(1),
            number: 1,
            visit_id: id(2),
        };
        let dossier = Dossier::new(playbook(), 1, now, now.date_utc());
        let (deal, event) = Deal::create(new_deal(), ids, &dossier, Some(seller())).unwrap();
        let DealEvent::Created { visit } = event else {
            panic!("a creation creates")
        };
        Self {
            deal,
            evidence: Vec::new(),
            visits: vec![visit],
            waivers: Vec::new(),
            now,
            next: 100,
        }
    }

    pub(crate) fn fresh<T: From<uuid::Uuid>>(&mut self) -> T {
        self.next += 1;
        id(self.next)
    }

    pub(crate) fn dossier(&self) -> Dossier<'_> {
        Dossier {
            evidence: &self.evidence,
            waivers: &self.waivers,
            current_visit: self.visits.last(),
            ..Dossier::new(playbook(), 1, self.now, self.today())
        }
    }

    pub(crate) fn today(&self) -> Date {
        self.now.date_utc()
    }

    /// Does what a store does with the result of a command.
    pub(crate) fn keep<E>(&mut self, result: Result<(Deal, DealEvent), E>) -> Result<(), E> {
        let (deal, event) = result?;
        match event {
            DealEvent::StageChanged {
                left,
                entered,
                reopened,
            } => {
                *self.visits.last_mut().unwrap() = left;
                self.visits.push(entered);
                reopened.into_iter().for_each(|item| self.replace(item));
            }
            DealEvent::EvidenceAdded(item) => self.evidence.push(item),
            DealEvent::EvidenceRetracted(item) => self.replace(item),
            _ => {}
        }
        self.deal = deal;
        Ok(())
    }

    fn replace(&mut self, item: Evidence) {
        let known = self
            .evidence
            .iter_mut()
            .find(|known| known.id == item.id)
            .unwrap();
        *known = item;
    }

    pub(crate) fn go(&mut self, wanted: StageMove) -> Result<(), ChangeStageError> {
        let visit: StageVisitId = self.fresh();
        let result = self
            .deal
            .clone()
            .change_stage(wanted, &self.dossier(), visit, Some(seller()));
        self.keep(result)
    }

    pub(crate) fn go_to(&mut self, stage: &str) -> Result<(), ChangeStageError> {
        self.go(StageMove::to(stage))
    }

    /// The keys of what keeps the deal out of a stage, each with the stage that asks for it.
    pub(crate) fn missing(&self, stage: &str) -> Vec<String> {
        let judgement =
            domain::gate::judge(&self.deal, &self.dossier(), &StageMove::to(stage)).unwrap();
        keys(judgement.missing())
    }

    pub(crate) fn add(&mut self, evidence: NewEvidence) -> EvidenceId {
        let id: EvidenceId = self.fresh();
        let result = self
            .deal
            .clone()
            .add_evidence(evidence, id, &self.dossier(), Some(seller()));
        self.keep(result).unwrap();
        id
    }

    /// Records evidence of a type with everything it could need.
    pub(crate) fn prove(&mut self, evidence_type: &str) -> EvidenceId {
        self.add(evidence(evidence_type))
    }

    pub(crate) fn retract(&mut self, id: EvidenceId) {
        let result =
            self.deal
                .clone()
                .retract_evidence(id, "it was a misunderstanding", &self.dossier());
        self.keep(result).unwrap();
    }

    /// Fills every field a stage of the shipped playbook may require.
    pub(crate) fn fill(&mut self) {
        let edit = domain::deal::DealEdit {
            account_id: Some(Some(id::<AccountId>(11))),
            contact_id: Some(Some(id::<ContactId>(12))),
            owner_id: Some(Some(seller())),
            amount: Some(Some(Money::new(7_590_000, Currency::KRW))),
            close_on: self
                .deal
                .close_on
                .is_none()
                .then(|| "2026-06-30".parse().unwrap()),
            close_basis: Some(Some(CloseBasis::CustomerStated)),
            next_step: Some(Some("Demo with security".into())),
            next_step_on: Some(Some("2026-03-10".parse().unwrap())),
            competition: Some(Some(Competition::Competitive)),
            ..Default::default()
        };
        let result = self.deal.clone().edit(edit, self.now);
        self.keep(result).unwrap();
    }

    /// Supplies everything the gates up to and including `last` ask for.
    pub(crate) fn satisfy_through(&mut self, last: &str) {
        self.fill();
        for stage in pipeline().stages() {
            let definition = stage.definition();
            for required in &definition.required_evidence {
                self.prove(&required.evidence_type);
            }
            for key in &definition.confirmed_by {
                self.prove(key);
            }
            match stage.key() {
                "discovery" => self.answer("identify_pain"),
                "qualified" => {
                    self.answer("metrics");
                    self.economic_buyer(RoleState::Identified, None);
                }
                "proposal" => {
                    let shown = self.prove("pricing_reviewed");
                    self.economic_buyer(RoleState::Confirmed, Some(shown));
                }
                "negotiation" => {
                    self.plan();
                    self.purchase_order(ProcurementState::NotNeeded);
                }
                _ => {}
            }
            if stage.key() == last {
                return;
            }
        }
    }

    pub(crate) fn answer(&mut self, question: &str) {
        let answer = Answer {
            set: "meddicc".into(),
            question: question.into(),
            answer: "Month-end closing takes nine days".into(),
            evidence_ids: Vec::new(),
        };
        let result = self.deal.clone().answer_question(answer, &self.dossier());
        self.keep(result).unwrap();
    }

    pub(crate) fn economic_buyer(&mut self, state: RoleState, evidence_id: Option<EvidenceId>) {
        let role = BuyingRole {
            contact_id: id(12),
            role: BuyingRoleKind::EconomicBuyer,
            state,
            evidence_id,
        };
        let result = self.deal.clone().set_buying_role(role, &self.dossier());
        self.keep(result).unwrap();
    }

    fn plan(&mut self) {
        let template = playbook()
            .playbook()
            .milestone_template("us-enterprise-purchase")
            .unwrap();
        let plan = MilestonePlan::from_template(
            template,
            PlanAnchor::Backward("2026-06-30".parse().unwrap()),
        );
        let result = self.deal.clone().set_milestone_plan(plan, &self.dossier());
        self.keep(result).unwrap();
    }

    fn purchase_order(&mut self, state: ProcurementState) {
        let item = ProcurementItem {
            key: "po".into(),
            kind: ProcurementKind::PurchaseOrder,
            state,
            owner: None,
            due_on: None,
            note: None,
        };
        let result = self.deal.clone().set_procurement(vec![item], self.now);
        self.keep(result).unwrap();
    }

    pub(crate) fn wait_days(&mut self, days: i64) {
        self.now = self.now.plus_days(days);
    }

    pub(crate) fn deal_id(&self) -> DealId {
        self.deal.id
    }
}

/// Evidence from the customer where it can be, with a reference; contracts are signed by both.
pub(crate) fn evidence(evidence_type: &str) -> NewEvidence {
    let definition = playbook()
        .playbook()
        .evidence_type(evidence_type)
        .expect(evidence_type);
    let from_customer = definition.can_come_from_customer();
    NewEvidence {
        evidence_type: evidence_type.into(),
        kind: None,
        origin: from_customer.then_some(Origin::Customer),
        title: evidence_type.replace('_', " "),
        reference: Some(format!("https://mail.example/{evidence_type}")),
        content_hash: None,
        signed_by_both: evidence_type == "signed_contract",
        contact_id: None,
        occurred_at: None,
    }
}

pub(crate) fn keys(missing: &[Missing]) -> Vec<String> {
    missing
        .iter()
        .map(|missing| format!("{}.{}", missing.stage, missing.key))
        .collect()
}
