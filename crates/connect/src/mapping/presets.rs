//! What exports of well-known systems call their columns and stages.

use serde::{Deserialize, Serialize};

use super::{Mapping, Target, normalised};

/// A system files are exported from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Salesforce reports and Data Loader files.
    Salesforce,
    /// HubSpot exports.
    Hubspot,
    /// Pipedrive exports and sample imports.
    Pipedrive,
    /// Salesmap (세일즈맵) exports.
    Salesmap,
}

/// (column name in the export, normalised; field)
type Names = &'static [(&'static str, &'static str)];

impl Preset {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Salesforce,
        Self::Hubspot,
        Self::Pipedrive,
        Self::Salesmap,
    ];

    /// Columns by which an export is told apart from anybody else's table.
    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Salesforce => &[
                "stagename",
                "accountid",
                "closedate",
                "numberofemployees",
                "annualrevenue",
                "billingstreet",
                "billingcity",
                "isclosed",
                "iswon",
                "leadsource",
                "ownerid",
            ],
            Self::Hubspot => &[
                "recordid",
                "dealstage",
                "dealowner",
                "contactowner",
                "companyowner",
                "companydomainname",
                "lifecyclestage",
                "associatedcompanydomain",
                "associatedcontactemail",
                "associatedcompany",
                "closedlostreason",
                "numberofemployees",
            ],
            Self::Pipedrive => &[
                "dealtitle",
                "dealvalue",
                "dealstagepipeline",
                "dealstatus",
                "personname",
                "organizationname",
                "dealowner",
                "dealcurrencyofvalue",
                "personemailwork",
                "organizationaddress",
                "dealpipedrivesystemid",
            ],
            Self::Salesmap => &[
                "파이프라인단계",
                "수주예정일",
                "성사된날짜",
                "실패된날짜",
                "연결회사",
                "연결고객",
                "실패사유",
                "생성날짜",
            ],
        }
    }

    /// The preset most of whose marks are there; at least two, and no other as many.
    #[must_use]
    pub fn recognise(_target: Target, columns: &[String]) -> Option<Self> {
        let names: Vec<String> = columns.iter().map(|column| normalised(column)).collect();
        let hits = |preset: Self| {
            preset
                .marks()
                .iter()
                .filter(|mark| names.iter().any(|name| name == *mark))
                .count()
        };
        let mut counted: Vec<(usize, Self)> = Self::ALL
            .into_iter()
            .map(|preset| (hits(preset), preset))
            .collect();
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        match counted.as_slice() {
            [(most, preset), (next, _), ..] if *most >= 2 && most > next => Some(*preset),
            _ => None,
        }
    }

    /// Maps columns, values and defaults that the mapping leaves open.
    pub fn complete(self, mapping: &mut Mapping, columns: &[String]) {
        for (known, field) in self.names(mapping.target) {
            let column = columns.iter().find(|column| normalised(column) == *known);
            if let Some(column) = column
                && !mapping.columns.contains_key(column)
                && mapping.column_of(field).is_none()
            {
                mapping.columns.insert(column.clone(), (*field).to_owned());
            }
        }
        for (field, values) in self.values(mapping.target) {
            let Some(column) = mapping.column_of(field).map(str::to_owned) else {
                continue;
            };
            let known = mapping.values.entry(column).or_default();
            for (theirs, ours) in *values {
                known
                    .entry((*theirs).to_owned())
                    .or_insert_with(|| (*ours).to_owned());
            }
        }
        for (field, value) in self.defaults(mapping.target) {
            let default = mapping.defaults.entry((*field).to_owned());
            default.or_insert_with(|| (*value).to_owned());
        }
    }

    fn names(self, target: Target) -> Names {
        use Target::{Accounts, Contacts, Deals, StageHistory};
        match (self, target) {
            (Self::Salesforce, Accounts) => &[
                ("id", "external_id"),
                ("name", "name"),
                ("accountname", "name"),
                ("phone", "phone"),
                ("website", "website"),
                ("industry", "industry"),
                ("type", "custom.type"),
                ("numberofemployees", "employees"),
                ("annualrevenue", "annual_revenue"),
                ("billingcountry", "country"),
                ("billingstate", "region"),
                ("parentid", "parent"),
            ],
            (Self::Salesforce, Contacts) => &[
                ("id", "external_id"),
                ("lastname", "last_name"),
                ("firstname", "first_name"),
                ("email", "email"),
                ("accountid", "account"),
                ("title", "title"),
                ("phone", "phone"),
            ],
            (Self::Salesforce, Deals) => &[
                ("id", "external_id"),
                ("name", "name"),
                ("stagename", "stage"),
                ("amount", "amount"),
                ("closedate", "close_on"),
                ("createddate", "opened_on"),
                ("accountid", "account"),
                ("ownerid", "owner"),
                ("leadsource", "source"),
                ("nextstep", "next_step"),
                ("type", "kind"),
                ("description", "custom.description"),
            ],
            (Self::Salesforce, StageHistory) => &[
                ("opportunityid", "deal"),
                ("stagename", "stage"),
                ("createddate", "entered_on"),
            ],
            (Self::Hubspot, Accounts) => &[
                ("recordid", "external_id"),
                ("companyid", "external_id"),
                ("companyname", "name"),
                ("companydomainname", "domain"),
                ("companyowner", "owner"),
                ("industry", "industry"),
                ("numberofemployees", "employees"),
                ("annualrevenue", "annual_revenue"),
                ("phonenumber", "phone"),
                ("websiteurl", "website"),
                ("website", "website"),
                ("country", "country"),
                ("countryregion", "country"),
                ("stateregion", "region"),
                ("createdate", "created_on"),
            ],
            (Self::Hubspot, Contacts) => &[
                ("recordid", "external_id"),
                ("contactid", "external_id"),
                ("firstname", "first_name"),
                ("lastname", "last_name"),
                ("email", "email"),
                ("phonenumber", "phone"),
                ("jobtitle", "title"),
                ("contactowner", "owner"),
                ("associatedcompanydomain", "account"),
                ("associatedcompany", "account"),
                ("createdate", "created_on"),
                ("lifecyclestage", "custom.lifecycle_stage"),
                ("leadstatus", "custom.lead_status"),
            ],
            (Self::Hubspot, Deals) => &[
                ("recordid", "external_id"),
                ("dealid", "external_id"),
                ("dealname", "name"),
                ("dealstage", "stage"),
                ("pipeline", "pipeline"),
                ("amount", "amount"),
                ("closedate", "close_on"),
                ("createdate", "opened_on"),
                ("dealowner", "owner"),
                ("dealtype", "kind"),
                ("closedlostreason", "loss_note"),
                ("associatedcompanydomain", "account"),
                ("associatedcompany", "account"),
                ("associatedcontactemail", "contact"),
                ("associatedcontact", "contact"),
                ("nextstep", "next_step"),
                ("nextactivitydate", "next_step_on"),
                ("originaltrafficsource", "source"),
            ],
            (Self::Hubspot, StageHistory) => &[
                ("recordid", "deal"),
                ("dealid", "deal"),
                ("dealstage", "stage"),
                ("dateenteredstage", "entered_on"),
                ("dateleftstage", "left_on"),
            ],
            (Self::Pipedrive, Accounts) => &[
                ("organizationpipedrivesystemid", "external_id"),
                ("organizationname", "name"),
                ("organizationowner", "owner"),
                ("organizationcreationdate", "created_on"),
            ],
            (Self::Pipedrive, Contacts) => &[
                ("personpipedrivesystemid", "external_id"),
                ("personname", "name"),
                ("personfirstname", "first_name"),
                ("personlastname", "last_name"),
                ("personemail", "email"),
                ("personemailwork", "email"),
                ("personphone", "phone"),
                ("organizationname", "account"),
                ("personowner", "owner"),
                ("personcreationdate", "created_on"),
            ],
            (Self::Pipedrive, Deals) => &[
                ("dealpipedrivesystemid", "external_id"),
                ("dealtitle", "name"),
                ("dealvalue", "amount"),
                ("dealcurrencyofvalue", "currency"),
                ("organization", "account"),
                ("organizationname", "account"),
                ("contactperson", "contact"),
                ("personname", "contact"),
                ("dealowner", "owner"),
                ("dealstagepipeline", "stage"),
                ("dealstatus", "status"),
                ("dealexpectedclosedate", "close_on"),
                ("dealcreationdate", "opened_on"),
                ("dealclosedon", "closed_on"),
                ("deallostreason", "loss_note"),
            ],
            (Self::Salesmap, Deals) => &[
                ("recordid", "external_id"),
                ("이름", "name"),
                ("딜이름", "name"),
                ("금액", "amount"),
                ("파이프라인", "pipeline"),
                ("파이프라인단계", "stage"),
                ("상태", "status"),
                ("담당자", "owner"),
                ("연결회사", "account"),
                ("연결고객", "contact"),
                ("연결상품", "product"),
                ("수주예정일", "close_on"),
                ("마감일", "close_on"),
                ("성사된날짜", "closed_on"),
                ("생성날짜", "opened_on"),
                ("실패사유", "loss_note"),
                ("통화", "currency"),
            ],
            (Self::Salesmap, Accounts) => &[
                ("recordid", "external_id"),
                ("이름", "name"),
                ("담당자", "owner"),
                ("직원수", "employees"),
                ("홈페이지", "website"),
                ("전화번호", "phone"),
                ("생성날짜", "created_on"),
            ],
            (Self::Salesmap, Contacts) => &[
                ("recordid", "external_id"),
                ("이름", "name"),
                ("이메일", "email"),
                ("전화번호", "phone"),
                ("연결회사", "account"),
                ("담당자", "owner"),
                ("포지션", "title"),
                ("생성날짜", "created_on"),
            ],
            _ => &[],
        }
    }

    /// Values as the systems ship them, meant as the shipped new-business pipeline has them.
    fn values(self, target: Target) -> &'static [(&'static str, Names)] {
        if !matches!(target, Target::Deals | Target::StageHistory) {
            return &[];
        }
        match self {
            Self::Salesforce => &[
                (
                    "stage",
                    &[
                        ("Prospecting", "prospecting"),
                        ("Qualification", "discovery"),
                        ("Needs Analysis", "qualified"),
                        ("Value Proposition", "solution_fit"),
                        ("Id. Decision Makers", "solution_fit"),
                        ("Perception Analysis", "solution_fit"),
                        ("Proposal/Price Quote", "proposal"),
                        ("Negotiation/Review", "negotiation"),
                        ("Closed/Won", "closed_won"),
                        ("Closed Won", "closed_won"),
                        ("Closed/Lost", "closed_lost"),
                        ("Closed Lost", "closed_lost"),
                    ],
                ),
                (
                    "kind",
                    &[
                        ("New Business", "new"),
                        ("New Customer", "new"),
                        ("Existing Business", "expansion"),
                        ("Existing Customer - Upgrade", "expansion"),
                        ("Renewal", "renewal"),
                    ],
                ),
            ],
            Self::Hubspot => &[
                (
                    "stage",
                    &[
                        ("Appointment Scheduled", "discovery"),
                        ("Qualified to Buy", "qualified"),
                        ("Presentation Scheduled", "solution_fit"),
                        ("Decision Maker Bought-In", "proposal"),
                        ("Contract Sent", "negotiation"),
                        ("Closed Won", "closed_won"),
                        ("Closed Lost", "closed_lost"),
                    ],
                ),
                (
                    "pipeline",
                    &[
                        ("Sales Pipeline", "new-business"),
                        ("Renewals Pipeline", "new-business"),
                    ],
                ),
                (
                    "kind",
                    &[
                        ("New Business", "new"),
                        ("Existing Business", "expansion"),
                        ("Renewal", "renewal"),
                    ],
                ),
            ],
            Self::Pipedrive => &[
                (
                    "stage",
                    &[
                        ("Qualified", "qualified"),
                        ("Contact Made", "discovery"),
                        ("Demo Scheduled", "solution_fit"),
                        ("Proposal Made", "proposal"),
                        ("Negotiations Started", "negotiation"),
                        ("Lead In", "prospecting"),
                    ],
                ),
                (
                    "status",
                    &[("Open", "open"), ("Won", "won"), ("Lost", "lost")],
                ),
            ],
            Self::Salesmap => &[
                (
                    "stage",
                    &[
                        ("리드", "prospecting"),
                        ("발굴", "prospecting"),
                        ("미팅", "discovery"),
                        ("검증", "qualified"),
                        ("데모", "solution_fit"),
                        ("견적", "proposal"),
                        ("제안", "proposal"),
                        ("협상", "negotiation"),
                        ("계약", "negotiation"),
                    ],
                ),
                (
                    "status",
                    &[
                        ("진행중", "open"),
                        ("진행 중", "open"),
                        ("Convert", "open"),
                        ("In progress", "open"),
                        ("SQL", "open"),
                        ("성사", "won"),
                        ("Won", "won"),
                        ("실패", "lost"),
                        ("Lost", "lost"),
                    ],
                ),
            ],
        }
    }

    fn defaults(self, target: Target) -> Names {
        match target {
            Target::Deals => &[
                ("pipeline", "new-business"),
                ("loss_reason", "imported-unknown"),
            ],
            _ => &[],
        }
    }
}
