//! How the refusals of the layers below become this layer's codes.

use domain::{
    deal::{ChangeStageError, CreateDealError, EditDealError, OverrideForecastError, WaiverError},
    field::InvalidField,
    gate::NoSuchMove,
    review::ReviewError,
};

use crate::{Code, Error, FieldError};

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        use store::Error as Store;
        match error {
            Store::NotFound { .. } => Code::NotFound.into(),
            Store::Conflict { current, .. } => Self::version_conflict(current),
            Store::Duplicate { .. } => Code::AlreadyExists.into(),
            Store::Busy => Self::from(Code::Busy).with_retry_after(1),
            Store::StorageFull => Code::StorageFull.into(),
            Store::BadCursor => Code::CursorInvalid.into(),
            Store::BadSort(field) => FieldError::unknown("?sort", &field).into(),
            Store::BadFilter(problem) => {
                Self::from(Code::FilterInvalid).with_detail(problem.clone(), problem)
            }
            // PostgreSQL keeps no NUL characters; what is stored is checked before, what is only searched for is not.
            Store::Database(problem) if problem.to_string().contains("0x00") => {
                Self::from(Code::Invalid).with_detail(
                    "NUL 문자는 쓸 수 없습니다.",
                    "NUL characters are not allowed.",
                )
            }
            other => Self::internal(other),
        }
    }
}

impl From<InvalidField> for FieldError {
    fn from(invalid: InvalidField) -> Self {
        let InvalidField { field, problem } = invalid;
        let text = problem.sentence();
        Self::new(format!("/{field}"), problem.code(), text.ko, text.en)
    }
}

impl From<InvalidField> for Error {
    fn from(invalid: InvalidField) -> Self {
        FieldError::from(invalid).into()
    }
}

impl From<EditDealError> for Error {
    fn from(error: EditDealError) -> Self {
        match error {
            EditDealError::Archived => Code::DealArchived.into(),
            EditDealError::NotArchived => Code::Refused.into(),
            EditDealError::Invalid(invalid) => invalid.into(),
        }
    }
}

impl From<ChangeStageError> for Error {
    fn from(error: ChangeStageError) -> Self {
        match error {
            ChangeStageError::Archived => Code::DealArchived.into(),
            ChangeStageError::NoSuchMove(no_such) => no_such.into(),
            ChangeStageError::WrongVisit => Self::internal(error),
            ChangeStageError::Invalid(invalid) => invalid.into(),
            ChangeStageError::GateNotMet(missing) => Self::gate_not_met(missing),
        }
    }
}

impl From<CreateDealError> for Error {
    fn from(error: CreateDealError) -> Self {
        match error {
            CreateDealError::NoSuchMove(NoSuchMove::UnknownStage) => FieldError::new(
                "/stage",
                "unknown",
                "없는 단계입니다.",
                "There is no such stage.",
            )
            .into(),
            CreateDealError::NoSuchMove(no_such) => no_such.into(),
            CreateDealError::Invalid(invalid) => invalid.into(),
            CreateDealError::GateNotMet(missing) => Self::gate_not_met(missing),
        }
    }
}

impl From<NoSuchMove> for Error {
    fn from(no_such: NoSuchMove) -> Self {
        match no_such {
            NoSuchMove::UnknownPipeline => FieldError::new(
                "/pipeline",
                "unknown",
                "없는 파이프라인입니다.",
                "There is no such pipeline.",
            )
            .into(),
            NoSuchMove::UnknownStage => FieldError::new(
                "/to",
                "unknown",
                "이 파이프라인에 없는 단계입니다.",
                "The pipeline has no such stage.",
            )
            .into(),
            NoSuchMove::AlreadyThere => Self::from(Code::Refused).with_detail(
                "이미 그 단계에 있습니다.",
                "The deal is in that stage already.",
            ),
        }
    }
}

impl From<WaiverError> for Error {
    fn from(error: WaiverError) -> Self {
        let refused = |ko: &str, en: &str| Self::from(Code::Refused).with_detail(ko, en);
        match error {
            WaiverError::Archived => Code::DealArchived.into(),
            WaiverError::Invalid(invalid) => invalid.into(),
            WaiverError::AlreadyDecided => refused(
                "이미 결정된 예외입니다.",
                "The waiver has been decided already.",
            ),
            WaiverError::Expired => refused(
                "예외의 기한이 지났습니다.",
                "The waiver's last day has passed.",
            ),
            WaiverError::OwnRequest => refused(
                "자신이 요청한 예외는 승인할 수 없습니다.",
                "Nobody grants their own request.",
            ),
        }
    }
}

impl From<OverrideForecastError> for Error {
    fn from(error: OverrideForecastError) -> Self {
        let refused = |ko: &str, en: &str| Self::from(Code::Refused).with_detail(ko, en);
        match error {
            OverrideForecastError::Archived => Code::DealArchived.into(),
            OverrideForecastError::Closed => refused(
                "종료된 딜은 예측 카테고리를 바꿀 수 없습니다.",
                "The deal is closed: there is nothing left to forecast.",
            ),
            OverrideForecastError::NotOverridden => refused(
                "관리자가 정한 예측 카테고리가 없습니다.",
                "No manager has set the forecast category.",
            ),
            OverrideForecastError::Invalid(invalid) => invalid.into(),
        }
    }
}

impl From<ReviewError> for Error {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Closed => Code::ReviewClosed.into(),
            ReviewError::NotInQueue => Code::NotFound.into(),
            ReviewError::Invalid(invalid) => invalid.into(),
        }
    }
}
