//! Whatever table we write comes back cell by cell, in every encoding that can hold it.

use std::io::Cursor;

use connect::export::{CsvWriter, unguard, write_xlsx};
use connect::tabular::{ReadOptions, Table};
use encoding_rs::EUC_KR;
use proptest::prelude::*;

use crate::{file, rows};

/// Everyday syllables only: in a table of a dozen letters, rare ones are no sign of Korean.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[가나다라마바사한글딜금액a-zA-Z0-9 ,;|\"'=+@.\\-]{0,12}",
        1 => "(=|\\+|@|-)[A-Z]{1,4}\\([a-z!\"|]{0,6}",
        1 => "[가나다]{1,3}\n[a-z\"]{0,5}\r\n[한글]{0,2}",
    ]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..6)
        .prop_flat_map(|width| prop::collection::vec(prop::collection::vec(cell(), width), 1..20))
}

fn header(width: usize) -> Vec<String> {
    (0..width).map(|index| format!("열 {index}")).collect()
}

fn encode(text: &str, how: u8) -> Vec<u8> {
    match how {
        0 => text.as_bytes().to_vec(),
        1 => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        2 => EUC_KR.encode(text).0.into_owned(),
        3 => std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect(),
        _ => std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect(),
    }
}

fn read_back(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let file = file(bytes);
    let options = ReadOptions {
        separator: Some(','),
        header: Some(true),
        ..ReadOptions::default()
    };
    let table = Table::open(&file.path, &options).unwrap();
    let cells = rows(&table).into_iter().map(|row| {
        assert_eq!(row.problem, None);
        row.cells
            .iter()
            .map(|cell| unguard(cell).to_owned())
            .collect()
    });
    (table.shape().columns.clone(), cells.collect())
}

fn without_blank_rows(table: &[Vec<String>]) -> Vec<Vec<String>> {
    table
        .iter()
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
        .cloned()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn csv_comes_back_from_every_encoding(table in table(), how in 0_u8..5) {
        let mut writer = CsvWriter::start(Vec::new(), false).unwrap();
        writer.row(header(table[0].len())).unwrap();
        for row in &table {
            writer.row(row).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        let (columns, found) = read_back(&encode(&text, how));
        prop_assert_eq!(columns, header(table[0].len()));
        prop_assert_eq!(found, without_blank_rows(&table));
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let file = file(&bytes);
        if let Ok(table) = Table::open(&file.path, &ReadOptions::default()) {
            let _ = connect::profile::profile(&table);
        }
    }

    #[test]
    fn random_csv_like_text_never_panics_and_rows_keep_their_width(text in "[ab\",;\n\r\\x00 1=]{0,400}") {
        let file = file(text.as_bytes());
        if let Ok(table) = Table::open(&file.path, &ReadOptions::default()) {
            let width = table.shape().columns.len();
            for row in rows(&table) {
                prop_assert!(row.cells.len() == width || row.problem.is_some());
            }
        }
    }
}

#[test]
fn a_workbook_comes_back() {
    let table = [["=1+1", "한빛"], ["-5", "a\nb"], ["'x", "@me"]]
        .map(|row| row.map(str::to_owned).to_vec());
    let mut out = Cursor::new(Vec::new());
    write_xlsx(&mut out, "Deals", &header(2), table.iter().cloned()).unwrap();
    let (columns, found) = read_back(&out.into_inner());
    assert_eq!(columns, header(2));
    assert_eq!(found, table);
}
