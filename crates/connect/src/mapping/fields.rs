//! What a column can become: the importable fields of every kind of record, with the names other
//! systems and people use for them.

use serde::{Deserialize, Serialize};

/// The kind of record a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Organisations.
    Accounts,
    /// People at organisations.
    Contacts,
    /// Things sold.
    Products,
    /// Own people, with their teams.
    Users,
    /// Opportunities.
    Deals,
    /// Stages deals were in, one row per stage entered.
    StageHistory,
}

impl Target {
    /// All of them, in the order a set of files should be imported.
    pub const ALL: [Self; 6] = [
        Self::Users,
        Self::Products,
        Self::Accounts,
        Self::Contacts,
        Self::Deals,
        Self::StageHistory,
    ];

    /// The word used on the command line and in mapping files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Contacts => "contacts",
            Self::Products => "products",
            Self::Users => "users",
            Self::Deals => "deals",
            Self::StageHistory => "stage-history",
        }
    }

    /// Its fields.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Accounts => ACCOUNTS,
            Self::Contacts => CONTACTS,
            Self::Products => PRODUCTS,
            Self::Users => USERS,
            Self::Deals => DEALS,
            Self::StageHistory => STAGE_HISTORY,
        }
    }

    /// A field by its key.
    #[must_use]
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    /// Fields of which at least one must be mapped or defaulted.
    #[must_use]
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Accounts => &["name", "domain"],
            Self::Contacts => &["name", "last_name", "first_name", "email"],
            Self::Products | Self::Users => &["name", "email"],
            Self::Deals => &["name", "external_id", "account"],
            Self::StageHistory => &["deal"],
        }
    }
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|target| target.word() == word);
        known.ok_or_else(|| {
            let words: Vec<_> = Self::ALL.iter().map(|target| target.word()).collect();
            format!("{word:?} is none of {}", words.join(", "))
        })
    }
}

/// What the cells of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Any text.
    Text,
    /// A number or sum of money.
    Number,
    /// A date or moment.
    Date,
    /// Yes or no.
    Boolean,
    /// An e-mail address.
    Email,
    /// A web address or domain.
    Web,
    /// Another record, found by one of its unique keys.
    Relation,
    /// One of few words; a value map usually goes with it.
    Choice,
}

/// One importable field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Key in mapping files.
    pub key: &'static str,
    /// What its cells are.
    pub shape: Shape,
    /// Whether rows can be found again by it (the mapping's `key`).
    pub is_unique: bool,
    /// Name in Korean.
    pub ko: &'static str,
    /// Name in English.
    pub en: &'static str,
    /// Other names, already [normalised](super::normalised).
    #[serde(skip)]
    pub synonyms: &'static [&'static str],
}

const fn field(
    key: &'static str,
    shape: Shape,
    ko: &'static str,
    en: &'static str,
    synonyms: &'static [&'static str],
) -> Field {
    Field {
        key,
        shape,
        is_unique: false,
        ko,
        en,
        synonyms,
    }
}

const fn unique(
    key: &'static str,
    shape: Shape,
    ko: &'static str,
    en: &'static str,
    synonyms: &'static [&'static str],
) -> Field {
    Field {
        key,
        shape,
        is_unique: true,
        ko,
        en,
        synonyms,
    }
}

use Shape::{Boolean, Choice, Date, Email, Number, Relation, Text, Web};

const ACCOUNTS: &[Field] = &[
    unique(
        "name",
        Text,
        "고객사 이름",
        "Name",
        &[
            "account",
            "accountname",
            "company",
            "companyname",
            "organization",
            "organizationname",
            "organisation",
            "organisationname",
            "회사",
            "회사명",
            "회사이름",
            "고객사",
            "고객사명",
            "법인명",
            "상호",
            "기업명",
        ],
    ),
    unique(
        "domain",
        Web,
        "도메인",
        "Domain",
        &[
            "companydomain",
            "companydomainname",
            "domainname",
            "emaildomain",
            "이메일도메인",
            "웹도메인",
        ],
    ),
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &[
            "id",
            "accountid",
            "companyid",
            "recordid",
            "organizationid",
            "organizationpipedrivesystemid",
            "외부id",
            "고유id",
            "고유번호",
            "회사id",
            "고객사번호",
        ],
    ),
    unique(
        "registration_number",
        Text,
        "사업자등록번호",
        "Registration number",
        &[
            "businessregistrationnumber",
            "taxid",
            "vatnumber",
            "사업자번호",
            "법인등록번호",
        ],
    ),
    field(
        "parent",
        Relation,
        "상위 회사",
        "Parent account",
        &[
            "subsidiaryof",
            "parentaccount",
            "parentcompany",
            "parent",
            "parentid",
            "모회사",
            "상위회사",
            "본사",
        ],
    ),
    field(
        "kind",
        Choice,
        "구분",
        "Kind",
        &["accountkind", "organisationkind", "회사구분"],
    ),
    field(
        "industry",
        Text,
        "업종",
        "Industry",
        &["sector", "산업", "산업군", "업태", "industryname"],
    ),
    field(
        "country",
        Text,
        "국가",
        "Country",
        &[
            "billingcountry",
            "officelocation",
            "countryregion",
            "나라",
            "국가지역",
        ],
    ),
    field(
        "region",
        Text,
        "지역",
        "Region",
        &["billingstate", "state", "stateregion", "시도", "province"],
    ),
    field(
        "segment",
        Text,
        "세그먼트",
        "Segment",
        &["tier", "customersegment", "등급", "고객등급"],
    ),
    field(
        "employees",
        Number,
        "임직원 수",
        "Employees",
        &[
            "numberofemployees",
            "employeecount",
            "headcount",
            "직원수",
            "임직원수",
            "사원수",
            "종업원수",
        ],
    ),
    field(
        "annual_revenue",
        Number,
        "연 매출",
        "Annual revenue",
        &["revenue", "매출", "매출액", "연매출"],
    ),
    field(
        "currency",
        Choice,
        "통화",
        "Currency",
        &["currencycode", "currencyisocode", "화폐"],
    ),
    field(
        "owner",
        Relation,
        "담당자",
        "Owner",
        &[
            "accountowner",
            "companyowner",
            "organizationowner",
            "소유자",
            "영업담당자",
            "ownername",
        ],
    ),
    field(
        "phone",
        Text,
        "전화",
        "Phone",
        &[
            "phonenumber",
            "telephone",
            "전화번호",
            "대표번호",
            "대표전화",
        ],
    ),
    field(
        "website",
        Web,
        "웹사이트",
        "Website",
        &["websiteurl", "homepage", "홈페이지", "url", "web"],
    ),
    field(
        "created_on",
        Date,
        "생성일",
        "Created on",
        &[
            "createdate",
            "createddate",
            "createdat",
            "organizationcreationdate",
            "등록일",
            "생성날짜",
            "생성일시",
        ],
    ),
];

const CONTACTS: &[Field] = &[
    field(
        "name",
        Text,
        "이름",
        "Name",
        &[
            "fullname",
            "contactname",
            "personname",
            "성명",
            "담당자명",
            "고객명",
            "고객이름",
        ],
    ),
    field(
        "first_name",
        Text,
        "이름(명)",
        "First name",
        &["firstname", "givenname", "personfirstname"],
    ),
    field(
        "last_name",
        Text,
        "성",
        "Last name",
        &["lastname", "surname", "familyname", "personlastname"],
    ),
    unique(
        "email",
        Email,
        "이메일",
        "E-mail",
        &[
            "email",
            "emailaddress",
            "personemail",
            "personemailwork",
            "workemail",
            "메일",
            "이메일주소",
            "전자우편",
        ],
    ),
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &[
            "id",
            "contactid",
            "recordid",
            "personid",
            "personpipedrivesystemid",
            "외부id",
            "고유id",
            "고객id",
        ],
    ),
    field(
        "phone",
        Text,
        "전화",
        "Phone",
        &[
            "phonenumber",
            "telephone",
            "mobile",
            "mobilephone",
            "mobilephonenumber",
            "personphone",
            "전화번호",
            "휴대폰",
            "휴대전화",
            "연락처",
            "핸드폰",
        ],
    ),
    field(
        "title",
        Text,
        "직함",
        "Title",
        &["jobtitle", "position", "직책", "직급", "직위"],
    ),
    field(
        "account",
        Relation,
        "고객사",
        "Account",
        &[
            "accountid",
            "accountname",
            "company",
            "companyname",
            "organization",
            "organizationname",
            "associatedcompanydomain",
            "associatedcompany",
            "companydomain",
            "회사",
            "회사명",
            "소속",
            "소속회사",
            "연결회사",
        ],
    ),
    field(
        "owner",
        Relation,
        "담당자",
        "Owner",
        &["contactowner", "personowner", "소유자", "영업담당자"],
    ),
    field(
        "created_on",
        Date,
        "생성일",
        "Created on",
        &[
            "createdate",
            "createddate",
            "personcreationdate",
            "등록일",
            "생성날짜",
            "생성일시",
        ],
    ),
];

const PRODUCTS: &[Field] = &[
    unique(
        "name",
        Text,
        "제품 이름",
        "Name",
        &[
            "product",
            "productname",
            "item",
            "itemname",
            "제품",
            "제품명",
            "상품",
            "상품명",
            "품목",
            "품목명",
        ],
    ),
    unique(
        "code",
        Text,
        "제품 코드",
        "Code",
        &[
            "productcode",
            "sku",
            "itemno",
            "itemcode",
            "제품코드",
            "상품코드",
            "품번",
            "품목코드",
        ],
    ),
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &["id", "productid", "recordid", "외부id", "고유id"],
    ),
    field(
        "family",
        Text,
        "제품군",
        "Family",
        &["series", "productfamily", "category", "카테고리", "분류"],
    ),
    field(
        "list_price",
        Number,
        "정가",
        "List price",
        &[
            "salesprice",
            "price",
            "unitprice",
            "productprice",
            "listprice",
            "단가",
            "가격",
            "판매가",
        ],
    ),
    field(
        "currency",
        Choice,
        "통화",
        "Currency",
        &["productcurrency", "currencycode", "화폐"],
    ),
    field(
        "is_active",
        Boolean,
        "사용 여부",
        "Active",
        &["active", "isactive", "사용", "판매여부"],
    ),
];

const USERS: &[Field] = &[
    unique(
        "name",
        Text,
        "이름",
        "Name",
        &[
            "fullname",
            "username",
            "salesagent",
            "agent",
            "salesrep",
            "rep",
            "성명",
            "사원명",
            "영업담당자",
            "담당자",
        ],
    ),
    unique(
        "email",
        Email,
        "이메일",
        "E-mail",
        &["email", "emailaddress", "메일", "이메일주소"],
    ),
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &["id", "userid", "recordid", "사번", "외부id"],
    ),
    field(
        "role",
        Choice,
        "역할",
        "Role",
        &["userrole", "profile", "권한"],
    ),
    field(
        "team",
        Relation,
        "팀",
        "Team",
        &["teamname", "department", "부서", "소속팀", "팀명"],
    ),
    field(
        "manager",
        Relation,
        "팀장",
        "Manager",
        &["managername", "reportsto", "supervisor", "관리자", "상급자"],
    ),
    field(
        "region",
        Text,
        "지역 조직",
        "Region",
        &[
            "regionaloffice",
            "office",
            "territory",
            "지사",
            "지점",
            "본부",
        ],
    ),
];

const DEALS: &[Field] = &[
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &[
            "id",
            "dealid",
            "opportunityid",
            "recordid",
            "dealpipedrivesystemid",
            "외부id",
            "고유id",
            "딜id",
            "기회id",
        ],
    ),
    unique(
        "name",
        Text,
        "딜 이름",
        "Name",
        &[
            "dealname",
            "opportunityname",
            "dealtitle",
            "title",
            "opportunity",
            "딜",
            "딜명",
            "딜이름",
            "기회명",
            "건명",
            "이름",
        ],
    ),
    field(
        "account",
        Relation,
        "고객사",
        "Account",
        &[
            "accountid",
            "accountname",
            "company",
            "companyname",
            "organization",
            "organizationname",
            "associatedcompanydomain",
            "associatedcompany",
            "회사",
            "회사명",
            "고객사명",
            "연결회사",
        ],
    ),
    field(
        "contact",
        Relation,
        "담당 고객",
        "Contact",
        &[
            "contactperson",
            "associatedcontactemail",
            "associatedcontact",
            "primarycontact",
            "contactemail",
            "고객",
            "고객명",
            "연결고객",
            "연락담당자",
        ],
    ),
    field(
        "owner",
        Relation,
        "담당자",
        "Owner",
        &[
            "salesagent",
            "dealowner",
            "opportunityowner",
            "salesrep",
            "agent",
            "rep",
            "영업담당자",
            "소유자",
            "딜담당자",
        ],
    ),
    field(
        "product",
        Relation,
        "제품",
        "Product",
        &[
            "productname",
            "item",
            "제품명",
            "상품",
            "상품명",
            "연결상품",
        ],
    ),
    field(
        "pipeline",
        Choice,
        "파이프라인",
        "Pipeline",
        &["pipelinename", "dealpipeline"],
    ),
    field(
        "stage",
        Choice,
        "단계",
        "Stage",
        &[
            "dealstage",
            "stagename",
            "opportunitystage",
            "dealstagepipeline",
            "pipelinestage",
            "파이프라인단계",
            "영업단계",
            "딜단계",
            "진행단계",
        ],
    ),
    field(
        "status",
        Choice,
        "상태",
        "Status",
        &["dealstatus", "딜상태", "진행상태", "결과"],
    ),
    field(
        "amount",
        Number,
        "금액",
        "Amount",
        &[
            "closevalue",
            "dealvalue",
            "dealamount",
            "value",
            "estimatedvalue",
            "딜금액",
            "예상금액",
            "계약금액",
            "수주금액",
        ],
    ),
    field(
        "currency",
        Choice,
        "통화",
        "Currency",
        &[
            "currencycode",
            "currencyisocode",
            "dealcurrency",
            "dealcurrencyofvalue",
            "화폐",
        ],
    ),
    field(
        "close_on",
        Date,
        "마감 예정일",
        "Close date (expected)",
        &[
            "closedate",
            "expectedclosedate",
            "dealexpectedclosedate",
            "마감일",
            "예상마감일",
            "수주예정일",
            "종료예정일",
            "계약예정일",
        ],
    ),
    field(
        "closed_on",
        Date,
        "종료일",
        "Closed on",
        &[
            "closedon",
            "closeddate",
            "dealclosedon",
            "wontime",
            "losttime",
            "dealwontime",
            "deallosttime",
            "종료일자",
            "성사된날짜",
            "수주일",
            "실패된날짜",
            "계약일",
        ],
    ),
    field(
        "opened_on",
        Date,
        "시작일",
        "Opened on",
        &[
            "engagedate",
            "createdate",
            "createddate",
            "createdat",
            "openeddate",
            "dealcreationdate",
            "opendate",
            "생성일",
            "생성날짜",
            "생성일시",
            "등록일",
            "시작날짜",
        ],
    ),
    field(
        "kind",
        Choice,
        "유형",
        "Kind",
        &["dealtype", "opportunitytype", "type", "딜유형", "영업유형"],
    ),
    field("close_basis", Choice, "마감 근거", "Close basis", &[]),
    field(
        "next_step",
        Text,
        "다음 행동",
        "Next step",
        &["nextstep", "nextaction", "다음단계", "다음할일"],
    ),
    field(
        "next_step_on",
        Date,
        "다음 행동일",
        "Next step on",
        &["nextactivitydate", "다음행동날짜", "다음활동일"],
    ),
    field("competition", Choice, "경쟁 상황", "Competition", &["경쟁"]),
    field(
        "competitors",
        Text,
        "경쟁사",
        "Competitors",
        &["competitor", "maincompetitors", "경쟁업체"],
    ),
    field(
        "source",
        Text,
        "유입 경로",
        "Source",
        &[
            "leadsource",
            "originaltrafficsource",
            "originalsource",
            "유입채널",
            "출처",
        ],
    ),
    field(
        "loss_reason",
        Choice,
        "실주 사유",
        "Loss reason",
        &[
            "closedlostreason",
            "lostreason",
            "deallostreason",
            "실패사유",
            "실주이유",
            "패배사유",
        ],
    ),
    field(
        "loss_note",
        Text,
        "실주 메모",
        "Loss note",
        &["lostnote", "lossdetail", "실패상세", "실패사유상세"],
    ),
];

const STAGE_HISTORY: &[Field] = &[
    field(
        "deal",
        Relation,
        "딜",
        "Deal",
        &[
            "dealid",
            "opportunityid",
            "recordid",
            "dealname",
            "opportunity",
            "딜id",
            "딜이름",
            "딜명",
            "기회id",
        ],
    ),
    field(
        "stage",
        Choice,
        "단계",
        "Stage",
        &[
            "dealstage",
            "stagename",
            "tostage",
            "newvalue",
            "파이프라인단계",
            "영업단계",
        ],
    ),
    field(
        "entered_on",
        Date,
        "진입일",
        "Entered on",
        &[
            "dateenteredstage",
            "entereddate",
            "enteredat",
            "startdate",
            "createddate",
            "editdate",
            "진입날짜",
            "단계진입일",
        ],
    ),
    field(
        "left_on",
        Date,
        "이탈일",
        "Left on",
        &["dateleftstage", "leftdate", "leftat", "enddate", "이탈날짜"],
    ),
    field(
        "actor",
        Relation,
        "변경한 사람",
        "Changed by",
        &[
            "changedby",
            "lastmodifiedby",
            "editedby",
            "변경자",
            "수정자",
        ],
    ),
];
