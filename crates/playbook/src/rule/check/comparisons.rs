//! Which values can be compared, and what a text stands for beside a typed field.

use cel::common::ast::{Expr, IdedExpr, operators};
use jiff::civil::Date;

use crate::filter::CompareOp;
use crate::lint::{codes, did_you_mean, one_of};
use crate::rule::check::{Checker, Shape, Typed};
use crate::rule::ir::{Literal, Node, Order};
use crate::schema::{KeyKind, Type};
use crate::text::Text;

pub(super) fn operator(name: &str) -> Option<CompareOp> {
    Some(match name {
        operators::EQUALS => CompareOp::Eq,
        operators::NOT_EQUALS => CompareOp::Ne,
        operators::LESS => CompareOp::Lt,
        operators::LESS_EQUALS => CompareOp::Le,
        operators::GREATER => CompareOp::Gt,
        operators::GREATER_EQUALS => CompareOp::Ge,
        _ => return None,
    })
}

impl Checker<'_> {
    pub(super) fn comparison(
        &mut self,
        expr: &IdedExpr,
        op: CompareOp,
        args: &[IdedExpr],
    ) -> Option<Shape> {
        let [left_expr, right_expr] = args else {
            return self.unsupported(expr);
        };
        let (left, right) = (self.value(left_expr), self.value(right_expr));
        let (left, right) = (left?, right?);
        let right = self.read_as(right_expr, right, left.ty)?;
        let left = self.read_as(left_expr, left, right.ty)?;
        let is_equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
        let order = match (left.ty, right.ty) {
            (Type::Null, other) | (other, Type::Null) => {
                let other_is_nullable = if left.ty == Type::Null {
                    right.is_nullable
                } else {
                    left.is_nullable
                };
                if !is_equality {
                    return self.type_error(
                        expr,
                        "null은 `==`와 `!=`로만 비교합니다",
                        "compare null with `==` or `!=` only",
                    );
                }
                if !other_is_nullable {
                    return self.type_error(
                        expr,
                        format!("이 {} 값은 비어 있는 일이 없습니다", other.ko()),
                        format!("this is never null: it is always {}", other.en()),
                    );
                }
                Some(Order::Natural)
            }
            (Type::Int, Type::Int) | (Type::Date, Type::Date) | (Type::Instant, Type::Instant) => {
                Some(Order::Natural)
            }
            (Type::Word(left), Type::Word(right)) if left == right => {
                (is_equality || left.is_ordered).then_some(Order::Words(left))
            }
            (Type::Bool, Type::Bool) => is_equality.then_some(Order::Natural),
            (left, right) if left.is_textual() && right.is_textual() => {
                is_equality.then_some(Order::Natural)
            }
            _ => None,
        };
        let Some(order) = order else {
            return self.type_error(
                expr,
                format!(
                    "{}와 {}은(는) 이렇게 비교할 수 없습니다",
                    left.ty.ko(),
                    right.ty.ko()
                ),
                format!(
                    "cannot compare {} with {} this way",
                    left.ty.en(),
                    right.ty.en()
                ),
            );
        };
        let node = Node::Compare(op, left.node.boxed(), right.node.boxed(), order);
        Some(Shape::Value(Typed::of(node, Type::Bool)))
    }

    /// A text written beside a typed value is read as that type: a word, a key, a date, a moment.
    fn read_as(&mut self, expr: &IdedExpr, value: Typed, ty: Type) -> Option<Typed> {
        let Node::Literal(Literal::Text(text)) = &value.node else {
            return Some(value);
        };
        let literal = match ty {
            Type::Word(set) => {
                if !set.words.contains(&text.as_str()) {
                    return self.unknown_word(expr, text, set.words.iter().copied());
                }
                Literal::Text(text.clone())
            }
            Type::Key(kind) => {
                self.known_key(expr, kind, text)?;
                Literal::Text(text.clone())
            }
            Type::Date => Literal::Date(self.date(expr, text)?),
            Type::Instant => match moment(text) {
                Some(moment) => Literal::Instant(moment),
                None => {
                    return self.type_error(
                        expr,
                        "`2026-03-31` 또는 `2026-03-31T09:00:00Z` 형식이어야 합니다",
                        "expected `2026-03-31` or `2026-03-31T09:00:00Z`",
                    );
                }
            },
            _ => return Some(value),
        };
        Some(Typed::of(Node::Literal(literal), ty))
    }

    pub(super) fn date(&mut self, expr: &IdedExpr, text: &str) -> Option<Date> {
        match text.parse::<Date>() {
            Ok(date) if text.len() == 10 => Some(date),
            _ => self.type_error(
                expr,
                "날짜는 `2026-03-31`처럼 씁니다",
                "write a date as `2026-03-31`",
            ),
        }
    }

    /// Checks that the playbook defines a key, and remembers that it was named.
    pub(super) fn known_key(&mut self, expr: &IdedExpr, kind: KeyKind, key: &str) -> Option<()> {
        match kind {
            KeyKind::EvidenceType => self.references.evidence_types.insert(key.to_owned()),
            KeyKind::Milestone => self.references.milestones.insert(key.to_owned()),
            _ => false,
        };
        match self.scope.keys {
            Some(keys) if !keys.has(kind, key) => self.unknown_word(expr, key, keys.all(kind)),
            _ => Some(()),
        }
    }

    pub(super) fn unknown_word<'w, T>(
        &mut self,
        expr: &IdedExpr,
        word: &str,
        known: impl Iterator<Item = &'w str>,
    ) -> Option<T> {
        let known: Vec<_> = known.collect();
        self.fail(
            codes::RULE_UNKNOWN_NAME,
            self.offset(expr),
            Text::new(
                format!("`{word}`은(는) 여기에 없는 값입니다"),
                format!("`{word}` is not a value here"),
            ),
            did_you_mean(word, known.iter().copied()).or_else(|| one_of(known)),
        )
    }

    pub(super) fn membership(&mut self, expr: &IdedExpr, args: &[IdedExpr]) -> Option<Shape> {
        let [needle_expr, list_expr] = args else {
            return self.unsupported(expr);
        };
        let needle = self.value(needle_expr)?;
        let node = match &list_expr.expr {
            Expr::List(list) => {
                let mut values = Vec::with_capacity(list.elements.len());
                for element in &list.elements {
                    let value = self.value(element)?;
                    let value = self.read_as(element, value, needle.ty)?;
                    let fits =
                        value.ty == needle.ty || (value.ty.is_textual() && needle.ty.is_textual());
                    match value.node {
                        Node::Literal(literal) if fits => values.push(literal),
                        _ => {
                            return self.type_error(
                                element,
                                format!("{} 값을 그대로 써야 합니다", needle.ty.ko()),
                                format!("write {} here", needle.ty.en()),
                            );
                        }
                    }
                }
                if values.is_empty() {
                    return self.type_error(list_expr, "빈 목록입니다", "the list is empty");
                }
                Node::In(needle.node.boxed(), values)
            }
            _ => {
                let list = self.value(list_expr)?;
                if list.ty != Type::Texts || !needle.ty.is_textual() {
                    return self.type_error(
                        list_expr,
                        "`in` 뒤에는 값의 목록이 와야 합니다",
                        "`in` needs a list of values",
                    );
                }
                Node::InTexts(needle.node.boxed(), list.node.boxed())
            }
        };
        Some(Shape::Value(Typed::of(node, Type::Bool)))
    }
}

impl Type {
    pub(super) fn is_textual(self) -> bool {
        matches!(self, Self::Text | Self::Word(_) | Self::Key(_))
    }
}

/// A moment in microseconds since 1970; a plain date is its first moment in UTC.
fn moment(text: &str) -> Option<i64> {
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(timestamp.as_microsecond());
    }
    let date = text.parse::<Date>().ok()?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(midnight.timestamp().as_microsecond())
}
