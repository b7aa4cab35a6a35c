//! `proofline verify`, `doctor`, `backup` and `restore`: what an operator does to the database itself.

use std::path::Path;

use app::imports::ImportState;
use app::{App, Ctx};
use domain::ids::WorkspaceId;
use domain::journal::EntryOrigin;
use serde_json::{Value, json};
use store::{Scope, Store};

use crate::arguments::Place;
use crate::client::open;
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output};
use crate::progress;

const PROBLEMS: &[Column] = &[
    Column::new("check", "검사", "Check"),
    Column::silent("workspace_id"),
    Column::new("detail", "내용", "What is wrong"),
];

const CHECKS: &[Column] = &[
    Column::new("check", "검사", "Check"),
    Column::new("is_ok", "정상", "Fine"),
    Column::new("detail", "내용", "Detail"),
];

const ARCHIVE: &[Column] = &[
    Column::new("file", "파일", "File"),
    Column::new("rows", "행", "Rows"),
];

/// Recomputes the journal's chain and looks for what should not be there.
pub(super) async fn verify(place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    let spinner = progress::bar(None, output.language.pick("검사하는 중", "Verifying"));
    let report = app.store().verify().await.map_err(failed)?;
    spinner.finish_and_clear();
    let problems: Vec<Value> = report
        .problems
        .iter()
        .map(|problem| serde_json::to_value(problem).unwrap_or_default())
        .collect();
    if output.format != Format::Table || !problems.is_empty() {
        output.rows(PROBLEMS, &problems, None)?;
    }
    let (entries, deals) = (report.entries, report.deals);
    output.say(
        &format!(
            "이력 {entries}건과 딜 {deals}건을 검사했습니다. 문제 {}건.",
            problems.len()
        ),
        &format!(
            "Checked {entries} journal entries and {deals} deals: {} problems.",
            problems.len()
        ),
    )?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::problems(
        "저장된 데이터에 문제가 있습니다.",
        "What is stored does not hold together.",
    ))
}

/// Looks at everything that commonly is wrong with an installation.
pub(super) async fn doctor(place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    let store = app.store();
    let mut checks = vec![check("database", true, database(store))];
    if let Some(folder) = store.data_dir() {
        let written = tempfile::tempfile_in(folder);
        let detail = written
            .as_ref()
            .err()
            .map_or_else(|| folder.display().to_string(), ToString::to_string);
        checks.push(check("data_folder_writable", written.is_ok(), detail));
    }
    let workspaces = store.workspaces().await.map_err(failed)?;
    let names: Vec<_> = workspaces
        .iter()
        .map(|workspace| workspace.name.clone())
        .collect();
    checks.push(check("workspace", !names.is_empty(), names.join(", ")));
    for workspace in &workspaces {
        let mut tx = store
            .read(&Scope::system(workspace.id))
            .await
            .map_err(failed)?;
        let users = tx.users().await.map_err(failed)?;
        let can_administer = users
            .iter()
            .filter(|user| user.role == domain::Role::Admin && user.is_active && user.can_sign_in)
            .count();
        let people = format!("{} ({can_administer} admin)", users.len());
        checks.push(check(
            "administrator_can_sign_in",
            can_administer > 0,
            people,
        ));
    }
    for workspace in &workspaces {
        checks.push(unfinished_imports(&app, workspace.id).await?);
    }
    let report = store.verify().await.map_err(failed)?;
    checks.push(check(
        "verify",
        report.is_clean(),
        format!("{} problems", report.problems.len()),
    ));
    output.rows(CHECKS, &checks, None)?;
    if checks.iter().all(|check| check["is_ok"] == true) {
        return Ok(());
    }
    Err(Failure::problems(
        "설치에 문제가 있습니다.",
        "This installation has problems.",
    ))
}

/// Writes everything to a new file, as it is at one moment.
pub(super) async fn backup(file: &Path, place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    let spinner = progress::bar(None, output.language.pick("백업하는 중", "Backing up"));
    let rows = app.store().backup(file).await.map_err(failed)?;
    spinner.finish_and_clear();
    output.record(
        ARCHIVE,
        &json!({"file": file.display().to_string(), "rows": rows}),
    )
}

/// Fills an empty database from a backup.
pub(super) async fn restore(file: &Path, place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    let spinner = progress::bar(None, output.language.pick("복원하는 중", "Restoring"));
    let rows = app.store().restore(file).await.map_err(failed)?;
    spinner.finish_and_clear();
    output.record(
        ARCHIVE,
        &json!({"file": file.display().to_string(), "rows": rows}),
    )
}

/// Imports that are under way, or were cut off and wait to go on or to be undone. No fault, but worth knowing.
async fn unfinished_imports(app: &App, workspace: WorkspaceId) -> Result<Value, Failure> {
    let ctx = Ctx::system(app.clone(), workspace, EntryOrigin::Cli);
    let imports = app::imports::list(&ctx)
        .await
        .map_err(|error| Failure::from_app(&error))?;
    let unfinished: Vec<String> = imports
        .iter()
        .filter(|import| import.state.is_busy() || import.state == ImportState::Failed)
        .map(|import| format!("{} ({})", import.id, import.file_name))
        .collect();
    Ok(check("unfinished_imports", true, unfinished.join(", ")))
}

fn check(name: &str, is_ok: bool, detail: String) -> Value {
    json!({"check": name, "is_ok": is_ok, "detail": detail})
}

fn database(store: &Store) -> String {
    store.dialect().to_owned()
}

fn failed(error: store::Error) -> Failure {
    Failure::new(
        Exit::Failure,
        "database",
        format!("데이터베이스 작업이 실패했습니다: {error}"),
        format!("The database could not do that: {error}"),
    )
}
