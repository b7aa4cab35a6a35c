//! Operators, functions and loops.

use std::str::FromStr;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};

use crate::lint::{codes, did_you_mean};
use crate::rule::check::comparisons::operator;
use crate::rule::check::{Checker, LISTS, Shape, Typed};
use crate::rule::functions;
use crate::rule::ir::{ArithmeticOp, FactTest, Literal, Node, Quantifier, TextTest};
use crate::schema::{KeyKind, Type};
use crate::text::Text;
use crate::vocabulary::{BuyingRoleKind, ProcurementKind, RoleState, Strength};

impl Checker<'_> {
    pub(super) fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Shape> {
        let args = call.args.as_slice();
        let name = call.func_name.as_str();
        if let Some(target) = &call.target {
            return self.method(expr, target, name, args);
        }
        if let Some(op) = operator(name) {
            return self.comparison(expr, op, args);
        }
        match (name, args) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, [left, right]) => {
                // Both sides are checked, so that both get their findings.
                let (left, right) = (self.condition(left), self.condition(right));
                let (left, right) = (left?.boxed(), right?.boxed());
                Some(bool_of(if name == operators::LOGICAL_AND {
                    Node::And(left, right)
                } else {
                    Node::Or(left, right)
                }))
            }
            (operators::LOGICAL_NOT, [inner]) => {
                Some(bool_of(Node::Not(self.condition(inner)?.boxed())))
            }
            (operators::CONDITIONAL, [condition, yes, no]) => {
                self.conditional(expr, condition, yes, no)
            }
            (operators::IN, _) => self.membership(expr, args),
            (
                operators::ADD
                | operators::SUBSTRACT
                | operators::MULTIPLY
                | operators::DIVIDE
                | operators::MODULO,
                _,
            ) => self.arithmetic(expr, name, args),
            (operators::NEGATE, [inner]) => {
                let value = self.value(inner)?;
                if value.ty != Type::Int {
                    return self.type_error(inner, "숫자가 와야 합니다", "expected a number");
                }
                Some(Shape::Value(Typed {
                    node: Node::Arithmetic(
                        ArithmeticOp::Subtract,
                        Node::Literal(Literal::Int(0)).boxed(),
                        value.node.boxed(),
                    ),
                    ..value
                }))
            }
            _ => self.function(expr, name, args),
        }
    }

    fn conditional(
        &mut self,
        expr: &IdedExpr,
        condition: &IdedExpr,
        yes: &IdedExpr,
        no: &IdedExpr,
    ) -> Option<Shape> {
        let condition = self.condition(condition);
        let (yes, no) = (self.value(yes), self.value(no));
        let (condition, yes, no) = (condition?, yes?, no?);
        let ty = match (yes.ty, no.ty) {
            (Type::Null, ty) | (ty, Type::Null) => ty,
            (yes, no) if yes == no => yes,
            (yes, no) if yes.is_textual() && no.is_textual() => Type::Text,
            _ => {
                return self.type_error(
                    expr,
                    "`?`의 두 값은 같은 종류여야 합니다",
                    "both values of `?` must be of one kind",
                );
            }
        };
        Some(Shape::Value(Typed {
            is_nullable: yes.is_nullable || no.is_nullable,
            node: Node::If(condition.boxed(), yes.node.boxed(), no.node.boxed()),
            ty,
        }))
    }

    fn function(&mut self, expr: &IdedExpr, name: &str, args: &[IdedExpr]) -> Option<Shape> {
        let known = functions::find(name)
            .filter(|function| self.scope.has_facts || !function.is_about_facts);
        let Some(function) = known else {
            let names = functions::ALL
                .iter()
                .filter(|function| self.scope.has_facts || !function.is_about_facts)
                .map(|function| function.name);
            return self.fail(
                codes::RULE_UNKNOWN_NAME,
                self.offset_of_name(expr, name),
                Text::new(
                    format!("`{name}`이라는 함수가 없습니다"),
                    format!("there is no function `{name}`"),
                ),
                did_you_mean(name, names),
            );
        };
        if function.is_about_facts && self.item.is_some() {
            return self.nested(expr);
        }
        match (name, args) {
            ("today", []) => {
                self.references.fields.insert("today".to_owned());
                let node = self
                    .scope
                    .today
                    .map_or(Node::Today, |today| Node::Literal(Literal::Date(today)));
                if !self.scope.has_facts && self.scope.today.is_none() {
                    return self.unsupported(expr);
                }
                Some(Shape::Value(Typed::of(node, Type::Date)))
            }
            ("date", [text]) => {
                let written = self.written(text)?;
                let date = self.date(text, written)?;
                let node = Node::Literal(Literal::Date(date));
                Some(Shape::Value(Typed::of(node, Type::Date)))
            }
            ("has", [field]) => {
                let value = self.value(field)?;
                if !matches!(value.node, Node::Field { .. }) {
                    return self.usage(expr, function);
                }
                Some(bool_of(if value.is_nullable {
                    Node::Compare(
                        crate::filter::CompareOp::Ne,
                        value.node.boxed(),
                        Node::Literal(Literal::Null).boxed(),
                        crate::rule::ir::Order::Natural,
                    )
                } else {
                    Node::Literal(Literal::Bool(true))
                }))
            }
            ("size", [list]) => self.size(list),
            _ => match self.fact(expr, name, args) {
                Ok(test) => test.map(|test| bool_of(Node::Fact(test))),
                Err(()) => self.usage(expr, function),
            },
        }
    }

    /// A question about the facts; `Err` when the arguments do not have its form.
    fn fact(
        &mut self,
        _expr: &IdedExpr,
        name: &str,
        args: &[IdedExpr],
    ) -> Result<Option<FactTest>, ()> {
        Ok(match (name, args) {
            ("has_evidence", [evidence_type, rest @ ..]) if rest.len() <= 1 => {
                let min = match rest {
                    [min] => self.word::<Strength>(min, Strength::WORDS),
                    _ => Some(Strength::Captured),
                };
                self.key(evidence_type, KeyKind::EvidenceType)
                    .zip(min)
                    .map(|(evidence_type, min)| FactTest::HasEvidence { evidence_type, min })
            }
            ("customer_evidence", [evidence_type]) => self
                .key(evidence_type, KeyKind::EvidenceType)
                .map(|evidence_type| FactTest::CustomerEvidence { evidence_type }),
            ("role_at_least", [role, state]) => {
                let role = self.word::<BuyingRoleKind>(role, BuyingRoleKind::WORDS);
                let state = self.word::<RoleState>(state, RoleState::WORDS);
                role.zip(state).map(|(role, state)| {
                    self.references.roles.insert(role.to_string());
                    FactTest::RoleAtLeast { role, state }
                })
            }
            ("answered" | "answered_with_evidence", [set, question]) => self
                .question(set, question)
                .map(|(set, question)| FactTest::Answered {
                    set,
                    question,
                    evidenced: name == "answered_with_evidence",
                }),
            ("milestone_done", [key]) => self
                .key(key, KeyKind::Milestone)
                .map(|key| FactTest::MilestoneDone { key }),
            ("procurement_clear", []) => {
                self.references.procurement.insert("all".to_owned());
                Some(FactTest::ProcurementClear { kind: None })
            }
            ("procurement_clear", [kind]) => self
                .word::<ProcurementKind>(kind, ProcurementKind::WORDS)
                .map(|kind| {
                    self.references.procurement.insert(kind.to_string());
                    FactTest::ProcurementClear { kind: Some(kind) }
                }),
            _ => return Err(()),
        })
    }

    /// A text that is written out, not computed: only so can the linter check it.
    fn written<'e>(&mut self, expr: &'e IdedExpr) -> Option<&'e str> {
        match &expr.expr {
            Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
            _ => self.type_error(
                expr,
                "여기에는 따옴표 안의 글을 그대로 써야 합니다",
                "write the text out in quotes here",
            ),
        }
    }

    fn key(&mut self, expr: &IdedExpr, kind: KeyKind) -> Option<String> {
        let key = self.written(expr)?;
        self.known_key(expr, kind, key)?;
        Some(key.to_owned())
    }

    fn word<W: FromStr>(&mut self, expr: &IdedExpr, words: &[&'static str]) -> Option<W> {
        let word = self.written(expr)?;
        match word.parse() {
            Ok(word) => Some(word),
            Err(_) => self.unknown_word(expr, word, words.iter().copied()),
        }
    }

    fn question(&mut self, set: &IdedExpr, question: &IdedExpr) -> Option<(String, String)> {
        let set_key = self.key(set, KeyKind::QuestionSet)?;
        let question_key = self.written(question)?;
        if let Some(keys) = self.scope.keys
            && !keys.questions(&set_key).any(|key| key == question_key)
        {
            return self.unknown_word(question, question_key, keys.questions(&set_key));
        }
        self.references
            .questions
            .insert(format!("{set_key}.{question_key}"));
        Some((set_key, question_key.to_owned()))
    }

    fn usage<T>(
        &mut self,
        expr: &IdedExpr,
        function: &'static functions::FunctionSchema,
    ) -> Option<T> {
        self.fail(
            codes::RULE_TYPE,
            self.offset_of_name(expr, function.name),
            Text::new(
                format!("`{}`의 인자가 맞지 않습니다", function.name),
                format!("`{}` does not take these arguments", function.name),
            ),
            Some(Text::new(
                format!("이렇게 씁니다: {}", function.signature),
                format!("write it as {}", function.signature),
            )),
        )
    }

    fn nested<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        self.fail(
            codes::RULE_TOO_COSTLY,
            self.offset(expr),
            Text::new(
                "목록을 묻는 조건 안에서 다른 목록을 물을 수 없습니다",
                "a question about a list cannot ask another list inside",
            ),
            Some(Text::new(
                "두 질문을 `&&`로 나란히 쓰세요",
                "ask the two side by side with `&&`",
            )),
        )
    }

    fn size(&mut self, list: &IdedExpr) -> Option<Shape> {
        let node = match self.shape(list)? {
            Shape::List(list, None) => Node::SizeOfList(list),
            Shape::List(list, Some(body)) => {
                Node::Quantified(Quantifier::Count, list, body.boxed())
            }
            Shape::Value(value) if value.ty.is_textual() => Node::SizeOfText(value.node.boxed()),
            Shape::Value(value) if value.ty == Type::Texts => Node::SizeOfTexts(value.node.boxed()),
            Shape::Value(_) | Shape::Record(..) => {
                return self.type_error(
                    list,
                    "size에는 목록이나 글이 와야 합니다",
                    "size needs a list or a text",
                );
            }
        };
        Some(Shape::Value(Typed::of(node, Type::Int)))
    }

    fn method(
        &mut self,
        expr: &IdedExpr,
        target: &IdedExpr,
        name: &str,
        args: &[IdedExpr],
    ) -> Option<Shape> {
        let test = match (name, args) {
            ("size", []) => return self.size(target),
            ("exists" | "all" | "exists_one" | "filter", [variable, body]) => {
                return self.quantified(expr, target, name, variable, body);
            }
            ("contains", [_]) => TextTest::Contains,
            ("startsWith", [_]) => TextTest::StartsWith,
            ("endsWith", [_]) => TextTest::EndsWith,
            _ => {
                let methods = [
                    "exists",
                    "all",
                    "exists_one",
                    "filter",
                    "size",
                    "contains",
                    "startsWith",
                    "endsWith",
                ];
                if let Some(function) = functions::find(name).filter(|_| methods.contains(&name)) {
                    return self.usage(expr, function);
                }
                return self.fail(
                    codes::RULE_UNKNOWN_NAME,
                    self.offset_of_name(expr, name),
                    Text::new(
                        format!("`.{name}(…)`이라는 함수가 없습니다"),
                        format!("there is no function `.{name}(…)`"),
                    ),
                    did_you_mean(name, methods),
                );
            }
        };
        let (subject, part) = (self.value(target), self.value(&args[0]));
        let (subject, part) = (subject?, part?);
        if !subject.ty.is_textual() || !part.ty.is_textual() {
            return self.type_error(
                expr,
                format!("`{name}`은(는) 글에만 쓸 수 있습니다"),
                format!("`{name}` is for texts"),
            );
        }
        Some(bool_of(Node::TextTest(
            test,
            subject.node.boxed(),
            part.node.boxed(),
        )))
    }

    fn quantified(
        &mut self,
        expr: &IdedExpr,
        target: &IdedExpr,
        name: &str,
        variable: &IdedExpr,
        body: &IdedExpr,
    ) -> Option<Shape> {
        if self.item.is_some() {
            return self.nested(expr);
        }
        let list = match self.shape(target)? {
            Shape::List(list, None) => list,
            _ => {
                return self.type_error(
                    target,
                    format!("`{name}`은(는) 목록에만 쓸 수 있습니다"),
                    format!("`{name}` is for lists"),
                );
            }
        };
        let Expr::Ident(variable) = &variable.expr else {
            return self.type_error(variable, "항목의 이름이 와야 합니다", "name the item here");
        };
        let (_, _, schema) = LISTS.iter().find(|(_, known, _)| *known == list)?;
        self.item = Some((variable.clone(), schema));
        let body = self.condition(body);
        self.item = None;
        let body = body?;
        Some(match name {
            "filter" => Shape::List(list, Some(body)),
            "exists" => bool_of(Node::Quantified(Quantifier::Exists, list, body.boxed())),
            "all" => bool_of(Node::Quantified(Quantifier::All, list, body.boxed())),
            _ => bool_of(Node::Quantified(Quantifier::ExistsOne, list, body.boxed())),
        })
    }
}

fn bool_of(node: Node) -> Shape {
    Shape::Value(Typed::of(node, Type::Bool))
}
