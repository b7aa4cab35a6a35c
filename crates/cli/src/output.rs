//! What commands print: a table for people, JSON and CSV for programs.
//!
//! JSON is a contract: lists are `{"rows":[…],"next_cursor":…}` with flat snake_case fields; a single record is one
//! object. CSV has the same fields in the same order under the same names.

mod cell;

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value, json};

use crate::failure::{Exit, Failure};
use crate::language::Language;

/// How to print results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Columns for reading
    #[default]
    Table,
    /// JSON for programs
    Json,
    /// CSV for spreadsheets; cells cannot become formulas
    Csv,
}

/// One field of a list.
#[derive(Clone, Copy)]
pub(crate) struct Column<'a> {
    /// Its name in JSON and CSV.
    pub(crate) key: &'a str,
    /// Where it is in the record, such as `account.name`.
    pub(crate) path: &'a str,
    /// Its heading in tables; a field without one is left out of tables.
    pub(crate) heading: Option<(&'a str, &'a str)>,
}

impl<'a> Column<'a> {
    /// A field shown in tables under a heading (Korean, English).
    pub(crate) const fn new(key: &'a str, ko: &'a str, en: &'a str) -> Self {
        Self {
            key,
            path: key,
            heading: Some((ko, en)),
        }
    }

    /// A field for programs only.
    pub(crate) const fn silent(key: &'a str) -> Self {
        Self {
            key,
            path: key,
            heading: None,
        }
    }

    /// The same field, found elsewhere in the record.
    pub(crate) const fn at(mut self, path: &'a str) -> Self {
        self.path = path;
        self
    }
}

/// Where a command's result goes.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) language: Language,
}

impl Output {
    /// Prints a list: the fields of `columns` of each record.
    pub(crate) fn rows(
        self,
        columns: &[Column<'_>],
        records: &[Value],
        next_cursor: Option<&str>,
    ) -> Result<(), Failure> {
        let text = match self.format {
            Format::Json => {
                let rows: Vec<_> = records.iter().map(|record| flat(columns, record)).collect();
                pretty(&json!({"rows": rows, "next_cursor": next_cursor}))
            }
            Format::Csv => csv(columns, records)?,
            Format::Table => self.table(columns, records),
        };
        print(&text)?;
        if self.format == Format::Table && next_cursor.is_some() {
            let hint = self.language.pick(
                "더 있습니다: --limit 을 늘리세요.",
                "There is more: raise --limit.",
            );
            eprintln!("{hint}");
        }
        Ok(())
    }

    /// Prints one record: a row per field, or the record itself as JSON.
    pub(crate) fn record(self, columns: &[Column<'_>], record: &Value) -> Result<(), Failure> {
        match self.format {
            Format::Json => print(&pretty(record)),
            Format::Csv => print(&csv(columns, std::slice::from_ref(record))?),
            Format::Table => {
                let mut table = plain_table();
                for column in columns {
                    let Some((ko, en)) = column.heading else {
                        continue;
                    };
                    let shown = cell::shown(column.key, find(record, column.path), record);
                    table.add_row([self.language.pick(ko, en).to_owned(), shown]);
                }
                print(&format!("{table}\n"))
            }
        }
    }

    /// Says something to a person; programs that asked for JSON or CSV do not get it.
    pub(crate) fn say(self, ko: &str, en: &str) -> Result<(), Failure> {
        if self.format == Format::Table {
            print(&format!("{}\n", self.language.pick(ko, en)))
        } else {
            Ok(())
        }
    }

    fn table(self, columns: &[Column<'_>], records: &[Value]) -> String {
        let shown: Vec<(&Column<'_>, &str)> = columns
            .iter()
            .filter_map(|column| {
                column
                    .heading
                    .map(|(ko, en)| (column, self.language.pick(ko, en)))
            })
            .collect();
        let mut table = plain_table();
        table.set_header(shown.iter().map(|(_, heading)| *heading));
        for record in records {
            table.add_row(
                shown
                    .iter()
                    .map(|(column, _)| cell::shown(column.key, find(record, column.path), record)),
            );
        }
        for (position, (column, _)) in shown.iter().enumerate() {
            let is_number = records
                .iter()
                .any(|record| find(record, column.path).is_number());
            if let (true, Some(column)) = (is_number, table.column_mut(position)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        format!("{table}\n")
    }
}

fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table
}

fn flat(columns: &[Column<'_>], record: &Value) -> Map<String, Value> {
    columns
        .iter()
        .map(|column| (column.key.to_owned(), find(record, column.path).clone()))
        .collect()
}

fn csv(columns: &[Column<'_>], records: &[Value]) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = columns.iter().map(|column| column.key.to_owned()).collect();
    let rows = records.iter().map(|record| {
        columns
            .iter()
            .map(|column| cell::safe(&cell::plain(find(record, column.path))))
            .collect()
    });
    for row in std::iter::once(header).chain(rows) {
        let row: Vec<String> = row;
        writer
            .write_record(row)
            .map_err(|error| cannot_write(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| cannot_write(&error))?;
    String::from_utf8(bytes).map_err(|error| cannot_write(&error))
}

fn find<'a>(record: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(record, |value, key| &value[key])
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Writes to standard output. A reader that has gone away (`| head`) is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot_write(&error)),
        _ => Ok(()),
    }
}

fn cannot_write(error: &dyn std::error::Error) -> Failure {
    Failure::new(
        Exit::Failure,
        "output",
        format!("출력할 수 없습니다: {error}"),
        format!("Cannot print: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::new("name", "이름", "Name"),
        Column::silent("account_name").at("account.name"),
    ];

    #[test]
    fn csv_has_the_same_fields_as_json_and_no_formulas() {
        let record = json!({"name": "=HYPERLINK(\"x\")", "account": {"name": "한빛, 주식회사"}});
        let text = csv(COLUMNS, std::slice::from_ref(&record)).unwrap();
        assert_eq!(
            text,
            "name,account_name\n\"'=HYPERLINK(\"\"x\"\")\",\"한빛, 주식회사\"\n"
        );
        assert_eq!(
            Value::Object(flat(COLUMNS, &record))["account_name"],
            "한빛, 주식회사"
        );
    }

    #[test]
    fn a_table_shows_only_fields_with_a_heading() {
        let output = Output {
            format: Format::Table,
            language: Language::Ko,
        };
        let text = output.table(
            COLUMNS,
            &[json!({"name": "가나다", "account": {"name": "한빛"}})],
        );
        assert!(text.contains("이름") && text.contains("가나다"));
        assert!(!text.contains("한빛"));
    }
}
