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
