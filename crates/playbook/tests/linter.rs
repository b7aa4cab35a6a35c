//! Every rule of the linter has a bad file here, and the place of its finding.
//!
//! Each case is the small playbook below with one part replaced; the expected place is where the
//! mark `<<>>` stands in the replacement.

#![allow(clippy::unwrap_used)]

use playbook::{Finding, Severity, lint};

const GOOD: &str = include_str!("good.yaml");

/// The first stage, on which most cases are tried.
const RULE: &str = "            when: customer_evidence(\"reply\")\n";

/// Replaces the first `old` in the good playbook by `new` (whose `<<>>` marks the expected place).
fn broken(old: &str, new: &str) -> (String, u32, u32) {
    assert!(GOOD.contains(old), "`{old}` must stand in good.yaml");
    let marked = GOOD.replacen(old, new, 1);
    let at = marked.find("<<>>").expect("a mark");
    let before = &marked[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (marked.replace("<<>>", ""), line as u32, column as u32)
}

fn find(old: &str, new: &str, code: &str) -> Finding {
    let (source, line, column) = broken(old, new);
    let findings = lint::lint(&source, "bad.yaml");
    let listed: Vec<_> = findings.iter().map(ToString::to_string).collect();
    let found = findings
        .iter()
        .find(|finding| finding.code == code && (finding.line, finding.column) == (line, column));
    let found = found
        .unwrap_or_else(|| panic!("no {code} at {line}:{column}, only:\n{}", listed.join("\n")));
    assert!(!found.message.ko.is_empty() && !found.message.en.is_empty());
    found.clone()
}

fn error(old: &str, new: &str, code: &str) -> Option<String> {
    let finding = find(old, new, code);
    assert_eq!(finding.severity, Severity::Error, "{finding}");
    finding.suggestion.map(|text| text.en)
}

fn warning(old: &str, new: &str, code: &str) {
    let finding = find(old, new, code);
    assert_eq!(finding.severity, Severity::Warning, "{finding}");
}

#[test]
fn the_good_playbook_has_no_findings() {
    assert_eq!(lint::lint(GOOD, "good.yaml"), []);
}

#[test]
fn yaml_we_do_not_read_is_placed() {
    error("key: small\n", "key: <<>>&a small\n", "yaml-syntax");
    error("key: small\n", "key: <<>>!!str small\n", "yaml-syntax");
    error("key: small\n", "key: <<>>*a\n", "yaml-syntax");
    error(
        "    name: { ko: 영업, en: Sales }\n",
        "    name: { ko: 영업, en: Sales\n    object<<>>: deal\n",
        "yaml-syntax",
    );
}

#[test]
fn duplicate_and_unknown_keys_are_placed_at_the_key() {
    error(
        "amount_basis: acv\n",
        "amount_basis: acv\n<<>>amount_basis: tcv\n",
        "duplicate-key",
    );
    let suggestion = error("rot_days: 7", "<<>>rot_day: 7", "unknown-key");
    assert_eq!(suggestion.as_deref(), Some("did you mean `rot_days`?"));
}

#[test]
fn missing_keys_types_and_words_are_placed() {
    error(
        "      - key: first\n        confirmed_by",
        "      - <<>>confirmed_by",
        "missing-key",
    );
    error(
        "probability_percent: 10",
        "probability_percent: <<>>high",
        "wrong-type",
    );
    error(
        "probability_percent: 10",
        "probability_percent: <<>>101",
        "wrong-type",
    );
    error(
        "confirmed_by: [reply]",
        "confirmed_by: <<>>reply",
        "wrong-type",
    );
    let suggestion = error("object: deal", "object: <<>>deel", "unknown-word");
    assert_eq!(suggestion.as_deref(), Some("did you mean `deal`?"));
    error(
        "required_fields: [amount]",
        "required_fields: [amount, <<>>closedate]",
        "unknown-word",
    );
}

#[test]
fn keys_and_texts_have_a_form() {
    error("key: small\n", "key: <<>>Small\n", "malformed-key");
    error(
        "{ ko: 작은, en: Small }",
        "{ ko: <<>>'', en: Small }",
        "empty-text",
    );
}

#[test]
fn definitions_are_unique_and_references_lead_somewhere() {
    error("key: third", "key: <<>>second", "duplicate-definition");
    error(
        "key: price, name",
        "key: <<>>imported-unknown, name",
        "duplicate-definition",
    );
    let suggestion = error(
        "confirmed_by: [reply]",
        "confirmed_by: [<<>>replay]",
        "unknown-reference",
    );
    assert_eq!(suggestion.as_deref(), Some("did you mean `reply`?"));
    error(
        "question_sets: [basics]",
        "question_sets: [basics, <<>>meddic]",
        "unknown-reference",
    );
    error(
        "milestone_template: usual",
        "milestone_template: <<>>usually",
        "unknown-reference",
    );
    error(
        "after: [approval]",
        "after: [<<>>aproval]",
        "unknown-reference",
    );
    error(
        "{ evidence_type: note }",
        "{ evidence_type: <<>>notes }",
        "unknown-reference",
    );
}

#[test]
fn rules_are_checked_at_the_column_inside_the_yaml() {
    let rule = |text: &str| format!("            when: {text}\n");
    for (text, code) in [
        (r#"customer_evidence(<<>>"replay")"#, "rule-unknown-name"),
        ("deal.<<>>amont_minor > 5", "rule-unknown-name"),
        ("'<<>>deal.amount_minor'", "rule-type"),
        (
            r#""customer_evidence(\<<>>"replay\")""#,
            "rule-unknown-name",
        ),
        ("'deal.name == ''가나다'' && <<>>deal.pushes'", "rule-type"),
        (
            ">-\n              customer_evidence(\"reply\")\n              && deal.<<>>amont_minor > 5",
            "rule-unknown-name",
        ),
        (
            "|\n              customer_evidence(\"reply\")\n              && deal.<<>>amont_minor > 5",
            "rule-unknown-name",
        ),
        (
            "'\"가나다\" == deal.name && deal.<<>>amont_minor > 5'",
            "rule-unknown-name",
        ),
        (
            "evidence.exists(e, <<>>roles.exists(r, true))",
            "rule-too-costly",
        ),
        ("deal.has_amount && <<>>)", "rule-syntax"),
    ] {
        error(RULE, &rule(text), code);
    }
}

#[test]
fn a_stage_without_exit_evidence_or_confirmation_is_an_error() {
    let exit = "        exit:\n          - key: answers\n            sentence: { ko: 고객이 답함, en: The customer answers }\n";
    let stage = GOOD.find("      - key: first").unwrap();
    let end = GOOD.find(RULE).unwrap() + RULE.len();
    let first = &GOOD[stage..end];
    let without_exit = first.replace(&format!("{exit}{RULE}"), "");
    error(
        first,
        &without_exit.replace("- key: first", "- <<>>key: first"),
        "stage-without-exit",
    );
    error(
        "- key: won\n        name: { ko: 성사, en: Won }\n        kind: won\n        required_evidence: [{ evidence_type: contract }]\n",
        "- <<>>key: won\n        name: { ko: 성사, en: Won }\n        kind: won\n",
        "stage-without-evidence",
    );
    error(
        "- key: first\n        confirmed_by: [reply]\n",
        "- <<>>key: first\n",
        "stage-without-confirmation",
    );
    error(
        "confirmed_by: [reply]",
        "confirmed_by: [<<>>note]",
        "stage-without-confirmation",
    );
}

#[test]
fn at_most_five_fields_are_required() {
    error(
        "required_fields: [amount]",
        "required_fields: [amount, close_date, next_step, competition, owner, <<>>product]",
        "too-many-required-fields",
    );
}

#[test]
fn probabilities_rise_and_stay_possible() {
    error(
        "probability_percent: 30",
        "probability_percent: <<>>9",
        "falling-probability",
    );
    error(
        "probability_percent: 10",
        "probability_percent: <<>>0",
        "impossible-probability",
    );
    error(
        "probability_percent: 100",
        "probability_percent: <<>>99",
        "impossible-probability",
    );
}

#[test]
fn every_pipeline_opens_wins_and_loses_in_that_order() {
    let stages = GOOD.find("      - key: first").unwrap();
    let won = GOOD.find("      - key: won").unwrap();
    let lost = GOOD.find("      - key: lost").unwrap();
    let end = GOOD.find("evidence_types:").unwrap();
    let all = &GOOD[stages..end];
    let without_lost = GOOD[stages..lost].replacen("      - key", "      <<>>- key", 1);
    error(all, &without_lost, "missing-stage-kind");
    let won_twice = all
        .replacen("      - key", "      <<>>- key", 1)
        .replace("kind: lost", "kind: won");
    error(all, &won_twice, "missing-stage-kind");
    let lost_first = format!(
        "{}{}",
        &GOOD[lost..end],
        GOOD[won..lost].replace("- key: won", "- <<>>key: won")
    );
    error(&GOOD[won..end], &lost_first, "stage-order");
}

#[test]
fn milestones_do_not_wait_for_each_other() {
    error(
        "lead_time: { days: 7, unit: calendar_days }\n",
        "lead_time: { days: 7, unit: calendar_days }\n        after: <<>>[signature]\n",
        "milestone-cycle",
    );
}

#[test]
fn imports_need_their_loss_reason() {
    error(
        "  - { key: imported-unknown",
        "  <<>>- { key: imported",
        "no-import-reason",
    );
}

#[test]
fn remedies_act_on_what_exists() {
    let with = |remedy: &str| format!("{RULE}            satisfied_by: [{remedy}]\n");
    let suggestion = error(
        RULE,
        &with("{ action: set_field, target: <<>>amout }"),
        "remedy-target",
    );
    assert_eq!(suggestion.as_deref(), Some("did you mean `amount`?"));
    error(
        RULE,
        &with("{ action: answer_question, target: <<>>basics.wy }"),
        "remedy-target",
    );
    error(
        RULE,
        &with("{ action: add_evidence, target: <<>>replay }"),
        "unknown-reference",
    );
    error(
        RULE,
        &with("{ action: complete_milestone, target: <<>>aproval }"),
        "unknown-reference",
    );
}

#[test]
fn warnings_say_what_a_reader_of_the_design_would_object_to() {
    warning(
        "{ ko: 첫째, en: First }",
        "{ ko: 첫째, en: <<>>Proposal sent }",
        "activity-stage-name",
    );
    warning(
        "{ ko: 첫째, en: First }",
        "{ ko: <<>>제안서 발송, en: First }",
        "activity-stage-name",
    );
    warning(
        "when: customer_evidence(\"reply\")",
        "when: <<>>deal.has_amount",
        "no-customer-criterion",
    );
    let stage = GOOD.find("      - key: first").unwrap();
    let end = GOOD.find("        required_fields").unwrap();
    let first = &GOOD[stage..end];
    let without_limit = first
        .replace("        rot_days: 7\n", "")
        .replace("- key", "- <<>>key");
    warning(first, &without_limit, "no-rot-limit");
    let price = "  - { key: price, name: { ko: 가격, en: Price } }\n";
    let reasons = "  - { key: imported-unknown, name: { ko: 미상, en: Unknown } }\n";
    warning(
        &format!("{reasons}{price}"),
        &format!(
            "{}{}",
            reasons.replace("- ", "<<>>- "),
            price.replace("price", "other")
        ),
        "only-other-loss-reasons",
    );
    warning(
        "  - { key: note, name",
        "  - <<>>{ key: spare, name: { ko: 여분, en: Spare }, description: { ko: 여분, en: Spare }, origins: [us], kinds: [call] }\n  - { key: note, name",
        "unused-definition",
    );
    let third = GOOD.find("      - key: third").unwrap();
    let won = GOOD.find("      - key: won").unwrap();
    let first = GOOD.find("      - key: first").unwrap();
    warning(
        &GOOD[first..won],
        &GOOD[first..third].replacen("- key", "<<>>- key", 1),
        "stage-count",
    );
}

#[test]
fn every_code_has_a_case_here() {
    let tests = include_str!("linter.rs");
    for (code, _) in lint::codes::ALL {
        assert!(
            tests.contains(&format!("\"{code}\"")),
            "{code} is never tried"
        );
    }
}
