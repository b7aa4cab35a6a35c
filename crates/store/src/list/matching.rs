//! A filter's meaning on one object in memory: for what SQL cannot reach, such as the past.

use std::cmp::Ordering;

use playbook::filter::{CompareOp, FilterValue, Predicate};
use serde_json::Value as Json;

/// Whether an object meets a filter; `field` gives a field's value in its serde form, null when missing.
pub(crate) fn matches<'v>(filter: &Predicate, field: &impl Fn(&str) -> &'v Json) -> bool {
    let text = |name: &str| field(name).as_str();
    match filter {
        Predicate::Always(always) => *always,
        Predicate::And(parts) => parts.iter().all(|part| matches(part, field)),
        Predicate::Or(parts) => parts.iter().any(|part| matches(part, field)),
        // A condition on a missing value is neither true nor false, and so is its negation.
        Predicate::Not(part) => !names_missing(part, field) && !matches(part, field),
        Predicate::Compare {
            field: name,
            op,
            value,
        } => compare(field(name), value).is_some_and(|order| holds(*op, order)),
        Predicate::In {
            field: name,
            values,
        } => values
            .iter()
            .any(|value| compare(field(name), value) == Some(Ordering::Equal)),
        Predicate::Contains {
            field: name,
            text: part,
        } => text(name).is_some_and(|text| text.contains(part.as_str())),
        Predicate::StartsWith {
            field: name,
            text: part,
        } => text(name).is_some_and(|text| text.starts_with(part.as_str())),
        Predicate::EndsWith {
            field: name,
            text: part,
        } => text(name).is_some_and(|text| text.ends_with(part.as_str())),
        Predicate::IsNull { field: name } => field(name).is_null(),
        Predicate::IsNotNull { field: name } => !field(name).is_null(),
    }
}

fn names_missing<'v>(filter: &Predicate, field: &impl Fn(&str) -> &'v Json) -> bool {
    match filter {
        Predicate::Compare { field: name, .. }
        | Predicate::In { field: name, .. }
        | Predicate::Contains { field: name, .. }
        | Predicate::StartsWith { field: name, .. }
        | Predicate::EndsWith { field: name, .. } => field(name).is_null(),
        _ => false,
    }
}

fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}

fn compare(stored: &Json, value: &FilterValue) -> Option<Ordering> {
    match (stored, value) {
        (Json::String(stored), FilterValue::Text(text)) => {
            Some(stored.as_bytes().cmp(text.as_bytes()))
        }
        (Json::Number(stored), FilterValue::Int(number)) => Some(stored.as_i64()?.cmp(number)),
        (Json::Bool(stored), FilterValue::Bool(flag)) => Some(stored.cmp(flag)),
        (Json::String(stored), FilterValue::Date(date)) => {
            Some(stored.parse::<jiff::civil::Date>().ok()?.cmp(date))
        }
        (Json::String(stored), FilterValue::Instant(micros)) => Some(
            stored
                .parse::<domain::Instant>()
                .ok()?
                .as_micros()
                .cmp(micros),
        ),
        _ => None,
    }
}
