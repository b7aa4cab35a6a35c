//! Everything a rule may name about a deal, as it is when the rule is asked.
//!
//! The domain fills [`Facts`]; rules only read them. Retracted evidence, archived people and
//! other things that no longer count are left out by whoever fills them. Each struct is also its
//! own documentation: the reference is generated from the same declarations.

mod record;

use jiff::civil::Date;

use record::fact_records;
pub(crate) use record::{Described, Record, Records, Value};

use crate::schema::KeyKind;
use crate::vocabulary::{
    BuyingRoleKind, CloseBasis, Competition, DealKind, EvidenceKind, MilestoneOwner, Origin,
    ProcurementKind, ProcurementState, RenewalOutcome, RiskSeverity, RoleState, Strength,
};

/// The deal and everything around it that rules may look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The day the rule is asked, in the workspace's time zone.
    pub today: Date,
    /// The deal itself.
    pub deal: DealFacts,
    /// Evidence that counts, newest first.
    pub evidence: Vec<EvidenceFact>,
    /// Buying roles.
    pub roles: Vec<RoleFact>,
    /// Milestones of the deal's plan.
    pub milestones: Vec<MilestoneFact>,
    /// The procurement checklist.
    pub procurement: Vec<ProcurementFact>,
    /// Answers to question sets.
    pub answers: Vec<AnswerFact>,
    /// Risks.
    pub risks: Vec<RiskFact>,
    /// Approved, unexpired waivers.
    pub waivers: Vec<WaiverFact>,
    /// The proof of concept; its default when there is none.
    pub poc: PocFacts,
}

impl Facts {
    /// Facts about a deal of which nothing else is known yet.
    pub fn of(today: Date, deal: DealFacts) -> Self {
        Self {
            today,
            deal,
            evidence: Vec::new(),
            roles: Vec::new(),
            milestones: Vec::new(),
            procurement: Vec::new(),
            answers: Vec::new(),
            risks: Vec::new(),
            waivers: Vec::new(),
            poc: PocFacts::default(),
        }
    }
}

fact_records! {
    /// The deal itself.
    #[derive(Default)]
    pub struct DealFacts = "deal" {
        name: String, "the deal's name", "딜 이름";
        kind: DealKind, "new business, expansion or renewal", "신규, 확장, 갱신";
        pipeline: String as Pipeline, "the pipeline it is in", "속한 파이프라인";
        stage: String as Stage, "the stage it is in", "현재 단계";
        amount_minor: Option<i64>, "expected amount in the currency's smallest unit", "예상 금액(통화 최소 단위)";
        currency: Option<String>, "ISO 4217 code of the amount", "금액의 ISO 4217 통화 코드";
        close_on: Option<Date>, "expected close date", "예상 종료일";
        close_basis: Option<CloseBasis>, "what the close date rests on, weakest first", "종료일의 근거(약한 것부터)";
        days_to_close: Option<i64>, "days until the close date; negative when it has passed", "종료일까지 남은 일수(지났으면 음수)";
        pushes: i64, "how often the close date was moved later", "종료일을 미룬 횟수";
        pushed_days: i64, "by how many days in total", "미룬 총 일수";
        next_step: Option<String>, "the next meeting or action", "다음 미팅 또는 액션";
        next_step_on: Option<Date>, "when it is", "그 날짜";
        competition: Option<Competition>, "whom we compete with", "경쟁 구도";
        competitors: Vec<String>, "keys or names of known competitors", "알려진 경쟁사";
        account: Option<String>, "the customer's name", "고객사 이름";
        country: Option<String>, "the customer's country", "고객사 국가";
        industry: Option<String>, "the customer's industry", "고객사 업종";
        segment: Option<String>, "the customer's segment", "고객사 세그먼트";
        contact: Option<String>, "the main contact's name", "주 담당자 이름";
        owner: Option<String>, "the owner's name", "소유자 이름";
        product: Option<String>, "the product's name", "제품 이름";
        source: Option<String>, "where the deal came from", "유입 경로";
        outcome: Option<RenewalOutcome>, "how a renewal ended", "갱신 결과";
        age_days: i64, "days since it was opened", "생성 후 일수";
        days_in_stage: i64, "days since it entered its stage", "현재 단계 체류 일수";
        days_since_customer_evidence: Option<i64>, "days since the customer last confirmed anything", "고객의 마지막 확인 후 일수";
        on_waiver: bool, "whether it stands where it is by a waiver", "예외 승인으로 현재 단계에 있는지";
    } computed {
        has_amount: bool = |deal| deal.amount_minor.is_some(), "whether an amount is known", "금액이 있는지";
        has_close_date: bool = |deal| deal.close_on.is_some(), "whether a close date is known", "종료일이 있는지";
        has_next_step: bool = |deal| deal.next_step.as_ref().is_some_and(|step| !step.is_empty()) && deal.next_step_on.is_some(), "whether a next step with a date is known", "날짜가 있는 다음 액션이 있는지";
    }

    /// One piece of evidence that counts.
    pub struct EvidenceFact = "evidence" {
        evidence_type: String as EvidenceType, "its type", "증거 유형";
        kind: EvidenceKind, "what its reference points to", "근거의 종류";
        origin: Origin, "who originated it", "누가 만들었는지";
        strength: Strength, "how much it proves, weakest first", "증명력(약한 것부터)";
        occurred_days_ago: i64, "days since it happened", "발생 후 일수";
    }

    /// One contact's part in the purchase.
    pub struct RoleFact = "roles" {
        role: BuyingRoleKind, "the part", "구매 역할";
        state: RoleState, "how far it is established", "확인 상태";
        contact: String, "the contact's name", "담당자 이름";
        is_evidenced: bool, "whether the state has evidence", "상태에 증거가 있는지";
    }

    /// One milestone of the plan.
    pub struct MilestoneFact = "milestones" {
        key: String as Milestone, "its key", "마일스톤 키";
        owner: MilestoneOwner, "who does it", "담당 쪽";
        due_on: Option<Date>, "when it must be done for the close date to hold", "종료일을 지키기 위한 기한";
        is_done: bool, "whether it is done", "완료 여부";
        is_late: bool, "whether it is already late", "이미 늦었는지";
    }

    /// One item of the procurement checklist.
    pub struct ProcurementFact = "procurement" {
        key: String, "its key", "항목 키";
        kind: ProcurementKind, "what kind of step it is", "절차 종류";
        state: ProcurementState, "where it stands", "상태";
        has_owner: bool, "whether somebody is named for it", "담당자가 있는지";
        due_on: Option<Date>, "when it is due", "기한";
    }

    /// One answer of a question set.
    pub struct AnswerFact = "answers" {
        set: String as QuestionSet, "the question set", "질문 세트";
        question: String as Question, "the question", "질문";
        answer: String, "what was answered", "답변";
        is_evidenced: bool, "whether evidence backs it", "증거가 뒷받침하는지";
    }

    /// One risk.
    pub struct RiskFact = "risks" {
        severity: RiskSeverity, "how much harm it can do", "심각도";
        is_open: bool, "whether it is unresolved", "미해결 여부";
        has_plan: bool, "whether there is a plan against it", "해소 계획이 있는지";
        has_owner: bool, "whether somebody is named for it", "담당자가 있는지";
    }

    /// One approved, unexpired waiver.
    pub struct WaiverFact = "waivers" {
        stage: String as Stage, "the stage it lets the deal enter", "진입을 허용한 단계";
        criterion: String as Criterion, "what it waives", "면제한 조건";
        reason: String, "the coded reason", "사유 코드";
    }

    /// The proof of concept.
    #[derive(Default)]
    pub struct PocFacts = "poc" {
        is_recorded: bool, "whether there is one", "PoC가 있는지";
        has_success_definition: bool, "whether success is defined", "성공 정의가 있는지";
        has_threshold: bool, "whether a metric and its threshold are named", "지표와 기준값이 있는지";
        has_decision_rule: bool, "whether it is settled what follows from the result", "결과에 따른 결정 규칙이 있는지";
        is_agreed: bool, "whether the customer agreed to all that before it started", "시작 전에 고객이 합의했는지";
        has_result: bool, "whether the result is in", "결과가 나왔는지";
        ends_on: Option<Date>, "when it ends", "종료일";
    }
}
