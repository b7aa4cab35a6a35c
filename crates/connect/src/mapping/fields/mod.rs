//! What a column can become: the importable fields of every kind of record, with the names other
//! systems and people use for them.

mod accounts;
mod deals;
mod people;
mod products;
mod stage_history;

use serde::{Deserialize, Serialize};

use accounts::ACCOUNTS;
use deals::DEALS;
use people::{CONTACTS, USERS};
use products::PRODUCTS;
use stage_history::STAGE_HISTORY;

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
