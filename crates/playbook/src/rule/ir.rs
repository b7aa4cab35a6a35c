//! A checked expression: every name resolved, every type known to fit.

use jiff::civil::Date;

use crate::filter::CompareOp;
use crate::schema::WordSet;
use crate::vocabulary::{BuyingRoleKind, ProcurementKind, RoleState, Strength};

/// One node of a checked expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Literal(Literal),
    Today,
    Field {
        of: Base,
        index: usize,
    },
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    If(Box<Node>, Box<Node>, Box<Node>),
    Compare(CompareOp, Box<Node>, Box<Node>, Order),
    /// Membership in a list written in the rule.
    In(Box<Node>, Vec<Literal>),
    /// Membership in a list of texts.
    InTexts(Box<Node>, Box<Node>),
    Arithmetic(ArithmeticOp, Box<Node>, Box<Node>),
    TextTest(TextTest, Box<Node>, Box<Node>),
    SizeOfText(Box<Node>),
    SizeOfTexts(Box<Node>),
    SizeOfList(List),
    Quantified(Quantifier, List, Box<Node>),
    Fact(FactTest),
}

/// A value written in a rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Date(Date),
    Instant(i64),
}

/// What a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// The deal, or the row of a filter.
    Subject,
    Poc,
    /// The item the surrounding quantifier looks at.
    Item,
}

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Evidence,
    Roles,
    Milestones,
    Procurement,
    Answers,
    Risks,
    Waivers,
}

/// How two values are put in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Order {
    /// By value.
    Natural,
    /// By position in a set of words.
    Words(&'static WordSet),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    AddDays,
    SubtractDays,
    DaysBetween,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    All,
    Exists,
    ExistsOne,
    /// How many: `size(list.filter(…))`.
    Count,
}

/// A question about the facts that has its own function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FactTest {
    HasEvidence {
        evidence_type: String,
        min: Strength,
    },
    CustomerEvidence {
        evidence_type: String,
    },
    RoleAtLeast {
        role: BuyingRoleKind,
        state: RoleState,
    },
    Answered {
        set: String,
        question: String,
        evidenced: bool,
    },
    MilestoneDone {
        key: String,
    },
    ProcurementClear {
        kind: Option<ProcurementKind>,
    },
}

impl Node {
    pub(crate) fn boxed(self) -> Box<Self> {
        Box::new(self)
    }
}
