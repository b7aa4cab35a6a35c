//! Evaluating a checked expression: bounded, and with an answer for every combination of facts.
//!
//! What CEL leaves to run-time errors is settled here once: a comparison with a missing value is
//! false (its negation true), arithmetic on a missing value or a division by zero is missing, and
//! sums that leave 64 bits stop at the limit.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use crate::facts::{Facts, Record, Records, Value};
use crate::filter::CompareOp;
use crate::rule::EvalError;
use crate::rule::ir::{
    ArithmeticOp, Base, FactTest, List, Literal, Node, Order, Quantifier, TextTest,
};
use crate::vocabulary::{Origin, ProcurementState, Strength};

/// Most steps one evaluation may take.
pub(crate) const MAX_STEPS: u64 = 1_000_000;

/// Whether a checked expression of type bool holds.
pub(crate) fn holds(node: &Node, facts: &Facts) -> Result<bool, EvalError> {
    let mut run = Run {
        facts,
        item: None,
        steps: 0,
    };
    run.holds(node)
}

struct Run<'f> {
    facts: &'f Facts,
    item: Option<&'f dyn Record>,
    steps: u64,
}

impl<'f> Run<'f> {
    fn step(&mut self, count: usize) -> Result<(), EvalError> {
        self.steps = self
            .steps
            .saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if self.steps > MAX_STEPS {
            return Err(EvalError::TooManySteps { limit: MAX_STEPS });
        }
        Ok(())
    }

    fn holds<'n>(&mut self, node: &'n Node) -> Result<bool, EvalError>
    where
        'f: 'n,
    {
        Ok(matches!(self.value(node)?, Value::Bool(true)))
    }

    /// The value of a node. Values live as long as the rule, which the facts outlive here.
    fn value<'n>(&mut self, node: &'n Node) -> Result<Value<'n>, EvalError>
    where
        'f: 'n,
    {
        self.step(1)?;
        Ok(match node {
            Node::Literal(literal) => literal.value(),
            Node::Today => Value::Date(self.facts.today),
            Node::Field { of, index } => match of {
                Base::Subject => self.facts.deal.value(*index),
                Base::Poc => self.facts.poc.value(*index),
                Base::Item => self.item.map_or(Value::Null, |item| item.value(*index)),
            },
            Node::Not(inner) => Value::Bool(!self.holds(inner)?),
            Node::And(left, right) => Value::Bool(self.holds(left)? && self.holds(right)?),
            Node::Or(left, right) => Value::Bool(self.holds(left)? || self.holds(right)?),
            Node::If(condition, yes, no) => {
                if self.holds(condition)? {
                    self.value(yes)?
                } else {
                    self.value(no)?
                }
            }
            Node::Compare(op, left, right, order) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Value::Bool(compare(*op, left, right, *order))
            }
            Node::In(needle, values) => {
                self.step(values.len())?;
                let needle = self.value(needle)?;
                Value::Bool(values.iter().any(|value| equal(needle, value.value())))
            }
            Node::InTexts(needle, texts) => match (self.value(needle)?, self.value(texts)?) {
                (Value::Text(needle), Value::Texts(texts)) => {
                    self.step(texts.len())?;
                    Value::Bool(texts.iter().any(|text| text == needle))
                }
                _ => Value::Bool(false),
            },
            Node::Arithmetic(op, left, right) => {
                arithmetic(*op, self.value(left)?, self.value(right)?)
            }
            Node::TextTest(test, subject, part) => {
                match (self.value(subject)?, self.value(part)?) {
                    (Value::Text(subject), Value::Text(part)) => Value::Bool(match test {
                        TextTest::Contains => subject.contains(part),
                        TextTest::StartsWith => subject.starts_with(part),
                        TextTest::EndsWith => subject.ends_with(part),
                    }),
                    _ => Value::Bool(false),
                }
            }
            Node::SizeOfText(text) => match self.value(text)? {
                Value::Text(text) => count(text.chars().count()),
                _ => Value::Int(0),
            },
            Node::SizeOfTexts(texts) => match self.value(texts)? {
                Value::Texts(texts) => count(texts.len()),
                _ => Value::Int(0),
            },
            Node::SizeOfList(list) => count(self.list(*list).count()),
            Node::Quantified(quantifier, list, body) => {
                self.quantified(*quantifier, *list, body)?
            }
            Node::Fact(test) => Value::Bool(self.fact(test)?),
        })
    }

    fn quantified<'n>(
        &mut self,
        quantifier: Quantifier,
        list: List,
        body: &'n Node,
    ) -> Result<Value<'n>, EvalError>
    where
        'f: 'n,
    {
        let records = self.list(list);
        let total = records.count();
        let mut matching = 0;
        for position in 0..total {
            self.item = records.record(position);
            let holds = self.holds(body);
            self.item = None;
            matching += usize::from(holds?);
            match quantifier {
                Quantifier::All if matching <= position => return Ok(Value::Bool(false)),
                Quantifier::Exists if matching > 0 => return Ok(Value::Bool(true)),
                _ => {}
            }
        }
        Ok(match quantifier {
            Quantifier::All => Value::Bool(true),
            Quantifier::Exists => Value::Bool(false),
            Quantifier::ExistsOne => Value::Bool(matching == 1),
            Quantifier::Count => count(matching),
        })
    }

    fn list(&self, list: List) -> &'f dyn Records {
        match list {
            List::Evidence => &self.facts.evidence,
            List::Roles => &self.facts.roles,
            List::Milestones => &self.facts.milestones,
            List::Procurement => &self.facts.procurement,
            List::Answers => &self.facts.answers,
            List::Risks => &self.facts.risks,
            List::Waivers => &self.facts.waivers,
        }
    }

    fn fact(&mut self, test: &FactTest) -> Result<bool, EvalError> {
        let facts = self.facts;
        self.step(match test {
            FactTest::HasEvidence { .. } | FactTest::CustomerEvidence { .. } => {
                facts.evidence.len()
            }
            FactTest::RoleAtLeast { .. } => facts.roles.len(),
            FactTest::Answered { .. } => facts.answers.len(),
            FactTest::MilestoneDone { .. } => facts.milestones.len(),
            FactTest::ProcurementClear { .. } => facts.procurement.len(),
        })?;
        Ok(fact_holds(test, facts))
    }
}

/// Whether a fact test holds.
pub(crate) fn fact_holds(test: &FactTest, facts: &Facts) -> bool {
    match test {
        FactTest::HasEvidence { evidence_type, min } => facts
            .evidence
            .iter()
            .any(|item| item.evidence_type == *evidence_type && item.strength >= *min),
        FactTest::CustomerEvidence { evidence_type } => facts.evidence.iter().any(|item| {
            item.evidence_type == *evidence_type
                && item.origin == Origin::Customer
                && item.strength >= Strength::CustomerOriginated
        }),
        FactTest::RoleAtLeast { role, state } => facts
            .roles
            .iter()
            .any(|item| item.role == *role && item.state >= *state),
        FactTest::Answered {
            set,
            question,
            evidenced,
        } => facts.answers.iter().any(|item| {
            item.set == *set
                && item.question == *question
                && !item.answer.trim().is_empty()
                && (item.is_evidenced || !evidenced)
        }),
        FactTest::MilestoneDone { key } => facts
            .milestones
            .iter()
            .any(|item| item.key == *key && item.is_done),
        FactTest::ProcurementClear { kind } => {
            let mut items = facts
                .procurement
                .iter()
                .filter(|item| kind.is_none_or(|kind| item.kind == kind))
                .peekable();
            items.peek().is_some()
                && items.all(|item| {
                    matches!(
                        item.state,
                        ProcurementState::Done | ProcurementState::NotNeeded
                    )
                })
        }
    }
}

fn count<'n>(count: usize) -> Value<'n> {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

impl Literal {
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(bool) => Value::Bool(*bool),
            Self::Int(int) | Self::Instant(int) => Value::Int(*int),
            Self::Text(text) => Value::Text(text),
            Self::Date(date) => Value::Date(*date),
        }
    }
}

fn equal(left: Value<'_>, right: Value<'_>) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Date(left), Value::Date(right)) => left == right,
        _ => false,
    }
}

fn compare(op: CompareOp, left: Value<'_>, right: Value<'_>, order: Order) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let ordering = match op {
        CompareOp::Eq => return equal(left, right),
        CompareOp::Ne => return !equal(left, right),
        _ => match (left, right, order) {
            (Value::Int(left), Value::Int(right), _) => left.cmp(&right),
            (Value::Date(left), Value::Date(right), _) => left.cmp(&right),
            (Value::Text(left), Value::Text(right), Order::Words(set)) => {
                let rank = |word| set.words.iter().position(|candidate| *candidate == word);
                match (rank(left), rank(right)) {
                    (Some(left), Some(right)) => left.cmp(&right),
                    _ => return false,
                }
            }
            _ => return false,
        },
    };
    match op {
        CompareOp::Eq | CompareOp::Ne => false,
        CompareOp::Lt => ordering == Less,
        CompareOp::Le => ordering != Greater,
        CompareOp::Gt => ordering == Greater,
        CompareOp::Ge => matches!(ordering, Greater | Equal),
    }
}

pub(crate) fn arithmetic<'n>(op: ArithmeticOp, left: Value<'_>, right: Value<'_>) -> Value<'n> {
    match (op, left, right) {
        (ArithmeticOp::Add, Value::Int(left), Value::Int(right)) => {
            Value::Int(left.saturating_add(right))
        }
        (ArithmeticOp::Subtract, Value::Int(left), Value::Int(right)) => {
            Value::Int(left.saturating_sub(right))
        }
        (ArithmeticOp::Multiply, Value::Int(left), Value::Int(right)) => {
            Value::Int(left.saturating_mul(right))
        }
        (ArithmeticOp::Divide, Value::Int(left), Value::Int(right)) => {
            left.checked_div(right).map_or(Value::Null, Value::Int)
        }
        (ArithmeticOp::Remainder, Value::Int(left), Value::Int(right)) => {
            left.checked_rem(right).map_or(Value::Null, Value::Int)
        }
        (ArithmeticOp::AddDays, Value::Date(date), Value::Int(days)) => shift(date, days),
        (ArithmeticOp::SubtractDays, Value::Date(date), Value::Int(days)) => {
            shift(date, days.saturating_neg())
        }
        (ArithmeticOp::DaysBetween, Value::Date(left), Value::Date(right)) => right
            .until((Unit::Day, left))
            .map_or(Value::Null, |span| Value::Int(i64::from(span.get_days()))),
        _ => Value::Null,
    }
}

fn shift<'n>(date: Date, days: i64) -> Value<'n> {
    // Beyond the calendar's ends a date stops at the end.
    let limit = 7_304_484;
    let days = days.clamp(-limit, limit);
    Value::Date(date.saturating_add(days.days()))
}
