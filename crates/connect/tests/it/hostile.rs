//! Broken and hostile files: refused with a typed reason, or read with reasons per row.

use std::io::Write;
use std::ops::ControlFlow;

use connect::limits::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_RECORD_BYTES};
use connect::tabular::{ReadOptions, RowProblem, Table, TabularError};

use crate::{file, open, rows};

fn refusal(bytes: &[u8]) -> &'static str {
    open(bytes)
        .map(|(_, table)| table.shape().clone())
        .unwrap_err()
        .code()
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    assert_eq!(refusal(b""), "file_empty");
    assert_eq!(refusal(b"\n\n  \n"), "file_empty");
    assert_eq!(refusal(b"%PDF-1.7 ..."), "file_binary");
    assert_eq!(
        refusal(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]),
        "file_binary"
    );
    assert_eq!(refusal(b"PK\x03\x04 but no archive"), "workbook_unreadable");
    let noise: Vec<u8> = (0..4096_u32)
        .map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(refusal(&noise), "file_binary");
    assert_eq!(refusal(&[0; 1024]), "file_binary");
}

#[test]
fn ten_thousand_columns_are_refused_in_the_header_and_rejected_in_a_row() {
    let wide = vec!["c"; 10_000].join(",");
    assert_eq!(
        refusal(format!("{wide}\n{wide}\n").as_bytes()),
        "too_many_columns"
    );
    let (_file, table) = open(format!("a,b\n1,2\n{wide}\n3,4\n").as_bytes()).unwrap();
    let found = rows(&table);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[1].problem,
        Some(RowProblem::TooManyCells {
            found: MAX_COLUMNS + 1,
            expected: MAX_COLUMNS
        })
    );
    assert_eq!(found[2].cells, ["3", "4"]);
}

#[test]
fn a_giant_line_is_skipped_without_being_held() {
    let file = file(b"name,note\nA,first\n");
    let mut out = std::fs::OpenOptions::new()
        .append(true)
        .open(&file.path)
        .unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..48 {
        out.write_all(&block).unwrap();
    }
    out.write_all(b"\nB,last\n").unwrap();
    let table = Table::open(&file.path, &ReadOptions::default()).unwrap();
    let found = rows(&table);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].problem, Some(RowProblem::RecordTooLong));
    assert!(found[1].cells.iter().map(String::len).sum::<usize>() <= MAX_RECORD_BYTES);
    assert_eq!((found[2].number, found[2].cells[0].as_str()), (4, "B"));
}

#[test]
fn a_giant_header_line_is_refused() {
    assert_eq!(
        refusal(&vec![b'x'; MAX_RECORD_BYTES * 2]),
        "header_too_long"
    );
}

#[test]
fn a_quote_that_never_closes_is_reported_with_its_line() {
    let (_file, table) = open(b"a,b\n1,2\n3,\"cut off here").unwrap();
    let found = rows(&table);
    assert_eq!(
        found[1].problem,
        Some(RowProblem::UnclosedQuote { line: 3 })
    );
    assert_eq!(found[1].cells, ["3", "cut off here"]);

    let mut text = b"a,b\n1,2\n3,\"open".to_vec();
    text.extend(b"row,row\n".repeat(MAX_RECORD_BYTES / 4));
    let (_file, table) = open(&text).unwrap();
    let mut count = 0;
    let error = table
        .for_each_row(|_| {
            count += 1;
            ControlFlow::Continue(())
        })
        .unwrap_err();
    assert!(
        matches!(error, TabularError::UnclosedQuote { row: 3, line: 3 }),
        "{error}"
    );
    assert_eq!(count, 1);
}

#[test]
fn nul_bytes_and_overlong_cells_reject_only_their_rows() {
    let long = "y".repeat(MAX_CELL_BYTES + 1);
    let text = format!("a,b\n1,x\0y\n2,{long}\n3,fine\n");
    let (_file, table) = open(text.as_bytes()).unwrap();
    let found = rows(&table);
    assert_eq!(found[0].problem, Some(RowProblem::NulByte { column: 1 }));
    assert_eq!(found[0].cells[1], "xy");
    assert_eq!(
        found[1].problem,
        Some(RowProblem::CellTooLong { column: 1 })
    );
    assert_eq!(found[2].problem, None);
}

#[test]
fn bytes_that_are_no_text_reject_only_their_rows() {
    let mut text = "이름,값\n한빛,1\n".to_owned().into_bytes();
    text.extend_from_slice(b"\xED\xA0\x80\xFF,2\n");
    let file = file(&text);
    let options = ReadOptions {
        encoding: Some(connect::tabular::TextEncoding::Utf8),
        ..ReadOptions::default()
    };
    let table = Table::open(&file.path, &options).unwrap();
    let found = rows(&table);
    assert_eq!(found[0].problem, None);
    assert_eq!(
        found[1].problem,
        Some(RowProblem::Undecodable { column: 0 })
    );
}

#[test]
fn a_workbook_that_would_unpack_beyond_reason_is_refused() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "name").unwrap();
    workbook.save_to_writer(&mut bytes).unwrap();
    let mut bytes = bytes.into_inner();
    // Claim 2 GiB for the first entry of the archive's directory.
    let entry = bytes
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&0x8000_0000_u32.to_le_bytes());
    assert_eq!(refusal(&bytes), "file_too_large");
}

#[test]
fn an_unquoted_separator_is_noticed_as_too_many_cells() {
    let (_file, table) = open(b"a,b\n1,2\nAcme, Inc.,5\n3\n4,,\n").unwrap();
    let found = rows(&table);
    assert_eq!(
        found[1].problem,
        Some(RowProblem::TooManyCells {
            found: 3,
            expected: 2
        })
    );
    assert_eq!(found[2].cells, ["3", ""]);
    assert_eq!(found[3].problem, None);
}
