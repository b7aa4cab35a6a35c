//! CEL conditions over the columns: each condition becomes a table by value, looked up deal by deal.

use domain::Date;
use playbook::filter::{CompareOp, FilterValue};
use playbook::{FieldCatalogue, Finding, Predicate};

use crate::facts::{
    COUNTRY, Field, Frame, INDUSTRY, NAME, NO_WHOLE, NONE, REGION, SEGMENT, day_of,
};

/// A condition deals must meet.
#[derive(Debug, Clone)]
pub struct Filter {
    predicate: Predicate,
}

impl Filter {
    /// Compiles CEL over [`FieldCatalogue::facts`]; `today()` means this day.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    #[expect(clippy::result_large_err, reason = "a refused filter ends its request")]
    pub fn compile(cel: &str, today: Date) -> Result<Self, Finding> {
        let predicate = playbook::Filter::compile_on(cel, &FieldCatalogue::facts(), today)?;
        Ok(Self { predicate })
    }

    /// Ready to be asked about a frame's deals.
    pub(crate) fn over<'a>(&self, frame: &'a Frame<'_>) -> Test<'a> {
        test(&self.predicate, frame, false)
    }
}

/// A condition over one frame.
pub(crate) enum Test<'a> {
    Always(bool),
    All(Vec<Test<'a>>),
    Any(Vec<Test<'a>>),
    One(Box<dyn Fn(usize) -> bool + Sync + 'a>),
}

impl Test<'_> {
    pub(crate) fn holds(&self, deal: usize) -> bool {
        match self {
            Self::Always(answer) => *answer,
            Self::All(tests) => tests.iter().all(|test| test.holds(deal)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(deal)),
            Self::One(test) => test(deal),
        }
    }
}

/// `is_negated`: the condition is inside a `Not`, which a missing value meets no more than the condition itself.
fn test<'a>(predicate: &Predicate, frame: &'a Frame<'_>, is_negated: bool) -> Test<'a> {
    let each = |parts: &[Predicate]| parts.iter().map(|part| test(part, frame, false)).collect();
    match predicate {
        Predicate::Always(answer) => Test::Always(*answer),
        Predicate::And(parts) => Test::All(each(parts)),
        Predicate::Or(parts) => Test::Any(each(parts)),
        Predicate::Not(inner) => test(inner, frame, !is_negated),
        Predicate::IsNull { field } => presence(field, frame, false),
        Predicate::IsNotNull { field } => presence(field, frame, true),
        Predicate::Compare { field, op, value } => match Access::of(field) {
            Access::Text(texts) => {
                let FilterValue::Text(value) = value else {
                    return match value {
                        FilterValue::Bool(flag) => {
                            texts.test(frame, |text| (text == "true") == *flag)
                        }
                        _ => Test::Always(false),
                    };
                };
                let op = *op;
                texts.test(frame, |text| compares(text, op, value.as_str()))
            }
            Access::Whole(whole) => match whole_value(value) {
                Some(value) => whole_test(whole, frame, *op, value),
                None => Test::Always(false),
            },
        },
        Predicate::In { field, values } => match Access::of(field) {
            Access::Text(texts) => texts.test(frame, |text| {
                let is_one = values
                    .iter()
                    .any(|value| matches!(value, FilterValue::Text(value) if value == text));
                is_one != is_negated
            }),
            Access::Whole(whole) => {
                let values: Vec<i64> = values.iter().filter_map(whole_value).collect();
                Test::One(Box::new(move |deal| {
                    whole(frame, deal).is_some_and(|value| values.contains(&value) != is_negated)
                }))
            }
        },
        Predicate::Contains { field, text } => matching(field, frame, is_negated, |value| {
            value.contains(text.as_str())
        }),
        Predicate::StartsWith { field, text } => matching(field, frame, is_negated, |value| {
            value.starts_with(text.as_str())
        }),
        Predicate::EndsWith { field, text } => matching(field, frame, is_negated, |value| {
            value.ends_with(text.as_str())
        }),
    }
}

fn matching<'a>(
    field: &str,
    frame: &'a Frame<'_>,
    is_negated: bool,
    is_match: impl Fn(&str) -> bool,
) -> Test<'a> {
    match Access::of(field) {
        Access::Text(texts) => texts.test(frame, |text| is_match(text) != is_negated),
        Access::Whole(_) => Test::Always(false),
    }
}

fn presence<'a>(field: &str, frame: &'a Frame<'_>, is_present: bool) -> Test<'a> {
    match Access::of(field) {
        Access::Text(texts) => Test::One(Box::new(move |deal| {
            ((texts.code)(frame, deal) != NONE) == is_present
        })),
        Access::Whole(whole) => Test::One(Box::new(move |deal| {
            whole(frame, deal).is_some() == is_present
        })),
    }
}

fn compares<T: PartialOrd + ?Sized>(left: &T, op: CompareOp, right: &T) -> bool {
    match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    }
}

type Whole = fn(&Frame<'_>, usize) -> Option<i64>;

fn whole_test<'a>(whole: Whole, frame: &'a Frame<'_>, op: CompareOp, value: i64) -> Test<'a> {
    Test::One(Box::new(move |deal| {
        whole(frame, deal).is_some_and(|left| compares(&left, op, &value))
    }))
}

fn whole_value(value: &FilterValue) -> Option<i64> {
    match value {
        FilterValue::Int(value) | FilterValue::Instant(value) => Some(*value),
        FilterValue::Date(date) => Some(i64::from(day_of(*date))),
        FilterValue::Bool(_) | FilterValue::Text(_) => None,
    }
}

/// How a field's values are reached.
enum Access {
    Text(Texts),
    Whole(Whole),
}

/// A field with few distinct values: a number per deal, and a text per number.
#[derive(Clone, Copy)]
struct Texts {
    code: fn(&Frame<'_>, usize) -> u32,
    text: for<'f> fn(&Frame<'f>, u32) -> Option<std::borrow::Cow<'f, str>>,
    count: fn(&Frame<'_>) -> usize,
}

impl Texts {
    /// Judges every value once; a missing one never passes.
    fn test<'a>(self, frame: &'a Frame<'_>, is_match: impl Fn(&str) -> bool) -> Test<'a> {
        let passes: Vec<bool> = (0..(self.count)(frame))
            .map(|number| {
                let number = u32::try_from(number).unwrap_or(NONE);
                (self.text)(frame, number).is_some_and(|text| is_match(&text))
            })
            .collect();
        Test::One(Box::new(move |deal| {
            let number = (self.code)(frame, deal) as usize;
            passes.get(number).copied().unwrap_or(false)
        }))
    }
}

macro_rules! word {
    ($field:ident) => {
        Access::Text(Texts {
            code: |frame, deal| frame.code(Field::$field, deal),
            text: |frame, number| frame.facts().words.text(number).map(Into::into),
            count: |frame| frame.facts().words.len(),
        })
    };
}

macro_rules! name {
    ($code:expr) => {
        Access::Text(Texts {
            code: $code,
            text: |frame, number| frame.name(number).map(Into::into),
            count: |frame| frame.facts().names.len(),
        })
    };
}

macro_rules! id {
    ($field:ident, $register:ident) => {
        Access::Text(Texts {
            code: |frame, deal| frame.code(Field::$field, deal),
            text: |frame, number| {
                frame
                    .facts()
                    .$register
                    .id(number)
                    .map(|id| id.to_string().into())
            },
            count: |frame| frame.facts().$register.len(),
        })
    };
}

macro_rules! stage {
    ($text:expr) => {
        Access::Text(Texts {
            code: |frame, deal| {
                u32::try_from(deal).map_or(NONE, |deal| u32::from(frame.stage(deal)))
            },
            text: |frame, number| {
                let shape = frame.stages().get(number as usize)?;
                let text: fn(&'_ crate::facts::StageShape) -> &'_ str = $text;
                Some(text(shape).into())
            },
            count: |frame| frame.stages().len(),
        })
    };
}

fn stored(frame: &Frame<'_>, field: Field, deal: usize) -> Option<i64> {
    Some(frame.get(field, deal)).filter(|value| *value != field.missing())
}

fn number(deal: usize) -> u32 {
    u32::try_from(deal).unwrap_or(NONE)
}

impl Access {
    /// How a field of [`FieldCatalogue::facts`] is reached; the compiler of filters knows no others.
    fn of(field: &str) -> Self {
        match field {
            "kind" => word!(Kind),
            "pipeline" => word!(Pipeline),
            "currency" => word!(Currency),
            "competition" => word!(Competition),
            "competitor" => word!(Competitor),
            "source" => word!(Source),
            "loss_reason" => word!(LossReason),
            "forecast_category" => word!(Category),
            "on_waiver" => word!(OnWaiver),
            "stage" => stage!(|shape| &shape.key),
            "status" => stage!(|shape| shape.kind.as_str()),
            "id" => Self::Text(Texts {
                code: |_, deal| number(deal),
                text: |frame, number| frame.facts().ids.id(number).map(|id| id.to_string().into()),
                count: |frame| frame.facts().ids.len(),
            }),
            "account_id" => id!(Account, accounts),
            "owner_id" => id!(Owner, people),
            "product_id" => id!(Product, products),
            "account" => name!(|frame, deal| frame.account_attribute(deal, NAME)),
            "industry" => name!(|frame, deal| frame.account_attribute(deal, INDUSTRY)),
            "segment" => name!(|frame, deal| frame.account_attribute(deal, SEGMENT)),
            "country" => name!(|frame, deal| frame.account_attribute(deal, COUNTRY)),
            "region" => name!(|frame, deal| frame.account_attribute(deal, REGION)),
            "owner" => name!(|frame, deal| {
                let owner = frame.code(Field::Owner, deal) as usize;
                frame.people.get(owner).map_or(NONE, |person| person[NAME])
            }),
            "team" => name!(|frame, deal| {
                let team = frame.team(deal) as usize;
                frame.teams.get(team).map_or(NONE, |team| team[NAME])
            }),
            "product" => name!(|frame, deal| {
                let product = frame.code(Field::Product, deal) as usize;
                frame
                    .products
                    .get(product)
                    .map_or(NONE, |product| product[NAME])
            }),
            "product_family" => name!(|frame, deal| frame.product_family(deal)),
            "employees" => Self::Whole(|frame, deal| frame.employees(deal)),
            "amount_minor" => Self::Whole(|frame, deal| stored(frame, Field::Amount, deal)),
            "close_on" => Self::Whole(|frame, deal| stored(frame, Field::CloseOn, deal)),
            "next_step_on" => Self::Whole(|frame, deal| stored(frame, Field::NextStepOn, deal)),
            "pushes" => Self::Whole(|frame, deal| Some(frame.pushes(number(deal)).0)),
            "pushed_days" => Self::Whole(|frame, deal| Some(frame.pushes(number(deal)).1)),
            "playbook_version" => {
                Self::Whole(|frame, deal| stored(frame, Field::PlaybookVersion, deal))
            }
            "last_customer_evidence_at" => {
                Self::Whole(|frame, deal| stored(frame, Field::LastEvidenceAt, deal))
            }
            "opened_at" => Self::Whole(|frame, deal| Some(frame.opened_at(number(deal)))),
            "created_at" => Self::Whole(|frame, deal| Some(frame.created_at(number(deal)))),
            "stage_entered_at" => {
                Self::Whole(|frame, deal| Some(frame.last_stay(number(deal))?.entered_at))
            }
            "closed_at" => Self::Whole(|frame, deal| {
                frame.closed_on(number(deal))?;
                Some(frame.last_stay(number(deal))?.entered_at)
            }),
            _ => Self::Whole(|_, _| Some(NO_WHOLE).filter(|_| false)),
        }
    }
}
