//! What numbers can be cut by.

use playbook::Text;

use crate::facts::{COUNTRY, Field, Frame, INDUSTRY, NAME, NONE, REGION, SEGMENT, date_of};

/// A dimension nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a dimension")]
pub struct UnknownDimension(pub String);

/// Something deals are told apart by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// One of [`Dimension::NAMES`].
    Known(Known),
    /// A column that the workspace added, by name.
    Custom(String),
}

macro_rules! dimensions {
    ($($variant:ident = $name:literal, $ko:literal, $en:literal;)+) => {
        /// The dimensions every workspace has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum Known { $($variant),+ }

        impl Known {
            const ALL: &'static [(Self, &'static str, &'static str, &'static str)] = &[$((Self::$variant, $name, $ko, $en)),+];
        }
    };
}

dimensions! {
    Stage = "stage", "단계", "Stage";
    Status = "status", "상태", "Status";
    Pipeline = "pipeline", "파이프라인", "Pipeline";
    Kind = "kind", "종류", "Kind";
    Owner = "owner", "소유자", "Owner";
    Team = "team", "팀", "Team";
    Division = "division", "최상위 팀", "Division";
    Account = "account", "고객사", "Account";
    Group = "group", "최상위 고객사", "Ultimate parent";
    Industry = "industry", "업종", "Industry";
    Segment = "segment", "세그먼트", "Segment";
    Country = "country", "국가", "Country";
    Region = "region", "지역", "Region";
    Size = "size", "직원 수", "Headcount";
    Product = "product", "제품", "Product";
    ProductFamily = "product_family", "제품군", "Product family";
    Source = "source", "유입 경로", "Source";
    Competition = "competition", "경쟁 구도", "Competition";
    Competitor = "competitor", "경쟁사", "Competitor";
    LossReason = "loss_reason", "실패 사유", "Loss reason";
    LostFrom = "lost_from", "실패한 단계", "Stage lost from";
    Category = "forecast_category", "예측 카테고리", "Forecast category";
    Currency = "currency", "통화", "Currency";
    PlaybookVersion = "playbook_version", "플레이북 버전", "Playbook version";
    OpenedMonth = "opened_month", "생성 월", "Month opened";
    OpenedQuarter = "opened_quarter", "생성 분기", "Quarter opened";
    ClosedMonth = "closed_month", "종료 월", "Month closed";
    ClosedQuarter = "closed_quarter", "종료 분기", "Quarter closed";
    CloseMonth = "close_month", "예상 종료 월", "Expected close month";
    CloseQuarter = "close_quarter", "예상 종료 분기", "Expected close quarter";
}

/// The value that a deal has in a dimension: equal keys are one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(pub(super) u32);

impl Dimension {
    /// Parses a name; `custom.x` is the column `x` that the workspace added.
    ///
    /// # Errors
    /// [`UnknownDimension`] for another name.
    pub fn parse(name: &str) -> Result<Self, UnknownDimension> {
        if let Some(column) = name.strip_prefix("custom.") {
            return Ok(Self::Custom(column.to_owned()));
        }
        Known::ALL
            .iter()
            .find(|(_, known, ..)| *known == name)
            .map(|(dimension, ..)| Self::Known(*dimension))
            .ok_or_else(|| UnknownDimension(name.to_owned()))
    }

    /// The names every workspace has, each with its label.
    pub fn known() -> impl Iterator<Item = (&'static str, Text)> {
        Known::ALL
            .iter()
            .map(|(_, name, ko, en)| (*name, Text::new(*ko, *en)))
    }

    /// The name, as parsed.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Custom(column) => format!("custom.{column}"),
            Self::Known(known) => Known::ALL[*known as usize].1.to_owned(),
        }
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> Text {
        match self {
            Self::Custom(column) => Text::new(column.as_str(), column.as_str()),
            Self::Known(known) => {
                let (_, _, ko, en) = Known::ALL[*known as usize];
                Text::new(ko, en)
            }
        }
    }

    /// A deal's value.
    pub(super) fn key(&self, frame: &Frame<'_>, deal: u32) -> Key {
        let at = deal as usize;
        let day = |day: Option<i32>| {
            day.map_or(NONE, |day| u32::try_from(day + DAY_ZERO).unwrap_or(NONE))
        };
        let known = match self {
            Self::Custom(column) => return Key(frame.custom(column, at)),
            Self::Known(known) => known,
        };
        Key(match known {
            Known::Stage => u32::from(frame.stage(deal)),
            Known::Status => frame.status(deal) as u32,
            Known::Pipeline => frame.code(Field::Pipeline, at),
            Known::Kind => frame.code(Field::Kind, at),
            Known::Owner => frame.code(Field::Owner, at),
            Known::Team => frame.team(at),
            Known::Division => frame.topmost(&frame.teams, frame.team(at)),
            Known::Account => frame.code(Field::Account, at),
            Known::Group => frame.topmost(&frame.accounts, frame.code(Field::Account, at)),
            Known::Industry => frame.account_attribute(at, INDUSTRY),
            Known::Segment => frame.account_attribute(at, SEGMENT),
            Known::Country => frame.account_attribute(at, COUNTRY),
            Known::Region => frame.account_attribute(at, REGION),
            Known::Size => frame.employees(at).map_or(NONE, |count| {
                let band = SIZES.partition_point(|(least, _)| *least <= count);
                u32::try_from(band.saturating_sub(1)).unwrap_or(NONE)
            }),
            Known::Product => frame.code(Field::Product, at),
            Known::ProductFamily => frame.product_family(at),
            Known::Source => frame.code(Field::Source, at),
            Known::Competition => frame.code(Field::Competition, at),
            Known::Competitor => frame.code(Field::Competitor, at),
            Known::LossReason => frame.code(Field::LossReason, at),
            Known::LostFrom => frame.lost_from(deal).map_or(NONE, u32::from),
            Known::Category => frame.code(Field::Category, at),
            Known::Currency => frame.code(Field::Currency, at),
            Known::PlaybookVersion => frame.code(Field::PlaybookVersion, at),
            Known::OpenedMonth | Known::OpenedQuarter => day(Some(frame.opened_on(deal))),
            Known::ClosedMonth | Known::ClosedQuarter => day(frame.closed_on(deal)),
            Known::CloseMonth | Known::CloseQuarter => day(frame.close_on(deal)),
        })
    }

    /// What a value is called; none when it is missing. Keys of days share the text of their month or quarter.
    pub(super) fn text(&self, frame: &Frame<'_>, key: Key) -> Option<String> {
        let Key(key) = key;
        if key == NONE {
            return None;
        }
        let name_of = |records: &[crate::facts::Attributes]| {
            let record = records.get(key as usize)?;
            frame.name(record[NAME]).map(str::to_owned)
        };
        let known = match self {
            Self::Custom(_) => return frame.name(key).map(str::to_owned),
            Self::Known(known) => known,
        };
        match known {
            Known::Stage | Known::LostFrom => frame
                .stages()
                .get(key as usize)
                .map(|stage| stage.key.clone()),
            Known::Status => ["open", "won", "lost"]
                .get(key as usize)
                .map(|status| (*status).to_owned()),
            Known::Owner => name_of(&frame.people),
            Known::Team | Known::Division => name_of(&frame.teams),
            Known::Account | Known::Group => name_of(&frame.accounts),
            Known::Product => name_of(&frame.products),
            Known::Industry
            | Known::Segment
            | Known::Country
            | Known::Region
            | Known::ProductFamily => frame.name(key).map(str::to_owned),
            Known::Size => SIZES.get(key as usize).map(|(_, band)| (*band).to_owned()),
            Known::PlaybookVersion => Some(key.to_string()),
            Known::OpenedMonth | Known::ClosedMonth | Known::CloseMonth => {
                let date = date_of(day_back(key));
                Some(format!("{:04}-{:02}", date.year(), date.month()))
            }
            Known::OpenedQuarter | Known::ClosedQuarter | Known::CloseQuarter => {
                let start = frame.facts().conventions().fiscal_year_start_month;
                Some(quarter(date_of(day_back(key)), start))
            }
            _ => frame.facts().words.text(key).map(str::to_owned),
        }
    }

    /// Whether different keys can have one text because they mean the same, as the days of a month do.
    pub(super) fn is_merged_by_text(&self) -> bool {
        matches!(
            self,
            Self::Known(
                Known::OpenedMonth
                    | Known::OpenedQuarter
                    | Known::ClosedMonth
                    | Known::ClosedQuarter
                    | Known::CloseMonth
                    | Known::CloseQuarter
                    | Known::Stage
                    | Known::LostFrom
            )
        )
    }
}

/// Days are shifted so that those before 1970 are keys too.
const DAY_ZERO: i32 = 1_000_000;

fn day_back(key: u32) -> i32 {
    i32::try_from(key).unwrap_or(DAY_ZERO) - DAY_ZERO
}

const SIZES: &[(i64, &str)] = &[
    (0, "1-49"),
    (50, "50-249"),
    (250, "250-999"),
    (1_000, "1000-4999"),
    (5_000, "5000+"),
];

/// The fiscal quarter of a date, as `2026-Q4`: fiscal years are called by the calendar year they end in.
fn quarter(date: domain::Date, fiscal_year_start_month: u8) -> String {
    let start = i32::from(fiscal_year_start_month.clamp(1, 12)) - 1;
    let months = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 - start;
    let year = months.div_euclid(12) + i32::from(start > 0);
    let quarter = months.rem_euclid(12) / 3 + 1;
    format!("{year:04}-Q{quarter}")
}
