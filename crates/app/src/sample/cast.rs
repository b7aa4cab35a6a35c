//! Who plays in the sample workspace: the people of a Korean software company that sells into the United States, and its customers.
//! Every name, domain and address is invented.

use domain::{Role, Visibility};

/// A team and the team above it.
pub(super) struct TeamPart {
    pub(super) name: &'static str,
    pub(super) parent: Option<&'static str>,
}

pub(super) const TEAMS: &[TeamPart] = &[
    TeamPart {
        name: "Revenue",
        parent: None,
    },
    TeamPart {
        name: "Korea",
        parent: Some("Revenue"),
    },
    TeamPart {
        name: "US East",
        parent: Some("Revenue"),
    },
    TeamPart {
        name: "US West",
        parent: Some("Revenue"),
    },
];

/// How a seller works, which is what the numbers will find out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Does not sell.
    None,
    /// Records evidence as it comes and moves deals the same day.
    Steady,
    /// Knows long before it is recorded: evidence arrives, the stage follows two weeks later, and most of the deals are won.
    Sandbags,
    /// Proposes before the economic buyer is known, so that proposals wait.
    ProposesEarly,
    /// Moves close dates from quarter end to quarter end.
    Pushes,
}

/// One person of the company.
pub(super) struct PersonPart {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) role: Role,
    pub(super) visibility: Visibility,
    pub(super) team: &'static str,
    pub(super) locale: &'static str,
    pub(super) time_zone: &'static str,
    pub(super) habit: Habit,
}

const SEOUL: &str = "Asia/Seoul";
const NEW_YORK: &str = "America/New_York";
const LOS_ANGELES: &str = "America/Los_Angeles";

const fn person(
    name: &'static str,
    email: &'static str,
    role: Role,
    visibility: Visibility,
    team: &'static str,
    time_zone: &'static str,
    habit: Habit,
) -> PersonPart {
    let locale = if time_zone.len() == SEOUL.len() {
        "ko"
    } else {
        "en"
    };
    PersonPart {
        name,
        email,
        role,
        visibility,
        team,
        locale,
        time_zone,
        habit,
    }
}

pub(super) const PEOPLE: &[PersonPart] = &[
    person(
        "김서연",
        "seoyeon@narae.example",
        Role::Manager,
        Visibility::Team,
        "Korea",
        SEOUL,
        Habit::None,
    ),
    person(
        "Grace Holloway",
        "grace@narae.example",
        Role::Manager,
        Visibility::Team,
        "US East",
        NEW_YORK,
        Habit::None,
    ),
    person(
        "Marcus Reyes",
        "marcus@narae.example",
        Role::Manager,
        Visibility::Team,
        "US West",
        LOS_ANGELES,
        Habit::None,
    ),
    person(
        "박지훈",
        "jihoon@narae.example",
        Role::Ae,
        Visibility::Own,
        "Korea",
        SEOUL,
        Habit::Steady,
    ),
    person(
        "최민아",
        "mina@narae.example",
        Role::Ae,
        Visibility::Own,
        "Korea",
        SEOUL,
        Habit::Pushes,
    ),
    person(
        "Olivia Brandt",
        "olivia@narae.example",
        Role::Ae,
        Visibility::Own,
        "US East",
        NEW_YORK,
        Habit::Steady,
    ),
    person(
        "Daniel Osei",
        "daniel@narae.example",
        Role::Ae,
        Visibility::Own,
        "US East",
        NEW_YORK,
        Habit::Sandbags,
    ),
    person(
        "Priya Raman",
        "priya@narae.example",
        Role::Ae,
        Visibility::Own,
        "US West",
        LOS_ANGELES,
        Habit::ProposesEarly,
    ),
    person(
        "Tom Lindqvist",
        "tom@narae.example",
        Role::Ae,
        Visibility::Own,
        "US West",
        LOS_ANGELES,
        Habit::ProposesEarly,
    ),
    person(
        "이하준",
        "hajun@narae.example",
        Role::Sdr,
        Visibility::Own,
        "Korea",
        SEOUL,
        Habit::None,
    ),
    person(
        "Chloe Martin",
        "chloe@narae.example",
        Role::Sdr,
        Visibility::Own,
        "US East",
        NEW_YORK,
        Habit::None,
    ),
    person(
        "정유진",
        "yujin@narae.example",
        Role::Csm,
        Visibility::Team,
        "Revenue",
        SEOUL,
        Habit::None,
    ),
    person(
        "한소희",
        "sohee@narae.example",
        Role::Marketing,
        Visibility::All,
        "Revenue",
        SEOUL,
        Habit::None,
    ),
    person(
        "오태식",
        "taesik@narae.example",
        Role::Executive,
        Visibility::All,
        "Revenue",
        SEOUL,
        Habit::None,
    ),
];

/// What the company sells: name, code, family, list price in whole US dollars and in won.
pub(super) struct ProductPart {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) family: &'static str,
    pub(super) usd: i64,
    pub(super) krw: i64,
}

pub(super) const PRODUCTS: &[ProductPart] = &[
    ProductPart {
        name: "Narae Flow",
        code: "FLOW",
        family: "Platform",
        usd: 48_000,
        krw: 52_000_000,
    },
    ProductPart {
        name: "Narae Flow Enterprise",
        code: "FLOW-E",
        family: "Platform",
        usd: 132_000,
        krw: 148_000_000,
    },
    ProductPart {
        name: "Narae Insight",
        code: "INSIGHT",
        family: "Analytics",
        usd: 26_000,
        krw: 29_000_000,
    },
    ProductPart {
        name: "Narae Guard",
        code: "GUARD",
        family: "Security",
        usd: 39_000,
        krw: 44_000_000,
    },
];

/// A customer: name, domain, industry, country, region, employees, and the group above it.
pub(super) struct AccountPart {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    pub(super) industry: &'static str,
    pub(super) country: &'static str,
    pub(super) region: &'static str,
    pub(super) employees: i64,
    pub(super) parent: Option<&'static str>,
}

const fn account(
    name: &'static str,
    domain: &'static str,
    industry: &'static str,
    region: &'static str,
    employees: i64,
    parent: Option<&'static str>,
) -> AccountPart {
    let country = if region.len() == "Korea".len() {
        "KR"
    } else {
        "US"
    };
    AccountPart {
        name,
        domain,
        industry,
        country,
        region,
        employees,
        parent,
    }
}

pub(super) const ACCOUNTS: &[AccountPart] = &[
    account(
        "한빛정밀",
        "hanbit-precision.example",
        "Manufacturing",
        "Korea",
        1_850,
        None,
    ),
    account(
        "한빛정밀 울산공장",
        "ulsan.hanbit-precision.example",
        "Manufacturing",
        "Korea",
        620,
        Some("한빛정밀"),
    ),
    account(
        "(주)새벽물류",
        "saebyeok-logis.example",
        "Logistics",
        "Korea",
        940,
        None,
    ),
    account(
        "㈜다온헬스케어",
        "daon-health.example",
        "Healthcare",
        "Korea",
        410,
        None,
    ),
    account(
        "주식회사 푸른은행",
        "pureunbank.example",
        "Finance",
        "Korea",
        5_200,
        None,
    ),
    account(
        "푸른은행 디지털센터",
        "digital.pureunbank.example",
        "Finance",
        "Korea",
        700,
        Some("주식회사 푸른은행"),
    ),
    account(
        "가람전자",
        "garam-elec.example",
        "Electronics",
        "Korea",
        8_300,
        None,
    ),
    account(
        "미르게임즈",
        "mir-games.example",
        "Software",
        "Korea",
        330,
        None,
    ),
    account(
        "라온유통",
        "raon-retail.example",
        "Retail",
        "Korea",
        2_700,
        None,
    ),
    account(
        "온새미로바이오",
        "onsaemiro-bio.example",
        "Healthcare",
        "Korea",
        260,
        None,
    ),
    account(
        "동녘건설",
        "dongnyeok.example",
        "Construction",
        "Korea",
        3_400,
        None,
    ),
    account(
        "해솔에너지",
        "haesol-energy.example",
        "Energy",
        "Korea",
        1_120,
        None,
    ),
    account(
        "Alder & Finch Insurance",
        "alderfinch.example",
        "Finance",
        "US East",
        4_600,
        None,
    ),
    account(
        "Beacon Harbor Health",
        "beaconharbor.example",
        "Healthcare",
        "US East",
        7_900,
        None,
    ),
    account(
        "Beacon Harbor Labs",
        "labs.beaconharbor.example",
        "Healthcare",
        "US East",
        900,
        Some("Beacon Harbor Health"),
    ),
    account(
        "Calloway Freight",
        "callowayfreight.example",
        "Logistics",
        "US East",
        2_300,
        None,
    ),
    account(
        "Dunmore Analytics",
        "dunmore.example",
        "Software",
        "US East",
        380,
        None,
    ),
    account(
        "Eastlake Community Bank",
        "eastlakebank.example",
        "Finance",
        "US East",
        1_450,
        None,
    ),
    account(
        "Fairmont Tooling",
        "fairmont-tooling.example",
        "Manufacturing",
        "US East",
        860,
        None,
    ),
    account(
        "Granite State Power",
        "granitepower.example",
        "Energy",
        "US East",
        3_050,
        None,
    ),
    account(
        "Hollis Retail Group",
        "hollisretail.example",
        "Retail",
        "US East",
        11_200,
        None,
    ),
    account(
        "Ironwood Systems",
        "ironwood.example",
        "Software",
        "US East",
        520,
        None,
    ),
    account(
        "Juniper Falls Medical",
        "juniperfalls.example",
        "Healthcare",
        "US West",
        2_150,
        None,
    ),
    account(
        "Keystone Robotics",
        "keystone-robotics.example",
        "Manufacturing",
        "US West",
        640,
        None,
    ),
    account(
        "Lumen Ridge Studios",
        "lumenridge.example",
        "Media",
        "US West",
        290,
        None,
    ),
    account(
        "Mesa Verde Foods",
        "mesaverdefoods.example",
        "Retail",
        "US West",
        4_100,
        None,
    ),
    account(
        "Northgate Semiconductor",
        "northgate-semi.example",
        "Electronics",
        "US West",
        6_700,
        None,
    ),
    account(
        "Northgate Packaging",
        "packaging.northgate-semi.example",
        "Electronics",
        "US West",
        1_300,
        Some("Northgate Semiconductor"),
    ),
    account(
        "Orchard Payments",
        "orchardpay.example",
        "Finance",
        "US West",
        780,
        None,
    ),
    account(
        "Pacific Crest Telecom",
        "pacificcrest.example",
        "Telecom",
        "US West",
        5_500,
        None,
    ),
    account(
        "Quarry Lane Software",
        "quarrylane.example",
        "Software",
        "US West",
        210,
        None,
    ),
    account(
        "Redwood Transit",
        "redwoodtransit.example",
        "Logistics",
        "US West",
        1_900,
        None,
    ),
];

/// Family and given names that buyers are put together from: Korean, then American.
pub(super) const KOREAN_FAMILY: &[&str] = &[
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "서",
];
pub(super) const KOREAN_GIVEN: &[(&str, &str)] = &[
    ("도윤", "doyun"),
    ("서준", "seojun"),
    ("지우", "jiwoo"),
    ("하은", "haeun"),
    ("은우", "eunwoo"),
    ("수아", "sua"),
    ("예린", "yerin"),
    ("민재", "minjae"),
    ("현우", "hyunwoo"),
    ("채원", "chaewon"),
];
pub(super) const US_GIVEN: &[&str] = &[
    "Avery", "Blake", "Cameron", "Dana", "Elliot", "Frances", "Harper", "Jordan", "Kendall",
    "Logan", "Morgan", "Reese",
];
pub(super) const US_FAMILY: &[&str] = &[
    "Abbott",
    "Becker",
    "Castillo",
    "Doyle",
    "Ellison",
    "Fuentes",
    "Gupta",
    "Hartman",
    "Ingram",
    "Kowalski",
    "Navarro",
    "Whitfield",
];

/// Titles of the four people met at each customer, in Korean and English; the first is the economic buyer.
pub(super) const TITLES: &[(&str, &str)] = &[
    ("재무이사", "VP Finance"),
    ("운영팀장", "Director of Operations"),
    ("정보보안팀장", "Head of Security"),
    ("구매담당", "Procurement Lead"),
];
