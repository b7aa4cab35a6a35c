//! The glossary says one thing per word, in both languages, and its numbers are the known ones.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use playbook::glossary::{Glossary, SOURCE};

fn findings(source: &str) -> Vec<String> {
    let findings = Glossary::parse(source, "glossary.yaml").unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

const TERM: &str = "  - key: gate
    area: product
    term: { ko: 게이트, en: Gate }
    short: { ko: 판정입니다., en: A judgement. }
    meaning: { ko: 판정입니다., en: A judgement. }
";

#[test]
fn the_shipped_glossary_has_no_findings_and_all_forty_b2b_terms() {
    if let Err(findings) = Glossary::parse(SOURCE, "glossary.yaml") {
        panic!("{findings:#?}");
    }
    let glossary = Glossary::shipped();
    let forty = "icp buyer-persona tam-sam-som positioning category value-proposition differentiator \
        demand-generation content-marketing thought-leadership tofu-mofu-bofu lead-magnet gated-content \
        brand-search lead conversion conversion-rate call-to-action form friction lead-scoring engagement \
        intent-data mql sql sla bant-champ pipeline stage deal discovery-call poc proposal win-rate sales-cycle \
        cac ltv payback churn nrr";
    let forty: Vec<_> = forty.split_whitespace().collect();
    assert_eq!(forty.len(), 40);
    for key in forty {
        assert!(glossary.term(key).is_some(), "{key} is not explained");
    }
}

#[test]
fn every_meaning_has_two_to_four_sentences_and_every_short_text_one() {
    for term in &Glossary::shipped().terms {
        for (text, allowed) in [(&term.short, 1..=1), (&term.meaning, 2..=6)] {
            for (language, side) in [("ko", &text.ko), ("en", &text.en)] {
                let ends = side.matches(". ").count() + usize::from(side.ends_with('.'));
                assert!(
                    allowed.contains(&ends),
                    "{} {language}: {ends} sentences: {side}",
                    term.key
                );
            }
        }
        assert_ne!(term.short.ko, term.short.en, "{}", term.key);
    }
}

#[test]
fn every_term_leads_on_to_others_and_is_led_to() {
    let glossary = Glossary::shipped();
    let led_to: BTreeSet<_> = glossary.terms.iter().flat_map(|term| &term.see).collect();
    for term in &glossary.terms {
        assert!(!term.see.is_empty(), "{} leads nowhere", term.key);
        assert!(led_to.contains(&term.key), "nothing leads to {}", term.key);
    }
}

/// The formulas and the known answers that the numbers of the product are tested against.
#[test]
fn formulas_and_worked_examples_are_the_known_ones() {
    for (key, formula, answers) in [
        ("win-rate", "won ÷ (won + lost)", &["63.2%", "51.9%"][..]),
        ("stage-conversion", "÷ entered", &["102.7%"]),
        ("dwell", "S(t) ≤ 0.5", &["20", "11.25"]),
        ("survival", "∏ (1 − d ÷ n)", &["0.5", "35.625"]),
        (
            "competing-risks",
            "S + Σ CIF = 1",
            &["47.2%", "37.2%", "15.6%"],
        ),
        (
            "sales-cycle",
            "won on − first touch on",
            &["51.8", "57", "69"],
        ),
        ("coverage", "÷ (target − won)", &["3.0", "0.75"]),
        ("velocity", "÷ mean cycle", &["2,000"]),
        ("forecast-accuracy", "(F − A) ÷ A", &["−11.1%", "88.9%"]),
        (
            "distribution",
            "convolution",
            &["270", "230", "35.7%", "100", "430"],
        ),
        (
            "observed-probability",
            "Beta",
            &["41.7%", "20.0–65.0%", "10.0%", "1.9–22.6%"],
        ),
        (
            "calibration",
            "reliability − resolution + uncertainty",
            &["0.192", "0.006444", "0.063333", "0.248889"],
        ),
        (
            "speed-to-lead",
            "first human attempt − qualified",
            &["90", "9"],
        ),
        ("sla", "met ÷ (met + breached)", &["66.7%"]),
        ("mrr-movement", "− contraction − churn = end", &["1,080"]),
        ("nrr", "Σ MRR now ÷ Σ MRR then", &["75%"]),
        ("grr", "Σ min(then, now) ÷ Σ then", &["65%"]),
        ("churn", "1 − (1 − m)^12", &["25%", "21.53%"]),
        ("cac", "÷ new customers", &["4,000,000"]),
        ("ltv", "gross margin ÷ revenue churn", &["4,000"]),
        ("payback", "CAC ÷", &["6"]),
        ("weighted-amount", "amount × probability", &["3,795,000"]),
    ] {
        let term = Glossary::shipped().term(key).unwrap();
        let written = term.formula.as_deref().unwrap_or_default();
        assert!(written.contains(formula), "{key}: {written}");
        let example = term.example.as_ref().unwrap();
        for answer in answers {
            assert!(
                example.ko.contains(answer) && example.en.contains(answer),
                "{key}: {answer} is not in {example:?}"
            );
        }
    }
}

#[test]
fn a_language_that_is_missing_is_found_where_it_is_missing() {
    let source = format!(
        "terms:\n{}",
        TERM.replace(
            "short: { ko: 판정입니다., en: A judgement. }",
            "short: { ko: 판정입니다. }"
        )
    );
    assert_eq!(
        findings(&source),
        ["glossary.yaml:5:12: error[missing-key]: key `en` is missing"]
    );
    let source = format!("terms:\n{}", TERM.replace("en: Gate", "en: ''"));
    assert_eq!(
        findings(&source),
        ["glossary.yaml:4:26: error[empty-text]: the text is empty"]
    );
}

#[test]
fn terms_defined_twice_and_references_to_nothing_are_found() {
    let source = format!("terms:\n{TERM}    see: [gaet, gate]\n    fields: [deal.amount]\n{TERM}");
    let found = findings(&source).join("\n");
    for expected in [
        "7:11: error[unknown-reference]: `gaet` is no other term (did you mean `gate`?)",
        "7:17: error[unknown-reference]: `gate` is no other term",
        "8:14: error[unknown-reference]: there is no field `deal.amount` (did you mean `deal.account`?)",
        "9:10: error[duplicate-definition]: the term `gate` is defined twice",
    ] {
        assert!(found.contains(expected), "{expected} not in\n{found}");
    }
}
