use crate::program::Program;

#[test]
fn a_backup_restores_into_an_empty_place_and_verifies() {
    let program = Program::with_workspace();
    let file = program.path("backup.gz");
    assert_eq!(program.run(&["backup", &file]).code, 0);
    assert_ne!(
        program.run(&["backup", &file]).code,
        0,
        "an existing file is not overwritten"
    );

    let other = Program::new();
    let ran = other.run(&["restore", &file]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(other.run(&["verify"]).code, 0);
    assert_eq!(other.run(&["doctor"]).code, 0);
    assert_ne!(
        other.run(&["restore", &file]).code,
        0,
        "a database in use is not overwritten"
    );
}

#[test]
fn a_workspace_is_set_up_once_and_embedded_commands_make_one_by_themselves() {
    let program = Program::new();
    assert_eq!(program.run(&["deal", "list"]).code, 0);
    let arguments = [
        "init",
        "--admin-email",
        "ada@example.com",
        "--password-stdin",
    ];
    assert_eq!(
        program
            .run_with_input(&arguments, "correct horse battery\n")
            .code,
        5
    );
}

#[test]
fn a_password_that_is_too_short_is_refused_in_words() {
    let program = Program::new();
    let arguments = [
        "init",
        "--admin-email",
        "ada@example.com",
        "--password-stdin",
        "--lang",
        "ko",
    ];
    let ran = program.run_with_input(&arguments, "short\n");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("password:"), "{ran:?}");
}

#[test]
fn a_table_has_no_progress_bar_in_it() {
    let ran = Program::with_workspace().run(&["verify"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stderr, "");
    assert!(ran.stdout.ends_with("0 problems.\n"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_as_a_file_is_said_before_anything_is_sent() {
    let program = Program::with_workspace();
    let folder = program.folder.path().display().to_string();
    let import = |file: &str| program.run(&["import", file, "--as", "deals"]);
    assert_eq!(import(&program.path("absent.csv")).code, 3);
    let ran = import(&folder);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("is not a regular file"), "{ran:?}");
    let ran = import(&program.file("binary.csv", "%PDF-1.7"));
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("binary"), "{ran:?}");
    assert_eq!(
        program.json(&["import", "list"])["rows"],
        serde_json::json!([])
    );
}
