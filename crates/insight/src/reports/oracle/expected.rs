//! What a report must say, and whether it does: every cell of every row, and the deals behind each.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;

use super::known::{Known, places};
use super::telling::Told;
use crate::reports::{Kind, Table};

#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) keys: Vec<Value>,
    cells: BTreeMap<&'static str, Value>,
    behind: BTreeMap<&'static str, BTreeSet<usize>>,
}

impl Row {
    pub(super) fn new(keys: Vec<Value>) -> Self {
        Self {
            keys,
            ..Self::default()
        }
    }

    /// A row of labels and one more key.
    pub(super) fn keyed(labels: &[Value], key: impl Into<Value>) -> Self {
        Self::new(labels.iter().cloned().chain([key.into()]).collect())
    }

    /// So many deals, and these behind the number.
    pub(super) fn deals(&mut self, column: &'static str, deals: &[&Known<'_>]) -> &mut Self {
        self.cells.insert(column, Value::from(deals.len()));
        self.behind.insert(column, places(deals));
        self
    }

    /// The sum of their amounts.
    pub(super) fn sum(&mut self, column: &'static str, deals: &[&Known<'_>]) -> &mut Self {
        self.rests(column, deals);
        self.set(column, deals.iter().map(|deal| deal.worth()).sum::<i64>())
    }

    pub(super) fn rests(&mut self, column: &'static str, deals: &[&Known<'_>]) -> &mut Self {
        self.behind.insert(column, places(deals));
        self
    }

    pub(super) fn set(&mut self, column: &'static str, value: impl Into<Value>) -> &mut Self {
        self.cells.insert(column, value.into());
        self
    }

    pub(super) fn whole(&self, column: &str) -> i64 {
        self.cells[column].as_i64().unwrap_or(0)
    }
}

pub(super) fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

/// As cells are written.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// Compares the whole table.
pub(super) fn check(table: &Table, told: &Told, expected: &[Row]) -> TestCaseResult {
    let columns = table.columns();
    let found: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
    let keys_of = |row: &serde_json::Map<String, Value>| -> Vec<Value> {
        let keys = columns.iter().filter(|(.., is_key)| *is_key);
        keys.map(|(name, ..)| row[name].clone()).collect()
    };
    for row in &found {
        let keys = keys_of(row);
        prop_assert!(
            expected.iter().any(|row| row.keys == keys),
            "a row that plain code has not: {row:?}"
        );
    }
    for row in expected {
        let keys = &row.keys;
        let Some(json) = found.iter().find(|found| keys_of(found) == *keys) else {
            return Err(TestCaseError::fail(format!("no row {row:?} in {found:?}")));
        };
        for (name, kind, _, is_key) in &columns {
            if *is_key {
                continue;
            }
            let Some(plain) = row.cells.get(name.as_str()) else {
                return Err(TestCaseError::fail(format!("{name} is not compared")));
            };
            prop_assert!(
                is_same(&json[name], plain, *kind),
                "{keys:?} {name}: {}, plainly {plain}; {json:?}, plainly {row:?}",
                json[name]
            );
            prop_assert!(
                *kind != Kind::Deals || row.behind.contains_key(name.as_str()),
                "the deals behind {name} are not compared"
            );
        }
        for (column, plain) in &row.behind {
            let behind = table.deals_behind(keys, Some(column)).unwrap_or_default();
            let opened: BTreeSet<usize> = (behind.iter())
                .map(|deal| told.order[*deal as usize])
                .collect();
            prop_assert_eq!(&opened, plain, "behind {:?} {}: {:?}", keys, column, json);
        }
    }
    prop_assert_eq!(found.len(), expected.len());
    Ok(())
}

fn is_same(found: &Value, plain: &Value, kind: Kind) -> bool {
    match (found.as_f64(), plain.as_f64()) {
        (Some(found), Some(plain)) => (found - plain).abs() <= 2e-6 * plain.abs().max(1.0),
        // A sum of nothing is not written.
        (None, Some(plain)) => kind == Kind::Money && found.is_null() && plain == 0.0,
        (Some(found), None) => kind == Kind::Money && plain.is_null() && found == 0.0,
        (None, None) => found == plain,
    }
}
