//! The answer of a report: flat rows, and behind each number the deals that make it.

use std::collections::HashMap;

use playbook::Text;
use serde_json::{Map, Value};

use super::{Column, Kind};
use crate::facts::Frame;
use crate::slice::Dimension;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not available: nothing was measured, or the denominator is 0.
    None,
    /// Text.
    Text(String),
    /// A count, days or minor units.
    Whole(i64),
    /// A share or another number.
    Number(f64),
    /// True or false.
    Flag(bool),
}

impl Cell {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Text(text) => Value::from(text.as_str()),
            Self::Whole(whole) => Value::from(*whole),
            // Six decimals are more than any count of deals supports, and keep answers the same on every machine.
            Self::Number(number) => Value::from((number * 1e6).round() / 1e6),
            Self::Flag(flag) => Value::from(*flag),
        }
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number
            .filter(|number| number.is_finite())
            .map_or(Self::None, Self::Number)
    }
}

impl From<Option<i64>> for Cell {
    fn from(whole: Option<i64>) -> Self {
        whole.map_or(Self::None, Self::Whole)
    }
}

impl From<Option<u32>> for Cell {
    fn from(whole: Option<u32>) -> Self {
        whole.map_or(Self::None, |whole| Self::Whole(i64::from(whole)))
    }
}

impl From<i64> for Cell {
    fn from(whole: i64) -> Self {
        Self::Whole(whole)
    }
}

impl From<u32> for Cell {
    fn from(whole: u32) -> Self {
        Self::Whole(i64::from(whole))
    }
}

impl From<usize> for Cell {
    fn from(whole: usize) -> Self {
        Self::Whole(i64::try_from(whole).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::from(Some(number))
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::None, Self::Text)
    }
}

/// One row: a value for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The values, in the order of the columns.
    pub cells: Vec<Cell>,
    /// For each column the deals behind it, when they were asked for.
    deals: Vec<Vec<u32>>,
}

/// The answer of a report.
#[derive(Debug, Clone)]
pub struct Table {
    dimensions: Vec<(String, Text)>,
    columns: &'static [Column],
    opens_deals: bool,
    rows: Vec<Row>,
    by_key: HashMap<Vec<String>, usize>,
    /// One sentence that says what the numbers say.
    pub summary: Option<Text>,
    /// What a reader must know to read them: a code and a sentence.
    pub notes: Vec<(&'static str, Text)>,
    /// Whether any number rests on imported history.
    pub is_reconstructed: bool,
}

impl Table {
    /// No rows yet.
    #[must_use]
    pub fn new(by: &[Dimension], columns: &'static [Column], opens_deals: bool) -> Self {
        let name_of = |dimension: &Dimension| {
            let name = dimension.name().replace("custom.", "custom_");
            // A row is a flat object: no two of its columns may have one name.
            if columns.iter().any(|column| column.name == name) {
                format!("by_{name}")
            } else {
                name
            }
        };
        let dimensions = by
            .iter()
            .map(|dimension| (name_of(dimension), dimension.label()))
            .collect();
        Self {
            dimensions,
            columns,
            opens_deals,
            rows: Vec::new(),
            by_key: HashMap::new(),
            summary: None,
            notes: Vec::new(),
            is_reconstructed: false,
        }
    }

    /// Adds a row for a group of the dimensions: one label each. Its number for [`Table::count`] and [`Table::set`].
    pub fn row(&mut self, labels: &[Option<String>]) -> usize {
        self.keyed_row(labels, &[])
    }

    /// The row of a group and further key cells, which are the report's own columns marked as keys, in order. A new one
    /// when there is none yet.
    pub fn keyed_row(&mut self, labels: &[Option<String>], keys: &[Cell]) -> usize {
        let mut cells: Vec<Cell> = labels.iter().cloned().map(Cell::from).collect();
        cells.resize(self.dimensions.len(), Cell::None);
        let mut keys = keys.iter();
        for column in self.columns {
            let key = if column.is_key {
                keys.next().cloned()
            } else {
                None
            };
            cells.push(key.unwrap_or(match column.kind {
                Kind::Deals => Cell::Whole(0),
                _ => Cell::None,
            }));
        }
        let key = self.key_of(&cells);
        if let Some(row) = self.by_key.get(&key) {
            return *row;
        }
        let deals = if self.opens_deals {
            vec![Vec::new(); cells.len()]
        } else {
            Vec::new()
        };
        self.rows.push(Row { cells, deals });
        self.by_key.insert(key, self.rows.len() - 1);
        self.rows.len() - 1
    }

    fn key_of(&self, cells: &[Cell]) -> Vec<String> {
        let dimensions = self.dimensions.len();
        let own = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.is_key);
        (0..dimensions)
            .chain(own.map(|(place, _)| dimensions + place))
            .map(|place| cells[place].to_json().to_string())
            .collect()
    }

    fn place(&self, column: &str) -> usize {
        let own = self.columns.iter().position(|known| known.name == column);
        debug_assert!(own.is_some(), "no column {column}");
        self.dimensions.len() + own.unwrap_or(0)
    }

    /// Counts a deal in a column of deals.
    pub fn count(&mut self, row: usize, column: &str, deal: u32) {
        let place = self.place(column);
        let row = &mut self.rows[row];
        match &mut row.cells[place] {
            Cell::Whole(count) => *count += 1,
            cell => *cell = Cell::Whole(1),
        }
        if self.opens_deals {
            row.deals[place].push(deal);
        }
    }

    /// The place of a column in a [`Tally`](super::tally::Tally), which loops over millions of deals use.
    #[must_use]
    pub(super) fn column(&self, name: &str) -> usize {
        self.place(name)
    }

    /// How many columns there are, dimensions included.
    pub(super) fn width(&self) -> usize {
        self.dimensions.len() + self.columns.len()
    }

    /// The kind of the column at a place.
    pub(super) fn kind(&self, place: usize) -> Kind {
        let own = place.checked_sub(self.dimensions.len());
        own.map_or(Kind::Text, |own| self.columns[own].kind)
    }

    /// Whether the deals behind every number are wanted.
    pub(super) fn opens_deals(&self) -> bool {
        self.opens_deals
    }

    pub(super) fn cell_mut(&mut self, row: usize, place: usize) -> &mut Cell {
        &mut self.rows[row].cells[place]
    }

    pub(super) fn deals_mut(&mut self, row: usize, place: usize) -> &mut Vec<u32> {
        &mut self.rows[row].deals[place]
    }

    /// Leaves out the rows of which this does not hold.
    pub(super) fn retain(&mut self, holds: impl FnMut(&Row) -> bool) {
        self.rows.retain(holds);
        self.index();
    }

    /// Leaves out rows in which no deal was counted.
    pub(super) fn drop_rows_without_deals(&mut self) {
        let dimensions = self.dimensions.len();
        let counts: Vec<usize> = (self.columns.iter().enumerate())
            .filter(|(_, column)| column.kind == Kind::Deals)
            .map(|(place, _)| dimensions + place)
            .collect();
        self.retain(|row| {
            counts
                .iter()
                .any(|place| row.cells[*place] != Cell::Whole(0))
        });
    }

    /// Adds a deal's amount to a column of money. A deal without an amount is behind the sum too.
    pub fn add(&mut self, row: usize, column: &str, deal: u32, minor: Option<i64>) {
        let place = self.place(column);
        let row = &mut self.rows[row];
        let before = match row.cells[place] {
            Cell::Whole(sum) => sum,
            _ => 0,
        };
        row.cells[place] = Cell::Whole(before.saturating_add(minor.unwrap_or(0)));
        if self.opens_deals {
            row.deals[place].push(deal);
        }
    }

    /// Sets a value that is computed from what was counted.
    pub fn set(&mut self, row: usize, column: &str, cell: impl Into<Cell>) {
        let place = self.place(column);
        self.rows[row].cells[place] = cell.into();
    }

    /// Says that a computed value rests on a deal: a share or a quantile opens to these.
    pub fn rests_on(&mut self, row: usize, column: &str, deal: u32) {
        if self.opens_deals {
            let place = self.place(column);
            self.rows[row].deals[place].push(deal);
        }
    }

    /// A value.
    #[must_use]
    pub fn get(&self, row: usize, column: &str) -> &Cell {
        &self.rows[row].cells[self.place(column)]
    }

    /// A count or sum; 0 when there is none.
    #[must_use]
    pub fn whole(&self, row: usize, column: &str) -> i64 {
        match self.get(row, column) {
            Cell::Whole(whole) => *whole,
            _ => 0,
        }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Orders the rows by a key of each.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Row) -> K) {
        self.rows.sort_by_key(key);
        self.index();
    }

    fn index(&mut self) {
        let keys: Vec<_> = self
            .rows
            .iter()
            .map(|row| self.key_of(&row.cells))
            .collect();
        self.by_key = keys.into_iter().zip(0..).collect();
    }

    /// Orders the rows by a column of whole numbers, greatest first.
    pub fn sort_by_greatest(&mut self, column: &str) {
        let place = self.place(column);
        self.sort_by_key(|row| match row.cells[place] {
            Cell::Whole(whole) => std::cmp::Reverse(whole),
            _ => std::cmp::Reverse(i64::MIN),
        });
    }

    /// Orders the rows by what is in their dimensions, texts ascending, missing ones last.
    pub fn sort_by_labels(&mut self) {
        let dimensions = self.dimensions.len();
        self.sort_by_key(|row| {
            let label = |cell: &Cell| match cell {
                Cell::Text(text) => (false, text.clone()),
                _ => (true, String::new()),
            };
            row.cells[..dimensions]
                .iter()
                .map(label)
                .collect::<Vec<_>>()
        });
    }

    /// Notes what every report must say: imported history, and amounts without a rate.
    pub fn note_reading(&mut self, frame: &Frame<'_>) {
        self.is_reconstructed = frame
            .deals()
            .iter()
            .any(|deal| frame.is_reconstructed(*deal));
        if self.is_reconstructed {
            self.note(
                "reconstructed",
                "가져온 이력에 기대는 숫자입니다. 당시 기록된 것이 아니라 발생 시점 기준으로 되살린 값입니다.",
                "These numbers rest on imported history, counted from when it happened rather than from when it was recorded.",
            );
        }
        let unconverted = frame.unconverted();
        if unconverted > 0 {
            self.notes.push(("unconverted", Text::new(
                format!("환율이 없어 금액에 넣지 못한 딜이 {unconverted}건 있습니다. 설정에서 환율을 넣으세요."),
                format!("{unconverted} deals have an amount that no exchange rate converts; enter rates in the settings."),
            )));
        }
    }

    /// Adds a note.
    pub fn note(&mut self, code: &'static str, ko: &str, en: &str) {
        self.notes.push((code, Text::new(ko, en)));
    }

    /// Columns in order: name, kind, label, whether it is a key.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, Kind, Text, bool)> {
        let dimensions = self
            .dimensions
            .iter()
            .map(|(name, label)| (name.clone(), Kind::Text, label.clone(), true));
        let own = self.columns.iter().map(|column| {
            (
                column.name.to_owned(),
                column.kind,
                column.label.into(),
                column.is_key,
            )
        });
        dimensions.chain(own).collect()
    }

    /// A row as a flat object.
    #[must_use]
    pub fn to_json(&self, row: &Row) -> Map<String, Value> {
        self.columns()
            .into_iter()
            .zip(&row.cells)
            .map(|((name, ..), cell)| (name, cell.to_json()))
            .collect()
    }

    /// The deals behind a cell, by number, each once: of the row with these key cells (as JSON, in column order) or, without
    /// any, of all rows; of this column, or of all columns when none is named. None when there is no such row or column.
    #[must_use]
    pub fn deals_behind(&self, keys: &[Value], column: Option<&str>) -> Option<Vec<u32>> {
        let rows = if keys.is_empty() {
            self.rows.as_slice()
        } else {
            let keys: Vec<String> = keys.iter().map(Value::to_string).collect();
            std::slice::from_ref(&self.rows[*self.by_key.get(&keys)?])
        };
        let places = match column {
            Some(name) => {
                let place = self
                    .columns()
                    .iter()
                    .position(|(known, ..)| known == name)?;
                place..place + 1
            }
            None => 0..self.dimensions.len() + self.columns.len(),
        };
        let mut deals: Vec<u32> = rows
            .iter()
            .filter_map(|row| row.deals.get(places.clone()))
            .flatten()
            .flatten()
            .copied()
            .collect();
        deals.sort_unstable();
        deals.dedup();
        Some(deals)
    }
}
