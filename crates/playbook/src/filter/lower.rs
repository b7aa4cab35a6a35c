//! From a checked expression to a predicate, negations pushed down to single conditions.

use jiff::civil::Date;

use crate::facts::Value;
use crate::filter::{CompareOp, FieldCatalogue, FilterValue, Predicate};
use crate::finding::{Finding, Severity};
use crate::lint::codes;
use crate::rule::ir::{Base, Literal, Node, Order, TextTest};
use crate::rule::{Checker, RuleError, Scope, arithmetic, parse};
use crate::schema::FieldSchema;
use crate::text::Text;

#[expect(clippy::result_large_err, reason = "a refused filter ends its request")]
pub(super) fn compile(
    cel: &str,
    catalogue: &FieldCatalogue,
    today: Option<Date>,
) -> Result<Predicate, Finding> {
    predicate_of(cel, catalogue, today).map_err(|error| finding(cel, error))
}

fn predicate_of(
    cel: &str,
    catalogue: &FieldCatalogue,
    today: Option<Date>,
) -> Result<Predicate, RuleError> {
    let scope = Scope::row(catalogue.object, today);
    let parsed = parse(cel).map_err(first)?;
    let mut checker = Checker::new(&scope, &parsed);
    match checker.condition(&parsed.expression) {
        Some(node) => Lowering { catalogue }.lower(&node, false),
        None => Err(first(checker.finish().0)),
    }
}

fn first(errors: Vec<RuleError>) -> RuleError {
    errors.into_iter().next().unwrap_or_else(unavailable)
}

fn unavailable() -> RuleError {
    RuleError {
        code: codes::RULE_TYPE,
        offset: 0,
        message: Text::new(
            "필터는 필드를 값과 비교해야 합니다",
            "a filter compares fields with values",
        ),
        suggestion: Some(Text::new(
            "예: stage == \"proposal\" && amount_minor > 1000000",
            "for example: stage == \"proposal\" && amount_minor > 1000000",
        )),
    }
}

fn finding(cel: &str, error: RuleError) -> Finding {
    let (mut line, mut column) = (1, 1);
    for c in cel.chars().take(error.offset) {
        if c == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    Finding {
        severity: Severity::Error,
        code: error.code.to_owned(),
        message: error.message,
        file: "filter".to_owned(),
        line,
        column,
        suggestion: error.suggestion,
    }
}

struct Lowering<'c> {
    catalogue: &'c FieldCatalogue,
}

impl Lowering<'_> {
    fn lower(&self, node: &Node, negated: bool) -> Result<Predicate, RuleError> {
        match node {
            Node::Literal(Literal::Bool(value)) => Ok(Predicate::Always(*value != negated)),
            Node::Not(inner) => self.lower(inner, !negated),
            Node::And(left, right) | Node::Or(left, right) => {
                let parts = vec![self.lower(left, negated)?, self.lower(right, negated)?];
                Ok(join(matches!(node, Node::And(..)) != negated, parts))
            }
            Node::If(condition, yes, no) => {
                let when = |holds: bool, then: &Node| {
                    Ok(join(
                        true,
                        vec![self.lower(condition, !holds)?, self.lower(then, negated)?],
                    ))
                };
                Ok(join(false, vec![when(true, yes)?, when(false, no)?]))
            }
            Node::Field { .. } => {
                let field = self.field(node).ok_or_else(unavailable)?;
                Ok(Predicate::Compare {
                    field: field.name,
                    op: CompareOp::Eq,
                    value: FilterValue::Bool(!negated),
                })
            }
            Node::Compare(op, left, right, order) => {
                self.comparison(*op, left, right, *order, negated)
            }
            Node::In(subject, values) => {
                let field = self.field(subject).ok_or_else(unavailable)?;
                let values: Vec<_> = values.iter().filter_map(value_of).collect();
                Ok(leaf(
                    field,
                    Predicate::In {
                        field: field.name,
                        values,
                    },
                    negated,
                ))
            }
            Node::TextTest(test, subject, part) => {
                let field = self.field(subject).ok_or_else(unavailable)?;
                let Node::Literal(Literal::Text(text)) = &**part else {
                    return Err(unavailable());
                };
                let (field_name, text) = (field.name, text.clone());
                let predicate = match test {
                    TextTest::Contains => Predicate::Contains {
                        field: field_name,
                        text,
                    },
                    TextTest::StartsWith => Predicate::StartsWith {
                        field: field_name,
                        text,
                    },
                    TextTest::EndsWith => Predicate::EndsWith {
                        field: field_name,
                        text,
                    },
                };
                Ok(leaf(field, predicate, negated))
            }
            _ => Err(unavailable()),
        }
    }

    fn field(&self, node: &Node) -> Option<&'static FieldSchema> {
        match node {
            Node::Field {
                of: Base::Subject,
                index,
            } => self.catalogue.fields().get(*index),
            _ => None,
        }
    }

    fn comparison(
        &self,
        op: CompareOp,
        left: &Node,
        right: &Node,
        order: Order,
        negated: bool,
    ) -> Result<Predicate, RuleError> {
        let (field, op, other) = match (self.field(left), self.field(right)) {
            (Some(field), None) => (field, op, right),
            (None, Some(field)) => (field, op.mirrored(), left),
            _ => return Err(unavailable()),
        };
        // A comparison with a missing value is false, except that `!=` holds; negation turns it round.
        let holds_when_missing = (op == CompareOp::Ne) != negated;
        let op = if negated { op.negated() } else { op };
        let value = constant(other).ok_or_else(unavailable)?;
        let name = field.name;
        let Some(value) = value_of(&value) else {
            return Ok(match op {
                CompareOp::Eq => Predicate::IsNull { field: name },
                _ => Predicate::IsNotNull { field: name },
            });
        };
        let predicate = match (order, &value) {
            (Order::Words(set), FilterValue::Text(word))
                if !matches!(op, CompareOp::Eq | CompareOp::Ne) =>
            {
                let rank = |word: &str| set.words.iter().position(|other| *other == word);
                let values: Vec<_> = set
                    .words
                    .iter()
                    .filter(|other| op.accepts(rank(other).cmp(&rank(word))))
                    .map(|word| FilterValue::Text((*word).to_owned()))
                    .collect();
                if values.is_empty() {
                    Predicate::Always(false)
                } else {
                    Predicate::In {
                        field: name,
                        values,
                    }
                }
            }
            _ => Predicate::Compare {
                field: name,
                op,
                value,
            },
        };
        Ok(if field.is_nullable && holds_when_missing {
            Predicate::Or(vec![predicate, Predicate::IsNull { field: name }])
        } else {
            predicate
        })
    }
}

/// One condition, or its negation: true of rows where the field is missing.
fn leaf(field: &'static FieldSchema, predicate: Predicate, negated: bool) -> Predicate {
    if !negated {
        return predicate;
    }
    let not = Predicate::Not(Box::new(predicate));
    if field.is_nullable {
        Predicate::Or(vec![not, Predicate::IsNull { field: field.name }])
    } else {
        not
    }
}

/// All or any of the parts, flat.
fn join(all: bool, parts: Vec<Predicate>) -> Predicate {
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Predicate::And(inner) if all => flat.extend(inner),
            Predicate::Or(inner) if !all => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if all {
        Predicate::And(flat)
    } else {
        Predicate::Or(flat)
    }
}

/// The value of an expression without fields.
fn constant(node: &Node) -> Option<Literal> {
    match node {
        Node::Literal(literal) => Some(literal.clone()),
        Node::Arithmetic(op, left, right) => {
            let (left, right) = (constant(left)?, constant(right)?);
            match arithmetic(*op, left.value(), right.value()) {
                Value::Int(value) => Some(Literal::Int(value)),
                Value::Date(date) => Some(Literal::Date(date)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn value_of(literal: &Literal) -> Option<FilterValue> {
    Some(match literal {
        Literal::Null => return None,
        Literal::Bool(value) => FilterValue::Bool(*value),
        Literal::Int(value) => FilterValue::Int(*value),
        Literal::Text(text) => FilterValue::Text(text.clone()),
        Literal::Date(date) => FilterValue::Date(*date),
        Literal::Instant(micros) => FilterValue::Instant(*micros),
    })
}

impl CompareOp {
    /// The operator with its sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            same => same,
        }
    }

    /// The operator that holds where this one does not.
    fn negated(self) -> Self {
        match self {
            Self::Eq => Self::Ne,
            Self::Ne => Self::Eq,
            Self::Lt => Self::Ge,
            Self::Le => Self::Gt,
            Self::Gt => Self::Le,
            Self::Ge => Self::Lt,
        }
    }

    fn accepts(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Eq => ordering.is_eq(),
            Self::Ne => ordering.is_ne(),
            Self::Lt => ordering.is_lt(),
            Self::Le => ordering.is_le(),
            Self::Gt => ordering.is_gt(),
            Self::Ge => ordering.is_ge(),
        }
    }
}
