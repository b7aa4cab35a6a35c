//! Pipelines and stages.

use crate::finding::Severity;
use crate::lint::playbook::{Judge, exit_path};
use crate::lint::{closest, codes, did_you_mean, one_of};
use crate::model::{ExitCriterion, Pipeline, Remedy, Stage};
use crate::rule::References;
use crate::schema::KeyKind;
use crate::text::Text;
use crate::vocabulary::{
    BuyingRoleKind, PipelineObject, ProcurementKind, RemedyAction, RequiredField, StageKind,
};

/// Most fields a stage may require.
pub(crate) const MAX_REQUIRED_FIELDS: usize = 5;
/// Fewest stages of a deal pipeline, its two closing stages counted as one.
const MIN_DEAL_STAGES: usize = 5;
/// Fewest stages of a renewal pipeline, counted the same way.
const MIN_RENEWAL_STAGES: usize = 4;
/// Most stages of any pipeline, counted the same way.
const MAX_STAGES: usize = 8;

/// What a stage is called when it is named after our own doing.
const ACTIVITIES_EN: &[&str] = &[
    "demo done",
    "demo completed",
    "demo given",
    "proposal sent",
    "quote sent",
    "contract sent",
    "email sent",
    "call made",
    "called",
    "meeting held",
    "meeting done",
    "follow-up",
    "follow up",
    "presentation done",
];
const ACTIVITIES_KO: &[&str] = &[
    "데모 완료",
    "데모 진행",
    "제안서 발송",
    "제안 발송",
    "견적 발송",
    "견적서 발송",
    "계약서 발송",
    "메일 발송",
    "이메일 발송",
    "전화 완료",
    "미팅 완료",
    "발표 완료",
];

impl Judge<'_> {
    pub(super) fn pipelines(&mut self) {
        let playbook = self.playbook;
        for (p, pipeline) in playbook.pipelines.iter().enumerate() {
            let path = format!("pipelines[{p}]");
            self.stage_kinds(&path, pipeline);
            self.stage_count(&path, pipeline);
            self.probabilities(&path, pipeline);
            for (s, stage) in pipeline.stages.iter().enumerate() {
                self.stage(&format!("{path}.stages[{s}]"), stage);
                for (e, criterion) in stage.exit.iter().enumerate() {
                    self.criterion(p, s, e, criterion);
                }
            }
        }
    }

    fn stage_kinds(&mut self, path: &str, pipeline: &Pipeline) {
        let path = format!("{path}.stages");
        for kind in StageKind::ALL {
            let count = pipeline
                .stages
                .iter()
                .filter(|stage| stage.kind == *kind)
                .count();
            if count == 0 {
                self.error(
                    codes::MISSING_STAGE_KIND,
                    &path,
                    format!("`{kind}` 단계가 없습니다"),
                    format!("there is no stage of kind `{kind}`"),
                );
            } else if count > 1 && *kind != StageKind::Open {
                self.error(
                    codes::MISSING_STAGE_KIND,
                    &path,
                    format!("`{kind}` 단계는 하나여야 합니다"),
                    format!("there must be one stage of kind `{kind}`, not {count}"),
                );
            }
        }
        for (s, pair) in pipeline.stages.windows(2).enumerate() {
            if pair[0].kind > pair[1].kind {
                self.error(
                    codes::STAGE_ORDER,
                    &format!("{path}[{}]", s + 1),
                    "단계는 진행, 성사, 실패 순서로 써야 합니다",
                    "stages are written in the order open, won, lost",
                );
            }
        }
    }

    fn stage_count(&mut self, path: &str, pipeline: &Pipeline) {
        let open = pipeline
            .stages
            .iter()
            .filter(|stage| stage.kind == StageKind::Open);
        let count = open.count() + 1;
        let min = match pipeline.object {
            PipelineObject::Deal => MIN_DEAL_STAGES,
            PipelineObject::Renewal => MIN_RENEWAL_STAGES,
        };
        if !(min..=MAX_STAGES).contains(&count) {
            self.warning(
                codes::STAGE_COUNT,
                &format!("{path}.stages"),
                format!("단계가 {count}개입니다(성사와 실패를 하나로 셈). {min}–{MAX_STAGES}개가 좋습니다"),
                format!("{count} stages (won and lost counted as one); {min} to {MAX_STAGES} work best"),
            );
        }
    }

    fn probabilities(&mut self, path: &str, pipeline: &Pipeline) {
        let mut highest = (0, "");
        for (s, stage) in pipeline.stages.iter().enumerate() {
            let path = format!("{path}.stages[{s}].probability_percent");
            let percent = stage.probability_percent;
            let (is_possible, ko, en) = match stage.kind {
                StageKind::Open => ((1..=99).contains(&percent), "1–99", "1 to 99"),
                StageKind::Won => (percent == 100, "100", "100"),
                StageKind::Lost => (percent == 0, "0", "0"),
            };
            let kind = stage.kind;
            if !is_possible {
                self.error(
                    codes::IMPOSSIBLE_PROBABILITY,
                    &path,
                    format!("`{kind}` 단계의 확률은 {ko}이어야 합니다"),
                    format!("the probability of a stage of kind `{kind}` must be {en}"),
                );
            }
            if kind == StageKind::Open {
                let (most, before) = highest;
                if percent < most {
                    let key = &stage.key;
                    self.error(
                        codes::FALLING_PROBABILITY,
                        &path,
                        format!("`{key}` 단계의 확률({percent}%)이 앞 단계 `{before}`의 {most}%보다 낮습니다"),
                        format!(
                            "the probability of `{key}` ({percent}%) falls below the {most}% of `{before}` before it"
                        ),
                    );
                } else {
                    highest = (percent, &stage.key);
                }
            }
        }
    }

    fn stage(&mut self, path: &str, stage: &Stage) {
        if stage.kind == StageKind::Open && stage.exit.is_empty() {
            self.error(
                codes::STAGE_WITHOUT_EXIT,
                path,
                "통과 조건이 없는 단계입니다",
                "the stage has no exit criterion",
            );
        }
        if stage.kind != StageKind::Lost && stage.required_evidence.is_empty() {
            self.error(
                codes::STAGE_WITHOUT_EVIDENCE,
                path,
                "필수 증거가 없는 단계입니다",
                "the stage requires no evidence",
            );
        }
        if stage.kind == StageKind::Open && stage.rot_days.is_none() {
            self.warning(
                codes::NO_ROT_LIMIT,
                path,
                "정체 기준일이 없습니다",
                "the stage has no rot limit",
            );
        }
        if stage.required_fields.len() > MAX_REQUIRED_FIELDS {
            self.error(
                codes::TOO_MANY_REQUIRED_FIELDS,
                &format!("{path}.required_fields[{MAX_REQUIRED_FIELDS}]"),
                format!("필수 필드는 {MAX_REQUIRED_FIELDS}개까지입니다"),
                format!("a stage requires at most {MAX_REQUIRED_FIELDS} fields"),
            );
        }
        self.stage_name(path, stage);
        self.stage_evidence(path, stage);
    }

    fn stage_name(&mut self, path: &str, stage: &Stage) {
        let en = stage.name.en.to_lowercase();
        let activity = ACTIVITIES_EN
            .iter()
            .find(|activity| en.contains(**activity))
            .map(|_| "en")
            .or_else(|| {
                ACTIVITIES_KO
                    .iter()
                    .find(|activity| stage.name.ko.contains(**activity))
                    .map(|_| "ko")
            });
        if let Some(side) = activity {
            self.report(
                Severity::Warning,
                codes::ACTIVITY_STAGE_NAME,
                &format!("{path}.name.{side}"),
                Text::new(
                    "단계 이름이 고객의 진전이 아니라 우리의 활동입니다",
                    "the stage is named after what we do, not how far the buyer is",
                ),
                Some(Text::new(
                    "고객이 확인한 것을 이름으로 쓰세요(예: 솔루션 적합성 확인)",
                    "name what the buyer has confirmed, such as \"Solution fit\"",
                )),
            );
        }
    }

    fn stage_evidence(&mut self, path: &str, stage: &Stage) {
        for (index, required) in stage.required_evidence.iter().enumerate() {
            let path = format!("{path}.required_evidence[{index}].evidence_type");
            self.key(&path, KeyKind::EvidenceType, &required.evidence_type);
        }
        let asks = stage.kind == StageKind::Open && stage.customer_confirmation;
        if asks && stage.confirmed_by.is_empty() {
            self.report(
                Severity::Error,
                codes::STAGE_WITHOUT_CONFIRMATION,
                path,
                Text::new(
                    "고객의 확인을 요구하지만 무엇이 확인인지 정하지 않았습니다",
                    "the stage needs the customer's confirmation but no evidence confirms it",
                ),
                Some(Text::new(
                    "`confirmed_by`에 고객이 만드는 증거 유형을 쓰거나 `customer_confirmation: false`를 쓰세요",
                    "list evidence types in `confirmed_by`, or write `customer_confirmation: false`",
                )),
            );
        }
        for (index, key) in stage.confirmed_by.iter().enumerate() {
            let path = format!("{path}.confirmed_by[{index}]");
            if self.key(&path, KeyKind::EvidenceType, key)
                && !self
                    .playbook
                    .evidence_type(key)
                    .is_some_and(|kind| kind.can_come_from_customer())
            {
                self.error(
                    codes::STAGE_WITHOUT_CONFIRMATION,
                    &path,
                    format!("`{key}`은(는) 고객이 만들 수 없는 증거입니다"),
                    format!("`{key}` cannot originate from the customer"),
                );
            }
        }
    }

    fn criterion(&mut self, p: usize, s: usize, e: usize, criterion: &ExitCriterion) {
        let rule_path = exit_path(p, s, e);
        let path = rule_path.trim_end_matches(".when").to_owned();
        for (index, remedy) in criterion.satisfied_by.iter().enumerate() {
            self.remedy(&format!("{path}.satisfied_by[{index}]"), remedy);
        }
        let is_ours = self
            .rules
            .get(&rule_path)
            .is_some_and(|rule| !self.customer_can_cause(rule.references()));
        if is_ours {
            self.warning(
                codes::NO_CUSTOMER_CRITERION,
                &rule_path,
                "고객이 일으킬 수 없는 조건입니다",
                "no customer can cause this",
            );
        }
    }

    /// Whether anything a rule reads can change by what the customer does.
    fn customer_can_cause(&self, references: &References) -> bool {
        let by_evidence = references.evidence_types.iter().any(|key| {
            self.playbook
                .evidence_type(key)
                .is_some_and(|kind| kind.can_come_from_customer())
        });
        let by_field = references.fields.iter().any(|field| {
            matches!(
                field.as_str(),
                "evidence"
                    | "roles"
                    | "milestones"
                    | "procurement"
                    | "answers"
                    | "poc.is_agreed"
                    | "poc.has_result"
                    | "deal.close_basis"
                    | "deal.days_since_customer_evidence"
            )
        });
        by_evidence
            || by_field
            || !references.roles.is_empty()
            || !references.questions.is_empty()
            || !references.milestones.is_empty()
            || !references.procurement.is_empty()
    }

    fn remedy(&mut self, path: &str, remedy: &Remedy) {
        let path = format!("{path}.target");
        let target = remedy.target.as_str();
        let words: &[&str] = match remedy.action {
            RemedyAction::AddEvidence => {
                self.key(&path, KeyKind::EvidenceType, target);
                return;
            }
            RemedyAction::CompleteMilestone => {
                self.key(&path, KeyKind::Milestone, target);
                return;
            }
            RemedyAction::AnswerQuestion => {
                let (set, question) = target.split_once('.').unwrap_or((target, ""));
                if !self.keys.questions(set).any(|known| known == question) {
                    let known: Vec<String> = self
                        .playbook
                        .question_sets
                        .iter()
                        .flat_map(|set| {
                            let questions = set.questions.iter();
                            questions.map(move |question| format!("{}.{}", set.key, question.key))
                        })
                        .collect();
                    let close = closest(target, known.iter().map(String::as_str));
                    self.bad_target(&path, target, &close.into_iter().collect::<Vec<_>>());
                }
                return;
            }
            RemedyAction::SetField => RequiredField::WORDS,
            RemedyAction::SetBuyingRole => BuyingRoleKind::WORDS,
            RemedyAction::ClearProcurement if target == "all" => return,
            RemedyAction::ClearProcurement => ProcurementKind::WORDS,
            RemedyAction::SetPoc => &["agreement", "result"],
            RemedyAction::RequestWaiver => return,
        };
        if !words.contains(&target) {
            self.bad_target(&path, target, words);
        }
    }

    fn bad_target(&mut self, path: &str, target: &str, known: &[&str]) {
        self.report(
            Severity::Error,
            codes::REMEDY_TARGET,
            path,
            Text::new(
                format!("`{target}`은(는) 이 행동의 대상이 아닙니다"),
                format!("`{target}` is not what this action acts on"),
            ),
            did_you_mean(target, known.iter().copied()).or_else(|| one_of(known.iter().copied())),
        );
    }
}
