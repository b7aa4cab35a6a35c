//! Real exports, asked for their numbers as a person would. The answers are the data's own reference; where it is
//! absent these tests say so, unless `CI=true` requires it.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::program::Program;

const USERS: &str = "as: users\nkey: sales_agent\ncolumns: {sales_agent: name, manager: manager, regional_office: region}\n";
const PRODUCTS: &str = "as: products\nkey: product\ncolumns: {product: name, series: family, sales_price: list_price}\ndefaults: {currency: USD}\n";
const ACCOUNTS: &str = "\
as: accounts
key: account
columns: {account: name, sector: industry, revenue: annual_revenue, employees: employees, office_location: country, subsidiary_of: parent}
defaults: {currency: USD}
";
const DEALS: &str = "\
as: deals
key: opportunity_id
columns:
  opportunity_id: external_id
  sales_agent: owner
  account: account
  product: product
  deal_stage: stage
  engage_date: opened_on
  close_date: closed_on
  close_value: amount
values:
  deal_stage: { Prospecting: prospecting, Engaging: qualified, Won: closed_won, Lost: closed_lost }
  product: { GTXPro: GTX Pro }
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
create_missing: [users, accounts, products]
";

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn maven() -> Option<(Program, Value)> {
    let root = std::env::var_os("PROOFLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = root.join("maven_crm");
    if !folder.is_dir() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "the reference data is required here, but {} is absent",
            folder.display()
        );
        println!("skipped: no reference data at {}", folder.display());
        return None;
    }
    let program = Program::with_workspace();
    for (file, mapping) in [
        ("sales_teams", USERS),
        ("products", PRODUCTS),
        ("accounts", ACCOUNTS),
        ("sales_pipeline", DEALS),
    ] {
        let mapping = program.file(&format!("{file}.yaml"), mapping);
        let file = folder.join(format!("{file}.csv"));
        program.json(&["import", file.to_str().unwrap(), "--mapping", &mapping]);
    }
    let answers = std::fs::read(folder.join("reference.json")).unwrap();
    Some((program, serde_json::from_slice(&answers).unwrap()))
}

fn report(program: &Program, name: &str, more: &[&str]) -> Vec<Map<String, Value>> {
    let asked = [&["report", name, "--as-of", "2017-12-31"], more].concat();
    let answer = program.json(&asked);
    assert_eq!(
        (&answer["report"], &answer["reconstructed"]),
        (&name.into(), &true.into())
    );
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| row.as_object().unwrap().clone()).collect()
}

fn near(value: &Value, expected: f64, tolerance: f64) {
    let value = value.as_f64().unwrap();
    assert!(
        (value - expected).abs() <= tolerance,
        "{value} is not {expected}"
    );
}

/// Every group of a reference table: deals won, lost, open, the value won and the closed-only rate.
fn agrees(rows: &[Map<String, Value>], dimension: &str, answers: &Value) {
    let answers = answers.as_object().unwrap();
    assert!(!answers.is_empty());
    for (name, answer) in answers {
        let row = rows.iter().find(|row| row[dimension] == *name);
        let row = row.unwrap_or_else(|| panic!("no row for {name}"));
        assert_eq!(
            (&row["won"], &row["lost"], &row["open"]),
            (&answer["won"], &answer["lost"], &answer["open"]),
            "{name}"
        );
        assert_eq!(
            row["won_minor"],
            answer["won_value"].as_i64().unwrap() * 100,
            "{name}"
        );
        near(
            &row["rate_closed_only"],
            answer["win_rate"].as_f64().unwrap(),
            1e-6,
        );
    }
}

#[test]
fn the_maven_deals_have_their_known_win_rates_and_cycle_by_every_cut() {
    let Some((program, answers)) = maven() else {
        return;
    };
    let whole = &report(&program, "win-rate", &[])[0];
    // The 500 deals without any date begin when they are imported: in 2017 nobody knew them.
    assert_eq!(
        (&whole["won"], &whole["lost"], &whole["open"]),
        (&4238.into(), &2473.into(), &1589.into())
    );
    near(&whole["rate_closed_only"], 0.631_501, 1e-6);
    near(&whole["rate_cohort"], 0.5194, 5e-5);
    assert_eq!(whole["horizon_days"], 138);
    assert!(whole["low"].as_f64() < whole["rate_cohort"].as_f64());
    assert!(whole["high"].as_f64() > whole["rate_cohort"].as_f64());

    let open = |mut table: Value| {
        // Open deals without a date are not known then.
        for group in table.as_object_mut().unwrap().values_mut() {
            group["open"] = Value::Null;
        }
        table
    };
    let by = |dimension: &str| {
        let mut rows = report(&program, "win-rate", &["--by", dimension]);
        rows.iter_mut().for_each(|row| row["open"] = Value::Null);
        rows
    };
    agrees(&by("owner"), "owner", &open(answers["by_agent"].clone()));
    agrees(
        &by("division"),
        "division",
        &open(answers["by_region"].clone()),
    );
    agrees(
        &by("product"),
        "product",
        &open(answers["by_product_canonical"].clone()),
    );
    agrees(
        &by("product_family"),
        "product_family",
        &open(answers["by_series"].clone()),
    );
    agrees(
        &by("industry"),
        "industry",
        &open(answers["by_sector"].clone()),
    );
    agrees(
        &by("country"),
        "country",
        &open(answers["by_office_location"].clone()),
    );

    let groups = by("group");
    for (name, value) in answers["won_value_by_ultimate_parent"].as_object().unwrap() {
        let row = groups.iter().find(|row| row["group"] == *name).unwrap();
        assert_eq!(row["won_minor"], value.as_i64().unwrap() * 100, "{name}");
    }
    let quarters = by("closed_quarter");
    for (quarter, answer) in answers["won_by_close_quarter"].as_object().unwrap() {
        let label = format!("{}-{}", &quarter[..4], &quarter[4..]);
        let row = quarters
            .iter()
            .find(|row| row["closed_quarter"] == label)
            .unwrap();
        assert_eq!(row["won"], answer["won"]);
        assert_eq!(row["won_minor"], answer["value"].as_i64().unwrap() * 100);
        near(
            &row["rate_closed_only"],
            answers["win_rate_by_close_quarter"][quarter]
                .as_f64()
                .unwrap(),
            1e-6,
        );
    }
    for (day, count) in answers["as_of_engaged_open"].as_object().unwrap() {
        let answer = program.json(&["report", "win-rate", "--as-of", day]);
        assert_eq!(answer["rows"][0]["open"], *count, "{day}");
    }

    let cycle = &report(&program, "sales-cycle", &[])[0];
    assert_eq!(cycle["won"], 4238);
    near(&cycle["mean_days"], 51.782, 5e-4);
    near(&cycle["median_days"], 57.0, 1e-9);
    near(&cycle["p90_days"], 106.0, 1e-9);
    near(&cycle["median_survival_days"], 69.0, 1e-9);
    let cycles = report(&program, "sales-cycle", &["--by", "owner"]);
    for (name, mean) in answers["cycle_days_won_mean_by_agent"].as_object().unwrap() {
        let row = cycles.iter().find(|row| row["owner"] == *name).unwrap();
        near(&row["mean_days"], mean.as_f64().unwrap(), 5e-5);
    }
}

#[test]
fn a_question_that_makes_no_sense_says_which_part() {
    let program = Program::with_workspace();
    for (asked, part) in [
        (&["win-rate", "--by", "ownr"][..], "?by"),
        (&["win-rate", "--where", "amount > 3"], "?where"),
        (&["win-rate", "--as-of", "yesterday"], "?as_of"),
        (&["win-rate", "--set", "horizon=3"], "?horizon"),
        (
            &["win-rate", "--from", "2026-02-01", "--to", "2026-01-01"],
            "?to",
        ),
    ] {
        let failed = program.run(&[&["report"], asked].concat());
        assert_eq!(failed.code, 2, "{asked:?}");
        assert!(failed.stderr.contains(part), "{asked:?}: {}", failed.stderr);
    }
    let empty = program.json(&["report", "win-rate"]);
    assert_eq!(
        (&empty["rows"][0]["won"], &empty["rows"][0]["rate_cohort"]),
        (&0.into(), &Value::Null)
    );
}
