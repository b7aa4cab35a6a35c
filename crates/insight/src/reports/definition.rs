//! What a report says about itself.

use playbook::Text;

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Korean.
    pub ko: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Both languages.
    #[must_use]
    pub const fn new(ko: &'static str, en: &'static str) -> Self {
        Self { ko, en }
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Self {
        Self::new(words.ko, words.en)
    }
}

/// What a report is called, what it answers and how.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Name in URLs and on the command line.
    pub name: &'static str,
    /// Grows when the formula changes.
    pub version: u32,
    /// Title.
    pub title: Words,
    /// The question it answers.
    pub question: Words,
    /// What is counted, and how.
    pub definition: Words,
    /// The formula.
    pub formula: &'static str,
    /// Who answers for the definition.
    pub owner: Words,
    /// The decision it serves.
    pub decision: Words,
    /// What can be asked beyond the parameters every report has.
    pub parameters: &'static [Parameter],
    /// Its columns after those of the dimensions, in order.
    pub columns: &'static [Column],
    /// The dimensions it is cut by when none are asked for; empty for one row.
    pub default_by: &'static [&'static str],
    /// How it is drawn.
    pub chart: Chart,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name, in snake case.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Label.
    pub label: Words,
    /// Whether it tells rows apart, beside the dimensions.
    pub is_key: bool,
}

impl Column {
    /// A column of values.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, ko: &'static str, en: &'static str) -> Self {
        Self {
            name,
            kind,
            label: Words::new(ko, en),
            is_key: false,
        }
    }

    /// A column that tells rows apart.
    #[must_use]
    pub const fn key(name: &'static str, kind: Kind, ko: &'static str, en: &'static str) -> Self {
        Self {
            is_key: true,
            ..Self::new(name, kind, ko, en)
        }
    }
}

/// What the values of a column or parameter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A count of deals, which opens to exactly them.
    Deals,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A share between 0 and 1.
    Share,
    /// Minor units of the home currency; opens to the deals it sums.
    Money,
    /// A length in days.
    Days,
    /// A date, `2026-01-31`.
    Date,
    /// True or false.
    Flag,
}

impl Kind {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Deals => "deals",
            Self::Whole => "whole",
            Self::Number => "number",
            Self::Share => "share",
            Self::Money => "money",
            Self::Days => "days",
            Self::Date => "date",
            Self::Flag => "flag",
        }
    }
}

/// Something a report can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Name in the query.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Label.
    pub label: Words,
    /// The values it takes, when only these.
    pub choices: &'static [&'static str],
}

impl Parameter {
    /// A parameter that takes any value of its kind.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, ko: &'static str, en: &'static str) -> Self {
        Self {
            name,
            kind,
            label: Words::new(ko, en),
            choices: &[],
        }
    }
}

/// How a report is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chart {
    /// As what.
    pub kind: ChartKind,
    /// Column of the categories or the horizontal axis; empty for the first key column.
    pub x: &'static str,
    /// Columns of the values.
    pub y: &'static [&'static str],
}

/// Kinds of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ChartKind {
    Bar,
    Stacked,
    Line,
    Curve,
    Funnel,
    Waterfall,
    Heat,
    Histogram,
    Reliability,
    None,
}

impl ChartKind {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Stacked => "stacked",
            Self::Line => "line",
            Self::Curve => "curve",
            Self::Funnel => "funnel",
            Self::Waterfall => "waterfall",
            Self::Heat => "heat",
            Self::Histogram => "histogram",
            Self::Reliability => "reliability",
            Self::None => "none",
        }
    }
}
