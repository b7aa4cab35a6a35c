//! The fields each list can be filtered by.

use crate::schema::{FieldSchema, KeyKind, ObjectSchema, Type, WordSet, Words};
use crate::vocabulary::{
    CloseBasis, Competition, DealKind, ForecastCategory, RenewalOutcome, StageKind,
};

/// The fields one kind of row can be filtered by.
#[derive(Debug, Clone, Copy)]
pub struct FieldCatalogue {
    pub(crate) object: &'static ObjectSchema,
}

impl FieldCatalogue {
    /// Fields of deals.
    pub const fn deals() -> Self {
        Self { object: &DEALS }
    }

    /// What numbers can be narrowed by: a deal with its customer, owner's team and product.
    pub const fn facts() -> Self {
        Self { object: &FACTS }
    }

    /// Fields of accounts.
    pub const fn accounts() -> Self {
        Self { object: &ACCOUNTS }
    }

    /// Fields of contacts.
    pub const fn contacts() -> Self {
        Self { object: &CONTACTS }
    }

    /// Fields of products.
    pub const fn products() -> Self {
        Self { object: &PRODUCTS }
    }

    /// Every catalogue.
    pub const fn all() -> [Self; 4] {
        [
            Self::deals(),
            Self::accounts(),
            Self::contacts(),
            Self::products(),
        ]
    }

    /// What the rows are: `deal`, `account`, `contact` or `product`.
    pub fn object(&self) -> &'static str {
        self.object.name
    }

    /// Every field as `object.field`.
    pub(crate) fn paths(&self) -> impl Iterator<Item = String> + use<> {
        let object = self.object;
        let fields = object.fields.iter();
        fields.map(move |field| format!("{}.{}", object.name, field.name))
    }

    /// The fields, in the order the reference lists them.
    pub fn fields(&self) -> &'static [FieldSchema] {
        self.object.fields
    }
}

const ACCOUNT_KINDS: WordSet = WordSet {
    name: "AccountKind",
    words: &["legal_entity", "branch", "brand", "group"],
    is_ordered: false,
};

/// Declares the fields of one catalogue; `?` marks a field that can be missing.
macro_rules! fields {
    ($($name:literal $ty:expr, $nullable:literal, $en:literal, $ko:literal;)+) => {
        &[$(FieldSchema { name: $name, ty: $ty, is_nullable: $nullable, en: $en, ko: $ko },)+]
    };
}

static DEALS: ObjectSchema = ObjectSchema {
    name: "deal",
    fields: fields! {
        "id" Type::Text, false, "id", "식별자";
        "number" Type::Int, false, "the number shown as D-123", "D-123으로 보이는 번호";
        "name" Type::Text, false, "name", "이름";
        "kind" Type::Word(DealKind::SET), false, "new business, expansion or renewal", "신규, 확장, 갱신";
        "pipeline" Type::Key(KeyKind::Pipeline), false, "pipeline key", "파이프라인 키";
        "stage" Type::Key(KeyKind::Stage), false, "stage key", "단계 키";
        "status" Type::Word(StageKind::SET), false, "open, won or lost", "진행, 성사, 실패";
        "outcome" Type::Word(RenewalOutcome::SET), true, "how a renewal ended", "갱신 결과";
        "account_id" Type::Text, true, "the customer's id", "고객사 식별자";
        "account" Type::Text, true, "the customer's name", "고객사 이름";
        "contact_id" Type::Text, true, "the main contact's id", "주 담당자 식별자";
        "owner_id" Type::Text, true, "the owner's id", "소유자 식별자";
        "owner" Type::Text, true, "the owner's name", "소유자 이름";
        "product_id" Type::Text, true, "the product's id", "제품 식별자";
        "product" Type::Text, true, "the product's name", "제품 이름";
        "amount_minor" Type::Int, true, "amount in the currency's smallest unit", "금액(통화 최소 단위)";
        "currency" Type::Text, true, "ISO 4217 code", "ISO 4217 통화 코드";
        "close_on" Type::Date, true, "expected close date", "예상 종료일";
        "close_basis" Type::Word(CloseBasis::SET), true, "what the close date rests on", "종료일의 근거";
        "pushes" Type::Int, false, "how often the close date moved later", "종료일을 미룬 횟수";
        "pushed_days" Type::Int, false, "by how many days in total", "미룬 총 일수";
        "next_step" Type::Text, true, "the next meeting or action", "다음 액션";
        "next_step_on" Type::Date, true, "when it is", "다음 액션 날짜";
        "competition" Type::Word(Competition::SET), true, "whom we compete with", "경쟁 구도";
        "source" Type::Text, true, "where the deal came from", "유입 경로";
        "external_id" Type::Text, true, "key in another system", "외부 시스템 키";
        "loss_reason" Type::Key(KeyKind::LossReason), true, "why it was lost", "실패 사유";
        "forecast_category" Type::Word(ForecastCategory::SET), true, "forecast category", "예측 카테고리";
        "on_waiver" Type::Bool, false, "stands where it is by a waiver", "예외 승인 여부";
        "opened_at" Type::Instant, false, "when it was opened", "생성 시각";
        "closed_at" Type::Instant, true, "when it was closed", "종료 시각";
        "stage_entered_at" Type::Instant, false, "when it entered its stage", "단계 진입 시각";
        "last_customer_evidence_at" Type::Instant, true, "when the customer last confirmed anything", "고객의 마지막 확인 시각";
        "created_at" Type::Instant, false, "when the record was made", "등록 시각";
        "updated_at" Type::Instant, false, "when it last changed", "수정 시각";
        "archived_at" Type::Instant, true, "when it was archived", "보관 시각";
    },
};

static FACTS: ObjectSchema = ObjectSchema {
    name: "deal",
    fields: fields! {
        "id" Type::Text, false, "id", "식별자";
        "kind" Type::Word(DealKind::SET), false, "new business, expansion or renewal", "신규, 확장, 갱신";
        "pipeline" Type::Key(KeyKind::Pipeline), false, "pipeline key", "파이프라인 키";
        "stage" Type::Key(KeyKind::Stage), false, "stage key", "단계 키";
        "status" Type::Word(StageKind::SET), false, "open, won or lost", "진행, 성사, 실패";
        "account_id" Type::Text, true, "the customer's id", "고객사 식별자";
        "account" Type::Text, true, "the customer's name", "고객사 이름";
        "industry" Type::Text, true, "the customer's industry", "고객사 업종";
        "segment" Type::Text, true, "the customer's segment", "고객사 세그먼트";
        "country" Type::Text, true, "the customer's country", "고객사 국가";
        "region" Type::Text, true, "the customer's region", "고객사 지역";
        "employees" Type::Int, true, "the customer's head count", "고객사 직원 수";
        "owner_id" Type::Text, true, "the owner's id", "소유자 식별자";
        "owner" Type::Text, true, "the owner's name", "소유자 이름";
        "team" Type::Text, true, "the owner's team", "소유자의 팀";
        "product_id" Type::Text, true, "the product's id", "제품 식별자";
        "product" Type::Text, true, "the product's name", "제품 이름";
        "product_family" Type::Text, true, "the product's family", "제품군";
        "amount_minor" Type::Int, true, "amount in the currency's smallest unit", "금액(통화 최소 단위)";
        "currency" Type::Text, true, "ISO 4217 code", "ISO 4217 통화 코드";
        "close_on" Type::Date, true, "expected close date", "예상 종료일";
        "pushes" Type::Int, false, "how often the close date moved later", "종료일을 미룬 횟수";
        "pushed_days" Type::Int, false, "by how many days in total", "미룬 총 일수";
        "next_step_on" Type::Date, true, "when the next step is", "다음 액션 날짜";
        "competition" Type::Word(Competition::SET), true, "whom we compete with", "경쟁 구도";
        "competitor" Type::Text, true, "the first competitor named", "첫 번째 경쟁사";
        "source" Type::Text, true, "where the deal came from", "유입 경로";
        "loss_reason" Type::Key(KeyKind::LossReason), true, "why it was lost", "실패 사유";
        "forecast_category" Type::Word(ForecastCategory::SET), true, "forecast category", "예측 카테고리";
        "on_waiver" Type::Bool, false, "stands where it is by a waiver", "예외 승인 여부";
        "playbook_version" Type::Int, false, "the playbook version that judged it", "판정한 플레이북 버전";
        "opened_at" Type::Instant, false, "when it was opened", "생성 시각";
        "closed_at" Type::Instant, true, "when it was closed", "종료 시각";
        "stage_entered_at" Type::Instant, false, "when it entered its stage", "단계 진입 시각";
        "last_customer_evidence_at" Type::Instant, true, "when the customer last confirmed anything", "고객의 마지막 확인 시각";
        "created_at" Type::Instant, false, "when the record was made", "등록 시각";
    },
};

static ACCOUNTS: ObjectSchema = ObjectSchema {
    name: "account",
    fields: fields! {
        "id" Type::Text, false, "id", "식별자";
        "name" Type::Text, false, "name", "이름";
        "kind" Type::Word(&ACCOUNT_KINDS), false, "legal entity, branch, brand or group", "법인, 지점, 브랜드, 그룹";
        "domain" Type::Text, true, "registrable domain", "도메인";
        "registration_number" Type::Text, true, "business registration number", "사업자등록번호";
        "parent_id" Type::Text, true, "the parent's id", "상위 고객사 식별자";
        "industry" Type::Text, true, "industry", "업종";
        "country" Type::Text, true, "country", "국가";
        "region" Type::Text, true, "region", "지역";
        "segment" Type::Text, true, "segment", "세그먼트";
        "employees" Type::Int, true, "head count", "직원 수";
        "annual_revenue_minor" Type::Int, true, "annual revenue in the currency's smallest unit", "연 매출(통화 최소 단위)";
        "owner_id" Type::Text, true, "the owner's id", "소유자 식별자";
        "phone" Type::Text, true, "phone", "전화";
        "website" Type::Text, true, "web site", "웹사이트";
        "external_id" Type::Text, true, "key in another system", "외부 시스템 키";
        "created_at" Type::Instant, false, "when the record was made", "등록 시각";
        "updated_at" Type::Instant, false, "when it last changed", "수정 시각";
        "archived_at" Type::Instant, true, "when it was archived", "보관 시각";
    },
};

static CONTACTS: ObjectSchema = ObjectSchema {
    name: "contact",
    fields: fields! {
        "id" Type::Text, false, "id", "식별자";
        "name" Type::Text, false, "name", "이름";
        "account_id" Type::Text, true, "the employer's id", "고객사 식별자";
        "email" Type::Text, true, "e-mail address", "이메일";
        "phone" Type::Text, true, "phone", "전화";
        "title" Type::Text, true, "job title", "직함";
        "owner_id" Type::Text, true, "the owner's id", "소유자 식별자";
        "external_id" Type::Text, true, "key in another system", "외부 시스템 키";
        "created_at" Type::Instant, false, "when the record was made", "등록 시각";
        "updated_at" Type::Instant, false, "when it last changed", "수정 시각";
        "archived_at" Type::Instant, true, "when it was archived", "보관 시각";
    },
};

static PRODUCTS: ObjectSchema = ObjectSchema {
    name: "product",
    fields: fields! {
        "id" Type::Text, false, "id", "식별자";
        "name" Type::Text, false, "name", "이름";
        "code" Type::Text, true, "code", "코드";
        "family" Type::Text, true, "family", "제품군";
        "list_price_minor" Type::Int, true, "list price in the currency's smallest unit", "정가(통화 최소 단위)";
        "currency" Type::Text, true, "ISO 4217 code of the price", "정가 통화";
        "is_active" Type::Bool, false, "whether it is sold", "판매 여부";
        "external_id" Type::Text, true, "key in another system", "외부 시스템 키";
        "created_at" Type::Instant, false, "when the record was made", "등록 시각";
        "updated_at" Type::Instant, false, "when it last changed", "수정 시각";
    },
};
