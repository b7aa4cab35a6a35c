//! Files we write, opened in a spreadsheet.

use connect::export::{RejectWriter, Rejection, guard, unguard};

#[test]
fn cells_that_would_run_are_led_by_an_apostrophe() {
    for cell in [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "=HYPERLINK(\"http://x\")",
    ] {
        let safe = guard(cell);
        assert_eq!(safe, format!("'{cell}"));
        assert_eq!(unguard(&safe), cell);
    }
    for cell in [
        "-5",
        "-1,234.50",
        "+3",
        "plain",
        "a=b",
        "",
        "'quoted",
        "010-1234",
    ] {
        assert_eq!(guard(cell), cell);
        assert_eq!(unguard(cell), cell);
    }
}

#[test]
fn the_error_file_keeps_the_row_and_says_where_and_why() {
    let columns = ["name".to_owned(), "amount".to_owned()];
    let mut writer = RejectWriter::start(Vec::new(), &columns).unwrap();
    let cells = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    writer
        .add(&Rejection {
            row: 7,
            column: Some("amount".into()),
            reason: "not a number, \"x\"".into(),
            cells: cells(&["=A", "x"]),
        })
        .unwrap();
    writer
        .add(&Rejection {
            row: 9,
            column: None,
            reason: "too many cells".into(),
            cells: cells(&["a", "b", "c"]),
        })
        .unwrap();
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}name,amount,import_row,import_column,import_reason\r\n\
        '=A,x,7,amount,\"not a number, \"\"x\"\"\"\r\na,b,9,,too many cells,c\r\n"
    );
}
