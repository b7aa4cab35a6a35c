//! What the gate asks for, in both languages.

use playbook::{EvidenceType, Playbook, RequiredEvidence};

use crate::vocabulary::{Origin, RequiredField, Strength, Text};

pub(super) fn field(field: RequiredField) -> Text {
    let (ko, en) = match field {
        RequiredField::Amount => ("예상 계약 금액을 입력하세요.", "Enter the expected amount."),
        RequiredField::CloseDate => (
            "예상 종료일을 입력하세요.",
            "Enter the expected close date.",
        ),
        RequiredField::CloseBasis => (
            "예상 종료일의 근거를 선택하세요.",
            "Choose what the close date rests on.",
        ),
        RequiredField::NextStep => (
            "다음 미팅 또는 다음 액션을 날짜와 함께 입력하세요.",
            "Enter the next meeting or action with its date.",
        ),
        RequiredField::EconomicBuyer => (
            "경제적 의사결정자를 지정하세요.",
            "Name the economic buyer.",
        ),
        RequiredField::Champion => ("챔피언을 지정하세요.", "Name the champion."),
        RequiredField::Competition => (
            "경쟁 구도(단독, 경쟁, 현상 유지)를 선택하세요.",
            "Choose the competition: sole, competitive or status quo.",
        ),
        RequiredField::Account => ("고객사를 연결하세요.", "Link the account."),
        RequiredField::Contact => ("주 담당자를 연결하세요.", "Link the main contact."),
        RequiredField::Owner => ("딜 소유자를 지정하세요.", "Name the deal's owner."),
        RequiredField::Product => ("제품을 선택하세요.", "Choose the product."),
        RequiredField::Source => ("유입 경로를 입력하세요.", "Enter where the deal came from."),
        RequiredField::MilestonePlan => (
            "고객의 구매 일정을 작성하세요.",
            "Write down the buyer's milestone plan.",
        ),
    };
    Text::new(ko, en)
}

pub(super) fn evidence(playbook: &Playbook, required: &RequiredEvidence, least: Strength) -> Text {
    let key = &required.evidence_type;
    let (name_ko, name_en) = playbook
        .evidence_type(key)
        .map_or((key, key), |kind| (&kind.name.ko, &kind.name.en));
    let (how_ko, how_en) = match (least, required.origin) {
        (Strength::Countersigned, _) => ("양측이 서명한 ", " signed by both sides"),
        (Strength::CustomerOriginated, _) | (_, Some(Origin::Customer)) => {
            ("고객이 직접 남긴 ", " from the customer")
        }
        (_, Some(Origin::System)) => ("시스템이 확인한 ", " observed by the system"),
        (_, Some(Origin::Us)) => ("우리가 남긴 ", " of our own"),
        (_, None) => (
            "원문을 확인할 수 있는 ",
            " with a record that can be opened",
        ),
    };
    Text::new(
        format!("{how_ko}‘{name_ko}’ 증거가 필요합니다."),
        format!("“{name_en}”{how_en} is needed."),
    )
}

pub(super) fn customer_confirmation(stage: &Text, accepted: &[&EvidenceType]) -> Text {
    let list = |name: fn(&EvidenceType) -> &str, open: char, close: char| {
        accepted
            .iter()
            .map(|kind| format!("{open}{}{close}", name(kind)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if accepted.is_empty() {
        return Text::new(
            format!("‘{}’ 단계를 고객이 확인한 증거가 필요합니다.", stage.ko),
            format!("The customer has not confirmed “{}” yet.", stage.en),
        );
    }
    Text::new(
        format!(
            "‘{}’ 단계를 고객이 직접 확인해야 합니다: {}.",
            stage.ko,
            list(|kind| &kind.name.ko, '‘', '’')
        ),
        format!(
            "The customer must confirm “{}”: {}.",
            stage.en,
            list(|kind| &kind.name.en, '“', '”')
        ),
    )
}

pub(super) fn outcome() -> Text {
    Text::new(
        "갱신 결과(갱신, 상향, 하향)를 선택하세요.",
        "Choose how the renewal ended: renewed, upgraded or downgraded.",
    )
}

pub(super) fn backward_reason() -> Text {
    Text::new(
        "이전 단계로 되돌리거나 다시 여는 사유를 선택하세요.",
        "Choose the reason for moving back or re-opening.",
    )
}

pub(super) fn loss_reason() -> Text {
    Text::new("실패 사유를 선택하세요.", "Choose why the deal is lost.")
}

pub(super) fn loss_detail() -> Text {
    Text::new(
        "실패 사유의 세부 항목을 선택하세요.",
        "Choose the detail of the loss reason.",
    )
}

pub(super) fn loss_competitor() -> Text {
    Text::new(
        "어느 경쟁사에 졌는지 입력하세요.",
        "Name the competitor the deal was lost to.",
    )
}

pub(super) fn loss_said_by() -> Text {
    Text::new(
        "실패 사유를 누가 말했는지(고객, 우리) 선택하세요.",
        "Choose who named the reason: the customer or us.",
    )
}
