//! Encodings, separators, headers and column profiles.

use connect::profile::dates::DateFormat;
use connect::profile::numbers::NumberFormat;
use connect::profile::{Kind, profile};
use connect::tabular::{Certainty, Container, TextEncoding};
use encoding_rs::{EUC_KR, SHIFT_JIS, WINDOWS_1252};

use crate::{open, rows};

const KOREAN: &str =
    "고객사,담당자,금액\r\n주식회사 한빛소프트,김민준,\"7,590,000\"\r\n㈜똠방각하,이서연,100\r\n";

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = text.encode_utf16().map(|unit| {
        if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        }
    });
    let start: &[u8] = match (mark, little) {
        (false, _) => &[],
        (true, true) => &[0xFF, 0xFE],
        (true, false) => &[0xFE, 0xFF],
    };
    start.iter().copied().chain(units.flatten()).collect()
}

#[test]
fn the_same_table_is_read_from_every_encoding() {
    let mut marked = vec![0xEF, 0xBB, 0xBF];
    marked.extend_from_slice(KOREAN.as_bytes());
    let ascii_heavy = format!("name,amount,note\r\n{}", "Acme,100,ok\r\n".repeat(50));
    for (bytes, encoding, certainty) in [
        (
            KOREAN.as_bytes().to_vec(),
            TextEncoding::Utf8,
            Certainty::Certain,
        ),
        (marked, TextEncoding::Utf8, Certainty::Marked),
        (
            utf16(KOREAN, true, true),
            TextEncoding::Utf16Le,
            Certainty::Marked,
        ),
        (
            utf16(KOREAN, false, true),
            TextEncoding::Utf16Be,
            Certainty::Marked,
        ),
        (
            EUC_KR.encode(KOREAN).0.into_owned(),
            TextEncoding::Cp949,
            Certainty::Certain,
        ),
    ] {
        let (_file, table) = open(&bytes).unwrap();
        let found = table.shape().encoding.clone().unwrap();
        assert_eq!((found.encoding, found.certainty), (encoding, certainty));
        assert_eq!(
            table.shape().columns,
            ["고객사", "담당자", "금액"],
            "{encoding:?}"
        );
        let rows = rows(&table);
        assert_eq!(
            rows[0].cells,
            ["주식회사 한빛소프트", "김민준", "7,590,000"]
        );
        assert_eq!(rows[1].cells[0], "㈜똠방각하");
        assert_eq!((rows[0].number, rows[1].number), (2, 3));
    }
    for little in [true, false] {
        let (_file, table) = open(&utf16(&ascii_heavy, little, false)).unwrap();
        assert_eq!(rows(&table).len(), 50);
        assert_eq!(table.shape().columns, ["name", "amount", "note"]);
    }
}

#[test]
fn western_and_japanese_files_are_not_taken_for_korean() {
    let western = "Société,Prénom,Montant\nÉlevage Père & Fils,Zoé,1 234\nCafé Müller,Jürgen,5\n";
    let (_file, table) = open(&WINDOWS_1252.encode(western).0).unwrap();
    assert_eq!(
        table.shape().encoding.as_ref().unwrap().encoding,
        TextEncoding::Windows1252
    );
    assert_eq!(table.shape().columns[0], "Société");
    let japanese = "会社名,担当者\n株式会社テスト,山田太郎\n有限会社さくら,佐藤花子\n";
    let (_file, table) = open(&SHIFT_JIS.encode(japanese).0).unwrap();
    assert_eq!(
        table.shape().encoding.as_ref().unwrap().encoding,
        TextEncoding::ShiftJis
    );
}

#[test]
fn korean_late_in_a_large_file_still_decides_the_encoding() {
    let mut bytes = b"name,city\n".to_vec();
    for index in 0..20_000 {
        bytes.extend_from_slice(format!("Company {index},Seoul\n").as_bytes());
    }
    bytes.extend_from_slice(&EUC_KR.encode("한빛소프트,서울\n").0);
    let (_file, table) = open(&bytes).unwrap();
    assert_eq!(
        table.shape().encoding.as_ref().unwrap().encoding,
        TextEncoding::Cp949
    );
    assert_eq!(rows(&table)[20_000].cells, ["한빛소프트", "서울"]);
}

#[test]
fn separators_are_found_where_other_candidates_are_more_frequent() {
    for (text, separator) in [
        ("name;amount;note\nA;1,5;x, y, z\nB;2,5;p, q\n", ';'),
        ("name\tamount\nA, Inc.\t1,000\nB, Inc.\t2,000\n", '\t'),
        ("name|amount\nA, Inc.|1\nB|2\n", '|'),
        ("name,note\nA,\"x; y; z; w\"\nB,\"a; b\"\n", ','),
        ("name\nA\nB\n", ','),
        ("sep=;\nname;amount\nA;1\n", ';'),
    ] {
        let (_file, table) = open(text.as_bytes()).unwrap();
        assert_eq!(table.shape().separator, Some(separator), "{text}");
        assert_eq!(table.shape().columns[0], "name", "{text}");
    }
}

#[test]
fn headers_are_told_from_data_and_made_unique() {
    let (_file, table) = open(b"\n\nName, Name ,,Close  Date\nA,B,C,2017-01-01\n").unwrap();
    assert_eq!(
        table.shape().columns,
        ["Name", "Name (2)", "column_3", "Close Date"]
    );
    assert_eq!(rows(&table)[0].number, 4);
    let (_file, table) = open(b"Acme,2017-01-01,100\nBeta,2017-01-02,200\n").unwrap();
    assert!(!table.shape().has_header);
    assert_eq!(table.shape().columns, ["column_1", "column_2", "column_3"]);
    assert_eq!(rows(&table).len(), 2);
}

#[test]
fn ambiguous_dates_are_reported_and_one_telling_row_settles_them() {
    let ambiguous = "id,closed\n1,3/4/2017\n2,5/6/2017\n3,7/7/2017\n";
    let (_file, table) = open(ambiguous.as_bytes()).unwrap();
    let found = profile(&table).unwrap();
    let dates = found.column("closed").unwrap().dates.clone().unwrap();
    assert_eq!(
        (dates.format, dates.ambiguous_with),
        (DateFormat::Dmy, vec![DateFormat::Mdy])
    );
    assert_eq!(dates.example.as_deref(), Some("3/4/2017"));

    let settled = format!("{ambiguous}4,3/25/2017\n");
    let (_file, table) = open(settled.as_bytes()).unwrap();
    let dates = profile(&table)
        .unwrap()
        .column("closed")
        .unwrap()
        .dates
        .clone()
        .unwrap();
    assert_eq!(
        (dates.format, dates.ambiguous_with),
        (DateFormat::Mdy, vec![])
    );
    assert_eq!(dates.matched, 4);
}

#[test]
fn columns_are_profiled_over_the_whole_file() {
    let mut text = String::from("when,amount,price,mail,site,active,note,empty\n");
    for index in 0..500 {
        text.push_str(&format!(
            "2017년 3월 {}일,{},\"1.234,5{}\",a{index}@example.com,https://x{index}.com,yes,note {index},\n",
            index % 28 + 1, index * 1000, index % 10
        ));
    }
    text.push_str("tomorrow,12,\"1.234,50\",nobody,https://x.com,no,n,\n");
    let (_file, table) = open(text.as_bytes()).unwrap();
    let found = profile(&table).unwrap();
    assert_eq!((found.rows, found.broken_rows), (501, 0));
    let kinds: Vec<Kind> = found.columns.iter().map(|column| column.kind).collect();
    use Kind::{Boolean, Date, Decimal, Email, Empty, Integer, Text, Url};
    assert_eq!(
        kinds,
        [Date, Integer, Decimal, Email, Url, Boolean, Text, Empty]
    );
    let when = found.column("when").unwrap();
    assert_eq!((when.exceptions, when.first_exception_row), (1, Some(502)));
    assert_eq!(when.dates.as_ref().unwrap().format, DateFormat::Korean);
    let price = found.column("price").unwrap().numbers.clone().unwrap();
    assert_eq!(
        (price.format, price.is_ambiguous),
        (NumberFormat::Comma, false)
    );
    let active = found.column("active").unwrap().distinct.clone().unwrap();
    assert_eq!((active[0].value.as_str(), active[0].count), ("yes", 500));
    assert!(found.column("note").unwrap().distinct.is_none());
    assert_eq!(found.column("note").unwrap().samples.len(), 5);
}

#[test]
fn a_workbook_reads_like_the_same_table_in_text() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let hidden = workbook.add_worksheet();
    hidden.set_name("Notes").unwrap().set_hidden(true);
    let sheet = workbook.add_worksheet();
    sheet.set_name("딜").unwrap().set_active(true);
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in ["이름", "금액", "마감일", "완료"].into_iter().enumerate() {
        sheet.write(1, column as u16, name).unwrap();
    }
    sheet.write(2, 0, "한빛 확장").unwrap();
    sheet.write(2, 1, 7_590_000).unwrap();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2017, 3, 1).unwrap();
    sheet.write_with_format(2, 2, &day, &date).unwrap();
    sheet.write(2, 3, true).unwrap();
    sheet.write(4, 0, "둘째").unwrap();
    sheet.write(4, 1, 0.1).unwrap();
    sheet
        .write_formula(
            5,
            0,
            rust_xlsxwriter::Formula::new("=1+1").set_result("셋째"),
        )
        .unwrap();
    let (_file, table) = open(&workbook.save_to_buffer().unwrap()).unwrap();
    let shape = table.shape();
    assert_eq!(
        (shape.container, shape.sheet.as_deref()),
        (Container::Xlsx, Some("딜"))
    );
    assert_eq!(shape.columns, ["이름", "금액", "마감일", "완료"]);
    let rows = rows(&table);
    assert_eq!(
        rows[0].cells,
        ["한빛 확장", "7590000", "2017-03-01", "true"]
    );
    assert_eq!((rows[0].number, rows[1].number, rows[2].number), (3, 5, 6));
    assert_eq!(rows[1].cells, ["둘째", "0.1", "", ""]);
    assert_eq!(rows[2].cells[0], "셋째");
}
