//! Types and fields that expressions may name: the vocabulary the checker works with.

use crate::vocabulary::{
    BuyingRoleKind, CloseBasis, Competition, DealKind, EvidenceKind, ForecastCategory,
    MilestoneOwner, Origin, ProcurementKind, ProcurementState, RenewalOutcome, RiskSeverity,
    RoleState, StageKind, Strength,
};

/// The type of a field or an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// A calendar date.
    Date,
    /// A moment, in microseconds since 1970 UTC.
    Instant,
    /// One word of a closed set.
    Word(&'static WordSet),
    /// Text that is a key defined by the playbook.
    Key(KeyKind),
    /// A list of texts.
    Texts,
    /// A list of records.
    Records(&'static ObjectSchema),
    /// One record.
    Record(&'static ObjectSchema),
    /// The literal `null`.
    Null,
}

/// A closed set of words.
#[derive(Debug, PartialEq)]
pub struct WordSet {
    /// The set's name in the reference.
    pub name: &'static str,
    /// Its members; in ascending order when `is_ordered`.
    pub words: &'static [&'static str],
    /// Whether `<` and `>=` mean something.
    pub is_ordered: bool,
}

/// Which of the playbook's keys a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// A pipeline.
    Pipeline,
    /// A stage of any pipeline.
    Stage,
    /// An evidence type.
    EvidenceType,
    /// A question set.
    QuestionSet,
    /// A question of any set.
    Question,
    /// A step of any milestone template.
    Milestone,
    /// A first-level loss reason.
    LossReason,
    /// A competitor.
    Competitor,
    /// An exit criterion of any stage.
    Criterion,
}

impl KeyKind {
    /// What the key names, in English.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Stage => "stage",
            Self::EvidenceType => "type of evidence",
            Self::QuestionSet => "question set",
            Self::Question => "question",
            Self::Milestone => "milestone",
            Self::LossReason => "loss reason",
            Self::Competitor => "competitor",
            Self::Criterion => "criterion",
        }
    }
}

/// A record expressions can look into.
#[derive(Debug)]
pub struct ObjectSchema {
    /// Its name in the reference.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [FieldSchema],
}

impl PartialEq for ObjectSchema {
    /// Schemas are compared by name: each name is declared once.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// One field of a record.
#[derive(Debug)]
pub struct FieldSchema {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether it can be null.
    pub is_nullable: bool,
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Korean.
    pub ko: &'static str,
}

impl ObjectSchema {
    /// The field with this name and its index.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldSchema)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)
    }
}

/// A set of words that is written down as an enum.
pub(crate) trait Words: Copy + 'static {
    /// The set, for the checker.
    const SET: &'static WordSet;
    /// The written form.
    fn word(self) -> &'static str;
}

macro_rules! word_sets {
    ($($name:ident $ordered:literal,)+) => {$(
        impl Words for $name {
            const SET: &'static WordSet = &WordSet {
                name: stringify!($name),
                words: $name::WORDS,
                is_ordered: $ordered,
            };
            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    )+};
}

word_sets! {
    BuyingRoleKind false,
    CloseBasis true,
    Competition false,
    DealKind false,
    EvidenceKind false,
    ForecastCategory true,
    MilestoneOwner false,
    Origin false,
    ProcurementKind false,
    ProcurementState false,
    RenewalOutcome false,
    RiskSeverity true,
    RoleState true,
    StageKind false,
    Strength true,
}
