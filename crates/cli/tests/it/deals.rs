use serde_json::Value;

use crate::program::Program;

const DEALS: &str = "\
name,account,stage,opened_on,amount,owner
Churn dashboards,Northwind,Prospecting,2026-01-10,48000,ada@example.com
=Warehouse sync,Contoso,Qualified,2026-02-11,12500.50,ada@example.com
Broken,Contoso,Nowhere,2026-02-11,1,ada@example.com
";

const MAPPING: &str = "\
as: deals
key: name
columns: { name: external_id, account: account, stage: stage, opened_on: opened_on, amount: amount, owner: owner }
values:
  stage: { Prospecting: prospecting, Qualified: qualified }
defaults: { pipeline: new-business, currency: USD }
";

fn with_deals() -> Program {
    let program = Program::with_workspace();
    let deals = program.file("deals.csv", DEALS);
    let mapping = program.file("mapping.yaml", MAPPING);
    let errors = program.path("errors.csv");
    let ran = program.run(&[
        "import",
        &deals,
        "--mapping",
        &mapping,
        "--create-missing",
        "accounts",
        "--errors",
        &errors,
    ]);
    assert_eq!(ran.code, 6, "one row is rejected: {ran:?}");
    let rejected = std::fs::read_to_string(errors).unwrap();
    assert!(
        rejected.contains("Broken") && rejected.contains("Nowhere"),
        "{rejected}"
    );
    program
}

#[test]
fn a_list_is_rows_and_a_cursor_of_flat_fields() {
    let program = with_deals();
    let list = program.json(&["deal", "list", "--sort", "amount_minor"]);
    assert_eq!(list["next_cursor"], Value::Null);
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{list}");
    assert_eq!(rows[0]["amount_minor"], 1_250_050);
    assert_eq!(rows[0]["currency"], "USD");
    assert_eq!(rows[0]["account_name"], "Contoso");
    assert_eq!(rows[0]["stage"], "qualified");
    assert!(
        rows[0]
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_object()),
        "{list}"
    );

    let first = program.json(&["deal", "list", "--limit", "1"]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = program.json(&["deal", "list", "--limit", "1", "--cursor", cursor]);
    assert_ne!(first["rows"][0]["id"], second["rows"][0]["id"]);
    assert_eq!(second["next_cursor"], Value::Null);
}

#[test]
fn csv_for_a_spreadsheet_holds_no_formulas() {
    let ran = with_deals().run(&["deal", "list", "--format", "csv"]);
    assert!(ran.stdout.starts_with("id,number,name,"), "{ran:?}");
    assert!(!ran.stdout.contains(",="), "{ran:?}");
}

#[test]
fn a_refused_move_says_what_is_missing_and_exits_with_4() {
    let program = with_deals();
    let list = program.json(&["deal", "list", "--stage", "prospecting"]);
    let number = list["rows"][0]["number"].as_str().unwrap();

    let ran = program.run(&[
        "deal",
        "change-stage",
        number,
        "--to",
        "discovery",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(!ran.problem()["missing"].as_array().unwrap().is_empty());

    let korean = program.run(&[
        "deal",
        "change-stage",
        number,
        "--to",
        "discovery",
        "--lang",
        "ko",
    ]);
    assert!(
        korean.stderr.contains("✗ ") && korean.stderr.contains("→ 증거 추가"),
        "{korean:?}"
    );
    let shown = program.json(&["deal", "show", number]);
    assert_eq!(shown["stage"], "prospecting");
}

#[test]
fn a_deal_that_is_not_there_exits_with_3_and_nonsense_with_2() {
    let program = Program::with_workspace();
    assert_eq!(program.run(&["deal", "show", "D-999"]).code, 3);
    assert_eq!(
        program
            .run(&["deal", "list", "--filter", "stge == 'x'"])
            .code,
        2
    );
    assert_eq!(program.run(&["deal", "list", "--no-such-option"]).code, 2);
}

#[test]
fn the_summary_has_the_documented_fields() {
    let summary = with_deals().json(&["report", "pipeline-summary", "--pipeline", "new-business"]);
    let rows = summary["rows"].as_array().unwrap();
    let qualified = rows
        .iter()
        .find(|row| row["stage"] == "qualified" && row["count"] == 1)
        .unwrap();
    let fields: Vec<_> = qualified
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        fields,
        [
            "stage",
            "count",
            "amount_minor",
            "configured_probability",
            "configured_minor",
            "observed_probability",
            "observed_low",
            "observed_high",
            "observed_n",
            "is_observed_enough",
            "observed_minor",
            "adjusted_probability",
            "adjusted_minor",
            "stalled",
            "stalled_minor",
            "early_share"
        ]
    );
    assert_eq!(qualified["amount_minor"], 1_250_050);
}

#[test]
fn only_a_dry_run_is_called_one_and_only_dates_have_a_date_format() {
    let program = Program::with_workspace();
    let file = program.file(
        "products.csv",
        "name,list_price,units\nOne,12,43831\nTwo,13,43832\n",
    );
    let import = ["import", &file, "--as", "products"];
    let tried = program.run(&[&import[..], &["--dry-run"]].concat());
    assert!(
        tried.stdout.contains("dry run: nothing was written"),
        "{tried:?}"
    );
    let ran = program.run(&import);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.stdout.to_lowercase().contains("dry run"), "{ran:?}");
    assert!(!ran.stdout.contains("excel_serial"), "{ran:?}");
}

#[test]
fn overrides_are_listed_with_what_they_were_worth_and_none_are_none() {
    let program = with_deals();
    let scored = program.json(&["forecast", "overrides", "--person", "ada@example.com"]);
    assert_eq!(scored["rows"].as_array().map(Vec::len), Some(0), "{scored}");
    assert_eq!(
        scored["skills"].as_array().map(Vec::len),
        Some(0),
        "{scored}"
    );
    let backwards = [
        "forecast",
        "overrides",
        "--from",
        "2026-02-01",
        "--to",
        "2026-01-01",
    ];
    let refused = program.run(&[&backwards[..], &["--format", "json"]].concat());
    assert_ne!(refused.code, 0, "{refused:?}");
    assert_eq!(refused.problem()["code"], "invalid");
}
