//! The playbooks that come with the product are what the product says playbooks should be.

#![allow(clippy::unwrap_used)]

use playbook::{CompiledPlaybook, StageKind, lint, shipped};

fn compiled(key: &str) -> CompiledPlaybook {
    let (_, yaml) = shipped().into_iter().find(|(k, _)| *k == key).unwrap();
    CompiledPlaybook::compile(yaml, key).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

#[test]
fn shipped_playbooks_have_no_findings_not_even_warnings() {
    for (key, yaml) in shipped() {
        let findings: Vec<_> = lint::lint(yaml, key)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(findings.is_empty(), "{}", findings.join("\n"));
        assert_eq!(compiled(key).playbook().key, key);
    }
}

#[test]
fn new_business_has_the_seven_stages_of_the_template() {
    let playbook = compiled("us-saas-new-business");
    let pipeline = playbook.pipeline("new-business").unwrap();
    let stages: Vec<_> = pipeline.stages().iter().map(|stage| stage.key()).collect();
    assert_eq!(
        stages,
        [
            "prospecting",
            "discovery",
            "qualified",
            "solution_fit",
            "proposal",
            "negotiation",
            "closed_won",
            "closed_lost"
        ]
    );
    assert_eq!(
        pipeline.first_of(StageKind::Open).unwrap().key(),
        "prospecting"
    );
    assert_eq!(
        pipeline.next_after("negotiation").unwrap().key(),
        "closed_won"
    );
    assert!(pipeline.next_after("closed_won").is_none());
}

#[test]
fn default_milestones_take_six_weeks() {
    let playbook = compiled("us-saas-new-business");
    let template = playbook
        .playbook()
        .milestone_template("us-enterprise-purchase")
        .unwrap();
    let days: Vec<_> = template
        .steps
        .iter()
        .map(|step| step.lead_time.days)
        .collect();
    assert_eq!(days, [14, 14, 7, 7]);
}
