//! The type checker: from what was written to what can be evaluated.

mod calls;
mod comparisons;

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use jiff::civil::Date;

use crate::facts::{
    AnswerFact, DealFacts, Described, EvidenceFact, MilestoneFact, PocFacts, ProcurementFact,
    RiskFact, RoleFact, WaiverFact,
};
use crate::lint::{codes, did_you_mean, one_of};
use crate::rule::bounds::{MAX_DEPTH, MAX_NODES, Parsed};
use crate::rule::ir::{ArithmeticOp, Base, List, Literal, Node};
use crate::rule::{Keys, References, RuleError};
use crate::schema::{ObjectSchema, Type};
use crate::text::Text;

/// What an expression may name.
pub(crate) struct Scope<'k> {
    /// The deal of a rule, or the row of a filter.
    pub(super) subject: &'static ObjectSchema,
    /// Whether the rest of the facts is there too.
    pub(super) has_facts: bool,
    /// The playbook's keys, when known.
    pub(super) keys: Option<&'k Keys>,
    /// The day a filter is compiled for; rules ask for it when they are evaluated.
    pub(super) today: Option<Date>,
}

impl<'k> Scope<'k> {
    /// Everything in facts.
    pub(crate) fn facts(keys: &'k Keys) -> Self {
        Self {
            subject: DealFacts::SCHEMA,
            has_facts: true,
            keys: Some(keys),
            today: None,
        }
    }

    /// The fields of a row.
    pub(crate) fn row(subject: &'static ObjectSchema, today: Option<Date>) -> Self {
        Self {
            subject,
            has_facts: false,
            keys: None,
            today,
        }
    }
}

/// The lists of facts by the name rules use.
pub(crate) const LISTS: &[(&str, List, &ObjectSchema)] = &[
    ("evidence", List::Evidence, EvidenceFact::SCHEMA),
    ("roles", List::Roles, RoleFact::SCHEMA),
    ("milestones", List::Milestones, MilestoneFact::SCHEMA),
    ("procurement", List::Procurement, ProcurementFact::SCHEMA),
    ("answers", List::Answers, AnswerFact::SCHEMA),
    ("risks", List::Risks, RiskFact::SCHEMA),
    ("waivers", List::Waivers, WaiverFact::SCHEMA),
];

/// What an expression turned out to be.
pub(crate) enum Shape {
    /// A value.
    Value(Typed),
    /// A record whose fields can be named.
    Record(Base, &'static ObjectSchema),
    /// A list of records, perhaps filtered.
    List(List, Option<Node>),
}

/// A value of known type.
pub(crate) struct Typed {
    pub(crate) node: Node,
    pub(crate) ty: Type,
    pub(crate) is_nullable: bool,
}

impl Typed {
    pub(super) fn of(node: Node, ty: Type) -> Self {
        Self {
            node,
            ty,
            is_nullable: false,
        }
    }
}

/// Checks one expression. Methods return `None` after reporting what is wrong.
pub(crate) struct Checker<'c> {
    pub(super) scope: &'c Scope<'c>,
    parsed: &'c Parsed,
    errors: Vec<RuleError>,
    pub(super) references: References,
    /// The variable of the loop being checked.
    pub(super) item: Option<(String, &'static ObjectSchema)>,
    nodes: usize,
    depth: usize,
}

impl<'c> Checker<'c> {
    pub(crate) fn new(scope: &'c Scope<'c>, parsed: &'c Parsed) -> Self {
        Self {
            scope,
            parsed,
            errors: Vec::new(),
            references: References::default(),
            item: None,
            nodes: 0,
            depth: 0,
        }
    }

    /// The errors and what was named.
    pub(crate) fn finish(self) -> (Vec<RuleError>, References) {
        (self.errors, self.references)
    }

    pub(super) fn fail<T>(
        &mut self,
        code: &'static str,
        offset: usize,
        message: Text,
        suggestion: Option<Text>,
    ) -> Option<T> {
        self.errors.push(RuleError {
            code,
            offset,
            message,
            suggestion,
        });
        None
    }

    pub(super) fn type_error<T>(
        &mut self,
        at: &IdedExpr,
        ko: impl Into<String>,
        en: impl Into<String>,
    ) -> Option<T> {
        self.fail(codes::RULE_TYPE, self.offset(at), Text::new(ko, en), None)
    }

    /// The first character of an expression.
    pub(super) fn offset(&self, expr: &IdedExpr) -> usize {
        let own = self.parsed.offset(expr.id);
        match &expr.expr {
            Expr::Select(select) => own.min(self.offset(&select.operand)),
            Expr::Call(call) => {
                let own = self.parsed.name_before(own, &call.func_name).unwrap_or(own);
                let parts = call.target.iter().map(AsRef::as_ref).chain(&call.args);
                parts.map(|part| self.offset(part)).fold(own, usize::min)
            }
            _ => own,
        }
    }

    /// The character at which the name of a field or a function stands.
    pub(super) fn offset_of_name(&self, expr: &IdedExpr, name: &str) -> usize {
        let own = self.parsed.offset(expr.id);
        let before = self.parsed.name_before(own, name);
        before
            .or_else(|| self.parsed.name_after(own, name))
            .unwrap_or(own)
    }

    /// An expression that must be true or false.
    pub(crate) fn condition(&mut self, expr: &IdedExpr) -> Option<Node> {
        let value = self.value(expr)?;
        if value.ty == Type::Bool {
            return Some(value.node);
        }
        self.type_error(
            expr,
            format!("참/거짓이 와야 하는데 {} 값입니다", value.ty.ko()),
            format!("expected true or false, found {}", value.ty.en()),
        )
    }

    /// An expression that must be a value.
    pub(super) fn value(&mut self, expr: &IdedExpr) -> Option<Typed> {
        match self.shape(expr)? {
            Shape::Value(value) => Some(value),
            Shape::Record(_, schema) => self.type_error(
                expr,
                format!("`{}`의 어느 필드인지 써야 합니다", schema.name),
                format!("name a field of `{}`", schema.name),
            ),
            Shape::List(..) => self.type_error(
                expr,
                "목록은 exists, all, size 등으로 물어야 합니다",
                "ask a list with exists, all or size",
            ),
        }
    }

    /// What an expression is.
    pub(super) fn shape(&mut self, expr: &IdedExpr) -> Option<Shape> {
        self.nodes += 1;
        if self.nodes > MAX_NODES || self.depth > usize::from(MAX_DEPTH) * 2 {
            if self.errors.is_empty() {
                self.fail::<()>(
                    codes::RULE_TOO_COSTLY,
                    0,
                    Text::new("규칙이 너무 복잡합니다", "the rule is too complex"),
                    Some(Text::new(
                        "조건을 여러 개로 나누세요",
                        "split it into several criteria",
                    )),
                );
            }
            return None;
        }
        self.depth += 1;
        let shape = match &expr.expr {
            Expr::Literal(literal) => self.literal(expr, literal),
            Expr::Ident(name) => self.name(expr, name),
            Expr::Select(select) if !select.test => match self.shape(&select.operand) {
                Some(Shape::Record(base, schema)) => self.field(expr, base, schema, &select.field),
                Some(_) => self.type_error(
                    expr,
                    format!("필드 `{}`을(를) 가진 값이 아닙니다", select.field),
                    format!("this has no field `{}`", select.field),
                ),
                None => None,
            },
            Expr::Call(call) => self.call(expr, call),
            _ => self.unsupported(expr),
        };
        self.depth -= 1;
        shape
    }

    pub(super) fn unsupported<T>(&mut self, at: &IdedExpr) -> Option<T> {
        self.fail(
            codes::RULE_SYNTAX,
            self.offset(at),
            Text::new(
                "규칙에서 쓸 수 없는 CEL 표현입니다",
                "this part of CEL is not available in rules",
            ),
            None,
        )
    }

    fn literal(&mut self, expr: &IdedExpr, literal: &LiteralValue) -> Option<Shape> {
        let (literal, ty) = match literal {
            LiteralValue::Boolean(value) => (Literal::Bool(*value.inner()), Type::Bool),
            LiteralValue::Int(value) => (Literal::Int(*value.inner()), Type::Int),
            LiteralValue::UInt(value) => (
                Literal::Int(i64::try_from(*value.inner()).unwrap_or(i64::MAX)),
                Type::Int,
            ),
            LiteralValue::String(value) => (Literal::Text(value.inner().to_owned()), Type::Text),
            LiteralValue::Null => (Literal::Null, Type::Null),
            LiteralValue::Double(_) => {
                return self.type_error(
                    expr,
                    "정수만 쓸 수 있습니다(금액은 통화 최소 단위)",
                    "only whole numbers (amounts are in the currency's smallest unit)",
                );
            }
            LiteralValue::Bytes(_) => return self.unsupported(expr),
        };
        Some(Shape::Value(Typed {
            is_nullable: ty == Type::Null,
            node: Node::Literal(literal),
            ty,
        }))
    }

    fn name(&mut self, expr: &IdedExpr, name: &str) -> Option<Shape> {
        if let Some((variable, schema)) = &self.item
            && variable == name
        {
            return Some(Shape::Record(Base::Item, schema));
        }
        if name == self.scope.subject.name {
            return Some(Shape::Record(Base::Subject, self.scope.subject));
        }
        if self.scope.has_facts {
            if name == PocFacts::SCHEMA.name {
                return Some(Shape::Record(Base::Poc, PocFacts::SCHEMA));
            }
            if let Some((_, list, _)) = LISTS.iter().find(|(known, ..)| *known == name) {
                self.references.fields.insert(name.to_owned());
                return Some(Shape::List(*list, None));
            }
        } else if self.scope.subject.field(name).is_some() {
            return self.field(expr, Base::Subject, self.scope.subject, name);
        }
        let known: Vec<&str> = self.names().collect();
        let suggestion = did_you_mean(name, known.iter().copied()).or_else(|| {
            let field = self.scope.subject.field(name)?.1.name;
            let subject = self.scope.subject.name;
            Some(Text::new(
                format!("혹시 `{subject}.{field}`인가요?"),
                format!("did you mean `{subject}.{field}`?"),
            ))
        });
        self.fail(
            codes::RULE_UNKNOWN_NAME,
            self.offset(expr),
            Text::new(
                format!("`{name}`이라는 이름이 없습니다"),
                format!("there is nothing named `{name}`"),
            ),
            suggestion.or_else(|| one_of(known)),
        )
    }

    /// The names an expression can start with.
    fn names(&self) -> impl Iterator<Item = &str> {
        let item = self.item.iter().map(|(variable, _)| variable.as_str());
        let (facts, fields) = if self.scope.has_facts {
            (LISTS, &[][..])
        } else {
            (&[][..], self.scope.subject.fields)
        };
        item.chain([self.scope.subject.name])
            .chain(self.scope.has_facts.then_some(PocFacts::SCHEMA.name))
            .chain(facts.iter().map(|(name, ..)| *name))
            .chain(fields.iter().map(|field| field.name))
    }

    fn field(
        &mut self,
        expr: &IdedExpr,
        of: Base,
        schema: &'static ObjectSchema,
        name: &str,
    ) -> Option<Shape> {
        if let Some((index, field)) = schema.field(name) {
            self.references
                .fields
                .insert(format!("{}.{name}", schema.name));
            return Some(Shape::Value(Typed {
                node: Node::Field { of, index },
                ty: field.ty,
                is_nullable: field.is_nullable,
            }));
        }
        let known = || schema.fields.iter().map(|field| field.name);
        self.fail(
            codes::RULE_UNKNOWN_NAME,
            self.offset_of_name(expr, name),
            Text::new(
                format!("`{}`에 `{name}` 필드가 없습니다", schema.name),
                format!("there is no field `{name}` in `{}`", schema.name),
            ),
            did_you_mean(name, known()).or_else(|| one_of(known())),
        )
    }

    pub(super) fn arithmetic(
        &mut self,
        expr: &IdedExpr,
        operator: &str,
        args: &[IdedExpr],
    ) -> Option<Shape> {
        let [left, right] = args else {
            return self.unsupported(expr);
        };
        let (left, right) = (self.value(left), self.value(right));
        let (left, right) = (left?, right?);
        let (op, ty) = match (operator, left.ty, right.ty) {
            (operators::ADD, Type::Int, Type::Int) => (ArithmeticOp::Add, Type::Int),
            (operators::SUBSTRACT, Type::Int, Type::Int) => (ArithmeticOp::Subtract, Type::Int),
            (operators::MULTIPLY, Type::Int, Type::Int) => (ArithmeticOp::Multiply, Type::Int),
            (operators::DIVIDE, Type::Int, Type::Int) => (ArithmeticOp::Divide, Type::Int),
            (operators::MODULO, Type::Int, Type::Int) => (ArithmeticOp::Remainder, Type::Int),
            (operators::ADD, Type::Date, Type::Int) => (ArithmeticOp::AddDays, Type::Date),
            (operators::SUBSTRACT, Type::Date, Type::Int) => {
                (ArithmeticOp::SubtractDays, Type::Date)
            }
            (operators::SUBSTRACT, Type::Date, Type::Date) => {
                (ArithmeticOp::DaysBetween, Type::Int)
            }
            _ => {
                return self.type_error(
                    expr,
                    format!(
                        "{}와 {}은(는) 계산할 수 없습니다",
                        left.ty.ko(),
                        right.ty.ko()
                    ),
                    format!(
                        "cannot calculate with {} and {}",
                        left.ty.en(),
                        right.ty.en()
                    ),
                );
            }
        };
        let divides = matches!(op, ArithmeticOp::Divide | ArithmeticOp::Remainder);
        Some(Shape::Value(Typed {
            is_nullable: left.is_nullable || right.is_nullable || divides,
            node: Node::Arithmetic(op, left.node.boxed(), right.node.boxed()),
            ty,
        }))
    }
}

impl Type {
    /// The type in a sentence, in English.
    pub(crate) fn en(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Int => "a number",
            Self::Text | Self::Word(_) | Self::Key(_) => "a text",
            Self::Date => "a date",
            Self::Instant => "a moment",
            Self::Texts | Self::Records(_) => "a list",
            Self::Record(_) => "a record",
            Self::Null => "null",
        }
    }

    /// The type in a sentence, in Korean.
    pub(crate) fn ko(self) -> &'static str {
        match self {
            Self::Bool => "참/거짓",
            Self::Int => "숫자",
            Self::Text | Self::Word(_) | Self::Key(_) => "글",
            Self::Date => "날짜",
            Self::Instant => "시각",
            Self::Texts | Self::Records(_) => "목록",
            Self::Record(_) => "레코드",
            Self::Null => "null",
        }
    }
}
