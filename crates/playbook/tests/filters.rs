//! List filters: the same language, compiled to predicates.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use playbook::filter::{CompareOp, FilterValue, Predicate};
use playbook::{FieldCatalogue, Filter};

fn deals(cel: &str) -> Predicate {
    Filter::compile_on(cel, &FieldCatalogue::deals(), date(2026, 3, 1))
        .unwrap_or_else(|finding| panic!("{cel}: {finding}"))
}

fn compare(field: &'static str, op: CompareOp, value: FilterValue) -> Predicate {
    Predicate::Compare { field, op, value }
}

fn text(text: &str) -> FilterValue {
    FilterValue::Text(text.to_owned())
}

#[test]
fn comparisons_become_typed_conditions() {
    assert_eq!(
        deals(r#"stage == "proposal" && 1000000 < amount_minor && !on_waiver"#),
        Predicate::And(vec![
            compare("stage", CompareOp::Eq, text("proposal")),
            compare("amount_minor", CompareOp::Gt, FilterValue::Int(1_000_000)),
            compare("on_waiver", CompareOp::Eq, FilterValue::Bool(false)),
        ])
    );
    assert_eq!(
        deals(r#"deal.close_on <= today() + 30"#),
        compare(
            "close_on",
            CompareOp::Le,
            FilterValue::Date(date(2026, 3, 31))
        )
    );
    assert_eq!(
        deals(r#"created_at >= "2026-01-01""#),
        compare(
            "created_at",
            CompareOp::Ge,
            FilterValue::Instant(1_767_225_600_000_000)
        )
    );
    assert_eq!(
        deals(r#"close_basis >= "customer_stated""#),
        Predicate::In {
            field: "close_basis",
            values: vec![text("customer_stated"), text("customer_milestones")],
        }
    );
    assert_eq!(
        deals(r#"kind in ["new", "expansion"] || name.contains("Acme")"#),
        Predicate::Or(vec![
            Predicate::In {
                field: "kind",
                values: vec![text("new"), text("expansion")]
            },
            Predicate::Contains {
                field: "name",
                text: "Acme".to_owned()
            },
        ])
    );
    assert_eq!(
        deals("closed_at == null"),
        Predicate::IsNull { field: "closed_at" }
    );
    assert_eq!(
        deals("!has(closed_at)"),
        Predicate::IsNull { field: "closed_at" }
    );
}

#[test]
fn negation_includes_rows_where_the_field_is_missing() {
    let missing = Predicate::IsNull {
        field: "amount_minor",
    };
    let at_most = compare("amount_minor", CompareOp::Le, FilterValue::Int(5));
    assert_eq!(
        deals("!(amount_minor > 5)"),
        Predicate::Or(vec![at_most, missing.clone()])
    );
    let differs = compare("amount_minor", CompareOp::Ne, FilterValue::Int(5));
    assert_eq!(
        deals("amount_minor != 5"),
        Predicate::Or(vec![differs, missing])
    );
    let same = compare("amount_minor", CompareOp::Eq, FilterValue::Int(5));
    assert_eq!(deals("!(amount_minor != 5)"), same);
    assert_eq!(
        deals(r#"!(source.startsWith("x") && pushes > 1)"#),
        Predicate::Or(vec![
            Predicate::Not(Box::new(Predicate::StartsWith {
                field: "source",
                text: "x".to_owned()
            })),
            Predicate::IsNull { field: "source" },
            compare("pushes", CompareOp::Le, FilterValue::Int(1)),
        ])
    );
}

#[test]
fn what_a_filter_cannot_say_is_refused_with_its_place() {
    for (cel, column, suggestion) in [
        ("amont_minor > 5", 1, Some("did you mean `amount_minor`?")),
        (
            r#"stage == "x" && statsu == "open""#,
            17,
            Some("did you mean `status`?"),
        ),
        (r#"status == "opne""#, 11, Some("did you mean `open`?")),
        (r#"amount_minor > "5""#, 1, None),
        ("has_evidence(\"x\")", 1, None),
    ] {
        let finding = Filter::compile(cel, &FieldCatalogue::deals()).unwrap_err();
        assert_eq!(
            (finding.line, finding.column),
            (1, column),
            "{cel}: {finding}"
        );
        if let Some(suggestion) = suggestion {
            assert_eq!(finding.suggestion.unwrap().en, suggestion, "{cel}");
        }
    }
    for cel in [
        "name == next_step",
        "size(name) > 3",
        "amount_minor + 1 > 5",
        "",
        "stage",
    ] {
        assert!(
            Filter::compile(cel, &FieldCatalogue::deals()).is_err(),
            "{cel}"
        );
    }
    assert!(Filter::compile(r#"domain.endsWith(".com")"#, &FieldCatalogue::accounts()).is_ok());
    assert!(Filter::compile(r#"title == "CFO""#, &FieldCatalogue::contacts()).is_ok());
    assert!(Filter::compile("is_active", &FieldCatalogue::products()).is_ok());
}
