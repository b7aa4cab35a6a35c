//! The stages of the published playbooks.

use playbook::{
    ForecastCategory, Playbook, RequiredEvidence, RequiredField, Stage, StageKind, Strength, Text,
};

use super::{Entry, EntryKind, Fact, fields};
use crate::playbooks::{Definitions, PublishedPlaybook};

/// The pages of every stage, in the order of the pipelines.
pub(super) fn stages(definitions: &Definitions) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (published, pipeline) in definitions.pipelines() {
        let open = pipeline.stages().iter();
        let open = open.filter(|stage| stage.kind() == StageKind::Open).count();
        for (index, compiled) in pipeline.stages().iter().enumerate() {
            let stage = compiled.definition();
            let place = place(stage, &pipeline.definition().name, index + 1, open);
            entries.push(entry(published, pipeline.key(), stage, place));
        }
    }
    entries
}

fn entry(published: &PublishedPlaybook, pipeline: &str, stage: &Stage, body: Text) -> Entry {
    let playbook = published.compiled.playbook();
    let asked = stage.required_fields.iter().map(|field| required(*field).1);
    Entry {
        key: format!("stage.{pipeline}.{}", stage.key),
        kind: EntryKind::Stage,
        area: None,
        name: stage.name.clone(),
        short: stage.definition.clone(),
        body,
        facts: facts(playbook, stage),
        formula: None,
        example: None,
        version: Some(published.version),
        owner: Some(playbook.name.clone()),
        report: None,
        see: ["stage".to_owned(), "gate".to_owned()]
            .into_iter()
            .chain(asked)
            .collect(),
        used_by: Vec::new(),
    }
}

/// Where the stage stands, and what going on asks for.
fn place(stage: &Stage, pipeline: &Text, position: usize, open: usize) -> Text {
    let Text { ko, en } = pipeline;
    match stage.kind {
        StageKind::Open => Text::new(
            format!(
                "‘{ko}’의 진행 단계 {open}개 중 {position}번째입니다. 아래의 조건, 증거, 필수 항목이 모두 갖추어져야 앞으로 나아갑니다."
            ),
            format!(
                "Number {position} of the {open} open stages of “{en}”. A deal moves on when every criterion, piece of evidence and field below is there."
            ),
        ),
        StageKind::Won => Text::new(
            format!(
                "‘{ko}’에서 성사로 닫힌 단계입니다. 아래의 조건, 증거, 필수 항목이 모두 갖추어져야 들어옵니다."
            ),
            format!(
                "Where “{en}” closes as won. A deal enters when every criterion, piece of evidence and field below is there."
            ),
        ),
        StageKind::Lost => Text::new(
            format!("‘{ko}’에서 실패로 닫힌 단계입니다. 두 단계의 사유 코드가 있어야 들어옵니다."),
            format!(
                "Where “{en}” closes as lost. A deal enters with a coded reason of two levels."
            ),
        ),
    }
}

fn facts(playbook: &Playbook, stage: &Stage) -> Vec<Fact> {
    let name = |key: &String| {
        let known = playbook.evidence_type(key);
        known.map_or_else(|| Text::new(key, key), |kind| kind.name.clone())
    };
    let percent = format!("{}%", stage.probability_percent);
    let days = |days: u32| Text::new(format!("{days}일"), format!("{days} days"));
    let facts = [
        Fact::new(
            "통과 조건",
            "Exit criteria",
            stage
                .exit
                .iter()
                .map(|exit| exit.sentence.clone())
                .collect(),
        ),
        Fact::new(
            "필요한 증거",
            "Required evidence",
            stage
                .required_evidence
                .iter()
                .map(|asked| evidence(asked, name(&asked.evidence_type)))
                .collect(),
        ),
        Fact::new(
            "고객 확인(이 중 하나)",
            "Customer's confirmation, one of",
            stage.confirmed_by.iter().map(name).collect(),
        ),
        Fact::new(
            "필수 항목",
            "Required fields",
            stage
                .required_fields
                .iter()
                .map(|field| required(*field).0)
                .collect(),
        ),
        Fact::new(
            "설정 확률",
            "Configured probability",
            vec![Text::new(percent.as_str(), percent.as_str())],
        ),
        Fact::new(
            "정체 한도",
            "Rot limit",
            stage.rot_days.map(days).into_iter().collect(),
        ),
        Fact::new(
            "규칙이 없을 때의 예측 범주",
            "Forecast category when no rule holds",
            vec![category(stage.forecast_category)],
        ),
        Fact::new(
            "멈추었을 때",
            "When a deal stalls here",
            vec![stage.remedy.clone()],
        ),
    ];
    facts
        .into_iter()
        .filter(|fact| !fact.values.is_empty())
        .collect()
}

fn evidence(asked: &RequiredEvidence, name: Text) -> Text {
    let (ko, en) = match asked.min_strength {
        Strength::Claimed => return name,
        Strength::Captured => ("기록", "captured"),
        Strength::CustomerOriginated => ("고객 발신", "customer originated"),
        Strength::Countersigned => ("상호 서명", "countersigned"),
    };
    Text::new(
        format!("{} — {ko} 이상", name.ko),
        format!("{} — at least {en}", name.en),
    )
}

fn category(category: ForecastCategory) -> Text {
    let (ko, en) = match category {
        ForecastCategory::Omitted => ("예측 제외", "Not in the forecast"),
        ForecastCategory::Pipeline => ("파이프라인", "Pipeline"),
        ForecastCategory::BestCase => ("베스트 케이스", "Best case"),
        ForecastCategory::Commit => ("커밋", "Commit"),
        ForecastCategory::Closed => ("마감", "Closed"),
    };
    Text::new(ko, en)
}

/// What a required field is called, and the entry that explains it.
fn required(field: RequiredField) -> (Text, String) {
    let (ko, en, explained_by) = match field {
        RequiredField::Amount => ("금액", "Amount", "deal.amount_minor"),
        RequiredField::CloseDate => ("마감일", "Close date", "deal.close_on"),
        RequiredField::CloseBasis => ("마감일 근거", "Close-date basis", "deal.close_basis"),
        RequiredField::NextStep => ("다음 할 일", "Next step", "deal.next_step"),
        RequiredField::Competition => ("경쟁 구도", "Competition", "deal.competition"),
        RequiredField::Account => ("고객사", "Account", "deal.account"),
        RequiredField::Contact => ("담당자", "Contact", "deal.contact_id"),
        RequiredField::Owner => ("딜 소유자", "Owner", "deal.owner"),
        RequiredField::Product => ("제품", "Product", "deal.product"),
        RequiredField::Source => ("유입 경로", "Source", "deal.source"),
        RequiredField::EconomicBuyer => {
            return (
                Text::new("경제적 의사결정자", "Economic buyer"),
                "economic-buyer".to_owned(),
            );
        }
        RequiredField::Champion => return (Text::new("챔피언", "Champion"), "champion".to_owned()),
        RequiredField::MilestonePlan => {
            return (
                Text::new("구매 일정", "Milestone plan"),
                "milestone-plan".to_owned(),
            );
        }
    };
    (Text::new(ko, en), fields::key(explained_by))
}
