//! Rules: what they mean, what they may cost, and what is refused before they run.

#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use playbook::facts::{
    AnswerFact, DealFacts, EvidenceFact, Facts, MilestoneFact, ProcurementFact, RoleFact,
};
use playbook::{
    BuyingRoleKind, CloseBasis, CompiledPlaybook, EvidenceKind, Finding, ForecastCategory,
    MilestoneOwner, Origin, ProcurementKind, ProcurementState, RemedyAction, RoleState, Strength,
    lint, shipped,
};
use proptest::prelude::*;

/// The shipped playbook with one exit criterion's rule replaced.
fn source_with(rule: &str) -> String {
    let (_, yaml) = shipped()[0];
    let written =
        r#"when: customer_evidence("two_way_reply") && customer_evidence("meeting_accepted")"#;
    assert!(yaml.contains(written));
    yaml.replacen(written, &format!("when: '{}'", rule.replace('\'', "''")), 1)
}

fn holds(rule: &str, facts: &Facts) -> bool {
    let playbook = CompiledPlaybook::compile(&source_with(rule), "test")
        .unwrap_or_else(|findings| panic!("{rule}: {findings:#?}"));
    let stage = playbook
        .pipeline("new-business")
        .unwrap()
        .stage("prospecting")
        .unwrap();
    stage.criteria()[0].holds(facts).unwrap()
}

fn refused(rule: &str) -> Finding {
    CompiledPlaybook::compile(&source_with(rule), "test")
        .err()
        .unwrap_or_else(|| panic!("{rule} was accepted"))
        .into_iter()
        .find(Finding::is_error)
        .unwrap()
}

fn evidence(evidence_type: &str, origin: Origin, strength: Strength) -> EvidenceFact {
    EvidenceFact {
        evidence_type: evidence_type.to_owned(),
        kind: EvidenceKind::Email,
        origin,
        strength,
        occurred_days_ago: 3,
    }
}

fn facts() -> Facts {
    let mut facts = Facts::of(
        date(2026, 3, 1),
        DealFacts {
            amount_minor: Some(7_590_000),
            close_on: Some(date(2026, 3, 31)),
            close_basis: Some(CloseBasis::CustomerStated),
            competitors: vec!["hubspot".to_owned()],
            name: "Acme rollout".to_owned(),
            ..DealFacts::default()
        },
    );
    facts.evidence = vec![
        evidence(
            "problem_agreed",
            Origin::Customer,
            Strength::CustomerOriginated,
        ),
        evidence("icp_fit", Origin::Us, Strength::Captured),
        evidence("core_need", Origin::Us, Strength::Claimed),
    ];
    facts.roles = vec![RoleFact {
        role: BuyingRoleKind::EconomicBuyer,
        state: RoleState::Engaged,
        contact: "Kim".to_owned(),
        is_evidenced: true,
    }];
    facts.answers = vec![AnswerFact {
        set: "meddicc".to_owned(),
        question: "metrics".to_owned(),
        answer: "20 % less".to_owned(),
        is_evidenced: false,
    }];
    facts.milestones = vec![MilestoneFact {
        key: "security_review".to_owned(),
        owner: MilestoneOwner::Buyer,
        due_on: None,
        is_done: true,
        is_late: false,
    }];
    facts.procurement = vec![ProcurementFact {
        key: "soc2".to_owned(),
        kind: ProcurementKind::Security,
        state: ProcurementState::Done,
        has_owner: true,
        due_on: None,
    }];
    facts
}

#[test]
fn functions_read_the_facts() {
    let facts = facts();
    for (rule, expected) in [
        (r#"has_evidence("icp_fit")"#, true),
        (r#"has_evidence("core_need")"#, false),
        (r#"has_evidence("core_need", "claimed")"#, true),
        (r#"customer_evidence("icp_fit")"#, false),
        (r#"customer_evidence("problem_agreed")"#, true),
        (r#"role_at_least("economic_buyer", "engaged")"#, true),
        (r#"role_at_least("economic_buyer", "confirmed")"#, false),
        (r#"answered("meddicc", "metrics")"#, true),
        (r#"answered_with_evidence("meddicc", "metrics")"#, false),
        (r#"milestone_done("security_review")"#, true),
        (r#"procurement_clear()"#, true),
        (r#"procurement_clear("legal")"#, false),
    ] {
        assert_eq!(holds(rule, &facts), expected, "{rule}");
    }
}

#[test]
fn operators_lists_and_missing_values_mean_what_the_reference_says() {
    let facts = facts();
    for (rule, expected) in [
        ("deal.amount_minor >= 7590000 && deal.has_amount", true),
        ("deal.amount_minor * 2 == 15180000", true),
        ("deal.days_to_close < 5", false),
        ("!(deal.days_to_close < 5)", true),
        ("deal.days_to_close == null", true),
        ("has(deal.close_on) && !has(deal.source)", true),
        (r#"deal.close_on == "2026-03-31""#, true),
        ("deal.close_on - today() == 30", true),
        ("deal.close_on <= today() + 30", true),
        (r#"deal.close_basis >= "customer_stated""#, true),
        (r#"deal.close_basis > "customer_stated""#, false),
        (r#""hubspot" in deal.competitors"#, true),
        (r#"deal.kind in ["new", "expansion"]"#, true),
        (
            r#"deal.name.contains("Acme") && deal.name.startsWith("A")"#,
            true,
        ),
        (
            r#"evidence.exists(e, e.origin == "customer" && e.occurred_days_ago < 7)"#,
            true,
        ),
        (r#"evidence.all(e, e.strength >= "captured")"#, false),
        (r#"size(evidence.filter(e, e.origin == "us")) == 2"#, true),
        (r#"evidence.exists_one(e, e.origin == "customer")"#, true),
        ("size(roles) == 1 && roles.size() == 1", true),
        ("risks.all(r, r.has_plan)", true),
        ("deal.pushes / deal.pushed_days == null", true),
        ("deal.on_waiver ? false : size(deal.competitors) == 1", true),
        ("poc.is_agreed", false),
    ] {
        assert_eq!(holds(rule, &facts), expected, "{rule}");
    }
}

#[test]
fn misspelt_names_are_errors_with_a_suggestion_at_their_own_column() {
    // The rule stands after `            when: '`, that is from column 20.
    for (rule, column, suggestion) in [
        ("deal.amount_minr > 5", 25, "did you mean `amount_minor`?"),
        (
            r#"has_evidense("icp_fit")"#,
            20,
            "did you mean `has_evidence`?",
        ),
        (r#"has_evidence("icp_fitt")"#, 33, "did you mean `icp_fit`?"),
        (
            r#"deal.has_amount && role_at_least("economic_byer", "engaged")"#,
            53,
            "did you mean `economic_buyer`?",
        ),
        (
            r#"evidence.exists(e, e.orign == "customer")"#,
            41,
            "did you mean `origin`?",
        ),
        (
            r#"evidence.exists(e, e.origin == "custmer")"#,
            51,
            "did you mean `customer`?",
        ),
        (
            r#"answered("meddicc", "metric")"#,
            40,
            "did you mean `metrics`?",
        ),
        (r#"deal.stage == "propsal""#, 34, "did you mean `proposal`?"),
        ("evidenc.size() > 0", 20, "did you mean `evidence`?"),
        ("evidence.exist(e, true)", 29, "did you mean `exists`?"),
        ("has_amount", 20, "did you mean `deal.has_amount`?"),
    ] {
        let finding = refused(rule);
        assert_eq!(finding.code, "rule-unknown-name", "{rule}");
        assert_eq!(finding.suggestion.unwrap().en, suggestion, "{rule}");
        assert_eq!(finding.column, column, "{rule}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    for (rule, code) in [
        ("deal.amount_minor", "rule-type"),
        (r#"deal.amount_minor > "5""#, "rule-type"),
        ("deal.pushes == null", "rule-type"),
        (r#"deal.kind > "new""#, "rule-type"),
        ("deal.amount_minor > 1.5", "rule-type"),
        ("!deal.name", "rule-type"),
        ("deal.has_amount &&", "rule-syntax"),
        ("deal", "rule-type"),
        ("evidence", "rule-type"),
        ("evidence.map(e, e.origin) == []", "rule-unknown-name"),
        (r#"deal.close_on > "31/03/2026""#, "rule-type"),
        ("has_evidence(deal.name)", "rule-type"),
        (r#"role_at_least("economic_buyer")"#, "rule-type"),
        (
            "evidence.exists(e, roles.exists(r, true))",
            "rule-too-costly",
        ),
        (
            r#"evidence.exists(e, has_evidence("icp_fit"))"#,
            "rule-too-costly",
        ),
    ] {
        assert_eq!(refused(rule).code, code, "{rule}");
    }
}

#[test]
fn size_and_depth_are_bounded_before_anything_is_parsed() {
    let long = format!("deal.name == \"{}\"", "x".repeat(2_100));
    let deep = format!("{}true{}", "(".repeat(150), ")".repeat(150));
    let wide = vec!["true"; 400].join(" && ");
    let brackets = "(".repeat(2_000);
    for rule in [long, deep, wide, brackets] {
        let finding = refused(&rule);
        assert!(
            ["rule-too-costly", "rule-syntax"].contains(&finding.code.as_str()),
            "{finding:?}"
        );
    }
}

#[test]
fn remedies_are_derived_from_the_rule_and_leave_out_what_is_done() {
    let (key, yaml) = shipped()[0];
    let playbook = CompiledPlaybook::compile(yaml, key).unwrap();
    let stage = playbook
        .pipeline("new-business")
        .unwrap()
        .stage("negotiation")
        .unwrap();
    let criterion = &stage.criteria()[0];
    let actions: Vec<_> = criterion
        .satisfied_by()
        .iter()
        .map(|remedy| (remedy.action, remedy.target.as_str()))
        .collect();
    assert_eq!(
        actions,
        [
            (RemedyAction::AddEvidence, "conditional_commitment"),
            (RemedyAction::SetBuyingRole, "economic_buyer"),
        ]
    );
    let mut facts = facts();
    facts.evidence.push(evidence(
        "conditional_commitment",
        Origin::Customer,
        Strength::CustomerOriginated,
    ));
    let open = criterion.open_remedies(&facts);
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].accepts, ["confirmed"]);
}

#[test]
fn a_part_of_a_rule_that_holds_offers_nothing_even_where_it_only_reads_a_field() {
    let rule = r#"deal.has_amount && deal.has_close_date && customer_evidence("problem_agreed")"#;
    let playbook = CompiledPlaybook::compile(&source_with(rule), "test").unwrap();
    let pipeline = playbook.pipeline("new-business").unwrap();
    let criterion = &pipeline.stage("prospecting").unwrap().criteria()[0];
    let mut facts = facts();
    facts.deal.close_on = None;
    facts.evidence.clear();
    let open = criterion.open_remedies(&facts);
    let targets: Vec<_> = open.iter().map(|remedy| remedy.target.as_str()).collect();
    assert_eq!(targets, ["close_date", "problem_agreed"]);
}

#[test]
fn references_tell_which_rules_a_field_touches() {
    let rule = r#"deal.amount_minor > 0 && customer_evidence("problem_agreed") && milestone_done("legal_review")"#;
    let playbook = CompiledPlaybook::compile(&source_with(rule), "test").unwrap();
    let stage = playbook
        .pipeline("new-business")
        .unwrap()
        .stage("prospecting")
        .unwrap();
    let references = stage.criteria()[0].rule().references();
    assert!(references.fields.contains("deal.amount_minor"));
    assert!(references.evidence_types.contains("problem_agreed"));
    assert!(references.milestones.contains("legal_review"));
}

#[test]
fn the_strongest_forecast_rule_that_holds_decides() {
    let (key, yaml) = shipped()[0];
    let playbook = CompiledPlaybook::compile(yaml, key).unwrap();
    let pipeline = playbook.pipeline("new-business").unwrap();
    let stage = pipeline.stage("proposal").unwrap();
    let mut facts = facts();
    let category = |facts: &Facts| pipeline.forecast_category(stage, facts).unwrap();
    assert_eq!(category(&facts), ForecastCategory::Pipeline);
    for key in [
        "buying_process_confirmed",
        "budget_confirmed",
        "pricing_reviewed",
    ] {
        facts.evidence.push(evidence(
            key,
            Origin::Customer,
            Strength::CustomerOriginated,
        ));
    }
    assert_eq!(category(&facts), ForecastCategory::BestCase);
    facts.roles[0].state = RoleState::Confirmed;
    facts.procurement.push(ProcurementFact {
        key: "msa".to_owned(),
        kind: ProcurementKind::Legal,
        state: ProcurementState::NotNeeded,
        has_owner: false,
        due_on: None,
    });
    assert_eq!(category(&facts), ForecastCategory::Commit);
    facts.deal.on_waiver = true;
    assert_eq!(category(&facts), ForecastCategory::BestCase);
    let won = pipeline.stage("closed_won").unwrap();
    assert_eq!(
        pipeline.forecast_category(won, &facts),
        Ok(ForecastCategory::Closed)
    );
}

/// Pieces that make rules, sensible and not.
fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "deal.amount_minor",
        "deal.close_on",
        "deal.has_amount",
        "deal.kind",
        "\"new\"",
        "5",
        "null",
        "today()",
        "evidence",
        "e.origin",
        "evidence.exists(e, e.occurred_days_ago < 3)",
        "size(roles)",
        "has_evidence(\"icp_fit\")",
        "procurement_clear()",
        "true",
        "deal.nope",
        "가나",
        "evidence.all(x, ",
        "(",
        ")",
        "]",
        "\"",
        "deal.competitors",
        "poc.is_agreed",
        "-",
        "1.5",
        "[",
    ])
    .prop_map(str::to_owned)
}

fn operator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " && ",
        " || ",
        " == ",
        " != ",
        " < ",
        " >= ",
        " + ",
        " - ",
        " * ",
        " / ",
        " % ",
        " in ",
        " ? true : ",
        " ",
        ".",
        ", ",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_refused_or_becomes_a_rule_that_answers_on_a_thousand_facts(
        first in piece(), rest in prop::collection::vec((operator(), piece()), 0..12)
    ) {
        let rule = rest.iter().fold(first, |rule, (op, piece)| format!("{rule}{op}{piece}"));
        if let Ok(playbook) = CompiledPlaybook::compile(&source_with(&rule), "test") {
            let stage = playbook.pipeline("new-business").unwrap().stage("prospecting").unwrap();
            let mut facts = facts();
            facts.evidence = vec![evidence("icp_fit", Origin::Us, Strength::Captured); 1_000];
            prop_assert!(stage.criteria()[0].holds(&facts).is_ok(), "{rule}");
        }
    }

    #[test]
    fn the_linter_survives_any_text(source in ".{0,300}") {
        let _ = lint::lint(&source, "any");
    }

    #[test]
    fn the_linter_survives_a_damaged_playbook(at in 0usize..20_000, length in 0usize..40, insert in ".{0,5}") {
        let (_, yaml) = shipped()[0];
        let chars: Vec<char> = yaml.chars().collect();
        let at = at.min(chars.len());
        let damaged: String = chars[..at].iter().copied()
            .chain(insert.chars())
            .chain(chars[(at + length).min(chars.len())..].iter().copied())
            .collect();
        let lines = damaged.lines().count() + 1;
        for finding in lint::lint(&damaged, "damaged") {
            prop_assert!(finding.line >= 1 && finding.line as usize <= lines, "{finding}");
        }
    }
}
