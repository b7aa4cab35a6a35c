use crate::program::Program;

const SHIPPED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../playbooks/us-saas-new-business.yaml"
);

#[test]
fn what_is_shipped_passes_its_own_linter() {
    let ran = Program::new().run(&["playbook", "lint", SHIPPED]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout, "1 files: 0 errors, 0 warnings\n");
}

#[test]
fn a_misspelt_field_is_an_error_with_its_place_and_a_suggestion() {
    let program = Program::new();
    let source = std::fs::read_to_string(SHIPPED).unwrap();
    let wrong = source.replacen("deal.has_close_date", "deal.has_close_dat", 1);
    let line = 1 + wrong
        .lines()
        .position(|line| line.contains("has_close_dat "))
        .unwrap();
    let file = program.file("wrong.yaml", &wrong);

    let ran = program.run(&["playbook", "lint", &file, "--format", "json"]);
    assert_eq!(ran.code, 6);
    let findings: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = &findings["rows"][0];
    assert_eq!(finding["severity"], "error", "{finding}");
    assert_eq!(finding["line"], line, "{finding}");
    assert!(
        finding["suggestion"]
            .as_str()
            .unwrap()
            .contains("has_close_date"),
        "{finding}"
    );

    let korean = program.run(&["playbook", "lint", &file, "--lang", "ko"]);
    assert!(korean.stdout.contains("오류["), "{korean:?}");
}

#[test]
fn two_files_are_compared_by_meaning() {
    let program = Program::new();
    let source = std::fs::read_to_string(SHIPPED).unwrap();
    let changed = program.file(
        "changed.yaml",
        &source.replacen("probability_percent: 5", "probability_percent: 7", 1),
    );
    let changes = program.json(&["playbook", "diff", SHIPPED, &changed]);
    let rows = changes["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{changes}");
    assert_eq!(
        (&rows[0]["before"], &rows[0]["after"]),
        (&5.into(), &7.into())
    );
}

#[test]
fn a_playbook_is_published_as_the_next_version_and_compared_with_what_is_published() {
    let program = Program::with_workspace();
    let source = std::fs::read_to_string(SHIPPED).unwrap();
    let changed = program.file(
        "changed.yaml",
        &source.replacen("rot_days: 21", "rot_days: 22", 1),
    );
    assert_eq!(
        program.json(&["playbook", "publish", &changed])["version"],
        2
    );
    let changes = program.json(&["playbook", "diff", SHIPPED, "us-saas-new-business"]);
    assert_eq!(changes["rows"][0]["after"], 22, "{changes}");
}

const CLOSED: &str = "\
name,stage,opened_on,closed_on,amount
Churn dashboards,Won,2026-01-10,2026-02-20,48000
Warehouse sync,Lost,2026-01-11,2026-02-12,12500
";

const CLOSED_MAPPING: &str = "\
as: deals
key: name
columns: { name: external_id, stage: stage, opened_on: opened_on, closed_on: closed_on, amount: amount }
values:
  stage: { Won: closed_won, Lost: closed_lost }
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
";

#[test]
fn a_draft_judges_history_and_what_cannot_be_judged_is_never_called_stopped() {
    let program = Program::with_workspace();
    let deals = program.file("deals.csv", CLOSED);
    let mapping = program.file("mapping.yaml", CLOSED_MAPPING);
    let imported = program.run(&["import", &deals, "--mapping", &mapping]);
    assert_eq!(imported.code, 0, "{imported:?}");

    let answer = program.json(&["playbook", "replay", SHIPPED]);
    let overall = &answer["overall"];
    assert_eq!(
        (&overall["moves"], &overall["stopped"], &overall["unjudged"]),
        (&1.into(), &0.into(), &1.into()),
        "{answer}"
    );
    assert_eq!(answer["stages"][0]["stage"], "prospecting");
    let codes = answer["notes"].as_array().unwrap().iter();
    let codes: Vec<_> = codes.filter_map(|note| note["code"].as_str()).collect();
    assert!(codes.contains(&"imported"), "{codes:?}");

    let spoken = program.run(&["playbook", "replay", "us-saas-new-business", "--lang", "ko"]);
    assert_eq!(spoken.code, 0, "{spoken:?}");
    assert!(
        spoken.stdout.contains("판정할 수 있는 이동이 없습니다"),
        "{spoken:?}"
    );
    let rows = program.run(&[
        "playbook",
        "replay",
        SHIPPED,
        "--from",
        "2026-03-01",
        "--format",
        "csv",
    ]);
    assert!(rows.stdout.starts_with("pipeline,stage,moves,"), "{rows:?}");

    let source = std::fs::read_to_string(SHIPPED).unwrap();
    let wrong = program.file(
        "wrong.yaml",
        &source.replacen("deal.has_close_date", "deal.has_close_dat", 1),
    );
    let refused = program.run(&["playbook", "replay", &wrong]);
    assert_ne!(refused.code, 0);
    assert!(refused.stderr.contains("has_close_dat"), "{refused:?}");
}
